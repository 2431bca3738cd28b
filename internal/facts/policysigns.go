package facts

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

var signsField = PolicyField{
	Name: "segregation.dutySigns", Point: assess.Segregation,
	Weaker:  "signs of a duty of the default that leave out a right, or a namespace, of the default signs",
	Default: fmt.Sprintf("%d signs of %d duties", len(defaultSigns), len(signedDuties())),
	Why:     "which rights show a duty hangs on what an organization runs where",
	judge: func(s *api.ClauseAssessmentSpec) *weaker {
		stated := map[string][]DutySign{}
		for i := range s.Policy.Segregation.DutySigns {
			d := &s.Policy.Segregation.DutySigns[i]
			stated[DutyKey(d.Duty)] = append(stated[DutyKey(d.Duty)], signOf(d))
		}
		var narrower []string
		for i := range defaultSigns {
			sign := &defaultSigns[i]
			signs := stated[DutyKey(sign.Duty)]
			if len(signs) > 0 && !shown(signs, sign) && !slices.Contains(narrower, sign.Duty) {
				narrower = append(narrower, sign.Duty)
			}
		}
		return among(narrower, "narrower signs of ", false)
	},
}

// signedDuties are the duties of the default signs, each once.
func signedDuties() (names []string) {
	for i := range defaultSigns {
		if !slices.Contains(names, defaultSigns[i].Duty) {
			names = append(names, defaultSigns[i].Duty)
		}
	}
	return names
}

// shown reports whether one of some signs shows all that another does.
func shown(signs []DutySign, sign *DutySign) bool {
	return slices.ContainsFunc(signs, func(s DutySign) bool {
		return len(s.Namespaces) == 0 && holdsAll(s.Verbs, sign.Verbs) && holdsAll(s.APIGroups, sign.APIGroups) && holdsAll(s.Resources, sign.Resources)
	})
}

func holdsAll(list, wanted []string) bool {
	return !slices.ContainsFunc(wanted, func(w string) bool { return !slices.Contains(list, w) })
}
