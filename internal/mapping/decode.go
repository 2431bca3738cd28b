package mapping

import (
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/mapping/value"
)

// Problems are what is wrong with a mapping file.
type Problems []input.Problem

// Error names all of them, one a line.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i := range p {
		lines[i] = p[i].Where() + ": " + p[i].Message
		if p[i].Remedy != "" {
			lines[i] += "; " + p[i].Remedy
		}
	}
	return strings.Join(lines, "\n")
}

// decoder reads YAML into a mapping, and tells every field that it does not know.
type decoder struct {
	file     string
	problems Problems
}

func (d *decoder) wrong(n *yaml.Node, field, message, remedy string) {
	d.problems = append(d.problems, input.Problem{Position: input.Position{File: d.file, Line: n.Line, Column: n.Column}, Field: field, Message: message, Remedy: remedy})
}

// Parse reads a mapping file and checks it. Its error is Problems.
func Parse(file string, content []byte) (*Mapping, error) {
	d := &decoder{file: file}
	in := yaml.NewDecoder(strings.NewReader(string(content)))
	var document, more yaml.Node
	err := in.Decode(&document)
	switch {
	case errors.Is(err, io.EOF):
		return nil, Problems{{Position: input.Position{File: file}, Message: "it is empty", Remedy: "write a mapping; import --suggest writes a first one"}}
	case err != nil:
		return nil, Problems{{Position: input.Position{File: file}, Message: strings.TrimPrefix(err.Error(), "yaml: "), Remedy: "correct the YAML"}}
	}
	if err := in.Decode(&more); !errors.Is(err, io.EOF) {
		d.wrong(&more, "", "there is more than one document", "write one mapping a file")
	}
	m := &Mapping{file: file}
	d.decode(document.Content[0], reflect.ValueOf(m).Elem(), "")
	if len(d.problems) == 0 {
		d.check(m, document.Content[0])
	}
	if len(d.problems) > 0 {
		return nil, d.problems
	}
	return m, nil
}

var (
	nodeType       = reflect.TypeFor[yaml.Node]()
	listType       = reflect.TypeFor[List]()
	expressionType = reflect.TypeFor[Expression]()
)

// decode puts a node of YAML into a value.
func (d *decoder) decode(n *yaml.Node, to reflect.Value, path string) {
	if n.Kind == yaml.AliasNode {
		d.wrong(n, path, "found an alias of YAML", "write it out")
		return
	}
	switch {
	case to.Type() == nodeType:
		to.Set(reflect.ValueOf(*n))
	case to.Type() == expressionType:
		if text, ok := d.scalar(n, path, "a text"); ok {
			to.Set(reflect.ValueOf(Expression{text, n.Line}))
		}
	case to.Type() == listType && n.Kind == yaml.ScalarNode:
		to.Set(reflect.ValueOf(List{n.Value}))
	case to.Kind() == reflect.Struct:
		d.object(n, to, path)
	case to.Kind() == reflect.Map:
		d.table(n, to, path)
	case to.Kind() == reflect.Slice:
		d.list(n, to, path)
	case to.Kind() == reflect.Pointer:
		if n.Tag == "!!null" {
			return
		}
		to.Set(reflect.New(to.Type().Elem()))
		d.decode(n, to.Elem(), path)
	default:
		d.plain(n, to, path)
	}
}

func (d *decoder) scalar(n *yaml.Node, path, want string) (string, bool) {
	if n.Kind != yaml.ScalarNode {
		d.wrong(n, path, "found "+shape(n)+"; allowed is "+want, "")
		return "", false
	}
	return n.Value, true
}

func (d *decoder) plain(n *yaml.Node, to reflect.Value, path string) {
	text, ok := d.scalar(n, path, "a "+to.Kind().String())
	if !ok {
		return
	}
	if to.Kind() == reflect.String {
		to.SetString(text)
		return
	}
	if err := n.Decode(to.Addr().Interface()); err != nil {
		d.wrong(n, path, fmt.Sprintf("found %q; allowed is %s", text, map[reflect.Kind]string{reflect.Bool: "true or false", reflect.Int: "a whole number"}[to.Kind()]), "")
	}
}

// object reads the fields of a struct, each once.
func (d *decoder) object(n *yaml.Node, to reflect.Value, path string) {
	if n.Kind != yaml.MappingNode {
		d.wrong(n, path, "found "+shape(n)+"; allowed are fields: "+strings.Join(fieldNames(to.Type()), ", "), "")
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, at := n.Content[i], path+"."+n.Content[i].Value
		at = strings.TrimPrefix(at, ".")
		field, known := fieldNamed(to, key.Value)
		switch {
		case !known:
			names := fieldNames(to.Type())
			d.wrong(key, at, fmt.Sprintf("there is no field %q here; allowed are %s", key.Value, strings.Join(names, ", ")), meant(key.Value, names))
		case seen[key.Value]:
			d.wrong(key, at, "the field is there twice", "remove one")
		default:
			d.decode(n.Content[i+1], field, at)
		}
		seen[key.Value] = true
	}
	if f := to.FieldByName("line"); f.IsValid() { // unexported, so by its address
		setLine(to, n.Line)
	}
}

func setLine(to reflect.Value, line int) {
	switch v := to.Addr().Interface().(type) {
	case *Resource:
		v.line = line
	case *Field:
		v.line = line
	case *ForeignKey:
		v.line = line
	case *Record:
		v.line = line
	}
}

func (d *decoder) table(n *yaml.Node, to reflect.Value, path string) {
	if n.Kind != yaml.MappingNode {
		d.wrong(n, path, "found "+shape(n)+"; allowed are names with a value each", "")
		return
	}
	to.Set(reflect.MakeMap(to.Type()))
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		at := fmt.Sprintf("%s[%s]", path, key.Value)
		if to.MapIndex(reflect.ValueOf(key.Value)).IsValid() {
			d.wrong(key, at, "it is there twice", "remove one")
		}
		v := reflect.New(to.Type().Elem()).Elem()
		d.decode(n.Content[i+1], v, at)
		to.SetMapIndex(reflect.ValueOf(key.Value), v)
	}
}

func (d *decoder) list(n *yaml.Node, to reflect.Value, path string) {
	if n.Kind != yaml.SequenceNode {
		d.wrong(n, path, "found "+shape(n)+"; allowed is a list", "begin each entry with a hyphen")
		return
	}
	to.Set(reflect.MakeSlice(to.Type(), len(n.Content), len(n.Content)))
	for i, item := range n.Content {
		d.decode(item, to.Index(i), fmt.Sprintf("%s[%d]", path, i))
	}
}

func fieldNamed(to reflect.Value, name string) (reflect.Value, bool) {
	for i := range to.NumField() {
		if tag := to.Type().Field(i).Tag.Get("yaml"); tag == name && tag != "" {
			return to.Field(i), true
		}
	}
	return reflect.Value{}, false
}

func fieldNames(t reflect.Type) []string {
	var names []string
	for i := range t.NumField() {
		if tag := t.Field(i).Tag.Get("yaml"); tag != "" {
			names = append(names, tag)
		}
	}
	return names
}

// meant is a remedy that names what was probably meant.
func meant(found string, allowed []string) string {
	if near := value.Nearest(found, allowed); near != "" {
		return fmt.Sprintf("write %q", near)
	}
	if len(allowed) > 0 && !slices.Contains(allowed, "") {
		return "remove it, or correct its name"
	}
	return ""
}

// shape names what a node is.
func shape(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "fields"
	case yaml.SequenceNode:
		return "a list"
	}
	if n.Tag == "!!null" {
		return "nothing"
	}
	return fmt.Sprintf("%q", n.Value)
}
