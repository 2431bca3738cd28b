package install_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// chartMarks are what only a chart has: labels by which Helm and people find what a
// release owns, and the annotation that keeps the CRDs.
var chartMarks = map[string]bool{
	"app.kubernetes.io/instance":   true,
	"app.kubernetes.io/managed-by": true,
	"app.kubernetes.io/version":    true,
	"helm.sh/chart":                true,
	"helm.sh/resource-policy":      true,
}

// TestChartAndKustomizeAgree compares what both ways of installing render, object by
// object and field by field. Left out are the marks above; the Namespace, which Helm
// does not own: --create-namespace makes it; and the namespace that kustomize gives to
// admission policies, which the API server drops: they belong to the whole cluster.
func TestChartAndKustomizeAgree(t *testing.T) {
	cases := map[string][2]string{"default": {filepath.Join(root, "config", "default"), filepath.Join(chart(), "values.yaml")}}
	entries, err := os.ReadDir("testdata")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if _, err := os.Stat(filepath.Join("testdata", e.Name(), "kustomization.yaml")); err == nil {
			cases[e.Name()] = [2]string{filepath.Join("testdata", e.Name()), filepath.Join("testdata", e.Name(), "values.yaml")}
		}
	}
	if len(cases) < 2 {
		t.Fatal("no cases in testdata")
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			want, have := byKey(kustomize(t, c[0])), byKey(render(t, "-f", c[1]))
			delete(want, "Namespace//"+namespace)
			for key, o := range want {
				if have[key] == nil {
					t.Errorf("the chart lacks %s", key)
				} else if diff := cmp.Diff(o, have[key]); diff != "" {
					t.Errorf("%s differs, - kustomize + chart:\n%s", key, diff)
				}
			}
			for key := range have {
				if want[key] == nil {
					t.Errorf("kustomize lacks %s", key)
				}
			}
		})
	}
}

// TestDashboardAgrees compares the ConfigMap of config/grafana with that of the chart,
// but for the namespace, which with kustomize is that of whoever applies it.
func TestDashboardAgrees(t *testing.T) {
	const name = "isms-operator-dashboard"
	want := find(kustomize(t, filepath.Join(root, "config", "grafana")), "ConfigMap", name)
	have := find(render(t, "--set=dashboard.enabled=true"), "ConfigMap", name)
	if want == nil || have == nil {
		t.Fatalf("kustomize has the ConfigMap: %t, the chart: %t", want != nil, have != nil)
	}
	have.SetNamespace("")
	unmark(have.Object)
	if diff := cmp.Diff(want.Object, have.Object); diff != "" {
		t.Errorf("- kustomize + chart:\n%s", diff)
	}
}

func byKey(objects []*unstructured.Unstructured) map[string]map[string]any {
	all := map[string]map[string]any{}
	for _, o := range objects {
		unmark(o.Object)
		if strings.HasPrefix(o.GetKind(), "ValidatingAdmissionPolicy") {
			o.SetNamespace("")
		}
		all[key(o)] = o.Object
	}
	return all
}

// unmark takes the chart's marks away, wherever labels are: in selectors too.
func unmark(value any) {
	switch v := value.(type) {
	case map[string]any:
		for k, child := range v {
			if chartMarks[k] {
				delete(v, k)
			}
			unmark(child)
		}
	case []any:
		for _, child := range v {
			unmark(child)
		}
	}
}
