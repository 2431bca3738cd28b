package assess

import (
	"maps"
	"reflect"
	"slices"

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

// unlisted is a kind through which nobody could look, and why.
type unlisted struct {
	name string
	home Point
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
			names["all of kind "+blind.name] = true
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
