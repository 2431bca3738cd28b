package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/isms-operator/isms-operator/test/oddfiles"
)

// TestApproveOddFiles: a record is read however its lines end, and nothing is written
// into a file whose lines are not those of an editor.
func TestApproveOddFiles(t *testing.T) {
	const raci = "apiVersion: isms-operator.io/v1alpha1\nkind: AccountabilityMatrix\nmetadata:\n  name: raci\nspec:\n  rows:\n  - name: Policies\n    activity: Policy\n"
	for _, row := range []struct{ why, text string }{
		{"carriage returns alone", strings.ReplaceAll("# exported\n"+raci, "\n", "\r")},
		{"line separators of Unicode", strings.ReplaceAll(raci, "\n", "\u2028")},
		{"UTF-16", oddfiles.UTF16(raci, false, true)},
	} {
		file := filepath.Join(t.TempDir(), "raci.yaml")
		writeTo(t, file, row.text)
		p := isms(t, "approve", "-f", file, "--by", "ada", "--rationale", "Agreed")
		if p.code == 0 || !strings.Contains(p.err, "save it as UTF-8 with such lines") {
			t.Errorf("%s: %d\n%s%s", row.why, p.code, p.out, p.err)
		}
		if content(t, file) != row.text {
			t.Errorf("%s: the file was changed", row.why)
		}
	}
}
