package allocation

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// topic is what a row is about, so that rows and records about one thing can be
// found together; the kind of thing comes first. A row that has a name alone is about a thing
// of its own, which is "": rows of two departments may have one name and mean two things.
func topic(row *api.AccountabilityRow) string {
	switch {
	case row.Activity != "":
		return "activity " + string(row.Activity)
	case !facts.NoSuchControl(row.Control):
		return "control " + string(row.Control)
	case row.ServiceRef != nil:
		return "service " + row.ServiceRef.Name
	case len(facts.ClausesIn(row.Clause)) > 0:
		return "clause " + strings.Join(facts.ClausesIn(row.Clause), ", ")
	}
	return ""
}

var docOwnership = assess.Doc{
	ID: "P8-08", Aspect: assess.Owned, Clause: "5.3, 7.5.3",
	Requires: "All documents give the same role as accountable for one thing",
	Fires:    "another row, the Statement of Applicability in force or the owner of the service gives another accountable role than the row (observation)",
	Reasons:  []string{"OwnershipConflict"}, Grades: []api.Grade{api.GradeObservation},
	Remedy: "Decide which role is accountable, and correct the documents that say otherwise",
}

// claims is what all documents say about who is accountable for one thing.
type claims struct {
	// byRoles are the sources by the roles that they give: the names of documents,
	// and of the row of a matrix, each with the roles in front.
	byRoles map[string]map[string]bool
	// first are the first sources in order, enough for a sentence whatever one's own
	// roles are, and total is how many there are.
	first []source
	total int
}

// source is a document that gives roles.
type source struct{ text, roles string }

// add notes what a document says. Roles are sorted.
func (c *claims) add(roles []string, document string) {
	key := strings.Join(roles, ", ")
	if c.byRoles[key] == nil {
		c.byRoles[key] = map[string]bool{}
	}
	c.byRoles[key][assess.List(roles)+" in "+document] = true
}

// settle sorts the sources, once all are known.
func (c *claims) settle() {
	for roles, sources := range c.byRoles {
		c.total += len(sources)
		own := slices.Sorted(maps.Keys(sources))
		for _, text := range own[:min(len(own), assess.MaxShown)] {
			c.first = append(c.first, source{text, roles})
		}
	}
	slices.SortFunc(c.first, func(a, b source) int { return strings.Compare(a.text, b.text) })
}

// others are the first sources that give other roles, and how many there are.
func (c *claims) others(roles []string) (first []string, total int) {
	key := strings.Join(roles, ", ")
	for _, s := range c.first {
		if s.roles != key {
			if first = append(first, s.text); len(first) == assess.MaxShown {
				break
			}
		}
	}
	return first, c.total - len(c.byRoles[key])
}

// claimsKey is what claimsByTopic is remembered under.
type claimsKey struct{}

// claimsByTopic are all claims, by what they are about.
func claimsByTopic(c *assess.Context) map[string]*claims {
	return assess.Once(c, claimsKey{}, func(c *assess.Context) map[string]*claims {
		all := map[string]*claims{}
		add := func(topic string, roles []string, document string) {
			if all[topic] == nil {
				all[topic] = &claims{byRoles: map[string]map[string]bool{}}
			}
			all[topic].add(roles, document)
		}
		claimRows(c, add)
		claimControls(c, add)
		for r := range assess.All[*api.OutsourcedService](c.World) {
			if o := facts.Actual(c.World, r.Spec.Owner); o != nil && o.RoleRef != nil && !c.Today.Reached(r.Spec.RetiredOn) {
				add("service "+r.Name, []string{o.RoleRef.Name}, "OutsourcedService "+r.Name)
			}
		}
		for _, claims := range all {
			claims.settle()
		}
		return all
	})
}

// claimRows adds the claims of the matrices.
func claimRows(c *assess.Context, add func(topic string, roles []string, document string)) {
	for m := range assess.All[*api.AccountabilityMatrix](c.World) {
		for i := range m.Spec.Rows {
			row := &m.Spec.Rows[i]
			if roles := facts.Names(row.AccountableRoleRefs); len(roles) > 0 && topic(row) != "" {
				add(topic(row), roles, "AccountabilityMatrix "+m.Name+", row "+facts.Quote(row.Name))
			}
		}
	}
}

// claimControls adds the claims of the statement in force.
func claimControls(c *assess.Context, add func(topic string, roles []string, document string)) {
	s := facts.StatementInForce(c)
	if s == nil {
		return
	}
	for id, e := range s.Controls {
		if role := facts.AccountableRole(c.World, e); role != nil && facts.Necessary(e) {
			add("control "+id, []string{role.Name}, "StatementOfApplicability "+s.Record.Name)
		}
	}
}

func checkRowOwnership(c *assess.Context, row *api.AccountabilityRow) {
	here := facts.Names(row.AccountableRoleRefs)
	about := topic(row)
	if len(here) == 0 || about == "" {
		return
	}
	if others, n := claimsByTopic(c)[about].others(here); n > 0 {
		c.Report(assess.Finding{
			Reason: "OwnershipConflict", Grade: api.GradeObservation, Field: facts.RowField(row, "accountableRoleRefs"),
			Message: fmt.Sprintf("Accountable for the %s is %s here, and %s", about, assess.List(here), assess.First(others, n)),
		})
	}
}
