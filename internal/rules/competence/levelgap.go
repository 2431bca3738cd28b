package competence

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docLevelGap = assess.Doc{
	ID: "P2-05", Point: assess.Competence, Aspect: assess.Covered, Clause: "7.2 b",
	Requires: "Every holder masters a competency at the level that the role takes",
	Fires:    "the level held is below the level required (minor)",
	Reasons:  []string{"CompetenceGap"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Raise the level by training or experience and record it, or assign somebody who has it",
}

func checkLevelGap(c *assess.Context, r *api.SecurityRole) {
	for _, m := range facts.Matches(c, r) {
		if m.Reason() != "CompetenceGap" {
			continue
		}
		held := string(m.Level)
		if held == "" {
			held = "no level stated"
		}
		c.Report(assess.Finding{
			Reason: m.Reason(), Grade: api.GradeMinor, Field: facts.AssignmentField(m.Assignment, "personRef"),
			Message: fmt.Sprintf("%s holds the role %s with %s at %s, and %s is required", m.Person.Name, facts.Quote(r.Spec.Title), facts.Quote(m.Required.Competency), held, m.Required.Level),
		})
	}
}
