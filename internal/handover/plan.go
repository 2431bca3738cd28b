package handover

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// Terms are those of a hand-over.
type Terms struct {
	// From and To are the people.
	From, To *api.Person
	// On is the first day on which the other one has it.
	On api.Date
	// AppointedBy names the Person who makes the appointments, AppointedOn is the day of it;
	// absent where nobody says.
	AppointedBy string
	AppointedOn api.Date
}

// Plan is what a hand-over changes, and what it leaves to people.
type Plan struct {
	Changes []Change
	Left    []Left
}

// Left is an item that is not handed over by an edit, and why.
type Left struct {
	Item
	Why string
}

// PlanOf returns what a hand-over changes in the records of a report, which is of its day or
// of a later one.
func PlanOf(w *assess.World, r *assess.Report, t Terms) *Plan {
	c := assess.Look(w, r.AsOf)
	p := &Plan{}
	l := &Leaving{Namespace: r.Namespace, Person: t.From}
	for i := range r.Results {
		result := &r.Results[i]
		if result.Unread != nil {
			continue
		}
		gone := result.Kind.Gone(c, result.Record) || result.Kind.Replaced(c, result.Record)
		mentions(result.Kind, result.Record, func(m *mention) {
			if !m.is(t.From) {
				return
			}
			n := len(l.Items)
			if l.add(c, m, gone); l.Items[n].Do != Keep {
				p.mention(c, m, l.Items[n], t)
			}
		})
	}
	return p
}

// leftBecause says why something is not handed over by naming somebody else in it.
var leftBecause = map[Do]string{
	Assign:   "what was planned with them is for people to plan anew",
	Name:     "whether the other one has that authority is for people to say",
	Sign:     "what was done stays as it was written; somebody else does it when it is due again",
	Withdraw: "it is taken back, and not passed on by an edit",
}

// mention plans what becomes of something that is still in somebody's hands.
func (p *Plan) mention(c *assess.Context, m *mention, item Item, t Terms) {
	b := bondOf(m.kind.Name, m.pattern)
	var assignment *api.Assignment
	if m.pattern == assignments {
		assignment = entry[api.Assignment](m)
	}
	why := ""
	switch {
	case m.stated != "":
		why = "it is in words; name the Person instead"
	case assignment == nil && (b.moves == nil || !b.moves(c, m)):
		why = leftBecause[item.Do]
	case api.WhyFixed(m.record, m.field) != "":
		why = "what the record says is kept as it was written; " + api.WhyFixed(m.record, m.field)
	case assignment != nil && !assignment.From.Before(t.On):
		why = fmt.Sprintf("it begins on %s; name somebody else in it, or take it out", assignment.From)
	case assignment != nil:
		p.reassign(c, m, assignment, t)
		return
	case m.pattern == "coOwners[]" && facts.Actual(c.World, m.record.RecordCommon().Owner).Person() == t.To.Name, m.beside(t.To.Name):
		why = fmt.Sprintf("%s is there already; take %s out", t.To.Name, t.From.Name)
	case m.pattern == "managerRef" && m.record.GetName() == t.To.Name:
		why = "nobody is their own manager; name the one above"
	}
	if why != "" {
		p.Left = append(p.Left, Left{item, why})
		return
	}
	p.Changes = append(p.Changes, Change{Record: m.record, Ref: item.Record, Field: m.field, Path: m.path, Old: m.person, New: t.To.Name})
}

// beside reports whether another entry of the list whose entries are names is of a person.
func (m *mention) beside(name string) (found bool) {
	if !strings.HasSuffix(m.pattern, "[]") {
		return false
	}
	last := len(m.path) - 1
	for ; last >= 0; last-- {
		if _, isEntry := m.path[last].(int); isEntry {
			break
		}
	}
	list, err := follow(reflect.ValueOf(m.record).Elem().FieldByName("Spec"), m.path[:last])
	if err != nil {
		return false
	}
	for i := range list.Len() {
		if i == m.path[last].(int) {
			continue
		}
		at := mention{kind: m.kind, record: m.record, pattern: m.pattern}
		walk(list.Index(i), &at, func(other *mention) { found = found || other.person == name })
	}
	return found
}

// reassign ends an assignment on the day before, and gives the role to the other one, unless
// they hold it already.
func (p *Plan) reassign(c *assess.Context, m *mention, a *api.Assignment, t Terms) {
	role := m.record.(*api.SecurityRole)
	ref := assess.Ref{Kind: m.kind.Name, Name: role.Name}
	end := t.On.AddDays(-1)
	p.Changes = append(p.Changes, ends(role, ref, m.path[1].(int), end))
	for i := range role.Spec.Assignments {
		own := &role.Spec.Assignments[i]
		switch {
		case own.PersonRef.Name != t.To.Name || !facts.Running(c, own):
		case own.Capacity != api.CapacityDeputy || a.Capacity == api.CapacityDeputy:
			return // they hold it already, as much as the one who leaves
		case own.From.Before(t.On): // nobody is deputy to themselves
			p.Changes = append(p.Changes, ends(role, ref, i, end))
		}
	}
	next := api.Assignment{Name: freeName(role, t), PersonRef: api.Reference{Name: t.To.Name}, Capacity: a.Capacity, From: t.On, Until: a.Until}
	if t.AppointedBy != "" {
		next.AppointedBy, next.AppointedOn = api.PersonActor(t.AppointedBy), t.AppointedOn
	}
	p.Changes = append(p.Changes, Change{
		Record: role, Ref: ref, Field: "spec.assignments[" + next.Name + "]", Path: m.path[:1], New: assigned(&next), Assignment: &next,
	})
}

// ends is the change by which an assignment ends on a day.
func ends(role *api.SecurityRole, ref assess.Ref, i int, last api.Date) Change {
	a := &role.Spec.Assignments[i]
	return Change{
		Record: role, Ref: ref, Field: facts.AssignmentField(a, "until"), Path: []any{"assignments", i, "until"},
		Old: a.Until.String(), New: last.String(),
	}
}

// freeName is a name of an assignment that the role does not have yet.
func freeName(role *api.SecurityRole, t Terms) string {
	taken := func(name string) bool {
		return slices.ContainsFunc(role.Spec.Assignments, func(a api.Assignment) bool { return a.Name == name })
	}
	if !taken(t.To.Name) {
		return t.To.Name
	}
	name := t.To.Name + "-" + t.On.String()
	for n := 2; taken(name); n++ {
		name = fmt.Sprintf("%s-%s-%d", t.To.Name, t.On, n)
	}
	return name
}

// assigned says what an assignment gives.
func assigned(a *api.Assignment) string {
	capacity := "principal"
	if a.Capacity == api.CapacityDeputy {
		capacity = "deputy"
	}
	text := fmt.Sprintf("%s, %s from %s", a.PersonRef.Name, capacity, a.From)
	if !a.Until.IsZero() {
		text += " until " + a.Until.String()
	}
	return text
}
