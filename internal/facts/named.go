package facts

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// NameKey makes names of roles and people comparable: beside what Normal does, spaces and
// hyphens do not tell them apart, so that a title is found by the name of its record. It is
// "" for what names nobody.
func NameKey(name string) string {
	if !Stated(name) {
		return ""
	}
	return joined.Replace(Normal(name))
}

// RoleNames are all names of a role: that of the record, its title and its aliases.
func RoleNames(r *api.SecurityRole) []string {
	return append([]string{r.Name, r.Spec.Title}, r.Spec.Aliases...)
}

// rolesByName finds roles by all their names.
var rolesByName = &assess.Index[*api.SecurityRole]{
	Keys: func(r *api.SecurityRole, yield func(string)) {
		for _, name := range RoleNames(r) {
			if key := NameKey(name); key != "" {
				yield(key)
			}
		}
	},
}

// peopleByName finds people by the names of their records and by what they are called.
var peopleByName = &assess.Index[*api.Person]{
	Keys: func(p *api.Person, yield func(string)) {
		for _, name := range []string{p.Name, p.Spec.DisplayName} {
			if key := NameKey(name); key != "" {
				yield(key)
			}
		}
	},
}

// Meant are the records of roles and people that words could name.
func Meant(w *assess.World, words string) (all []assess.Ref) {
	key := NameKey(words)
	if key == "" {
		return nil
	}
	for _, role := range assess.By(w, rolesByName, key) {
		all = append(all, assess.Ref{Kind: "SecurityRole", Name: role.Name})
	}
	for _, p := range assess.By(w, peopleByName, key) {
		all = append(all, assess.Ref{Kind: "Person", Name: p.Name})
	}
	return all
}

// Actual is who an actor is. Words that name one role or person of the register stand for
// it, as a reference to it would; words that name none, or could name several, stay words.
// Every rule that asks who an actor is asks this first.
func Actual(w *assess.World, a *api.Actor) *api.Actor {
	if a == nil || a.StatedAs == "" {
		return a
	}
	meant := Meant(w, a.StatedAs)
	if len(meant) != 1 {
		return a
	}
	ref := &api.Reference{Name: meant[0].Name}
	if meant[0].Kind == "SecurityRole" {
		return &api.Actor{RoleRef: ref}
	}
	return &api.Actor{PersonRef: ref}
}

// SaysWho reports whether an actor is somebody: words that name no record are, unless they
// are a placeholder.
func SaysWho(w *assess.World, a *api.Actor) bool {
	return RefOf(Actual(w, a)).Name != "" || a != nil && Stated(a.StatedAs)
}

// CouldBe says whom the words of an actor could name, for messages; "" where they do not
// name several.
func CouldBe(w *assess.World, a *api.Actor) string {
	if a == nil || a.StatedAs == "" {
		return ""
	}
	meant := Meant(w, a.StatedAs)
	if len(meant) < 2 {
		return ""
	}
	var names []string
	for _, ref := range meant {
		names = append(names, ref.String())
	}
	return assess.List(names)
}

// Several is the end of a sentence on words that could name several records; "" of others.
func Several(c *assess.Context, a *api.Actor) string {
	if could := CouldBe(c.World, a); could != "" {
		return ", which could be several: " + could
	}
	return ""
}

// RefOf is the record that an actor names; none where it is words or absent.
func RefOf(a *api.Actor) assess.Ref {
	switch {
	case a.Role() != "":
		return assess.Ref{Kind: "SecurityRole", Name: a.Role()}
	case a.Person() != "":
		return assess.Ref{Kind: "Person", Name: a.Person()}
	}
	return assess.Ref{}
}

// AnotherName says of which role a name is an alias or the title that no record has, as the
// end of a sentence; "" where it is of none. A reference is by the name of the record alone.
func AnotherName(w *assess.World, kind, name string) string {
	if kind != "SecurityRole" {
		return ""
	}
	var roles []string
	for _, role := range assess.By(w, rolesByName, NameKey(name)) {
		roles = append(roles, role.Name)
	}
	if len(roles) == 0 {
		return ""
	}
	return ", but is another name of " + assess.List(roles)
}
