package convert

import (
	"reflect"
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/facts"
	"github.com/isms-operator/isms-operator/internal/mapping/expr"
	"github.com/isms-operator/isms-operator/internal/mapping/value"
)

// Named is a record that names may mean.
type Named struct {
	Kind, Name string
	// Names by which it is called: its title, its aliases.
	Names []string
}

// names resolves what registers call somebody or something.
type names struct {
	// of are the records that are called so, by kind and folded name.
	of map[[2]string][]string
	// called are all names of a kind, for the nearest.
	called map[string][]string
	open   map[[3]string]*Unresolved
	// keys are the keys of names that were met.
	keys map[string]string
}

func newNames() *names {
	return &names{of: map[[2]string][]string{}, called: map[string][]string{}, open: map[[3]string]*Unresolved{}, keys: map[string]string{}}
}

// add makes a record known.
func (n *names) add(r Named) {
	for _, called := range append([]string{r.Name}, r.Names...) {
		folded := n.key(called)
		if folded == "" {
			continue
		}
		key := [2]string{r.Kind, folded}
		if !slices.Contains(n.of[key], r.Name) {
			n.of[key] = append(n.of[key], r.Name)
			n.called[r.Kind] = append(n.called[r.Kind], called)
		}
	}
}

// key makes names comparable, as rules do that judge words.
func (n *names) key(text string) string {
	key, known := n.keys[text]
	if !known {
		key = facts.NameKey(value.Fold(text))
		n.keys[text] = key
	}
	return key
}

// namesIn are the fields of a spec that say what a record is called.
var namesIn = []string{"title", "displayName", "name", "product", "service", "supplier", "aliases"}

// NamesOf are the names that the spec of a record has for it.
func NamesOf(spec map[string]any) []string {
	var all []string
	for _, field := range namesIn {
		switch v := spec[field].(type) {
		case string:
			all = append(all, v)
		case []any:
			for _, item := range v {
				if text, ok := item.(string); ok {
					all = append(all, text)
				}
			}
		}
	}
	return all
}

// NamesOfRecord are the names that a record which was read has for it. Only these fields are
// looked at: to take apart all that a register says would take much.
func NamesOfRecord(r api.Record) []string {
	spec := reflect.ValueOf(r).Elem().FieldByName("Spec")
	says := map[string]any{}
	for _, f := range reflect.VisibleFields(spec.Type()) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if !slices.Contains(namesIn, name) {
			continue
		}
		switch v := spec.FieldByIndex(f.Index); {
		case v.Kind() == reflect.String:
			says[name] = v.String()
		case v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.String:
			list := make([]any, v.Len())
			for i := range list {
				list[i] = v.Index(i).String()
			}
			says[name] = list
		}
	}
	return NamesOf(says)
}

// resolveAll puts references into records, of which and of those that are there already every
// name may mean one.
func (n *names) resolveAll(known []Named, records []*Record) {
	for _, k := range known {
		n.add(k)
	}
	for _, made := range records {
		n.add(Named{made.Kind, made.Name, slices.Concat(NamesOf(made.Spec), made.also)})
	}
	for _, made := range records {
		if n.resolve(made.Spec, made.Place) == nil {
			made.Spec = map[string]any{}
		}
	}
}

// resolve puts references in the place of what a value mentions. A name that nobody has is
// stated where a record may state one, and left out elsewhere.
func (n *names) resolve(v any, place string) any {
	switch v := v.(type) {
	case expr.Mention:
		return n.meant(v, place)
	case map[string]any:
		for name, item := range v {
			if item = n.resolve(item, place); item == nil {
				delete(v, name)
			} else {
				v[name] = item
			}
		}
		if len(v) == 0 {
			return nil
		}
	case []any:
		kept := v[:0]
		for _, item := range v {
			if item = n.resolve(item, place); item != nil {
				kept = append(kept, item)
			}
		}
		if len(kept) == 0 {
			return nil
		}
		return kept
	}
	return v
}

// meant is the reference that a mention stands for; nil where there is none.
func (n *names) meant(v expr.Mention, place string) any {
	switch v.Kind {
	case "":
		return n.actor(v.Text, place)
	case expr.Resource:
		return n.resource(v.Text, place)
	}
	found := n.of[[2]string{v.Kind, n.key(v.Text)}]
	if len(found) == 1 {
		return map[string]any{"name": found[0]}
	}
	n.unresolved(v.Kind, v.Text, len(found) > 1, "absent", place, func() []string { return n.called[v.Kind] })
	return nil
}

// actor is somebody: a person, a role, or who is stated.
func (n *names) actor(text, place string) any {
	folded := n.key(text)
	people, roles := n.of[[2]string{"Person", folded}], n.of[[2]string{"SecurityRole", folded}]
	switch {
	case len(people) == 1 && len(roles) == 0:
		return map[string]any{"personRef": map[string]any{"name": people[0]}}
	case len(roles) == 1 && len(people) == 0:
		return map[string]any{"roleRef": map[string]any{"name": roles[0]}}
	}
	n.unresolved("", text, len(people)+len(roles) > 1, "stated", place, func() []string {
		return slices.Concat(n.called["Person"], n.called["SecurityRole"])
	})
	return map[string]any{"statedAs": strings.TrimSpace(text)}
}

// resourceKinds are the kinds of records that a register may mean by the name of a thing.
var resourceKinds = []string{"InfrastructureAsset", "ToolLicense", "OutsourcedService"}

// resource is an asset, a tool or a service of a name, or what is stated.
func (n *names) resource(text, place string) any {
	var found []any
	for _, kind := range resourceKinds {
		for _, name := range n.of[[2]string{kind, n.key(text)}] {
			found = append(found, map[string]any{"resourceRef": map[string]any{"kind": kind, "name": name}})
		}
	}
	if len(found) == 1 {
		return found[0]
	}
	n.unresolved(resourceKinds[0], text, len(found) > 1, "stated", place, func() (all []string) {
		for _, kind := range resourceKinds {
			all = append(all, n.called[kind]...)
		}
		return all
	})
	return map[string]any{"statedAs": strings.TrimSpace(text)}
}

// maxCompared is how many names are compared to find the nearest.
const maxCompared = 2000

// unresolved notes a name, once with how often it stands there.
func (n *names) unresolved(kind, text string, several bool, became, place string, known func() []string) {
	key := [3]string{kind, text, became}
	if n.open[key] == nil {
		u := &Unresolved{Kind: kind, Found: text, Several: several, Became: became, Place: place}
		if all := known(); !several && len(n.open) < maxCompared {
			u.Nearest = value.Nearest(text, all[:min(len(all), maxCompared)])
		}
		n.open[key] = u
	}
	n.open[key].Count++
}
