package rules_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/migrate"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/internal/signoff"
)

// awkward are texts that tools quote, escape, normalise or take for something else. U+007F is not among
// them: the library that kubectl writes YAML by writes it so that none can read it.
var awkward = []string{
	"1e2", "1.0", "0x1F", "007", "yes", "null", "~", "2026-01-15", "\u00c5", "A\u030a", "😀 \ufb33", "<&>\u2028", "a\n\n b\n", "a\tb", "# c", "- d: e", `"q" \ 'r'`, "\u200bx", "{}", "[]", "@a", "*b", "&c", "%d", "!e",
}

// awkwardly puts awkward texts where a record has words.
func awkwardly(d dice, v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			awkwardly(d, v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			awkwardly(d, v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				awkwardly(d, v.Field(i))
			}
		}
	case reflect.String:
		if v.String() == "some words" {
			v.SetString(awkward[d.Intn(len(awkward))])
		}
	}
}

// TestHashStaysOnAnything: whatever a record says that is approved, its content hash is the same once
// it was saved again by any tool, in any order and another namespace, with what is absent written
// as null, or migrated; and is another once any of its words is.
func TestHashStaysOnAnything(t *testing.T) {
	registry, hashed := rules.Registry(), map[string]int{}
	for seed := range int64(40) {
		d := random(seed)
		for _, r := range d.world() {
			kind := approvedKind(registry, r)
			if kind == nil {
				continue
			}
			awkwardly(d, specOf(r))
			hashed[kind.Name]++
			want := hashOf(kind, r)
			for how, text := range savedAgain(t, kind, r) {
				again := kind.New()
				if err := yaml.Unmarshal([]byte(text), again); err != nil {
					t.Fatalf("seed %d, %s, %s: %v\n%s", seed, kind.Name, how, err, text)
				}
				if have := hashOf(kind, again); have != want {
					t.Errorf("seed %d, %s, %s: the hash is another\n%s", seed, kind.Name, how, text)
				}
			}
			changed(t, d, kind, r, want)
		}
	}
	for _, kind := range registry.Kinds {
		if (kind.Content != nil) != (hashed[kind.Name] > 0) {
			t.Errorf("%s is hashed %d times", kind.Name, hashed[kind.Name])
		}
	}
}

// approvedKind is the kind of a record; nil where it is not approved.
func approvedKind(registry *assess.Registry, r api.Record) *assess.Kind {
	for i := range registry.Kinds {
		if k := &registry.Kinds[i]; k.Name == reflect.TypeOf(r).Elem().Name() && k.Content != nil {
			return k
		}
	}
	return nil
}

func hashOf(kind *assess.Kind, r api.Record) string {
	return signoff.Hash(signoff.SubjectOf(kind.Name, "isms.example", r.GetName()), kind.Content(r))
}

// savedAgain are texts of a record that say the same, by how each was made.
func savedAgain(t *testing.T, kind *assess.Kind, r api.Record) map[string]string {
	t.Helper()
	text, err := yaml.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var tree map[string]any
	if err := yaml.Unmarshal(text, &tree); err != nil {
		t.Fatal(err)
	}
	tree["apiVersion"], tree["kind"] = api.GroupVersion.String(), kind.Name
	tree["metadata"] = map[string]any{"name": r.GetName(), "namespace": "other", "labels": map[string]any{"team": "security"}}
	delete(tree, "status")
	elsewhere, err := yaml.Marshal(tree)
	if err != nil {
		t.Fatal(err)
	}
	migrated, _, err := migrate.Manifest(string(elsewhere))
	if err != nil {
		t.Fatal(err)
	}
	spec := tree["spec"].(map[string]any)
	for _, field := range reflect.VisibleFields(specOf(r).Type()) {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if _, there := spec[name]; !there && name != "" {
			spec[name] = nil
		}
	}
	nulls, err := json.MarshalIndent(tree, "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	return map[string]string{
		"saved by the types": string(text), "by a tool that knows no types, in another namespace": string(elsewhere),
		"migrated": migrated, "as JSON, with what is absent": string(nulls),
	}
}

// changed fails the test where a word of what is approved can be another, and the hash is not.
func changed(t *testing.T, d dice, kind *assess.Kind, r api.Record, want string) {
	t.Helper()
	text, err := json.Marshal(kind.Content(r))
	if err != nil {
		t.Fatal(err)
	}
	var tree any
	if err := json.Unmarshal(text, &tree); err != nil {
		t.Fatal(err)
	}
	var leaves []func()
	eachText(tree, func(change func()) { leaves = append(leaves, change) })
	if len(leaves) == 0 {
		return
	}
	leaves[d.Intn(len(leaves))]()
	if signoff.Hash(signoff.SubjectOf(kind.Name, "isms.example", r.GetName()), tree) == want {
		t.Errorf("%s says something else, and has the same hash: %s", kind.Name, fmt.Sprint(tree))
	}
}

// eachText yields a change of each text of a tree.
func eachText(v any, yield func(func())) {
	switch v := v.(type) {
	case map[string]any:
		for name, value := range v {
			if s, ok := value.(string); ok {
				yield(func() { v[name] = s + "\u200b" })
			}
			eachText(value, yield)
		}
	case []any:
		for i, value := range v {
			if s, ok := value.(string); ok {
				yield(func() { v[i] = s + "\u200b" })
			}
			eachText(value, yield)
		}
	}
}
