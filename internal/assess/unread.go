package assess

import (
	"cmp"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// Fault is something in a record that cannot be read.
type Fault struct {
	// Field that is wrong, such as "spec.term.end".
	Field string
	// Message says what was found and what is allowed, Remedy what to do.
	Message, Remedy string
}

// Unread is a record that is there and is not judged, because something that it says
// cannot be read.
type Unread struct {
	// Record as far as it can be read: its metadata, and the fields that are right.
	Record api.Record
	// Faults are what is wrong with it, at least one.
	Faults []Fault
}

// AddUnread adds records that are there and are not judged. No look-up finds them; but
// what was looked up and could have found one is known to be uncertain.
func (w *World) AddUnread(records []Unread) {
	for i := range records {
		u := &records[i]
		kind := reflect.TypeOf(u.Record)
		if w.unread[kind] == nil {
			if w.unread == nil {
				w.unread = map[reflect.Type]map[string]*Unread{}
			}
			w.unread[kind] = map[string]*Unread{}
			w.types[kind.Elem().Name()] = kind
		}
		w.unread[kind][u.Record.GetName()] = u
	}
	w.seen = newLooks(w)
}

// AddUnlisted says that nobody could look whether there are records of a kind, and why.
// None of them is in the world, and none is absent.
func (w *World) AddUnlisted(kind *Kind, why string) {
	if w.unlisted == nil {
		w.unlisted = map[reflect.Type]unlisted{}
	}
	w.unlisted[kind.goType] = unlisted{kind, why}
	w.types[kind.Name] = kind.goType
	w.seen = newLooks(w)
}

type unlisted struct {
	kind *Kind
	why  string
}

// NotRead reports whether a name is that of a record which is not judged, or may be that
// of one because nobody could look through the kind. Such a record is not absent.
func (w *World) NotRead(kind, name string) bool {
	t, ok := w.types[kind]
	if !ok {
		return false
	}
	_, blind := w.unlisted[t]
	return blind || w.unread[t][name] != nil
}

// looks are the look-ups of a check that could have found something that is not read.
// A nil one records nothing: all was read.
type looks struct {
	// records that were looked up by their name and are not judged.
	records map[*Unread]bool
	// kinds that were looked through and of which something is not read.
	kinds map[reflect.Type]bool
}

// newLooks returns an empty record of look-ups; nil for a world that was read whole.
func newLooks(w *World) *looks {
	if len(w.unread) == 0 && len(w.unlisted) == 0 {
		return nil
	}
	return &looks{map[*Unread]bool{}, map[reflect.Type]bool{}}
}

// through notes that a kind was looked through.
func (w *World) through(kind reflect.Type) {
	if w.seen == nil {
		return
	}
	if _, blind := w.unlisted[kind]; blind || len(w.unread[kind]) > 0 {
		w.seen.kinds[kind] = true
	}
}

// named notes that a name was looked up which no record that can be read has.
func (w *World) named(kind reflect.Type, name string) {
	if w.seen == nil {
		return
	}
	if _, blind := w.unlisted[kind]; blind {
		w.seen.kinds[kind] = true
	}
	if u := w.unread[kind][name]; u != nil {
		w.seen.records[u] = true
	}
}

// Regardless looks something up that only mitigates what was found, such as a waiver. One
// that cannot be read mitigates nothing, and does not put the finding in doubt.
func Regardless[T any](w *World, look func() T) T {
	done := w.watch()
	defer done()
	return look()
}

// watch has look-ups noted afresh, and returns a function that returns what was noted
// and goes on with what was noted before.
func (w *World) watch() func() *looks {
	outer := w.seen
	w.seen = newLooks(w)
	return func() *looks {
		seen := w.seen
		w.seen = outer
		return seen
	}
}

// add notes what was noted elsewhere.
func (l *looks) add(other *looks) {
	if l != nil && other != nil {
		maps.Copy(l.records, other.records)
		maps.Copy(l.kinds, other.kinds)
	}
}

func (l *looks) none() bool { return l == nil || len(l.records)+len(l.kinds) == 0 }

// missed names what the look-ups could have found, sorted: the kinds of which nobody
// knows the records, and the records that are not judged.
func (w *World) missed(l *looks) []string {
	names := map[string]bool{}
	for kind := range l.kinds {
		if blind, ok := w.unlisted[kind]; ok {
			names["all of kind "+blind.kind.Name] = true
		}
		for _, u := range w.unread[kind] {
			names[refOf(u.Record).String()] = true
		}
	}
	for u := range l.records {
		names[refOf(u.Record).String()] = true
	}
	return slices.Sorted(maps.Keys(names))
}

func refOf(r api.Record) Ref {
	return Ref{Kind: reflect.TypeOf(r).Elem().Name(), Name: r.GetName()}
}

// The rules about what could not be read. They are part of the roll-up, since every
// point that rests on such a record is uncertain.
var (
	NotJudged = Doc{
		ID: "G-03", Aspect: Covered, Clause: "7.5.3",
		Requires: "What a record says can be read",
		Fires:    "a record has a field whose value cannot be read, so that nothing about it is judged (unknown)",
		Reasons:  []string{"RecordNotJudged"}, Grades: []api.Grade{api.GradeUnknown},
		Remedy: "Correct what cannot be read",
	}
	NotListed = Doc{
		ID: "G-04", Aspect: Covered, Clause: "7.5.3",
		Requires: "The records of every kind can be looked at",
		Fires:    "the records of a kind cannot be listed, because its definition, the right to read it or a conversion is missing (unknown)",
		Reasons:  []string{"KindNotListed"}, Grades: []api.Grade{api.GradeUnknown},
		Remedy: "Install the definition of the kind, or give the right to list it; the records are judged as soon as they can be listed",
	}
	NotCertain = Doc{
		ID: "G-05", Aspect: Covered, Clause: "7.5.3",
		Requires: "A point conforms by what was read, not by what was not",
		Fires:    "nothing is open against a point whose rules looked for records that are not judged (unknown)",
		Reasons:  []string{"PointNotCertain"}, Grades: []api.Grade{api.GradeUnknown},
		Remedy: "Make the records readable that the message names",
	}
)

// report is the one finding on a record that is not judged; named says which records
// name it. Values of a record about people stay out of it, because it is shown to more
// than may read the record.
func (u *Unread) report(kind *Kind, named []string) Finding {
	faults := slices.Clone(u.Faults)
	slices.SortStableFunc(faults, func(a, b Fault) int { return cmp.Compare(a.Field, b.Field) })
	parts := make([]string, 0, MaxShown)
	for i := range faults[:min(len(faults), MaxShown)] {
		f := &faults[i]
		switch {
		case kind.Personal:
			parts = append(parts, f.Field)
		case f.Field == "":
			parts = append(parts, f.Message)
		default:
			parts = append(parts, f.Field+": "+f.Message)
		}
	}
	message := "The record cannot be read and is not judged: " + strings.Join(parts, "; ")
	if more := len(faults) - len(parts); more > 0 {
		message += fmt.Sprintf("; and %d more", more)
	}
	if len(named) > 0 {
		message += "; it is named by " + List(named)
	}
	f := Finding{
		Rule: NotJudged.ID, Point: kind.Home, Aspect: NotJudged.Aspect, Reason: NotJudged.Reasons[0], Grade: api.GradeUnknown,
		Record: Ref{Kind: kind.Name, Name: u.Record.GetName()}, Field: faults[0].Field, Message: message, Remedy: faults[0].Remedy,
	}
	if f.Remedy == "" || len(faults) > 1 {
		f.Remedy = NotJudged.Remedy
	}
	return f
}

// unlistedFindings are about the kinds that nobody could look through.
func (w *World) unlistedFindings(assessment *api.ClauseAssessment) []Finding {
	var all []Finding
	for _, u := range w.unlisted {
		all = append(all, Finding{
			Rule: NotListed.ID, Point: u.kind.Home, Aspect: NotListed.Aspect, Reason: NotListed.Reasons[0], Grade: api.GradeUnknown,
			Record:  Ref{Kind: assessmentKind, Name: assessment.Name},
			Message: fmt.Sprintf("Nobody can tell which records of the kind %s there are: %s", u.kind.Name, u.why), Remedy: NotListed.Remedy,
		})
	}
	return all
}

// doubt makes an unknown of what a check found after it looked for something that is
// not read: what it would have found otherwise, nobody knows.
func (c *Context) doubt(findings []Finding, seen *looks) {
	if seen.none() {
		return
	}
	for u := range seen.records {
		c.named[u] = append(c.named[u], c.Subject().String())
	}
	point := c.home().ID
	if c.doubts[point] == nil {
		c.doubts[point] = newLooks(c.World)
	}
	c.doubts[point].add(seen)
	for i := range findings {
		if f := &findings[i]; gradeRank(f.Grade) < gradeRank(api.GradeUnknown) {
			f.Grade = api.GradeUnknown
			f.Message += "; not certain while this is not read: " + shown(c.World.missed(seen), ", ")
		}
	}
}

// uncertain returns a finding for each point against which nothing is open and whose
// rules looked for what is not read.
func (c *Context) uncertain(p Point, findings []Finding) []Finding {
	seen := c.doubts[p.ID]
	if seen.none() || verdict(findings) != api.VerdictConforming {
		return nil
	}
	return []Finding{{
		Rule: NotCertain.ID, Point: p, Aspect: NotCertain.Aspect, Reason: NotCertain.Reasons[0], Grade: api.GradeUnknown,
		Record: Ref{Kind: assessmentKind, Name: c.Assessment.Name}, Remedy: NotCertain.Remedy,
		Message: fmt.Sprintf("%s is judged without what is not read: %s", p.Title, shown(c.World.missed(seen), ", ")),
	}}
}
