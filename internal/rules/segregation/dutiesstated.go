package segregation

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docDutiesStated = assess.Doc{
	ID: "D-08", Point: assess.Segregation, Aspect: assess.Covered, Clause: "A.5.3",
	Requires: "It is known which duties the roles have, so that it can be told who holds two that conflict",
	Fires:    "no role states any duty, or somebody holds several roles of which one has neither duties nor a mandate (unknown)",
	Reasons:  []string{"DutiesNotStated"}, Grades: []api.Grade{api.GradeUnknown},
	Remedy: "State the duties in spec.duties of each SecurityRole",
}

func checkDutiesStated(c *assess.Context, _ *api.ClauseAssessment) {
	stated, held := 0, 0
	var silent []string
	for role := range assess.All[*api.SecurityRole](c.World) {
		if len(role.Spec.Duties) > 0 {
			stated++
		}
		holders := facts.Holders(c, role)
		if len(holders) == 0 {
			continue
		}
		held++
		if len(role.Spec.Duties) == 0 && !facts.Mandatory(role) && oneHoldsMore(c, holders) {
			silent = append(silent, role.Name)
		}
	}
	f := assess.Finding{Reason: "DutiesNotStated", Grade: api.GradeUnknown}
	switch {
	case stated == 0:
		f.Message = "No role states its duties, so nobody can tell whether duties conflict"
	case len(silent) > 0:
		f.Message = fmt.Sprintf("%d of %d roles that people hold state no duties, and those who hold them hold others, too, so nobody can tell whether duties conflict: %s", len(silent), held, assess.List(silent))
	default:
		return
	}
	c.Report(f)
}

// oneHoldsMore reports whether one of the holders of a role holds another one.
func oneHoldsMore(c *assess.Context, holders []facts.Holding) bool {
	for _, h := range holders {
		for _, other := range facts.HoldingsOf(c, h.Person) {
			if other.Role != h.Role {
				return true
			}
		}
	}
	return false
}
