package segregation

import (
	"fmt"

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

// statedDuty is a duty of a role, and what says that it has it where the role itself does not.
type statedDuty struct {
	api.Duty
	by string
}

// dutiesOf returns the duties of a role: its own, that of its mandate, and those that a matrix
// gives it.
func dutiesOf(c *assess.Context, r *api.SecurityRole) []statedDuty {
	given := auditing(c)[r.Name]
	all := make([]statedDuty, 0, len(r.Spec.Duties)+len(given)+1)
	if duty, ok := mandateDuties[r.Spec.Mandate]; ok {
		all = append(all, statedDuty{Duty: api.Duty{Duty: duty, Scope: "ISMS"}})
	}
	for _, d := range r.Spec.Duties {
		all = append(all, statedDuty{Duty: d})
	}
	return append(all, given...)
}

type auditingKey struct{}

// auditing are the duties of roles that the rows of matrices on internal audits make
// responsible: who does the audits audits the ISMS, whatever the role is called.
func auditing(c *assess.Context) map[string][]statedDuty {
	return assess.Once(c, auditingKey{}, func(c *assess.Context) map[string][]statedDuty {
		all := map[string][]statedDuty{}
		for m := range assess.All[*api.AccountabilityMatrix](c.World) {
			for i := range m.Spec.Rows {
				row := &m.Spec.Rows[i]
				if row.Activity != api.ActivityInternalAudit {
					continue
				}
				by := fmt.Sprintf("responsible in the row %s of the AccountabilityMatrix %s", facts.Quote(row.Name), m.Name)
				for _, name := range auditors(c, row) {
					all[name] = append(all[name], statedDuty{api.Duty{Duty: mandateDuties[api.MandateInternalAuditor], Scope: "ISMS"}, by})
				}
			}
		}
		return all
	})
}

// auditors names the roles that a row on internal audits makes responsible. Beside a role with
// the mandate to audit the others may only arrange the audits.
func auditors(c *assess.Context, row *api.AccountabilityRow) (names []string) {
	for _, ref := range row.ResponsibleRoleRefs {
		role, ok := assess.Get[*api.SecurityRole](c.World, ref.Name)
		switch {
		case !ok:
		case role.Spec.Mandate == api.MandateInternalAuditor:
			return nil
		default:
			names = append(names, ref.Name)
		}
	}
	return names
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
