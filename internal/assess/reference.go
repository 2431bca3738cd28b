package assess

import (
	"reflect"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// Exists reports whether there is a record of a kind, which is given by its name.
func Exists(w *World, kind, name string) bool {
	w.looked++
	t, ok := w.types[kind]
	if !ok {
		return false
	}
	if table := w.tables[t]; table != nil && table.byName[name] != nil {
		return true
	}
	w.named(t, name)
	return false
}

// ReferTo makes a reference of a name in a field; an absent one makes none.
func ReferTo[T api.Record](w *World, field string, ref *api.Reference) []Reference {
	if ref == nil {
		return nil
	}
	_, found := Get[T](w, ref.Name)
	return []Reference{{Field: field, Kind: reflect.TypeFor[T]().Elem().Name(), Name: ref.Name, Found: found}}
}

// ReferToEach makes a reference of each entry of a list keyed by name.
func ReferToEach[T api.Record](w *World, field string, refs []api.Reference) []Reference {
	var all []Reference
	for i := range refs {
		all = append(all, ReferTo[T](w, field+"["+refs[i].Name+"]", &refs[i])...)
	}
	return all
}

// ReferToAny makes a reference of the name of a record of any kind.
func ReferToAny(w *World, field, kind, name string) Reference {
	return Reference{Field: field, Kind: kind, Name: name, Found: Exists(w, kind, name)}
}

// Named are the references of a record. Words that name one record stand as a reference to
// it, in the field that has them.
func (k *Kind) Named(w *World, r api.Record) []Reference {
	all := slices.Clone(k.References(w, r))
	for i := range all {
		if all[i].Words == "" {
			continue
		}
		for _, to := range ReferToActor(w, "", k.actual(w, &api.Actor{StatedAs: all[i].Words})) {
			if to.Words == "" {
				to.Field = all[i].Field
				all[i] = to
			}
		}
	}
	return all
}

// ReferToActor makes the reference of an actor; that of one in words has them and no record.
func ReferToActor(w *World, field string, actor *api.Actor) []Reference {
	if actor == nil {
		return nil
	}
	if actor.StatedAs != "" {
		return []Reference{{Field: field + ".statedAs", Words: actor.StatedAs, Found: true}}
	}
	return append(ReferTo[*api.SecurityRole](w, field+".roleRef", actor.RoleRef),
		ReferTo[*api.Person](w, field+".personRef", actor.PersonRef)...)
}
