package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const oldRole = "apiVersion: isms-operator.io/v1alpha1\nkind: SecurityRole\nmetadata: {name: r}\nspec:\n  title: R\n  reportsTo: {name: boss} # hers\n"

// TestMigrate shows the exit codes, that nothing is written unless it is asked for, and
// that one file that cannot be changed keeps none of the others from being so.
func TestMigrate(t *testing.T) {
	dir := folder(t, map[string]string{
		"old.yaml":   oldRole,
		"new.yaml":   strings.ReplaceAll(oldRole, "reportsTo", "reportsToRef"),
		"tagged.yml": "apiVersion: isms-operator.io/v1alpha1\nkind: SecurityBudget\nmetadata: {name: b}\nspec:\n  requestedBy: !!map {name: x}\n",
	})
	old, tagged := filepath.Join(dir, "old.yaml"), filepath.Join(dir, "tagged.yml")
	if err := os.Chmod(old, 0o600); err != nil {
		t.Fatal(err)
	}
	if p := isms(t, "migrate", "-f", old).must(t, exitFindings); content(t, old) != oldRole || !strings.Contains(p.out, old+":6: SecurityRole/r: spec.reportsTo is now spec.reportsToRef") {
		t.Errorf("%s%s", p.out, content(t, old))
	}
	p := isms(t, "migrate", "-f", dir, "--write").must(t, exitUnusable)
	if !strings.Contains(p.err, tagged+": line 5: SecurityBudget/b, spec.requestedBy: ") || !strings.Contains(p.out, "1 changes written to 1 of 3 files") {
		t.Errorf("%s%s", p.out, p.err)
	}
	if have := content(t, old); have != strings.ReplaceAll(oldRole, "reportsTo", "reportsToRef") {
		t.Error(have)
	}
	if info, err := os.Stat(old); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the mode is now %v", info.Mode())
	}
	if p := isms(t, "migrate", "-f", old, "--write").must(t, 0); p.out != "nothing to change in 1 files\n" {
		t.Error(p.out)
	}
	isms(t, "migrate").must(t, exitUnusable)
	isms(t, "migrate", "-f", "-").must(t, exitUnusable)
}
