package segregation

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docDutyKnown = assess.Doc{
	ID: "D-09", Point: assess.Segregation, Aspect: assess.Covered, Clause: "A.5.3",
	Requires: "A duty is named as the pairs name it, so that a conflict is not hidden by a slip of the pen",
	Fires:    "a duty is in no pair, and one that is in some is named much like it (unknown), or none is (observation)",
	Reasons:  []string{"DutyNotKnown"}, Grades: []api.Grade{api.GradeObservation, api.GradeUnknown},
	Remedy: "Name the duty as docs/duties.md does, or add the pairs that it conflicts in to spec.policy.segregation.dutyConflicts of the ClauseAssessment",
	Alone:  "a duty that conflicts with no other needs no pair",
	Policy: []string{"segregation.dutyConflicts"},
}

type dutiesKey struct{}

// knownDuties are the duties of all pairs, those that the policy takes out included, by
// their comparable form.
func knownDuties(c *assess.Context) map[string]string {
	return assess.Once(c, dutiesKey{}, func(c *assess.Context) map[string]string {
		known := map[string]string{}
		for _, p := range facts.DefaultDutyPairs() {
			known[facts.DutyKey(p.First)], known[facts.DutyKey(p.Second)] = p.First, p.Second
		}
		for i := range c.Policy.Segregation.DutyConflicts {
			d := &c.Policy.Segregation.DutyConflicts[i]
			known[facts.DutyKey(d.First)], known[facts.DutyKey(d.Second)] = d.First, d.Second
		}
		return known
	})
}

func checkDutyKnown(c *assess.Context, r *api.SecurityRole) {
	known := knownDuties(c)
	for i := range r.Spec.Duties {
		name := r.Spec.Duties[i].Duty
		if _, ok := known[facts.DutyKey(name)]; ok || !facts.Stated(name) {
			continue
		}
		f := assess.Finding{
			Reason: "DutyNotKnown", Grade: api.GradeObservation, Field: fmt.Sprintf("spec.duties[%d].duty", i),
			Message: fmt.Sprintf("The duty %s is in no pair of duties that conflict, so that nobody can tell what it conflicts with", facts.Quote(name)),
		}
		if near, ok := facts.Like(facts.DutyKey(name), known); ok {
			f.Grade = api.GradeUnknown
			f.Message += "; " + known[near] + ", which is much like it, is"
		}
		c.Report(f)
	}
}
