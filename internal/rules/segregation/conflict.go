package segregation

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

var docConflict = assess.Doc{
	ID: "D-01", Point: assess.Segregation, Aspect: assess.Covered, Clause: "A.5.3",
	Requires: "Nobody holds two duties in one scope of which one controls the other",
	Fires:    "a person holds both duties of a conflict in one scope, through any of their roles, as deputy too (graded by the pair)",
	Reasons:  []string{"DutiesConflict"},
	Grades:   []api.Grade{api.GradeOpportunity, api.GradeObservation, api.GradeMinor, api.GradeMajor},
	Remedy:   "Give one of the duties to somebody else, or record a SecurityException for the conflict with a compensating control",
	Policy:   []string{"segregation.dutyConflicts"},
	Alone:    "who is few cannot mend it: it is told, and what is done instead is recorded",
}

func checkConflict(c *assess.Context, p *api.Person) {
	for _, x := range clashesOf(c, p) {
		if waiverOf(c, p.Name, &x) != nil {
			continue
		}
		f := assess.Finding{Reason: "DutiesConflict", Grade: x.pair.Grade, Message: p.Name + " holds " + x.String()}
		if x.pair.Independent() {
			f.Remedy = "Give one of the duties to somebody else; the independence of internal audit cannot be waived, and can be bought in"
		}
		c.Report(f)
	}
}
