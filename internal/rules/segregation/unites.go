package segregation

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docUnites = assess.Doc{
	ID: "D-11", Point: assess.Segregation, Aspect: assess.Covered, Clause: "A.5.3",
	Requires: "No role unites two duties of which one controls the other",
	Fires:    "a role that nobody holds states both duties of a conflict in one scope, so that whoever comes to hold it has the conflict (graded by the pair); where somebody holds it, D-01 says so",
	Reasons:  []string{"RoleUnitesDuties"},
	Grades:   docConflict.Grades,
	Remedy:   "Give one of the duties to another role",
	Policy:   docConflict.Policy,
	Alone:    "it is about the role, and not about those who hold it",
}

func checkUnites(c *assess.Context, r *api.SecurityRole) {
	if len(facts.Holders(c, r)) > 0 {
		return
	}
	nobody := facts.Holding{Role: r, Assignment: &api.Assignment{}, Person: &api.Person{}}
	for _, x := range clashes(c, []facts.Holding{nobody}) {
		c.Report(assess.Finding{
			Reason: "RoleUnitesDuties", Grade: x.pair.Grade, Field: "spec.duties",
			Message: fmt.Sprintf("The role unites %s", x.String()),
		})
	}
}
