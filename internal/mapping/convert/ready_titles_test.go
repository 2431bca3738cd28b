package convert

import (
	"regexp"
	"slices"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/isms-operator/isms-operator/internal/mapping"
	"github.com/isms-operator/isms-operator/internal/mapping/value"
	"github.com/isms-operator/isms-operator/internal/synonyms"
)

// alone is an expression that takes one field as it is, or as somebody's name.
var alone = regexp.MustCompile(`^\$\{(?:actors?\()?(?:ref\('\w+', )?(\w+)\)?\}$`)

// fills adds to a list the path in the spec that each field fills alone.
func fills(node *yaml.Node, path string, add func(path, field string)) {
	switch node.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(node.Content); i += 2 {
			at := node.Content[i].Value
			if path != "" {
				at = path + "." + at
			}
			fills(node.Content[i+1], at, add)
		}
	case yaml.SequenceNode:
		for _, item := range node.Content {
			fills(item, path+"[]", add)
		}
	case yaml.ScalarNode:
		if found := alone.FindStringSubmatch(node.Value); found != nil {
			add(path, found[1])
		}
	}
}

// TestTitlesAreSynonyms: the generic mappings know a column by the headings that the pages of
// the kinds and a suggestion know it by, so that neither says what the other does not.
func TestTitlesAreSynonyms(t *testing.T) {
	held := 0
	for _, name := range []string{"assets.yaml", "raci.yaml", "risks.yaml", "soa.yaml", "suppliers.yaml", "tools.yaml", "training.yaml"} {
		m, err := mapping.Parse(name, []byte(head+ready(t, name)))
		if err != nil {
			t.Fatal(err)
		}
		known := map[string]map[string]bool{} // the headings of what a field fills, folded
		for i := range m.Records {
			r := &m.Records[i]
			fills(&r.Spec, "", func(path, field string) {
				if known[field] == nil {
					known[field] = map[string]bool{}
				}
				for _, at := range []string{path, path + "[]"} {
					of := synonyms.Of(r.Kind, at)
					for _, heading := range slices.Concat(of["en"], of["de"], of["fr"]) {
						known[field][value.Fold(heading)] = true
					}
				}
			})
		}
		for _, f := range m.Resources[0].Schema.Fields {
			for _, title := range f.Titles {
				if known[f.Name] == nil { // of a key, or part of what is computed
					continue
				}
				held++
				if !known[f.Name][value.Fold(title)] {
					t.Errorf("docs/import/%s: %q is a title of %s, and internal/synonyms/fields.yaml does not know the field that it fills so", name, title, f.Name)
				}
			}
		}
	}
	if held < 500 {
		t.Errorf("only %d titles were held against the synonyms", held)
	}
}
