package facts

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// mandateDuties are the duties that a mandate brings along, in the scope of the ISMS.
var mandateDuties = map[api.Mandate]string{
	api.MandateInformationSecurityManager: "RunISMS",
	api.MandateInternalAuditor:            "AuditISMS",
	api.MandateRiskOwner:                  "OwnRisk",
}

// StatedDuty is a duty of a role.
type StatedDuty struct {
	api.Duty
	// By says what gives the role the duty, where it is not the role itself.
	By string
}

// DutiesOf returns the duties of a role: its own, that of its mandate, and those that a matrix
// gives it.
func DutiesOf(c *assess.Context, r *api.SecurityRole) []StatedDuty {
	given := auditing(c)[r.Name]
	all := make([]StatedDuty, 0, len(r.Spec.Duties)+len(given)+1)
	if duty, ok := mandateDuties[r.Spec.Mandate]; ok {
		all = append(all, StatedDuty{Duty: api.Duty{Duty: duty, Scope: scopeISMS}})
	}
	for _, d := range r.Spec.Duties {
		all = append(all, StatedDuty{Duty: d})
	}
	return append(all, given...)
}

type auditingKey struct{}

// auditing are the duties of roles that the rows of matrices on internal audits make
// responsible: who does the audits audits the ISMS, whatever the role is called.
func auditing(c *assess.Context) map[string][]StatedDuty {
	return assess.Once(c, auditingKey{}, func(c *assess.Context) map[string][]StatedDuty {
		all := map[string][]StatedDuty{}
		for m := range assess.All[*api.AccountabilityMatrix](c.World) {
			for i := range m.Spec.Rows {
				row := &m.Spec.Rows[i]
				if row.Activity != api.ActivityInternalAudit {
					continue
				}
				by := fmt.Sprintf("responsible in the row %s of the AccountabilityMatrix %s", Quote(row.Name), m.Name)
				for _, name := range auditors(c, row) {
					all[name] = append(all[name], StatedDuty{api.Duty{Duty: mandateDuties[api.MandateInternalAuditor], Scope: scopeISMS}, by})
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
