package migrate

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// Change is what was changed in a file.
type Change struct {
	// Line of the file before, counted from 1.
	Line int
	// Kind and Name of the record.
	Kind, Name string
	// From and To are the field before and after, or the value where that changed.
	From, To string
}

// Manifest returns a file in today's shapes, with what was changed. The changes of a
// document that cannot be edited are left out, and the error says why; what could be
// changed elsewhere is.
func Manifest(content string) (string, []Change, error) {
	newline := "\n"
	if strings.Contains(content, "\r\n") {
		newline = "\r\n"
		content = strings.ReplaceAll(content, "\r\n", "\n")
	}
	var (
		parts   []string
		changes []Change
		fails   []error
		line    int
	)
	for _, part := range documents(content) {
		migrated, made, err := document(part)
		for i := range made {
			made[i].Line += line
		}
		if err != nil {
			var layout *errLayout
			if errors.As(err, &layout) {
				layout.line += line
				err = layout
			}
			fails = append(fails, err)
			migrated, made = part, nil
		}
		parts, changes = append(parts, migrated), append(changes, made...)
		line += strings.Count(part, "\n")
	}
	return strings.ReplaceAll(strings.Join(parts, ""), "\n", newline), changes, errors.Join(fails...)
}

// documents cuts a file before each line that separates documents.
func documents(content string) []string {
	var parts []string
	start := 0
	for at := 0; at < len(content); {
		end := strings.IndexByte(content[at:], '\n')
		if end < 0 {
			break
		}
		at += end + 1
		if strings.HasPrefix(content[at:], "---") {
			parts = append(parts, content[start:at])
			start = at
		}
	}
	return append(parts, content[start:])
}

// maxRounds bounds the changes of one document: each round makes those of one step.
const maxRounds = 1000

// document migrates one document.
func document(content string) (string, []Change, error) {
	if !strings.Contains(content, api.GroupName) {
		return content, nil, nil
	}
	t := newText(content)
	var changes []Change
	for range maxRounds {
		roots, err := t.documents()
		if err != nil {
			return content, nil, unreadable(err)
		}
		made, err := t.round(roots)
		if err != nil {
			return content, nil, err
		}
		if made == nil {
			return t.String(), changes, nil
		}
		changes = append(changes, made...)
	}
	return content, nil, errors.New("the document has too many changes")
}

// round makes the changes of the first step that has any.
func (t *text) round(roots []*yaml.Node) ([]Change, error) {
	var records []*yaml.Node
	for _, root := range roots {
		records = append(records, recordsIn(root)...)
	}
	for i := range steps {
		s := &steps[i]
		var found []match
		for _, record := range records {
			found = append(found, s.matches(record)...)
		}
		if len(found) == 0 {
			continue
		}
		if err := t.countable(); err != nil {
			return nil, t.locate(err, found[0], s)
		}
		// From the last to the first, so that the places of those above stay.
		slices.SortFunc(found, func(a, b match) int {
			return cmp.Or(cmp.Compare(b.key.Line, a.key.Line), cmp.Compare(b.key.Column, a.key.Column))
		})
		var made []Change
		for _, m := range found {
			line := t.before[m.key.Line-1]
			if err := t.apply(s, m); err != nil {
				return nil, t.locate(err, m, s)
			}
			made = append(made, Change{Line: line, Kind: m.kind, Name: m.name, From: s.from(m), To: s.to(m)})
			if s.move != "" {
				break // others may be of the mapping that has just been rewritten
			}
		}
		return made, nil
	}
	return nil, nil
}

// locate says of which record and field an error is, and at which line of the file before.
func (t *text) locate(err error, m match, s *step) error {
	var layout *errLayout
	if errors.As(err, &layout) {
		layout.line = t.before[layout.line-1]
		layout.what = fmt.Sprintf("%s, %s: ", strings.TrimSuffix(m.kind+"/"+m.name, "/"), s.path)
	}
	return err
}

var lineOf = regexp.MustCompile(`^yaml: (?:line (\d+): )?`)

// unreadable is an error of the YAML library with its line apart.
func unreadable(err error) error {
	layout := &errLayout{line: 1, why: "this is no YAML, so that nothing of the document was changed: " + lineOf.ReplaceAllString(err.Error(), "")}
	if found := lineOf.FindStringSubmatch(err.Error()); found != nil && found[1] != "" {
		layout.line, _ = strconv.Atoi(found[1]) // digits alone
	}
	return layout
}

// recordsIn are the records of a document: itself, or the entries of a list.
func recordsIn(root *yaml.Node) []*yaml.Node {
	if _, items := child(root, "items"); items != nil && items.Kind == yaml.SequenceNode {
		var all []*yaml.Node
		for _, item := range items.Content {
			all = append(all, recordsIn(item)...)
		}
		return all
	}
	if _, version := child(root, "apiVersion"); version != nil && version.Value == api.GroupVersion.String() {
		return []*yaml.Node{root}
	}
	return nil
}

// match is a field that a step changes.
type match struct {
	kind, name string
	// above is the mapping that has the field, and over the one that has above.
	above, over *yaml.Node
	// overKey is the key of above in over.
	overKey    *yaml.Node
	key, value *yaml.Node
}

// matches are the fields of a record that the step changes.
func (s *step) matches(record *yaml.Node) []match {
	_, kind := child(record, "kind")
	if kind == nil || len(s.kinds) > 0 && !slices.Contains(s.kinds, kind.Value) {
		return nil
	}
	m := match{kind: kind.Value, above: record}
	if _, meta := child(record, "metadata"); meta != nil {
		if _, name := child(meta, "name"); name != nil {
			m.name = name.Value
		}
	}
	var found []match
	for _, at := range walk(m, strings.Split(s.path, ".")) {
		if s.changes(at) {
			found = append(found, at)
		}
	}
	return found
}

// walk follows a path.
func walk(m match, path []string) []match {
	name, each := strings.CutSuffix(path[0], "[]")
	key, value := child(m.above, name)
	if key == nil {
		return nil
	}
	next := m
	next.key, next.value = key, value
	if len(path) == 1 {
		return []match{next}
	}
	below := []*yaml.Node{value}
	if each {
		if value.Kind != yaml.SequenceNode {
			return nil
		}
		below = value.Content
	}
	var found []match
	for _, n := range below {
		if n.Kind == yaml.MappingNode {
			next.above, next.over, next.overKey = n, m.above, key
			found = append(found, walk(next, path[1:])...)
		}
	}
	return found
}

// changes reports whether a field has the shape before.
func (s *step) changes(m match) bool {
	value := m.value
	if value.Kind == yaml.AliasNode {
		value = value.Alias
	}
	switch {
	case s.values != nil:
		return s.values[value.Value] != ""
	case s.into != "":
		_, name := child(value, "name")
		return name != nil && name.Kind == yaml.ScalarNode
	case s.list != "":
		return value.Kind == yaml.MappingNode && len(value.Content) > 0
	case strings.HasPrefix(s.move, "^."):
		return len(m.above.Content) == 2
	}
	return true
}

func (s *step) from(m match) string {
	if s.values != nil {
		return m.value.Value
	}
	return s.path
}

// to is the field, or the value, after the step.
func (s *step) to(m match) string {
	above := s.path[:strings.LastIndex(s.path, ".")+1]
	switch {
	case s.values != nil:
		return s.values[m.value.Value]
	case s.rename != "":
		return above + s.rename
	case s.into != "":
		return s.path + "." + s.into
	case s.list != "":
		return above + s.list + "[]"
	}
	if up, ok := strings.CutPrefix(s.move, "^."); ok {
		above = strings.TrimSuffix(above, ".")
		return above[:strings.LastIndex(above, ".")+1] + up
	}
	return above + s.move
}
