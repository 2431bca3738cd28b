package allocation

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docOutsourcedA = assess.Doc{
	ID: "X-03", Point: assess.Allocation, Aspect: assess.Owned, Clause: "5.1, 5.3",
	Requires: "Accountability stays inside: work can be outsourced, answering for it cannot",
	Fires:    "somebody external holds a role that is top management (major) or answers for risk (minor), or only external people hold a role that is accountable in an AccountabilityMatrix or in the Statement of Applicability in force (minor)",
	Reasons:  []string{"AccountabilityOutsourced"}, Grades: []api.Grade{api.GradeMinor, api.GradeMajor},
	Remedy: "Assign the role to somebody internal; the external person can do the work under it",
}

func checkOutsourcedAccountability(c *assess.Context, r *api.SecurityRole) {
	grade, here := api.GradeMinor, facts.Holders(c, r)
	switch r.Spec.Mandate {
	case api.MandateTopManagement:
		grade = api.GradeMajor
	case api.MandateRiskOwner:
	default:
		here = facts.Principals(c, r)
		inside := func(h facts.Holding) bool { return !facts.External(h.Person) }
		if slices.ContainsFunc(here, inside) || !accountableRoles(c)[r.Name] {
			return
		}
	}
	for _, h := range here {
		if facts.External(h.Person) {
			c.Report(assess.Finding{
				Reason: "AccountabilityOutsourced", Grade: grade, Field: facts.AssignmentField(h.Assignment, "personRef"),
				Message: fmt.Sprintf("The accountable role %s is held by %s, who is external", facts.Quote(r.Spec.Title), h.Person.Name),
			})
		}
	}
}

// accountableRolesKey is what accountableRoles is remembered under.
type accountableRolesKey struct{}

// accountableRoles are the roles that a matrix, or the statement in force, makes
// accountable for something.
func accountableRoles(c *assess.Context) map[string]bool {
	return assess.Once(c, accountableRolesKey{}, func(c *assess.Context) map[string]bool {
		roles := map[string]bool{}
		for m := range assess.All[*api.AccountabilityMatrix](c.World) {
			for i := range m.Spec.Rows {
				for _, ref := range m.Spec.Rows[i].AccountableRoleRefs {
					roles[ref.Name] = true
				}
			}
		}
		if s := facts.StatementInForce(c); s != nil {
			for _, e := range s.Controls {
				if role := facts.AccountableRole(c.World, e); role != nil && facts.Necessary(e) {
					roles[role.Name] = true
				}
			}
		}
		return roles
	})
}
