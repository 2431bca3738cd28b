package segregation

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docMitigated = assess.Doc{
	ID: "D-02", Point: assess.Segregation, Aspect: assess.Covered, Clause: "A.5.3",
	Requires: "A conflict of duties that cannot be avoided is waived in writing, by somebody else, for a time, with a control that stands in",
	Fires:    "a conflict of duties is waived by a SecurityException in force that names the person (graded one step below the pair)",
	Reasons:  []string{"ConflictMitigated"},
	Grades:   []api.Grade{api.GradeOpportunity, api.GradeObservation, api.GradeMinor},
	Remedy:   "Before the exception ends, give one of the duties to somebody else or have the exception granted again",
	Policy:   []string{"segregation.dutyConflicts", "segregation.exceptionMaxMonths"},
	Alone:    "an exception in force allows it",
}

func checkMitigated(c *assess.Context, p *api.Person) {
	for _, x := range clashesOf(c, p) {
		if e := waiverOf(c, p.Name, &x); e != nil {
			c.Report(assess.Finding{
				Reason: "ConflictMitigated", Grade: facts.Lowered(x.pair.Grade),
				Message: fmt.Sprintf("%s holds %s; waived until %s by the SecurityException %s", p.Name, x.String(), e.Spec.Validity.ValidUntil, e.Name),
			})
		}
	}
}
