// Package handover tells what is in the hands of somebody who leaves, and hands it over.
//
// A record names people in many fields. What each of them means is said in one table
// (bonds.go), which tests hold against every field of every kind.
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

// mention is a field of a record that names a person or a role.
type mention struct {
	kind   *assess.Kind
	record api.Record
	// pattern is the field with no telling which entry of a list, such as
	// "assignments[].personRef"; field tells which, as findings do.
	pattern, field string
	// path leads to the name in the spec: names of fields, and places in lists.
	path []any
	// entries are those of lists on the way, the outermost first.
	entries []reflect.Value
	// person and role are the names of what is named, stated the words of a source, which may
	// name a role of the register.
	person, role, stated string
}

// entry returns the entry of the outermost list that the mention is in.
func entry[T any](m *mention) *T {
	if len(m.entries) == 0 {
		return nil
	}
	e, _ := m.entries[0].Addr().Interface().(*T)
	return e
}

var (
	actorType     = reflect.TypeFor[api.Actor]()
	referenceType = reflect.TypeFor[api.Reference]()
	// A resource or a record that is named by its kind may be a person, too.
	resourceType = reflect.TypeFor[api.ResourceReference]()
	recordType   = reflect.TypeFor[api.RecordReference]()
)

// keys are the fields by which entries of lists are known, the first that they have.
var keys = []string{"id", "name", "type"}

// mentions yields every field of a record that can name a person or a role, and does name
// something.
func mentions(kind *assess.Kind, record api.Record, yield func(*mention)) {
	spec := reflect.ValueOf(record).Elem().FieldByName("Spec")
	walk(spec, &mention{kind: kind, record: record, field: "spec"}, yield)
}

// walk goes through a value. The mention says where it is.
func walk(v reflect.Value, at *mention, yield func(*mention)) {
	switch {
	case v.Kind() == reflect.Pointer:
		if !v.IsNil() {
			walk(v.Elem(), at, yield)
		}
	case v.Type() == actorType:
		actor(v.Addr().Interface().(*api.Actor), at, yield)
	case v.Type() == referenceType:
		if bondOf(at.kind.Name, at.pattern).names != nobody {
			at.named("Person", v.Interface().(api.Reference).Name, yield)
		}
	case v.Type() == resourceType:
		r := v.Interface().(api.ResourceReference)
		at.named(string(r.Kind), r.Name, yield)
	case v.Type() == recordType:
		r := v.Interface().(api.RecordReference)
		at.named(string(r.Kind), r.Name, yield)
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			walk(v.Index(i), at.entry(v.Index(i), i), yield)
		}
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
				walk(v.Field(i), at.below(name, name), yield)
			}
		}
	}
}

// actor yields what an actor names.
func actor(a *api.Actor, at *mention, yield func(*mention)) {
	switch {
	case a.PersonRef != nil:
		at.below("personRef", "").named("Person", a.PersonRef.Name, yield)
	case a.RoleRef != nil:
		at.below("roleRef", "").named("SecurityRole", a.RoleRef.Name, yield)
	case a.StatedAs != "":
		m := at.below("statedAs", "")
		m.stated = a.StatedAs
		yield(m)
	}
}

// named yields the mention of a record, where it is a person or a role.
func (m *mention) named(kind, name string, yield func(*mention)) {
	named := m.below("name", "")
	switch kind {
	case "Person":
		named.person = name
	case "SecurityRole":
		named.role = name
	default:
		return
	}
	yield(named)
}

// below is the mention one field further in; one without a name is part of what is around it.
func (m *mention) below(name, pattern string) *mention {
	if name == "" {
		return m
	}
	sub := *m
	sub.field += "." + name
	sub.path = append(slices.Clip(m.path), name)
	sub.entries = slices.Clip(m.entries)
	if pattern != "" {
		sub.pattern = strings.TrimPrefix(m.pattern+"."+pattern, ".")
	}
	return &sub
}

// entry is the mention one entry of a list further in.
func (m *mention) entry(v reflect.Value, i int) *mention {
	sub := *m
	sub.field += "[" + keyOf(v, i) + "]"
	sub.pattern += "[]"
	sub.path = append(slices.Clip(m.path), i)
	sub.entries = append(slices.Clip(m.entries), v)
	return &sub
}

// keyOf is how findings know an entry of a list.
func keyOf(v reflect.Value, i int) string {
	if r, ok := v.Interface().(api.ResourceReference); ok {
		return string(r.Kind) + "/" + r.Name
	}
	if v.Kind() == reflect.Struct {
		for _, key := range keys {
			for k := range v.NumField() {
				name, _, _ := strings.Cut(v.Type().Field(k).Tag.Get("json"), ",")
				if name == key && v.Field(k).Kind() == reflect.String {
					return v.Field(k).String()
				}
			}
		}
	}
	return fmt.Sprint(i)
}

// inWords notes the role that words name.
func (m *mention) inWords(w *assess.World) {
	if m.stated != "" {
		m.role = facts.Actual(w, &api.Actor{StatedAs: m.stated}).Role()
	}
}

// is reports whether the mention is of a person: by the name of their record, or in words
// that are their name.
func (m *mention) is(p *api.Person) bool {
	if m.stated != "" {
		said := facts.NameKey(m.stated)
		return said != "" && (said == facts.NameKey(p.Name) || said == facts.NameKey(p.Spec.DisplayName))
	}
	return m.person == p.Name
}
