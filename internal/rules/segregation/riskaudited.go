package segregation

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// riskClauses are the clauses on the assessment and treatment of risks: who owns risks
// answers for what an audit of them looks at.
var riskClauses = []string{"6.1.2", "6.1.3", "8.2", "8.3"}

// riskTies say which risks somebody owns that the audit looks at: those that an audited
// control treats, or else one of all where it looks at the clauses on risks.
func riskTies(c *assess.Context, r *api.InternalAudit, person string, roles map[string]bool) (ties []string) {
	if r.Spec.Scope == nil {
		return nil
	}
	for _, control := range facts.AuditedControls(r) {
		for _, risk := range assess.By(c.World, facts.RisksByControl, string(control)) {
			if o := facts.Actual(c.World, risk.Spec.Owner); o != nil && (o.Person() == person || roles[o.Role()]) {
				ties = append(ties, fmt.Sprintf("owns the risk %s, which the control %s treats", risk.Name, control))
			}
		}
	}
	if tie := riskTie(c, r, person, roles); tie != "" && len(ties) == 0 {
		ties = append(ties, tie)
	}
	return ties
}

// riskTie says that somebody owns a risk and audits a clause on risks; "" where not so.
func riskTie(c *assess.Context, r *api.InternalAudit, person string, roles map[string]bool) string {
	clause := ""
	for _, audited := range facts.AuditedClauses(r) {
		if slices.ContainsFunc(riskClauses, func(on string) bool { return facts.Touches(on, audited) }) {
			clause = audited
			break
		}
	}
	if clause == "" {
		return ""
	}
	risk := facts.RiskOwners(c)[assess.Ref{Kind: "Person", Name: person}]
	for role := range roles {
		if owned, ok := facts.RiskOwners(c)[assess.Ref{Kind: "SecurityRole", Name: role}]; ok && (risk == "" || owned < risk) {
			risk = owned
		}
	}
	if risk == "" {
		return ""
	}
	return fmt.Sprintf("owns the risk %s, and clause %s is about risks", risk, clause)
}
