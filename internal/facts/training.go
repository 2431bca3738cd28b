package facts

import (
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// Attendance is how long somebody's mandatory training counts.
type Attendance struct {
	// Last is the day of the completion that counts longest; absent without any.
	Last api.Date
	// Due is the last day on which it counts.
	Due api.Date
	// Lapses says that the record itself sets the end, and not the interval.
	Lapses bool
}

// Attended returns the completion of the training that counts longest.
func Attended(c *assess.Context, p *api.Person, t *api.MandatoryTraining) Attendance {
	var best Attendance
	for _, r := range assess.By(c.World, recordsByProof, proofKey(p.Name, t.Training)) {
		if !c.Today.Reached(r.Spec.AchievedOn) {
			continue
		}
		a := Attendance{Last: r.Spec.AchievedOn, Due: r.Spec.AchievedOn.AddMonths(t.TrainingIntervalMonths())}
		if v := r.Spec.Validity; v != nil && !v.ValidUntil.IsZero() && v.ValidUntil.Before(a.Due) {
			a.Due, a.Lapses = v.ValidUntil, true
		}
		if on := r.Spec.RevokedOn; !on.IsZero() && on.AddDays(-1).Before(a.Due) {
			a.Due, a.Lapses = on.AddDays(-1), true
		}
		if best.Last.IsZero() || a.Due.After(best.Due) {
			best = a
		}
	}
	return best
}

// TrainingCurrent reports whether the person has had the training in time.
func TrainingCurrent(c *assess.Context, p *api.Person, t *api.MandatoryTraining) bool {
	a := Attended(c, p, t)
	return !a.Last.IsZero() && !c.Today.Past(a.Due)
}

type needsTrainingKey struct {
	person   *api.Person
	training *api.MandatoryTraining
}

// NeedsTraining reports whether the policy asks the training of the person.
func NeedsTraining(c *assess.Context, p *api.Person, t *api.MandatoryTraining) bool {
	return assess.Once(c, needsTrainingKey{p, t}, func(c *assess.Context) bool {
		if len(t.RoleRefs) == 0 {
			return Present(c, p)
		}
		return slices.ContainsFunc(HoldingsOf(c, p), func(h Holding) bool {
			return slices.ContainsFunc(t.RoleRefs, func(ref api.Reference) bool { return ref.Name == h.Role.Name })
		})
	})
}

// Joining reports whether somebody joined so lately, or took on so lately the roles for which
// a training is asked, that there is still time for the mandatory training that they have
// not had.
func Joining(c *assess.Context, p *api.Person, t *api.MandatoryTraining) bool {
	from := p.Spec.EngagedFrom
	if len(t.RoleRefs) > 0 {
		from = later(from, tookOn(c, p, t))
	}
	return !from.IsZero() && !c.Today.Past(from.AddDays(c.Policy.Induction()))
}

// tookOn is the first day of the first of somebody's assignments to roles for which a
// training is asked; absent where one has no day.
func tookOn(c *assess.Context, p *api.Person, t *api.MandatoryTraining) (first api.Date) {
	for _, h := range HoldingsOf(c, p) {
		if !slices.ContainsFunc(t.RoleRefs, func(ref api.Reference) bool { return ref.Name == h.Role.Name }) {
			continue
		}
		if h.Assignment.From.IsZero() {
			return api.Date{}
		}
		first = earliest(first, h.Assignment.From)
	}
	return first
}

// later returns the later of two days, of which either may be absent.
func later(a, b api.Date) api.Date {
	if b.After(a) {
		return b
	}
	return a
}

// OfMandatoryTraining reports whether the record is of a training that the policy
// asks of its person, which rule P2-11 watches.
func OfMandatoryTraining(c *assess.Context, r *api.CompetencyRecord) bool {
	for i := range c.Policy.Competence.MandatoryTraining {
		t := &c.Policy.Competence.MandatoryTraining[i]
		if CompetencyName(t.Training) != CompetencyName(r.Spec.Competency) {
			continue
		}
		if p, ok := assess.Get[*api.Person](c.World, r.Spec.PersonRef.Name); ok && NeedsTraining(c, p, t) {
			return true
		}
	}
	return false
}
