package pack

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"sigs.k8s.io/yaml"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// populations are a table for each kind of a scope of which there is a record: all of them, so that an
// auditor can draw a sample. What of a record could not be judged is there as well, as far
// as it can be read.
func (j *Judgement) populations(of *Scope) ([]entry, error) {
	kinds := map[string][]member{}
	for i := range j.Set.Namespaces {
		n := &j.Set.Namespaces[i]
		add := func(r api.Record, judged string) error {
			kind := r.GetObjectKind().GroupVersionKind().Kind
			if !of.kind(kind) {
				return nil
			}
			m, err := newMember(n.Name, judged, r)
			at := j.Set.Locate(n.Name, assess.Ref{Kind: kind, Name: r.GetName()}, "")
			m.file, m.line = at.File, line(at.Line)
			kinds[kind] = append(kinds[kind], m)
			return err
		}
		for _, r := range n.Records {
			if err := add(r, "yes"); err != nil {
				return nil, err
			}
		}
		for i := range n.Unread {
			if err := add(n.Unread[i].Record, "no, see "+notJudgedEntry); err != nil {
				return nil, err
			}
		}
	}
	var all []entry
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		all = append(all, entry{of.Folder() + populationsFolder + kind + ".csv", population(kinds[kind])})
	}
	return all, nil
}

// member is a record of a population.
type member struct {
	namespace, name, judged, file, line string
	// fields of its spec by path.
	fields map[string]string
}

func newMember(namespace, judged string, r api.Record) (member, error) {
	m := member{namespace: namespace, name: r.GetName(), judged: judged, fields: map[string]string{}}
	written, err := json.Marshal(r)
	if err != nil {
		return m, fmt.Errorf("%s: %w", r.GetName(), err)
	}
	var object struct {
		Spec map[string]any `json:"spec"`
	}
	if err := yaml.Unmarshal(written, &object); err != nil { // which leaves whole numbers whole
		return m, err
	}
	return m, m.flatten("", object.Spec)
}

// flatten puts each value below an object into the field of its path. Values of a list
// stand in one cell; a list of objects does so as JSON, which keeps apart what is of each.
func (m *member) flatten(path string, value any) error {
	switch v := value.(type) {
	case nil:
	case map[string]any:
		for key, below := range v {
			if err := m.flatten(strings.TrimPrefix(path+"."+key, "."), below); err != nil {
				return err
			}
		}
	case []any:
		return m.list(path, v)
	default:
		m.fields[path] = fmt.Sprint(v)
	}
	return nil
}

func (m *member) list(path string, values []any) error {
	words := make([]string, len(values))
	for i, v := range values {
		word, plain := text(v)
		if !plain || strings.Contains(word, "; ") {
			all, err := json.Marshal(values)
			m.fields[path] = string(all)
			return err
		}
		words[i] = word
	}
	m.fields[path] = strings.Join(words, "; ")
	return nil
}

// text is a value of a list that is one word: a text, or a reference, which has but a name.
func text(v any) (word string, plain bool) {
	if object, ok := v.(map[string]any); ok && len(object) == 1 {
		v = object["name"]
	}
	word, plain = v.(string)
	return word, plain
}

// population is the table of the records of a kind, by namespace and name, with a column
// for each field that one of them has.
func population(all []member) []byte {
	slices.SortFunc(all, func(a, b member) int {
		return cmp.Or(strings.Compare(a.namespace, b.namespace), strings.Compare(a.name, b.name))
	})
	paths := map[string]bool{}
	for i := range all {
		for path := range all[i].fields {
			paths[path] = true
		}
	}
	fields := slices.Sorted(maps.Keys(paths))
	rows := make([][]string, len(all))
	for i := range all {
		m := &all[i]
		rows[i] = []string{m.namespace, m.name, m.judged, m.file, m.line}
		for _, path := range fields {
			rows[i] = append(rows[i], m.fields[path])
		}
	}
	return table(slices.Concat([]string{"namespace", "name", "judged", "file", "line"}, fields), rows)
}
