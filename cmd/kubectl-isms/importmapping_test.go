package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestImportMapping: a register comes in, a second run changes nothing, a changed row changes
// its record alone and what people wrote stays, and a rejected row lets nothing be written.
func TestImportMapping(t *testing.T) {
	t.Chdir(t.TempDir())
	write := func(name, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("m.yaml", `apiVersion: mapping.isms-operator.io/v1alpha1
kind: Mapping
resources:
- name: risks
  schema: {fields: [{name: id}, {name: title}, {name: rating, values: {Hoch: High, Tief: Low}}], primaryKey: id}
records:
- {from: risks, kind: Risk, name: "${id}", spec: {title: "${title}", rating: "${rating}"}}
`)
	write("evidence/risk.yaml", "# ours\napiVersion: isms-operator.io/v1alpha1\nkind: Risk\nmetadata:\n  name: r1\nspec:\n  title: Old # why\n  description: by hand\n")
	imported := func(rows string, wantCode int) string {
		t.Helper()
		write("risks.csv", "id,title,rating\n"+rows)
		var out, errs strings.Builder
		e := &env{name: "kubectl-isms", in: strings.NewReader(""), out: &out, err: &errs, getenv: func(string) string { return "" }}
		if code := run(t.Context(), e, []string{"import", "--mapping", "m.yaml", "risks.csv", "-f", "evidence", "--write"}); code != wantCode {
			t.Errorf("exit %d, want %d: %s%s", code, wantCode, out.String(), errs.String())
		}
		return out.String()
	}
	read := func() string {
		t.Helper()
		text, err := os.ReadFile("evidence/risk.yaml")
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	imported("R1,Fire,Hoch\nR2,Flood,Tief\n", 0)
	first := read()
	for _, want := range []string{"# ours", "title: Fire # why", "description: by hand", "rating: High", "name: r2"} {
		if !strings.Contains(first, want) {
			t.Errorf("nothing says %q:\n%s", want, first)
		}
	}
	if out := imported("R1,Fire,Hoch\nR2,Flood,Tief\n", 0); read() != first || !strings.Contains(out, "2 unchanged") {
		t.Errorf("a second run changes something: %s", out)
	}
	imported("R0,Storm,Tief\nR1,Fire,\nR2,Flood,Tief\n", 0)
	if now := read(); strings.Contains(now, "rating: High") || !strings.Contains(now, "description: by hand") || !strings.Contains(now, "name: r0") {
		t.Errorf("the cell was emptied:\n%s", now)
	}
	before := read()
	if out := imported("R1,Fire,Hochh\nR2,Flood,Hoch\n", 2); read() != before || !strings.Contains(out, `risks.csv:2, column C  rating: found "Hochh"; allowed are Hoch, Tief; the nearest is "Hoch"`) {
		t.Errorf("a rejected row: %s", out)
	}
}
