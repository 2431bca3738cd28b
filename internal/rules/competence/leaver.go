package competence

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docLeaver = assess.Doc{
	ID: "P2-13", Point: assess.Competence, Aspect: assess.Owned, Clause: "5.3, A.6.5",
	Requires: "Who leaves gives up their roles",
	Fires:    "an assignment without end, or with a later one, is of somebody who has left (minor; major for a mandatory role, unless the leaver is a deputy and a principal is present)",
	Reasons:  []string{"RoleHeldByLeaver"}, Grades: []api.Grade{api.GradeMinor, api.GradeMajor},
	Remedy: "Set until of the assignment to the last day of the person, and assign a successor",
}

func checkLeaver(c *assess.Context, r *api.SecurityRole) {
	for i := range r.Spec.Assignments {
		a := &r.Spec.Assignments[i]
		p, ok := assess.Get[*api.Person](c.World, a.PersonRef.Name)
		if ok && facts.Running(c, a) && facts.Left(c, p) {
			grade := facts.RoleGrade(r)
			if a.Capacity == api.CapacityDeputy && len(facts.Principals(c, r)) > 0 {
				grade = api.GradeMinor
			}
			f := assess.Finding{
				Reason: "RoleHeldByLeaver", Grade: grade, Field: facts.AssignmentField(a, "until"),
				Message: fmt.Sprintf("The role %s is still assigned to %s, who %s", facts.Quote(r.Spec.Title), p.Name, facts.LeftOn(p)),
			}
			if end := p.Spec.EngagedUntil; !end.IsZero() {
				f.Since = end.AddDays(1)
			}
			c.Report(f)
		}
	}
}
