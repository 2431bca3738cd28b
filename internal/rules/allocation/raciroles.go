package allocation

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docRaciRoles = assess.Doc{
	ID: "P8-04", Aspect: assess.Owned, Clause: "5.3, A.5.2",
	Requires: "The roles of the matrix exist, and somebody holds those that answer or work",
	Fires:    "a role that a row names does not exist, or nobody holds one that is accountable or responsible (minor)",
	Reasons:  []string{"RaciRoleUnfilled", "RaciRoleUnknown"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Add the SecurityRole or name one that exists, and assign it to a Person who is engaged",
}

func checkRaciRoles(c *assess.Context, row *api.AccountabilityRow) {
	for _, part := range []struct {
		name  string
		roles []api.Reference
		acts  bool
	}{
		{"accountable", row.AccountableRoleRefs, true}, {"responsible", row.ResponsibleRoleRefs, true},
		{"consulted", row.ConsultedRoleRefs, false}, {"informed", row.InformedRoleRefs, false},
	} {
		for _, ref := range part.roles {
			f := assess.Finding{Grade: api.GradeMinor, Field: facts.RowField(row, part.name+"RoleRefs["+ref.Name+"]")}
			role, found := assess.Get[*api.SecurityRole](c.World, ref.Name)
			switch {
			case !found:
				f.Reason, f.Message = "RaciRoleUnknown", fmt.Sprintf("The SecurityRole %s, %s for %s, does not exist", facts.Quote(ref.Name), part.name, facts.Quote(row.Name))
			case part.acts && !filled(c, role):
				f.Reason, f.Message = "RaciRoleUnfilled", fmt.Sprintf("Nobody holds the SecurityRole %s, %s for %s", ref.Name, part.name, facts.Quote(row.Name))
			default:
				continue
			}
			c.Report(f)
		}
	}
}

// filledKey is what filled is remembered under, for each role.
type filledKey struct{ name string }

// filled reports whether somebody holds the role, a deputy included.
func filled(c *assess.Context, role *api.SecurityRole) bool {
	return assess.Once(c, filledKey{role.Name}, func(c *assess.Context) bool { return len(facts.Holders(c, role)) > 0 })
}
