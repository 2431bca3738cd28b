package allocation

import (
	"fmt"
	"maps"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docRaciRoles = assess.Doc{
	ID: "P8-04", Aspect: assess.Owned, Clause: "5.3, A.5.2",
	Requires: "The roles of the matrix exist, and somebody holds those that answer or work",
	Fires:    "a role that a row names does not exist, or nobody holds one that is accountable or responsible (minor, once for each role, with the rows that hang on it)",
	Reasons:  []string{"RaciRoleUnfilled", "RaciRoleUnknown"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Add the SecurityRole or name one that exists, and assign it to a Person who is engaged",
}

func checkRaciRoles(c *assess.Context, r *api.AccountabilityMatrix) {
	unfilled := map[string]*vacancy{}
	for i := range r.Spec.Rows {
		for _, part := range partsOf(&r.Spec.Rows[i]) {
			checkPart(c, &r.Spec.Rows[i], part, unfilled)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(unfilled)) {
		c.Report(assess.Finding{
			Reason: "RaciRoleUnfilled", Grade: api.GradeMinor, Field: unfilled[name].field, Since: unfilled[name].since,
			Message: fmt.Sprintf("Nobody holds the SecurityRole %s, %s", name, assess.List(unfilled[name].rows)),
		})
	}
}

// checkPart reports the roles of a part that do not exist, and notes those that nobody holds.
func checkPart(c *assess.Context, row *api.AccountabilityRow, part part, unfilled map[string]*vacancy) {
	for _, ref := range part.roles {
		field := facts.RowField(row, part.name+"RoleRefs["+ref.Name+"]")
		role, found := assess.Get[*api.SecurityRole](c.World, ref.Name)
		switch {
		case !found:
			c.Report(assess.Finding{
				Reason: "RaciRoleUnknown", Grade: api.GradeMinor, Field: field,
				Message: fmt.Sprintf("The SecurityRole %s, %s for %s, does not exist", facts.Quote(ref.Name), part.name, facts.Quote(row.Name)),
			})
		case part.acts && len(facts.Holders(c, role)) == 0:
			if unfilled[ref.Name] == nil {
				unfilled[ref.Name] = &vacancy{field: field, since: facts.EmptySince(c, role)}
			}
			unfilled[ref.Name].rows = append(unfilled[ref.Name].rows, part.name+" for "+facts.Quote(row.Name))
		}
	}
}

// part is what a row asks of some roles.
type part struct {
	name  string
	roles []api.Reference
	// acts says that somebody has to do something.
	acts bool
}

func partsOf(row *api.AccountabilityRow) []part {
	return []part{
		{"accountable", row.AccountableRoleRefs, true}, {"responsible", row.ResponsibleRoleRefs, true},
		{"consulted", row.ConsultedRoleRefs, false}, {"informed", row.InformedRoleRefs, false},
	}
}

// vacancy is a role that nobody holds, and the rows that hang on it.
type vacancy struct {
	field string
	since api.Date
	rows  []string
}
