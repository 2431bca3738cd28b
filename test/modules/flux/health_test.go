package flux_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fluxcd/cli-utils/pkg/kstatus/status"
	kustomizev1 "github.com/fluxcd/kustomize-controller/api/v1"
	"github.com/fluxcd/pkg/apis/kustomize"
	"github.com/fluxcd/pkg/runtime/cel"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

// written is the folder into which the manifests of test/statuses were written.
var written string

func TestMain(m *testing.M) {
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
		kind := filepath.Base(filepath.Dir(file))
		all = append(all, record{kind, strings.TrimSuffix(filepath.Base(file), ".yaml"), o})
	}
	return all
}

// wanted is what docs/gitops.md promises: by state, without our expressions, with
// them, and with the strict ones. What Flux does with a deleted record is its own:
// it waits for it to go.
var wanted = map[string]struct{ plain, lenient, strict status.Status }{
	"unjudged":   {status.InProgressStatus, status.InProgressStatus, status.InProgressStatus},
	"edited":     {status.InProgressStatus, status.InProgressStatus, status.InProgressStatus},
	"deleted":    {status.TerminatingStatus, status.InProgressStatus, status.InProgressStatus},
	"conforming": {status.CurrentStatus, status.CurrentStatus, status.CurrentStatus},
	"lapsed":     {status.CurrentStatus, status.CurrentStatus, status.FailedStatus},
	"lacking":    {status.CurrentStatus, status.CurrentStatus, status.FailedStatus},
	"unknown":    {status.CurrentStatus, status.CurrentStatus, status.FailedStatus},
}

// TestKstatusOfEveryKindInEveryState: what "flux", "kubectl wait" lookalikes and
// every other user of kstatus sees, without any setting.
func TestKstatusOfEveryKindInEveryState(t *testing.T) {
	for _, r := range records(t) {
		got, err := status.Compute(r.object)
		if err != nil {
			t.Fatal(err)
		}
		if got.Status != wanted[r.state].plain {
			t.Errorf("%s %s: %s (%s), want %s", r.kind, r.state, got.Status, got.Message, wanted[r.state].plain)
		}
	}
}

// checks reads the expressions of an example, which has no field that Flux does not know.
func checks(t *testing.T, file string) []kustomize.CustomHealthCheck {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../../../config/flux", file))
	if err != nil {
		t.Fatal(err)
	}
	var example kustomizev1.Kustomization
	if err := yaml.UnmarshalStrict(text, &example); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	if len(example.Spec.HealthCheckExprs) == 0 || !example.Spec.Wait {
		t.Fatalf("%s waits for nothing", file)
	}
	return example.Spec.HealthCheckExprs
}

// TestExpressionsOnEveryKindInEveryState asks Flux's own reader of statuses.
func TestExpressionsOnEveryKindInEveryState(t *testing.T) {
	for _, strict := range []bool{false, true} {
		file := "kustomization.yaml"
		if strict {
			file = "kustomization-strict.yaml"
		}
		newReader, err := cel.NewStatusReader(checks(t, file))
		if err != nil {
			t.Fatal(err)
		}
		reader := newReader(nil) // it needs a mapper only to read from a cluster
		for _, r := range records(t) {
			want := wanted[r.state].lenient
			if strict {
				want = wanted[r.state].strict
			}
			got, err := reader.ReadStatusForObject(t.Context(), nil, r.object)
			if err != nil {
				t.Fatalf("%s: %s %s: %v", file, r.kind, r.state, err)
			}
			if got.Status != want {
				t.Errorf("%s: %s %s: %s (%s), want %s", file, r.kind, r.state, got.Status, got.Message, want)
			}
		}
	}
}
