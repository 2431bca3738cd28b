package main

import (
	"errors"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/handover"
	"github.com/isms-operator/isms-operator/internal/yamledit"
)

// yamlText is a file that is edited.
type yamlText struct{ *yamledit.Text }

func newYAMLText(content []byte) (*yamlText, error) {
	t, err := yamledit.New(string(content))
	return &yamlText{t}, err
}

// errBraces keeps lines from being added where a value is written as JSON is.
var errBraces = errors.New("it is written in braces (as JSON is), where no line can be added: write it with a line for each field")

// change makes a change in the record that begins at a place of the file.
func (t *yamlText) change(line, column int, ch *handover.Change) error {
	record, err := t.MappingAt(line, column)
	if err != nil {
		return err
	}
	_, spec := yamledit.Field(record, "spec")
	if spec == nil {
		return errors.New("it has no spec")
	}
	path := ch.Path
	if ch.Assignment == nil {
		path = path[:len(path)-1]
	}
	owner, at, err := descend(spec, path)
	if err != nil {
		return err
	}
	if ch.Assignment != nil {
		return t.addAssignment(at, ch.Assignment)
	}
	name := ch.Path[len(ch.Path)-1].(string)
	if key, value := yamledit.Field(at, name); key == nil {
		if at.Style&yaml.FlowStyle != 0 {
			return errBraces
		}
	} else if value.Kind != yaml.ScalarNode || value.Anchor != "" {
		return fmt.Errorf("%s is an alias or an anchor of YAML, which other places share: write it out", name)
	}
	t.Set(at, owner, name, yamledit.Quoted(ch.New))
	return nil
}

// descend goes down a path, and returns the value with the key, or the entry, that it belongs
// to, as far as lines tell.
func descend(n *yaml.Node, path []any) (owner, value *yaml.Node, err error) {
	owner = &yaml.Node{Line: n.Line, Column: n.Column - 1}
	for _, step := range path {
		if n.Kind == yaml.AliasNode {
			return nil, nil, errors.New("it is an alias of YAML, written elsewhere: write it out")
		}
		switch step := step.(type) {
		case string:
			key, next := yamledit.Field(n, step)
			if key == nil {
				return nil, nil, fmt.Errorf("%s is not written where it is read from, such as in a merge of YAML: write it out", step)
			}
			owner, n = key, next
		case int:
			if n.Kind != yaml.SequenceNode || step >= len(n.Content) {
				return nil, nil, fmt.Errorf("entry %d is not written in a list", step)
			}
			n = n.Content[step]
			owner = &yaml.Node{Line: n.Line, Column: n.Column - 1}
		}
	}
	if n.Kind == yaml.AliasNode || n.Anchor != "" {
		return nil, nil, errors.New("it is an alias or an anchor of YAML, which other places share: write it out")
	}
	return owner, n, nil
}

// addAssignment adds an entry at the end of a list of assignments.
func (t *yamlText) addAssignment(list *yaml.Node, a *api.Assignment) error {
	if list.Kind != yaml.SequenceNode || list.Style&yaml.FlowStyle != 0 || len(list.Content) == 0 {
		return errBraces
	}
	last := list.Content[len(list.Content)-1]
	if last.Kind != yaml.MappingNode {
		return errors.New("the last assignment is an alias of YAML: write it out")
	}
	column := last.Column
	if last.Style&yaml.FlowStyle == 0 {
		column = last.Content[0].Column
	}
	t.Insert(t.EndOfItem(last), assignmentLines(strings.Repeat(" ", column-3), a)...)
	return nil
}

// assignmentLines are an assignment as an entry of a list.
func assignmentLines(pad string, a *api.Assignment) []string {
	lines := []string{pad + "- name: " + yamledit.Quoted(a.Name), pad + "  personRef:", pad + "    name: " + yamledit.Quoted(a.PersonRef.Name)}
	if a.Capacity != "" {
		lines = append(lines, pad+"  capacity: "+string(a.Capacity))
	}
	lines = append(lines, pad+"  from: "+yamledit.Quoted(a.From.String()))
	if !a.Until.IsZero() {
		lines = append(lines, pad+"  until: "+yamledit.Quoted(a.Until.String()))
	}
	if a.AppointedBy != nil {
		lines = append(lines, pad+"  appointedBy:", pad+"    personRef:", pad+"      name: "+yamledit.Quoted(a.AppointedBy.Person()),
			pad+"  appointedOn: "+yamledit.Quoted(a.AppointedOn.String()))
	}
	return lines
}
