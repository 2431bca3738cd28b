package competence

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docRoleCompetence = assess.Doc{
	ID: "P2-03", Point: assess.Competence, Aspect: assess.Covered, Clause: "7.2 a",
	Requires: "It is determined what a role takes",
	Fires:    "the role requires no competency (minor)",
	Reasons:  []string{"RoleWithoutCompetenceRequirement"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Set spec.requiredCompetencies to what every holder must master",
}

func checkRoleCompetence(c *assess.Context, r *api.SecurityRole) {
	if len(r.Spec.RequiredCompetencies) == 0 {
		c.Report(assess.Finding{
			Reason: "RoleWithoutCompetenceRequirement", Grade: api.GradeMinor, Field: "spec.requiredCompetencies",
			Message: fmt.Sprintf("It is not determined which competencies the role %s takes", facts.Quote(r.Spec.Title)),
		})
	}
}
