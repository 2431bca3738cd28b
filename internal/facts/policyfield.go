package facts

import (
	"strconv"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// PolicyField is all that is known of a field of the policy but its value.
type PolicyField struct {
	// Name of the field with its group, such as "review.auditIntervalMonths".
	Name string
	// Point that it steers.
	Point assess.Point
	// Weaker says which way asks for less.
	Weaker string
	// Default is what holds where it is absent.
	Default string
	// Floor is what it must not go beyond; "" where it has none.
	Floor string
	// Why the floor is where it is, or why there is none.
	Why string
	// value is what the policy has in force here, where it is one value; nil for a list that
	// has too much to show.
	value func(*api.Policy) string
	// judge says how a policy is weaker here; nil where it is not.
	judge func(*api.ClauseAssessmentSpec) *weaker
}

// Value is what a policy has in force in the field, stated or not; of a list of which it
// would be too much, the default.
func (f *PolicyField) Value(p *api.Policy) string {
	if f.value == nil {
		return f.Default
	}
	return f.value(p)
}

// weaker is how a policy asks for less than the default in one field.
type weaker struct {
	value string
	// beyond says that it goes beyond the floor.
	beyond bool
	// because is a reason that the field states itself.
	because string
	// extent is how far it goes, as that of a deviation.
	extent map[string]int
}

// unbounded is the floor of a field that has none.
const unbounded = -1

// most is a field whose greater values ask for less.
func most(name string, point assess.Point, value func(*api.Policy) int, floor int, why string) PolicyField {
	return number(PolicyField{Name: name, Point: point, Weaker: "more", Why: why}, value, floor, 1)
}

// least is a field whose smaller values ask for less.
func least(name string, point assess.Point, value func(*api.Policy) int, floor int, why string) PolicyField {
	return number(PolicyField{Name: name, Point: point, Weaker: "less", Why: why}, value, floor, -1)
}

func number(f PolicyField, value func(*api.Policy) int, floor, direction int) PolicyField {
	normal := value(&api.Policy{})
	f.Default = strconv.Itoa(normal)
	f.value = func(p *api.Policy) string { return strconv.Itoa(value(p)) }
	if floor != unbounded {
		f.Floor = strconv.Itoa(floor)
	}
	f.judge = func(s *api.ClauseAssessmentSpec) *weaker {
		set := value(&s.Policy)
		if (set-normal)*direction <= 0 {
			return nil
		}
		return &weaker{value: strconv.Itoa(set), extent: map[string]int{"": (set - normal) * direction}, beyond: floor != unbounded && (set-floor)*direction > 0}
	}
	return f
}

// Why floors are where they are. Numbers that no public source gives are house rules.
const (
	yearly   = "the checklist asks for it at least annually"
	cycle    = "what nobody looked at for a cycle of certification, no auditor of the cycle has seen current"
	warning  = "it warns ahead; what it warns of is judged on its day, however short the warning"
	looked   = "a great risk that nobody looked at for two years is not borne, it is forgotten"
	grace    = "it is a time to act, and twice what the default gives shows that nobody does"
	never    = "a day that lies further ahead is one that never comes"
	observed = "what it steers is an observation, and no verdict hangs on it"
)
