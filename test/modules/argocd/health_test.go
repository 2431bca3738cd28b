package argocd_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	appv1 "github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	"github.com/argoproj/argo-cd/v3/util/lua"
	"github.com/argoproj/argo-cd/v3/util/settings"
	"github.com/argoproj/gitops-engine/pkg/health"
	"github.com/sirupsen/logrus"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/kubernetes/fake"
	"sigs.k8s.io/yaml"
)

var update = flag.Bool("update", false, "rewrite testdata/health.txt and the contributed test")

// written is the folder into which the manifests of test/statuses were written.
var written string

func TestMain(m *testing.M) {
	logrus.SetLevel(logrus.WarnLevel) // its settings manager tells of each ConfigMap that it reads
	var err error
	if written, err = os.MkdirTemp("", "statuses"); err == nil {
		c := exec.Command("go", "run", "./test/statuses/cmd/statuses", "-out", written)
		c.Dir, c.Stderr = "../../..", os.Stderr
		err = c.Run()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "the manifests cannot be made:", err)
		os.Exit(1)
	}
	code := m.Run()
	_ = os.RemoveAll(written) // a folder that stays behind harms nobody
	os.Exit(code)
}

// variants are the four forms of the settings.
var variants = []struct {
	file   string
	strict bool
}{
	{"argocd-cm.yaml", false},
	{"argocd-cm-group.yaml", false},
	{"strict/argocd-cm.yaml", true},
	{"strict/argocd-cm-group.yaml", true},
}

// record is a manifest of test/statuses.
type record struct {
	kind, state string
	object      *unstructured.Unstructured
}

func records(t *testing.T) []record {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(written, "*", "*.yaml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no statuses: %v", err)
	}
	var all []record
	for _, file := range files {
		kind := filepath.Base(filepath.Dir(file))
		all = append(all, record{kind, strings.TrimSuffix(filepath.Base(file), ".yaml"), read(t, file)})
	}
	return all
}

func read(t *testing.T, file string) *unstructured.Unstructured {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	// As a client reads it from the API server: whole numbers are int64.
	o := &unstructured.Unstructured{}
	json, err := yaml.YAMLToJSONStrict(text)
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	if err := o.UnmarshalJSON(json); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return o
}

// overrides reads a form of the settings as Argo CD does, from its ConfigMap.
func overrides(t *testing.T, file string) map[string]appv1.ResourceOverride {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../../../config/argocd", file))
	if err != nil {
		t.Fatal(err)
	}
	cm := &corev1.ConfigMap{}
	if err := yaml.UnmarshalStrict(text, cm); err != nil {
		t.Fatal(err)
	}
	cm.Namespace = "argocd"
	secret := &corev1.Secret{ObjectMeta: metav1.ObjectMeta{
		Name: "argocd-secret", Namespace: "argocd", Labels: map[string]string{"app.kubernetes.io/part-of": "argocd"},
	}}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	all, err := settings.NewSettingsManager(ctx, fake.NewClientset(cm, secret), "argocd").GetResourceOverrides()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestHealthOfEveryKindInEveryState runs what Argo CD runs for each resource.
func TestHealthOfEveryKindInEveryState(t *testing.T) {
	said := map[bool]string{}
	for _, v := range variants {
		all := overrides(t, v.file)
		var b strings.Builder
		for _, r := range records(t) {
			got, err := health.GetResourceHealth(r.object, lua.ResourceHealthOverrides(all))
			if err != nil || got == nil {
				t.Fatalf("%s: %s %s: health %v, error %v", v.file, r.kind, r.state, got, err)
			}
			fmt.Fprintf(&b, "%s %s: %s: %s\n", r.kind, r.state, got.Status, got.Message)
			if err := asWanted(r, v.strict, got); err != nil {
				t.Errorf("%s: %s %s: %v", v.file, r.kind, r.state, err)
			}
		}
		if before, ok := said[v.strict]; ok && before != b.String() {
			t.Errorf("%s says something else than the form before it", v.file)
		}
		said[v.strict] = b.String()
	}
	golden(t, "testdata/health.txt", said[false])
	golden(t, "testdata/health-strict.txt", said[true])
}

// asWanted is the mapping that docs/gitops.md promises.
func asWanted(r record, strict bool, got *health.HealthStatus) error {
	notPassed := health.HealthStatusHealthy // seen in the message, and delivery goes on
	if strict {
		notPassed = health.HealthStatusDegraded
	}
	want, message := map[string]health.HealthStatusCode{
		"unjudged":   health.HealthStatusProgressing,
		"edited":     health.HealthStatusProgressing,
		"deleted":    health.HealthStatusProgressing,
		"conforming": health.HealthStatusHealthy,
		"lapsed":     notPassed,
		"lacking":    notPassed,
		"unknown":    notPassed,
	}, map[string]string{
		"unjudged": "The operator has not judged", "edited": "The operator has not judged", "deleted": "Pending deletion",
		"lapsed": "Not conforming (", "lacking": "Not conforming (", "unknown": "Conformity unknown (",
	}
	if got.Status != want[r.state] || !strings.HasPrefix(got.Message, message[r.state]) || got.Message == "" {
		return fmt.Errorf("%s %q, want %s %q…", got.Status, got.Message, want[r.state], message[r.state])
	}
	if r.state == "conforming" && strings.Contains(got.Message, "ompliant (") {
		return fmt.Errorf("a pass is told as %q", got.Message)
	}
	return nil
}

// TestNothingThatIsNotJudgedIsHealthy: no status, half a status and a status of
// another shape are never a pass.
func TestNothingThatIsNotJudgedIsHealthy(t *testing.T) {
	pass := map[string]any{"type": "Conforming", "status": "True", "reason": "NoFindings", "message": "No finding is open"}
	for _, c := range []struct {
		why    string
		status any
	}{
		{"no status", nil},
		{"an empty status", map[string]any{}},
		{"no generation", map[string]any{"conditions": []any{pass}}},
		{"the default of the CRD", map[string]any{"observedGeneration": int64(-1)}},
		{"a pass of an earlier generation", map[string]any{"observedGeneration": int64(1), "conditions": []any{pass}}},
		{"no conditions", map[string]any{"observedGeneration": int64(2)}},
		{"another condition alone", map[string]any{"observedGeneration": int64(2), "conditions": []any{map[string]any{"type": "Current", "status": "True"}}}},
	} {
		object := map[string]any{"apiVersion": "isms-operator.io/v1alpha1", "kind": "ToolLicense",
			"metadata": map[string]any{"name": "scanner", "generation": int64(2)}}
		if c.status != nil {
			object["status"] = c.status
		}
		for _, v := range variants {
			got, err := health.GetResourceHealth(&unstructured.Unstructured{Object: object}, lua.ResourceHealthOverrides(overrides(t, v.file)))
			if err != nil || got.Status != health.HealthStatusProgressing {
				t.Errorf("%s, %s: %v %v, want Progressing", v.file, c.why, got, err)
			}
		}
	}
}

// TestStatusIsNotCompared: what the operator writes is no drift, whatever the
// compare options of the installation say.
func TestStatusIsNotCompared(t *testing.T) {
	for _, v := range variants {
		all := overrides(t, v.file)
		for _, r := range records(t) {
			group, kind := r.object.GroupVersionKind().Group, r.object.GetKind()
			found := false
			for _, key := range []string{group + "/" + kind, group + "/*"} {
				for _, pointer := range all[key].IgnoreDifferences.JSONPointers {
					found = found || pointer == "/status"
				}
			}
			if !found {
				t.Errorf("%s compares the status of %s", v.file, kind)
			}
		}
	}
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		t.Errorf("%s differs; run go test -update and look at the difference", path)
	}
}
