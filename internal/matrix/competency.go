// Package matrix tells what the rules see as tables: of competencies, of accountability and
// of controls.
package matrix

import (
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
	"github.com/isms-operator/isms-operator/internal/rules/competence"
)

// Competence is a competency that a role takes, and how a holder of the role has it.
type Competence struct {
	Role *api.SecurityRole
	// Assignment that makes the person a holder; nil where nobody holds the role.
	Assignment *api.Assignment
	// Required competency; nil where it is not determined what the role takes.
	Required *api.RequiredCompetency
	// Record that proves most; nil if there is none.
	Record *api.CompetencyRecord
	// Held is the highest level that is proven.
	Held api.CompetencyLevel
	// PlanDue is the day by which a plan closes the gap; absent without one.
	PlanDue api.Date
	// Gaps are the reasons of the findings that the rules have on this.
	Gaps []string
}

// Competences returns what each role takes and what its holders have, by role,
// holder and competency. The context must be one of assess.Look.
func Competences(c *assess.Context) []Competence {
	var all []Competence
	for role := range assess.All[*api.SecurityRole](c.World) {
		unfilled, undetermined := competence.RoleGaps(c, role)
		held := facts.Holders(c, role)
		if len(held) == 0 {
			all = append(all, Competence{Role: role, Gaps: slices.Concat(unfilled, undetermined)})
			for i := range role.Spec.RequiredCompetencies {
				all = append(all, Competence{Role: role, Required: &role.Spec.RequiredCompetencies[i], Gaps: unfilled})
			}
			continue
		}
		for _, h := range held {
			if len(undetermined) > 0 {
				all = append(all, Competence{Role: role, Assignment: h.Assignment, Gaps: slices.Concat(unfilled, undetermined)})
			}
			for _, m := range facts.MatchesOf(c, h) {
				all = append(all, Competence{
					Role: m.Role, Assignment: m.Assignment, Required: m.Required, Record: m.Record, Held: m.Level, PlanDue: m.PlanDue,
					Gaps: slices.Concat(unfilled, competence.MatchGaps(c, &m)), // unfilled by a deputy alone
				})
			}
		}
	}
	return all
}
