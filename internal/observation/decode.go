package observation

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// maxTold is how many mistakes of a file are told.
const maxTold = 10

// decoder puts a document into a file, and keeps what is wrong with it.
type decoder struct {
	name  string
	wrong []string
	total int
}

// step is a field, an entry of a list, or a key of a map, on the way to a value.
type step struct {
	to    *step
	field string
	entry int
}

func (s *step) in(field string) *step { return &step{s, field, -1} }

func (s *step) at(entry int) *step { return &step{s, "", entry} }

// String is the way, such as roles[3].rules[0].verbs.
func (s *step) String() string {
	switch {
	case s == nil:
		return "the document"
	case s.entry >= 0:
		return fmt.Sprintf("%s[%d]", s.to, s.entry)
	case s.to == nil:
		return s.field
	}
	return s.to.String() + "." + s.field
}

// tell keeps that something is wrong: where, what was found, and what is allowed.
func (d *decoder) tell(n *yaml.Node, where *step, found, allowed string) {
	if d.total++; d.total <= maxTold {
		d.wrong = append(d.wrong, fmt.Sprintf("%s:%d: %s: found %s; allowed is %s", d.name, n.Line, where, found, allowed))
	}
}

// found says what a node is.
func found(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a map"
	case yaml.SequenceNode:
		return "a list"
	case yaml.AliasNode:
		return "an alias"
	}
	if n.Tag == "!!null" {
		return "nothing"
	}
	return strings.TrimPrefix(n.ShortTag(), "!!") + " " + quote(n.Value)
}

// quote is a text as a message has it: in quotes, and no longer than a line.
func quote(text string) string {
	if runes := []rune(text); len(runes) > 80 {
		text = string(runes[:80]) + "…"
	}
	return strconv.Quote(text)
}

var timeType = reflect.TypeFor[time.Time]()

// value decodes a node into a value of the types that a File has.
func (d *decoder) value(n *yaml.Node, where *step, into reflect.Value) {
	switch {
	case into.Type() == timeType:
		d.time(n, where, into)
	case into.Kind() == reflect.String:
		if n.Kind != yaml.ScalarNode || n.ShortTag() != "!!str" {
			d.tell(n, where, found(n), "a text, in quotes where it looks like something else")
			return
		}
		into.SetString(n.Value)
	case into.Kind() == reflect.Bool:
		if n.Kind != yaml.ScalarNode || n.ShortTag() != "!!bool" {
			d.tell(n, where, found(n), "true or false")
			return
		}
		into.SetBool(strings.EqualFold(n.Value, "true"))
	case into.Kind() == reflect.Slice:
		d.list(n, where, into)
	case into.Kind() == reflect.Map:
		d.mapping(n, where, "a map", func(key string, of *yaml.Node, at *step) {
			value := reflect.New(into.Type().Elem()).Elem()
			d.value(of, at, value)
			if into.IsNil() {
				into.Set(reflect.MakeMap(into.Type()))
			}
			into.SetMapIndex(reflect.ValueOf(key), value)
		})
	default:
		d.fields(n, where, into)
	}
}

func (d *decoder) time(n *yaml.Node, where *step, into reflect.Value) {
	t, err := time.Parse(time.RFC3339, n.Value)
	if n.Kind != yaml.ScalarNode || err != nil || !strings.HasSuffix(n.Value, "Z") || t.Year() < 1 {
		d.tell(n, where, found(n), `a time in UTC, such as "2026-11-30T08:00:00Z"`)
		return
	}
	into.Set(reflect.ValueOf(t))
}

func (d *decoder) list(n *yaml.Node, where *step, into reflect.Value) {
	if n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" {
		return
	}
	if n.Kind != yaml.SequenceNode {
		d.tell(n, where, found(n), "a list")
		return
	}
	all := reflect.MakeSlice(into.Type(), len(n.Content), len(n.Content))
	for i, entry := range n.Content {
		d.value(entry, where.at(i), all.Index(i))
	}
	into.Set(all)
}

// fields decodes a map into a struct.
func (d *decoder) fields(n *yaml.Node, where *step, into reflect.Value) {
	names, of := fieldsOf(into.Type())
	d.mapping(n, where, "a map with "+strings.Join(names, ", "), func(key string, value *yaml.Node, at *step) {
		i, known := of[key]
		if !known {
			d.tell(value, at, "a field that there is not", strings.Join(names, ", "))
			return
		}
		d.value(value, at, into.Field(i))
	})
}

// mapping yields the entries of a map, none of them twice.
func (d *decoder) mapping(n *yaml.Node, where *step, allowed string, each func(key string, of *yaml.Node, at *step)) {
	if n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" && where != nil {
		return
	}
	if n.Kind != yaml.MappingNode {
		d.tell(n, where, found(n), allowed)
		return
	}
	seen := make(map[string]bool, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		at := where.in(key.Value)
		switch {
		case key.Kind != yaml.ScalarNode || key.ShortTag() != "!!str":
			d.tell(key, where, "the key "+found(key), "a text, in quotes where it looks like something else")
		case seen[key.Value]:
			d.tell(key, at, "the key a second time", "one of each")
		default:
			each(key.Value, n.Content[i+1], at)
		}
		seen[key.Value] = true
	}
}

// fieldsOf are the fields of a struct by their names in the file, in their order.
func fieldsOf(t reflect.Type) (names []string, of map[string]int) {
	of = make(map[string]int, t.NumField())
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		if t.Field(i).IsExported() && name != "" {
			of[name] = i
			names = append(names, name)
		}
	}
	return slices.Clip(names), of
}

// node finds what a way leads to; the last of it that is there.
func node(root *yaml.Node, where *step) *yaml.Node {
	if where == nil {
		return root
	}
	from := node(root, where.to)
	switch {
	case from.Kind == yaml.SequenceNode && where.entry >= 0 && where.entry < len(from.Content):
		return from.Content[where.entry]
	case from.Kind == yaml.MappingNode:
		for i := 0; i+1 < len(from.Content); i += 2 {
			if from.Content[i].Value == where.field {
				return from.Content[i+1]
			}
		}
	}
	return from
}
