package competence

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docLevelGap = assess.Doc{
	ID: "P2-05", Point: assess.Competence, Aspect: assess.Covered, Clause: "7.2 b",
	Requires: "Every holder masters a competency at the level that the role takes",
	Fires:    "the level held is below the level required (minor), or no proof states its level (unknown)",
	Reasons:  []string{"CompetenceGap", "CompetenceLevelUnknown"}, Grades: []api.Grade{api.GradeUnknown, api.GradeMinor},
	Remedy: "Raise the level by training or experience and record it, or assign somebody who has it",
}

func checkLevelGap(c *assess.Context, r *api.SecurityRole) {
	for _, m := range facts.Matches(c, r) {
		reason := m.Reason()
		if !slices.Contains(docLevelGap.Reasons, reason) {
			continue
		}
		f := assess.Finding{Reason: reason, Grade: api.GradeMinor, Field: facts.AssignmentField(m.Assignment, "personRef")}
		f.Message = fmt.Sprintf("%s holds the role %s with %s at %s, and %s is required", m.Person.Name, facts.Quote(r.Spec.Title), facts.Quote(m.Required.Competency), m.Level, m.Required.Level)
		if m.Level == "" { // what nobody states is not denied
			f.Grade = api.GradeUnknown
			f.Message = fmt.Sprintf("%s holds the role %s with proof of %s, which states no level, and %s is required", m.Person.Name, facts.Quote(r.Spec.Title), facts.Quote(m.Required.Competency), m.Required.Level)
			f.Remedy = fmt.Sprintf("Set spec.level of the CompetencyRecord %s to what the proof shows", m.Record.Name)
		}
		c.Report(f)
	}
}
