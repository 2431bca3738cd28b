package exchange

import (
	"cmp"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	kjson "sigs.k8s.io/json"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/yamledit"
)

// Record is a record as the sheets hold it.
type Record struct {
	input.Record
	input.Position
	// Spec is what it says, as JSON has it.
	Spec map[string]any
	// Annotations of its metadata; nil of what it is to say leaves them as they are.
	Annotations map[string]string
}

// RecordOf is a record that was read, and where.
func RecordOf(r api.Record, namespace string, at input.Position) (Record, error) {
	id := input.Record{Kind: reflect.TypeOf(r).Elem().Name(), Namespace: namespace, Name: r.GetName()}
	text, err := json.Marshal(r)
	if err != nil {
		return Record{}, fmt.Errorf("%s: %w", id, err)
	}
	spec, err := specOf(text)
	return Record{id, at, spec, r.GetAnnotations()}, err
}

// specOf is the spec of an object.
func specOf(text []byte) (map[string]any, error) {
	var object struct {
		Spec map[string]any `json:"spec"`
	}
	if err := kjson.UnmarshalCaseSensitivePreserveInts(text, &object); err != nil {
		return nil, err
	}
	pruned, _ := pruned(object.Spec).(map[string]any)
	if pruned == nil {
		pruned = map[string]any{}
	}
	return pruned, nil
}

// pruned is a value without what is empty, which says nothing; nil where nothing is left.
func pruned(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for name, value := range v {
			if v[name] = pruned(value); v[name] == nil {
				delete(v, name)
			}
		}
		if len(v) == 0 {
			return nil
		}
	case []any:
		if len(v) == 0 {
			return nil
		}
		for i := range v {
			if left := pruned(v[i]); left != nil {
				v[i] = left
			}
		}
	}
	return v
}

// Object is a record as an object of the API.
func (r *Record) Object() map[string]any {
	return map[string]any{
		"apiVersion": api.GroupVersion.String(), "kind": r.Kind,
		"metadata": map[string]any{"name": r.Name, "namespace": r.Namespace},
		"spec":     clone(r.Spec),
	}
}

// compareRecords orders records by kind, namespace and name.
func compareRecords(a, b input.Record) int {
	return cmp.Or(strings.Compare(a.Kind, b.Kind), strings.Compare(a.Namespace, b.Namespace), strings.Compare(a.Name, b.Name))
}

// row is a row of a sheet of a record: the keys of the entries that lead to it, and its cells.
type row struct {
	keys  []string
	cells []string
}

// rows are the rows that a record has in a sheet.
func (s *Sheet) rows(spec map[string]any) []row {
	type entry struct {
		keys   []string
		object map[string]any
	}
	entries := []entry{{nil, spec}}
	for _, step := range s.Lists {
		var below []entry
		for _, e := range entries {
			list, _ := get(e.object, step.Path).([]any)
			for i := range list {
				object, _ := list[i].(map[string]any)
				below = append(below, entry{append(slices.Clone(e.keys), step.key(object, i)), object})
			}
		}
		entries = below
	}
	var rows []row
	for _, e := range entries {
		r := row{e.keys, make([]string, len(s.Columns))}
		for i, c := range s.Columns {
			r.cells[i] = c.cell(get(e.object, c.Path))
		}
		rows = append(rows, r)
	}
	return rows
}

// key of the nth entry of a list.
func (l *ListStep) key(object map[string]any, n int) string {
	if len(l.Keys) == 0 {
		return strconv.Itoa(n + 1)
	}
	return keyText(object, l.Keys)
}

// entry finds the object that keys lead to. Those that are not there are added, where that is
// asked for.
func (s *Sheet) entry(spec map[string]any, keys []string, add bool) map[string]any {
	object := spec
	for i := range s.Lists {
		step := &s.Lists[i]
		list, _ := get(object, step.Path).([]any)
		at := -1
		for n := range list {
			if o, _ := list[n].(map[string]any); step.key(o, n) == keys[i] {
				at = n
				break
			}
		}
		if at < 0 {
			if !add || i < len(s.Lists)-1 {
				return nil
			}
			list, at = append(list, map[string]any{}), len(list)
			set(object, step.Path, list)
		}
		object, _ = list[at].(map[string]any)
	}
	return object
}

// get is the value at a path; nil where there is none.
func get(object map[string]any, path []string) any {
	var v any = object
	for _, step := range path {
		m, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = m[step]
	}
	return v
}

// set puts a value at a path, or takes it out where it is nil.
func set(object map[string]any, path []string, value any) {
	for _, step := range path[:len(path)-1] {
		below, ok := object[step].(map[string]any)
		if !ok {
			below = map[string]any{}
			object[step] = below
		}
		object = below
	}
	if last := path[len(path)-1]; value == nil {
		delete(object, last)
	} else {
		object[last] = value
	}
}

// clone is a copy of a value of JSON.
func clone(v any) any {
	switch v := v.(type) {
	case map[string]any:
		m := make(map[string]any, len(v))
		for name, value := range v {
			m[name] = clone(value)
		}
		return m
	case []any:
		l := make([]any, len(v))
		for i := range v {
			l[i] = clone(v[i])
		}
		return l
	}
	return v
}

// ordered is a value as it is written, with its fields in the order of their type.
func (s shape) ordered(v any) any {
	switch v := v.(type) {
	case map[string]any:
		if !s.isObject() {
			break
		}
		m := yamledit.Mapping{}
		for _, f := range s.fields() {
			if value, ok := v[f.name]; ok {
				m = append(m, yamledit.Entry{Name: f.name, Value: f.ordered(value)})
			}
		}
		return m
	case []any:
		if !s.isList() {
			break
		}
		l := &yamledit.List{Keys: s.schema.XListMapKeys}
		for _, item := range v {
			l.Items = append(l.Items, s.items().ordered(item))
		}
		return l
	}
	return v
}

// spec of a record of a kind, as it is written.
func (l *Layout) ordered(kind string, spec map[string]any) yamledit.Mapping {
	d := l.kinds[kind]
	m, _ := shapeOf(d.Spec, d.Type).ordered(spec).(yamledit.Mapping)
	return m
}
