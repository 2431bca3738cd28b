package handover

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// Item is something that is in the hands of somebody who leaves.
type Item struct {
	// Do is what is to be done about it.
	Do Do
	// Record and Field that name them.
	Record assess.Ref
	Field  string
	// What they are there, as half a sentence that begins with a verb.
	What string
	// On is the day by which it is to be done; absent where there is none.
	On api.Date
}

// Leaving is all that is in the hands of somebody who leaves.
type Leaving struct {
	// Namespace and Person who leaves.
	Namespace string
	Person    *api.Person
	// Items, by what is to be done, day, record and field.
	Items []Item
}

// Of returns what is in the hands of a person of a report; nil where the person is not in it.
func Of(w *assess.World, r *assess.Report, person string) *Leaving {
	p, ok := assess.Get[*api.Person](w, person)
	if !ok {
		return nil
	}
	c := assess.Look(w, r.AsOf)
	l := &Leaving{Namespace: r.Namespace, Person: p}
	sole := soleRoles(c, p)
	for i := range r.Results {
		result := &r.Results[i]
		if result.Unread != nil {
			continue
		}
		gone := result.Kind.Gone(c, result.Record) || result.Kind.Replaced(c, result.Record)
		mentions(result.Kind, result.Record, func(m *mention) {
			if m.inWords(w); m.is(p) || m.role != "" && sole[m.role] {
				l.add(c, m, gone)
			}
		})
	}
	l.accounts(c, p)
	l.competencies(c, p)
	slices.SortStableFunc(l.Items, compareItems)
	return l
}

// People are the names of all people of a world, in order.
func People(w *assess.World) (names []string) {
	for p := range assess.All[*api.Person](w) {
		names = append(names, p.Name)
	}
	return names
}

func compareItems(a, b Item) int {
	order := Dos()
	return cmp.Or(
		cmp.Compare(slices.Index(order, a.Do), slices.Index(order, b.Do)), compareRoles(a, b), compareDays(a.On, b.On),
		cmp.Compare(a.Record.Kind, b.Record.Kind), cmp.Compare(a.Record.Name, b.Record.Name), cmp.Compare(a.Field, b.Field),
	)
}

// compareRoles puts roles that are to be given to somebody before what comes with them.
func compareRoles(a, b Item) int {
	if a.Do != Assign || (a.Record.Kind == roleKind) == (b.Record.Kind == roleKind) {
		return 0
	}
	if a.Record.Kind == roleKind {
		return -1
	}
	return 1
}

// roleKind is the kind of roles.
const roleKind = "SecurityRole"

// compareDays puts what has no day last.
func compareDays(a, b api.Date) int {
	switch {
	case a == b:
		return 0
	case a.IsZero() || !b.IsZero() && b.Before(a):
		return 1
	}
	return -1
}

// soleRoles are the roles that a person was given and nobody else holds.
func soleRoles(c *assess.Context, p *api.Person) map[string]bool {
	sole := map[string]bool{}
	for _, role := range assess.By(c.World, facts.RolesByPerson, p.Name) {
		given := slices.ContainsFunc(role.Spec.Assignments, func(a api.Assignment) bool {
			return a.PersonRef.Name == p.Name && !c.Today.Past(a.Until)
		})
		if given && len(otherHolders(c, role, p)) == 0 {
			sole[role.Name] = true
		}
	}
	return sole
}

// otherHolders are who else holds a role.
func otherHolders(c *assess.Context, role *api.SecurityRole, than *api.Person) (all []facts.Holding) {
	for _, h := range facts.Holders(c, role) {
		if h.Person != than {
			all = append(all, h)
		}
	}
	return all
}

// elseHolds says who else holds a role.
func elseHolds(c *assess.Context, role *api.SecurityRole, than *api.Person) string {
	var names []string
	for _, h := range otherHolders(c, role, than) {
		name := h.Person.Name
		if h.Assignment.Capacity == api.CapacityDeputy {
			name += " (deputy)"
		}
		names = append(names, name)
	}
	if len(names) == 0 {
		return "nobody else holds it"
	}
	return "beside " + strings.Join(names, ", ")
}

// assignments is the field by which people hold roles.
const assignments = "assignments[].personRef"

// add adds what a mention says. Of a role that nobody else holds only what is still to be
// done counts: what it did is not a fact about the person.
func (l *Leaving) add(c *assess.Context, m *mention, gone bool) {
	b := bondOf(m.kind.Name, m.pattern)
	item := Item{Do: b.do, Record: assess.Ref{Kind: m.kind.Name, Name: m.record.GetName()}, Field: m.field, What: b.says}
	if gone || b.over != nil && b.over(c, m) {
		item.Do = Keep
	}
	if item.Do != Keep && b.on != nil {
		item.On = b.on(c, m)
	}
	switch {
	case m.role != "" && item.Do == Keep:
		return
	case m.role != "":
		item.Do, item.What = Assign, fmt.Sprintf("%s as the only holder of the SecurityRole %s", b.says, m.role)
	case m.stated != "":
		item.What += ", in words"
	}
	if m.pattern == assignments {
		item.What = l.assignment(c, m.record.(*api.SecurityRole), entry[api.Assignment](m))
	}
	if item.Do == Assign || item.Do == Name || item.Do == Withdraw {
		if end := l.Person.Spec.EngagedUntil; item.On.IsZero() || end.Before(item.On) && !end.IsZero() {
			item.On = end
		}
	}
	l.Items = append(l.Items, item)
}

// assignment says how a role is held, what comes with it, and who else holds it.
func (l *Leaving) assignment(c *assess.Context, role *api.SecurityRole, a *api.Assignment) string {
	held := "holds"
	switch {
	case c.Today.Past(a.Until):
		held = "held"
	case !facts.Running(c, a):
		held = "is to hold"
	}
	capacity := strings.ToLower(string(cmp.Or(a.Capacity, api.CapacityPrincipal)))
	parts := []string{held + " the role as " + capacity}
	if facts.Mandatory(role) && held != "held" {
		parts = append(parts, "an ISMS must have it filled")
	}
	if held != "held" {
		parts = append(parts, elseHolds(c, role, l.Person))
		for i := range role.Spec.Delegations {
			if d := &role.Spec.Delegations[i]; !c.Today.Past(d.Until) {
				parts = append(parts, "may sign by delegation: "+string(d.What))
			}
		}
	}
	return strings.Join(parts, "; ")
}
