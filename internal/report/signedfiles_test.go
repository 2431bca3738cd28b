package report_test

import (
	"slices"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/report"
)

// signedWaiver is an exception with approvals by the names that are given, each with a signature that
// is none.
func signedWaiver(name string, approvals ...string) api.Record {
	e := &api.SecurityException{ObjectMeta: metav1.ObjectMeta{Name: name}}
	for _, a := range approvals {
		e.Spec.Approvals = append(e.Spec.Approvals, api.Approval{Name: a, By: *api.PersonActor("zoe"), ApprovedOn: api.MustDate("2026-05-20"), Signature: "no signature"})
	}
	return e
}

// TestNamesOfSignedFiles: what was signed has a name of its own whatever approvals are called, which
// leads nowhere, is short enough for a file, and is the same wherever it is shown.
func TestNamesOfSignedFiles(t *testing.T) {
	day, long := api.MustDate("2026-06-01"), strings.Repeat("é", 60)
	world := func(namespace string) *assess.World {
		return assess.NewWorld(namespace, []api.Record{
			signedWaiver("r", "a", "a", "../../x", `..\..\x`, "", long, long+"e"), signedWaiver("r.a", "2"), signedWaiver(strings.Repeat("r", 250), "a"),
		})
	}
	one, two := world("one"), world("two")
	for _, c := range []struct {
		why    string
		worlds []*assess.World
		begins func(namespace string) string
		keys   func(namespace string) string
	}{
		{"a namespace alone", []*assess.World{one}, func(string) string { return "SecurityException." }, func(string) string { return "-f allowed_signers " }},
		{"one of two", []*assess.World{one, two}, func(n string) string { return n + ".SecurityException." }, func(n string) string { return "-f allowed_signers." + n + " " }},
	} {
		all, names := report.SignOffsOf(day, c.worlds, nil).All, map[string]bool{}
		for i := range all {
			files, err := all[i].Files()
			if err != nil || len(files) != 2 || files[1].Name != files[0].Name+".sig" || string(files[1].Content) != "no signature\n" {
				t.Fatalf("%s: %v %v", c.why, files, err)
			}
			name := files[0].Name
			if names[name] || len(name) > 230 || strings.ContainsAny(name, `/\:`) || !strings.HasPrefix(name, c.begins(all[i].Namespace)) {
				t.Errorf("%s: a file is called %q", c.why, name)
			}
			names[name] = true
			if command := all[i].Command(); !strings.Contains(command, c.keys(all[i].Namespace)) || !strings.HasSuffix(command, " -s signed/"+name+".sig < signed/"+name) {
				t.Errorf("%s: %s", c.why, command)
			}
		}
		if len(names) != 9*len(c.worlds) {
			t.Errorf("%s: %d names", c.why, len(names))
		}
		// A page shows the namespaces one by one.
		i := slices.IndexFunc(report.Matrices(), func(k report.MatrixKind) bool { return k.Name == "approvals" })
		var shown []string
		for _, w := range c.worlds {
			m := report.Matrices()[i].Build(&report.MatrixSource{AsOf: day, Worlds: []*assess.World{w}, Several: len(c.worlds) > 1})
			for _, row := range m.Rows {
				shown = append(shown, row[slices.Index(m.Columns, report.CommandColumn)])
			}
		}
		for i := range all {
			if i >= len(shown) || shown[i] != all[i].Command() {
				t.Errorf("%s: the table does not show %s", c.why, all[i].Command())
			}
		}
	}
}
