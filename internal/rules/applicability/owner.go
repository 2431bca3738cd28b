package applicability

import (
	"fmt"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docOwner = assess.Doc{
	ID: "S-04", Aspect: assess.Owned, Clause: "5.3, A.5.2",
	Requires: "A role answers for each control that is necessary, and a competent person fills it",
	Fires:    "a control has no accountable role, or one that does not exist, is not filled or by a deputy alone, or is filled without the competence that it takes (minor, once for each role and for each control without one)",
	Reasons:  []string{"ControlWithoutOwner"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Set accountableRoleRef of the control to a SecurityRole that a competent person holds, or have the role named filled by one",
}

// rolePrefix makes the name of a role a key of eachGroup.
const rolePrefix = "role "

// OwnerFlaw reports a role that cannot answer once, however many controls it
// answers for: it is one lack.
func checkOwner(c *assess.Context, s *facts.Statement) {
	report := func(e *api.ControlStatement, message string) {
		c.Report(assess.Finding{
			Reason: "ControlWithoutOwner", Grade: api.GradeMinor, Field: facts.AccountableField(e), Message: message,
		})
	}
	eachGroup(s, func(e *api.ControlStatement) string {
		role := facts.AccountableRole(c.World, e)
		if role == nil {
			message := fmt.Sprintf("No role is accountable for %s", facts.ControlName(e.ID))
			if e.Owner != nil {
				message += ", whose owner is stated as " + facts.Answerable(e.Owner) + facts.Several(c, e.Owner)
			}
			report(e, message)
			return ""
		}
		return rolePrefix + role.Name // a name may be empty, a key not
	}, func(key string, group []*api.ControlStatement) {
		ref := api.ResourceReference{Kind: api.ResourceSecurityRole, Name: strings.TrimPrefix(key, rolePrefix)}
		if hop := facts.LackOf(c, ref).Text; hop != "" {
			report(group[0], fmt.Sprintf("The %s is accountable for %s and %s", facts.ResourceName(ref), facts.ControlsNamed(idsOf(group)), hop))
		}
	})
}
