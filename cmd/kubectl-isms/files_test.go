package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

func eachItem(list client.ObjectList, do func(api.Record)) error {
	return meta.EachListItem(list, func(o runtime.Object) error {
		do(o.(api.Record))
		return nil
	})
}

// copyOfSamples copies the samples into a new folder.
func copyOfSamples(t *testing.T) string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(samples, "*.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, name := range names {
		files[filepath.Base(name)] = content(t, name)
	}
	return folder(t, files)
}

func content(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// edit replaces a text that a file has once.
func edit(t *testing.T, name, old, now string) {
	t.Helper()
	text := content(t, name)
	if strings.Count(text, old) != 1 {
		t.Fatalf("%s has %q %d times", name, old, strings.Count(text, old))
	}
	writeTo(t, name, strings.Replace(text, old, now, 1))
}

// TestNamespaceThatIsNone: a record whose namespace cannot be one may be meant for any,
// so none conforms beside it.
func TestNamespaceThatIsNone(t *testing.T) {
	for _, namespace := range []string{"Default", "5", "a.b", "[default]"} {
		dir := folder(t, map[string]string{"a.yaml": "apiVersion: isms-operator.io/v1alpha1\nkind: Person\nmetadata:\n  name: ada\n  namespace: " + namespace + "\n"})
		p := isms(t, "assess", "-n", "acme", "-f", samples, "-f", dir, "-o", "json").must(t, exitUnusable)
		if d := parse(t, p.out); d.Namespaces[0].Verdict != api.VerdictUnknown {
			t.Errorf("beside a record of the namespace %s the verdict is %s", namespace, d.Namespaces[0].Verdict)
		}
	}
}

// TestBaseOfThePolicy: a change that weakens the policy introduces a finding, also in a
// field that was weak before; one that mends some of it introduces none.
func TestBaseOfThePolicy(t *testing.T) {
	every := func(months string) string {
		dir := copyOfSamples(t)
		edit(t, filepath.Join(dir, "clauseassessment.yaml"), "managementReviewIntervalMonths: 12", "managementReviewIntervalMonths: "+months)
		return dir
	}
	for _, row := range []struct {
		why, before, after string
		introduced         bool
	}{
		{"weakened", "12", "24", true},
		{"weakened further", "24", "36", true},
		{"as weak as it was", "24", "24", false},
		{"mended in part", "36", "24", false},
		{"mended", "24", "12", false},
	} {
		code := map[bool]int{true: exitFindings, false: 0}[row.introduced]
		p := isms(t, "assess", "-f", every(row.after), "--base", every(row.before)).must(t, code)
		_, findings, _ := strings.Cut(p.out, "\n  Introduced")
		findings, _, _ = strings.Cut(findings, "\n  Resolved")
		if told := strings.Contains(findings, row.after+" instead of 12"); told != row.introduced {
			t.Errorf("%s: introduced %t\n%s", row.why, told, p.out)
		}
		if weak := row.after != "12"; strings.Contains(p.out, "in 1 field (1 beyond the floor)") != weak {
			t.Errorf("%s: the head says otherwise\n%s", row.why, p.out)
		}
	}
}
