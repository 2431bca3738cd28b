package install_test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

// values reads a file of values.
func values(t *testing.T, file string) map[string]any {
	t.Helper()
	data, err := os.ReadFile(file)
	var all map[string]any
	if err == nil {
		err = yaml.Unmarshal(data, &all)
	}
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// keys are the paths of all keys of values, sections as well as leaves.
func keys(all map[string]any, above ...string) (paths [][]string) {
	for _, key := range slices.Sorted(maps.Keys(all)) {
		path := append(slices.Clone(above), key)
		paths = append(paths, path)
		if section, ok := all[key].(map[string]any); ok {
			paths = append(paths, keys(section, path...)...)
		}
	}
	return paths
}

// rendered is what helm template prints for values, one file after the other.
func rendered(t *testing.T, files ...map[string]any) (string, error) {
	t.Helper()
	args := []string{"template", release, chart(), "-n", namespace}
	for _, file := range files {
		data, err := yaml.Marshal(file)
		name := filepath.Join(t.TempDir(), "values.yaml")
		if err == nil {
			err = os.WriteFile(name, data, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		args = append(args, "-f", name)
	}
	return helm(t, args...)
}

// TestEmptyKeys leaves every key of the chart's values empty in turn, where everything is
// enabled: it is as if it were not there, or the schema says what is missing.
func TestEmptyKeys(t *testing.T) {
	base := values(t, filepath.Join("testdata", "everything", "values.yaml"))
	base["dashboard"] = map[string]any{"enabled": true}
	base["crd"] = map[string]any{"enable": false} // they are large
	whole, err := rendered(t, base)
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range keys(values(t, filepath.Join(chart(), "values.yaml"))) {
		t.Run(strings.Join(path, "."), func(t *testing.T) {
			t.Parallel()
			empty := map[string]any{}
			if err := unstructured.SetNestedField(empty, nil, path...); err != nil {
				t.Fatal(err)
			}
			got, failed := rendered(t, base, empty)
			if path[0] == "resources" && len(path) > 1 {
				checkTaken(t, whole, got, failed, path)
				return
			}
			want := whole
			without := (&unstructured.Unstructured{Object: base}).DeepCopy().Object
			if _, found, _ := unstructured.NestedFieldNoCopy(without, path...); found {
				unstructured.RemoveNestedField(without, path...)
				var err error
				if want, err = rendered(t, without); err != nil {
					t.Fatal(err)
				}
			}
			checkEmpty(t, got, want, failed, path)
		})
	}
}

// checkEmpty wants the manifests that there are without the key, or a message of the
// schema that names it or the map that must not be left empty.
func checkEmpty(t *testing.T, got, want string, failed error, path []string) {
	t.Helper()
	switch {
	case failed == nil && got != want:
		t.Errorf("other manifests than without it:\n%s", got)
	case failed == nil:
	case !strings.Contains(failed.Error(), "values don't meet the specifications of the schema"),
		!strings.Contains(failed.Error(), "missing property '"+path[len(path)-1]+"'") && !strings.Contains(failed.Error(), "at '/"+strings.Join(path[:len(path)-1], "/")+"'"):
		t.Errorf("the message does not name it: %v", failed)
	}
}

// checkTaken wants a request or limit gone, and nothing else changed: an empty key is how
// Helm takes one away.
func checkTaken(t *testing.T, before, after string, failed error, path []string) {
	t.Helper()
	if failed != nil {
		t.Fatal(failed)
	}
	want := parse(t, before)
	for _, o := range want {
		if containers, found, _ := unstructured.NestedSlice(o.Object, "spec", "template", "spec", "containers"); found {
			unstructured.RemoveNestedField(containers[0].(map[string]any), path...)
			if err := unstructured.SetNestedSlice(o.Object, containers, "spec", "template", "spec", "containers"); err != nil {
				t.Fatal(err)
			}
		}
	}
	one, err := yaml.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	if other, err := yaml.Marshal(parse(t, after)); err != nil || string(one) != string(other) {
		t.Errorf("%v: more or less than that is gone:\n%s", err, other)
	}
}

// TestValuesOfAnOlderRelease renders the chart as an upgrade with --reuse-values does from
// a release whose chart knew none of the values: it brings the old defaults, not the new.
func TestValuesOfAnOlderRelease(t *testing.T) {
	older := filepath.Join(t.TempDir(), "isms-operator")
	if err := os.CopyFS(older, os.DirFS(chart())); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(older, "values.yaml"), []byte("{}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	want, err := helm(t, "template", release, chart(), "-n", namespace)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := helm(t, "template", release, older, "-n", namespace); err != nil || got != want {
		t.Errorf("%v: other manifests:\n%s", err, got)
	}
}
