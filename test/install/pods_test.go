package install_test

import (
	"os"
	"path/filepath"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	psa "k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
)

// TestPodsAreRestricted asks the code that enforces Pod Security in the API server
// about every pod that any way of installing makes.
func TestPodsAreRestricted(t *testing.T) {
	evaluator, err := policy.NewEvaluator(policy.DefaultChecks(), nil)
	if err != nil {
		t.Fatal(err)
	}
	check := func(t *testing.T, d *appsv1.Deployment) string {
		t.Helper()
		level := psa.LevelVersion{Level: psa.LevelRestricted, Version: psa.LatestVersion()}
		results := policy.AggregateCheckResults(evaluator.EvaluatePod(level, &d.Spec.Template.ObjectMeta, &d.Spec.Template.Spec))
		return results.ForbiddenDetail()
	}
	rendered := map[string][]*unstructured.Unstructured{
		"kustomize":           kustomize(t, filepath.Join(root, "config", "default")),
		"default":             render(t),
		"metrics certificate": render(t, "--set=metrics.certificateSecret=tls"),
		"insecure metrics":    render(t, "--set=metrics.secure=false"),
	}
	entries, err := os.ReadDir("testdata")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.IsDir() {
			rendered[e.Name()] = render(t, "-f", filepath.Join("testdata", e.Name(), "values.yaml"))
		}
	}
	for name, objects := range rendered {
		d := deployment(t, objects)
		if detail := check(t, d); detail != "" {
			t.Errorf("%s: %s", name, detail)
		}
		// The check can fail: the same pod, allowed one thing more.
		d.Spec.Template.Spec.Containers[0].SecurityContext.Capabilities = nil
		if check(t, d) == "" {
			t.Errorf("%s: a pod that keeps its capabilities passes", name)
		}
	}
}

// deployment returns the only one among the objects.
func deployment(t *testing.T, objects []*unstructured.Unstructured) *appsv1.Deployment {
	t.Helper()
	o := find(objects, "Deployment", "isms-operator-controller-manager")
	if o == nil {
		t.Fatal("no deployment")
	}
	d := &appsv1.Deployment{}
	if err := runtime.DefaultUnstructuredConverter.FromUnstructured(o.Object, d); err != nil {
		t.Fatal(err)
	}
	return d
}
