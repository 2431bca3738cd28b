package segregation

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

var docDutiesStated = assess.Doc{
	ID: "D-08", Point: assess.Segregation, Aspect: assess.Covered, Clause: "A.5.3",
	Requires: "It is known which duties the roles have, so that it can be told who holds two that conflict",
	Fires:    "no role states any duty (unknown)",
	Reasons:  []string{"DutiesNotStated"}, Grades: []api.Grade{api.GradeUnknown},
	Remedy: "State the duties in spec.duties of each SecurityRole",
}

func checkDutiesStated(c *assess.Context, _ *api.ClauseAssessment) {
	for role := range assess.All[*api.SecurityRole](c.World) {
		if len(role.Spec.Duties) > 0 {
			return
		}
	}
	c.Report(assess.Finding{Reason: "DutiesNotStated", Grade: api.GradeUnknown, Message: "No role states its duties, so nobody can tell whether duties conflict"})
}
