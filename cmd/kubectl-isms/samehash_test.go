package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"sort"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"

	"github.com/isms-operator/isms-operator/internal/manifest"
	"github.com/isms-operator/isms-operator/internal/migrate"
)

// TestHashStays: the content hash of a record is the same in another namespace, after a save
// through the types of the API, after a migration, and in whatever order its fields are
// written.
func TestHashStays(t *testing.T) {
	dir := copyOfSamples(t)
	want := hashesIn(t, dir, "")
	if len(want) < 5 {
		t.Fatalf("%d records of the samples are approved", len(want))
	}
	same := func(why string, have map[string]string) {
		t.Helper()
		for name, hash := range want {
			if have[name] != hash {
				t.Errorf("%s: %s is %s, and was %s", why, name, have[name], hash)
			}
		}
	}
	same("in another namespace", hashesIn(t, dir, "other"))
	set := loadDir(t, dir, "")
	var saved, migrated strings.Builder
	orders := make([]strings.Builder, 5)
	for i := range set.Namespaces {
		for _, r := range set.Namespaces[i].Records {
			text, err := json.Marshal(r)
			if err != nil {
				t.Fatal(err)
			}
			var tree map[string]any
			if err := json.Unmarshal(text, &tree); err != nil {
				t.Fatal(err)
			}
			tree["kind"], tree["apiVersion"] = kindOf(r), "isms-operator.io/v1alpha1"
			delete(tree, "status")
			again, err := yaml.Marshal(tree)
			if err != nil {
				t.Fatal(err)
			}
			saved.WriteString("---\n" + string(again))
			now, _, err := migrate.Manifest(string(again))
			if err != nil {
				t.Fatal(err)
			}
			migrated.WriteString("---\n" + now)
			for seed := range orders {
				orders[seed].WriteString("---\n" + shuffled(tree, rand.New(rand.NewPCG(uint64(seed), 1))) + "\n")
			}
		}
	}
	same("saved through the types", hashesIn(t, folder(t, map[string]string{"a.yaml": saved.String()}), ""))
	same("migrated", hashesIn(t, folder(t, map[string]string{"a.yaml": migrated.String()}), ""))
	for i := range orders {
		same("in another order", hashesIn(t, folder(t, map[string]string{"a.yaml": orders[i].String()}), ""))
	}
}

// shuffled is a value as JSON, with the fields of each mapping in any order.
func shuffled(v any, r *rand.Rand) string {
	var parts []string
	switch v := v.(type) {
	case map[string]any:
		keys := make([]string, 0, len(v))
		for key := range v {
			keys = append(keys, key)
		}
		sort.Strings(keys)
		r.Shuffle(len(keys), func(i, k int) { keys[i], keys[k] = keys[k], keys[i] })
		for _, key := range keys {
			parts = append(parts, fmt.Sprintf("%q: %s", key, shuffled(v[key], r)))
		}
		return "{" + strings.Join(parts, ",") + "}"
	case []any:
		for _, item := range v {
			parts = append(parts, shuffled(item, r))
		}
		return "[" + strings.Join(parts, ",") + "]"
	}
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // it was JSON before
	}
	return string(text)
}

func loadDir(t *testing.T, dir, namespace string) *manifest.Set {
	t.Helper()
	set, err := manifest.Load(t.Context(), []string{dir}, manifest.Options{Namespace: namespace, SkipEvidence: true})
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// hashesIn are the content hashes of all records of files that are approved, by their names.
func hashesIn(t *testing.T, dir, namespace string) map[string]string {
	t.Helper()
	all := map[string]string{}
	set := loadDir(t, dir, namespace)
	for i := range set.Namespaces {
		n := &set.Namespaces[i]
		for _, r := range n.Records {
			if a, ok := asApprovable(r); ok {
				a.isms = ismsOf(n)
				all[a.String()] = a.hash()
			}
		}
	}
	return all
}
