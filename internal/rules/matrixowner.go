package rules

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

var docOwnership = assess.Doc{
	ID: "P8-08", Aspect: assess.Owned, Clause: "5.3, 7.5.3",
	Requires: "All documents give the same role as accountable for one thing",
	Fires:    "another row, the Statement of Applicability in force or the owner of the service gives another accountable role than the row (observation)",
	Reasons:  []string{"OwnershipConflict"}, Grades: []api.Grade{api.GradeObservation},
	Remedy: "Decide which role is accountable, and correct the documents that say otherwise",
}

// claim is what one document says about who is accountable for something.
type claim struct {
	// source names the document, and the row of a matrix.
	source string
	// row of the matrix that makes the claim; nil where it is another document.
	row *api.AccountabilityRow
	// roles that are accountable, sorted.
	roles []string
}

// claimsKey is what claimsByTopic is remembered under.
type claimsKey struct{}

// claimsByTopic are all claims, by what they are about.
func claimsByTopic(c *assess.Context) map[string][]claim {
	return assess.Once(c, claimsKey{}, func(c *assess.Context) map[string][]claim {
		claims := map[string][]claim{}
		for m := range assess.All[*api.AccountabilityMatrix](c.World) {
			for i := range m.Spec.Rows {
				row := &m.Spec.Rows[i]
				if roles := roleNames(row.Accountable); len(roles) > 0 {
					claims[topic(row)] = append(claims[topic(row)], claim{"AccountabilityMatrix " + m.Name + ", row " + quote(row.Name), row, roles})
				}
			}
		}
		claimControls(c, claims)
		for r := range assess.All[*api.OutsourcedService](c.World) {
			if o := r.Spec.Owner; o != nil && o.RoleRef != nil && !c.Today.Reached(r.Spec.RetiredOn) {
				claims["service "+r.Name] = append(claims["service "+r.Name], claim{"OutsourcedService " + r.Name, nil, []string{o.RoleRef.Name}})
			}
		}
		return claims
	})
}

// claimControls adds the claims of the statement in force.
func claimControls(c *assess.Context, claims map[string][]claim) {
	s := statementInForce(c)
	if s == nil {
		return
	}
	for id, e := range s.controls {
		if e.AccountableRoleRef != nil && necessary(e) {
			claims["control "+id] = append(claims["control "+id], claim{"StatementOfApplicability " + s.record.Name, nil, []string{e.AccountableRoleRef.Name}})
		}
	}
}

func checkOwnership(c *assess.Context, r *api.AccountabilityMatrix) {
	for i := range r.Spec.Rows {
		checkRowOwnership(c, &r.Spec.Rows[i])
	}
}

func checkRowOwnership(c *assess.Context, row *api.AccountabilityRow) {
	here := roleNames(row.Accountable)
	var others []string
	for _, other := range claimsByTopic(c)[topic(row)] {
		if len(here) > 0 && other.row != row && !slices.Equal(here, other.roles) {
			others = append(others, assess.List(other.roles)+" in "+other.source)
		}
	}
	if len(others) > 0 {
		c.Report(assess.Finding{
			Reason: "OwnershipConflict", Grade: api.GradeObservation, Field: rowField(row, "accountable"),
			Message: fmt.Sprintf("Accountable for the %s is %s here, and %s", topic(row), assess.List(here), assess.List(others)),
		})
	}
}
