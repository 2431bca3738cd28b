package competence

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docUnfilled = assess.Doc{
	ID: "P2-12", Point: assess.Competence, Aspect: assess.Owned, Clause: "5.3, 7.2",
	Requires: "A role is held by somebody",
	Fires:    "nobody holds the role (minor; major if it is mandatory), or only a deputy does (minor)",
	Reasons:  []string{"RoleUnfilled"}, Grades: []api.Grade{api.GradeMinor, api.GradeMajor},
	Remedy: "Assign the role to a Person who is engaged, or delete a role that is not needed",
}

func checkUnfilled(c *assess.Context, r *api.SecurityRole) {
	if len(facts.Principals(c, r)) > 0 {
		return
	}
	if len(facts.Holders(c, r)) > 0 {
		c.Report(assess.Finding{
			Reason: "RoleUnfilled", Grade: api.GradeMinor, Field: "spec.assignments",
			Message: fmt.Sprintf("The role %s is held by nobody who is there but a deputy who does not act, or by somebody away for too long", facts.Quote(r.Spec.Title)),
		})
		return
	}
	message := fmt.Sprintf("Nobody holds the role %s", facts.Quote(r.Spec.Title))
	var names []string
	for i := range r.Spec.Assignments {
		names = append(names, r.Spec.Assignments[i].PersonRef.Name)
	}
	if len(names) > 0 {
		message += "; none of those assigned is engaged and in term: " + assess.List(names)
	}
	c.Report(assess.Finding{
		Reason: "RoleUnfilled", Grade: facts.RoleGrade(r), Field: "spec.assignments", Message: message, Since: facts.EmptySince(c, r),
	})
}
