package competence

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// RoleGaps are the reasons for which a role has no holder, or does not say what it takes.
// The context must be one of assess.Look.
func RoleGaps(c *assess.Context, r *api.SecurityRole) (unfilled, undetermined []string) {
	return c.Ask(func(c *assess.Context) { checkUnfilled(c, r) }),
		c.Ask(func(c *assess.Context) { checkRoleCompetence(c, r) })
}

// MatchGaps are the reasons for which a holder does not meet what the role takes.
func MatchGaps(c *assess.Context, m *facts.Match) []string {
	var reasons []string
	if reason := m.Reason(); reason != "" {
		reasons = append(reasons, reason)
	}
	if m.Unplanned(c) {
		reasons = append(reasons, docGapPlan.Reasons[0])
	}
	return reasons
}
