package segregation

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// mandateDuties are the duties that a mandate brings along, in the scope "ISMS".
var mandateDuties = map[api.Mandate]string{
	api.MandateInformationSecurityManager: "RunISMS",
	api.MandateInternalAuditor:            "AuditISMS",
	api.MandateRiskOwner:                  "OwnRisk",
}

// dutiesOf returns the duties of a role, those of its mandate included.
func dutiesOf(r *api.SecurityRole) []api.Duty {
	if duty, ok := mandateDuties[r.Spec.Mandate]; ok {
		return append([]api.Duty{{Duty: duty, Scope: "ISMS"}}, r.Spec.Duties...)
	}
	return r.Spec.Duties
}

// conflictsKey is what conflictsInForce is remembered under.
type conflictsKey struct{}

// pairInForce is a conflict with its duties in comparable form.
type pairInForce struct {
	facts.DutyPair
	firstKey, secondKey string
}

// conflictsInForce are the pairs that conflict under the policy in force.
func conflictsInForce(c *assess.Context) []pairInForce {
	return assess.Once(c, conflictsKey{}, func(c *assess.Context) []pairInForce {
		pairs := facts.DutyPairs(c.Policy)
		all := make([]pairInForce, len(pairs))
		for i, p := range pairs {
			all[i] = pairInForce{p, facts.DutyKey(p.First), facts.DutyKey(p.Second)}
		}
		return all
	})
}
