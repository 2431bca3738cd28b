package expr

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Template makes a value in the shape of a node of YAML.
type Template struct {
	line     int
	constant any
	parts    []part
	fields   []field
	items    []*Template
	// uses are the variables that it and all below it name.
	uses []string
}

// part of a text: a constant, or a program.
type part struct {
	text    string
	program *Program
}

type field struct {
	name  string
	value *Template
}

// Fault is what is wrong with a part of a template.
type Fault struct {
	Line, Column int
	// Field is the path of the part, such as spec.term.end.
	Field   string
	Message string
}

// Text compiles a text with ${CEL} in it.
func (e *Env) Text(text string) (*Template, error) {
	t := &Template{}
	for text != "" {
		before, after, found := strings.Cut(text, "${")
		if before != "" {
			t.parts = append(t.parts, part{text: before})
		}
		if !found {
			break
		}
		end := closing(after)
		if end < 0 {
			return nil, fmt.Errorf("found ${%s, which has no closing }", after)
		}
		p, err := e.Compile(after[:end])
		if err != nil {
			return nil, err
		}
		t.parts = append(t.parts, part{program: p})
		t.uses = append(t.uses, p.Uses...)
		text = after[end+1:]
	}
	return t, nil
}

// closing is the place of the brace that closes an expression; braces in it and in its
// quotes are its own.
func closing(text string) int {
	depth, quote := 0, byte(0)
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case quote != 0 && c == '\\':
			i++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '{':
			depth++
		case c == '}' && depth == 0:
			return i
		case c == '}':
			depth--
		}
	}
	return -1
}

// Template compiles a node of YAML.
func (e *Env) Template(n *yaml.Node, path string) (*Template, []Fault) {
	t := &Template{line: n.Line}
	var faults []Fault
	fault := func(n *yaml.Node, path, message string) {
		faults = append(faults, Fault{n.Line, n.Column, path, message})
	}
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			name := n.Content[i].Value
			child, wrong := e.Template(n.Content[i+1], path+"."+name)
			t.fields = append(t.fields, field{name, child})
			t.uses = append(t.uses, child.uses...)
			faults = append(faults, wrong...)
		}
	case yaml.SequenceNode:
		for i, item := range n.Content {
			child, wrong := e.Template(item, fmt.Sprintf("%s[%d]", path, i))
			t.items = append(t.items, child)
			t.uses = append(t.uses, child.uses...)
			faults = append(faults, wrong...)
		}
	case yaml.ScalarNode:
		if n.Tag == "!!str" && strings.Contains(n.Value, "${") {
			text, err := e.Text(n.Value)
			if err != nil {
				fault(n, path, err.Error())
				return t, faults
			}
			text.line = n.Line
			return text, faults
		}
		t.constant = constant(n)
	default:
		fault(n, path, "found an alias of YAML; write it out")
	}
	return t, faults
}

// constant is a scalar as records hold it: what is no text, no whole number and no truth is
// the text that was written, such as 1.10 and 2026-10-31.
func constant(n *yaml.Node) any {
	switch n.Tag {
	case "!!null":
		return nil
	case "!!bool":
		return strings.EqualFold(n.Value, "true")
	case "!!int":
		if i, err := strconv.ParseInt(n.Value, 10, 64); err == nil {
			return i
		}
	}
	return n.Value
}

// Paths are the paths of the fields that the template may fill, such as term.end. A list is
// one field.
func (t *Template) Paths() []string {
	var all []string
	for _, f := range t.fields {
		if f.value.fields == nil {
			all = append(all, f.name)
		}
		for _, below := range f.value.Paths() {
			all = append(all, f.name+"."+below)
		}
	}
	return all
}

// Uses are the variables that the template names.
func (t *Template) Uses() []string {
	return slices.Compact(slices.Sorted(slices.Values(t.uses)))
}

// Eval makes the value. Null, empty texts, empty lists and empty objects are left out of
// what they are in.
func (t *Template) Eval(in Scope) (any, error) {
	switch {
	case t.fields != nil:
		return t.object(in)
	case t.items != nil:
		return t.list(in)
	case len(t.parts) == 1 && t.parts[0].program != nil:
		v, err := t.parts[0].program.Eval(in)
		if err != nil {
			return nil, err
		}
		return prune(v), nil
	case t.parts != nil:
		return t.text(in)
	}
	return t.constant, nil
}

func (t *Template) object(in Scope) (any, error) {
	all := make(map[string]any, len(t.fields))
	for _, f := range t.fields {
		v, err := f.value.Eval(in)
		if err != nil {
			return nil, inField(f.name, err)
		}
		if v != nil {
			all[f.name] = v
		}
	}
	if len(all) == 0 {
		return nil, nil
	}
	return all, nil
}

// inField puts the name of a field before an error, so that it names the path.
func inField(name string, err error) error {
	if inner, ok := err.(*PathError); ok { //nolint:errorlint // it is never wrapped between here and there
		return &PathError{name + "." + inner.Path, inner.Err}
	}
	return &PathError{name, err}
}

// PathError is an error of an expression at a field of a template.
type PathError struct {
	Path string
	Err  error
}

func (e *PathError) Error() string { return e.Path + ": " + e.Err.Error() }

// Unwrap returns the error of the expression.
func (e *PathError) Unwrap() error { return e.Err }

// list is the items of a list; an item that is a list itself is spread into it.
func (t *Template) list(in Scope) (any, error) {
	var all []any
	for _, item := range t.items {
		v, err := item.Eval(in)
		if err != nil {
			return nil, err
		}
		switch v := v.(type) {
		case nil:
		case []any:
			all = append(all, v...)
		default:
			all = append(all, v)
		}
	}
	if len(all) == 0 {
		return nil, nil
	}
	return all, nil
}

// text is a text with values in it; it is null where one of them is.
func (t *Template) text(in Scope) (any, error) {
	var b strings.Builder
	for _, p := range t.parts {
		if p.program == nil {
			b.WriteString(p.text)
			continue
		}
		v, err := p.program.Eval(in)
		if err != nil {
			return nil, err
		}
		switch v := v.(type) {
		case nil:
			return nil, nil
		case string:
			if v == "" {
				return nil, nil
			}
			b.WriteString(v)
		case int64, bool:
			fmt.Fprint(&b, v)
		default:
			return nil, fmt.Errorf("${%s}: it is no text that could stand in another", p.program.text)
		}
	}
	return b.String(), nil
}
