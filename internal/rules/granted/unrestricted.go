package granted

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/access"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docUnrestricted = assess.Doc{
	ID: "D-12", Point: assess.Segregation, Aspect: assess.Covered, Rights: true, Clause: "A.5.3, A.8.2",
	Requires: "Nobody may do everything: rights to all that there is hold every duty and its counterpart",
	Fires:    "somebody who is engaged is granted every verb on every resource (minor; observation where a role that they hold needs that); a SecurityException for the lapse UnrestrictedAccess of the Person lowers it",
	Reasons:  []string{"UnrestrictedAccess"},
	Grades:   []api.Grade{api.GradeObservation, api.GradeMinor},
	Remedy:   "Bind them to a role of the cluster that names what it is for, keep rights to everything for emergencies, or record a SecurityException for it",
	Alone:    "a cluster has somebody who may do everything; a finding of each says who",
}

func checkUnrestricted(c *assess.Context, p *api.Person) { tell(c, unrestricted(c, p)) }

func unrestricted(c *assess.Context, p *api.Person) []Lapse {
	if facts.ObservedAccess(c) == nil || facts.Left(c, p) {
		return nil
	}
	var all []access.Grant
	for _, g := range facts.GrantsOf(c, p) {
		if access.Unrestricted(g) {
			all = append(all, g)
		}
	}
	if len(all) == 0 {
		return nil
	}
	f := assess.Finding{
		Reason: "UnrestrictedAccess", Grade: api.GradeMinor, Field: accountsField,
		Message: fmt.Sprintf("%s may do everything, by %s", p.Name, facts.GrantNames(all)),
	}
	need, known := facts.NeedsHeld(c, p)
	if known && len(access.Beyond(all, need)) == 0 {
		f.Grade = api.GradeObservation
		f.Message += ", which the SecurityRole " + assess.List(needing(c, p)) + " needs"
	}
	return []Lapse{{Finding: facts.Waived(c, string(api.KindPerson), p.Name, f), Grants: all}}
}

// needing are the roles of somebody that need rights to everything.
func needing(c *assess.Context, p *api.Person) (names []string) {
	for _, h := range facts.HoldingsOf(c, p) {
		if slices.ContainsFunc(facts.NeedsOf(c, h.Role).Grants, access.Unrestricted) {
			names = append(names, h.Role.Name)
		}
	}
	return names
}
