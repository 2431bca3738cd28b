package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestBaseWithLinks: a file that is there under two names, as in a volume of Kubernetes,
// is read once in a revision as on the disk, and a pattern means the same in both.
func TestBaseWithLinks(t *testing.T) {
	dir := t.TempDir()
	writeTo(t, filepath.Join(dir, "mount", "..2026_11_29", "ada.yaml"), "apiVersion: isms-operator.io/v1alpha1\nkind: Person\nmetadata:\n  name: ada\nspec:\n  sourcing: Internal\n")
	for link, target := range map[string]string{"..data": "..2026_11_29", "ada.yaml": "..data/ada.yaml"} {
		if err := os.Symlink(target, filepath.Join(dir, "mount", link)); err != nil {
			t.Fatal(err)
		}
	}
	newRepo(t, dir)
	for _, row := range []struct {
		why  string
		args []string
	}{
		{"the folder with all below it", []string{"-R", "-f", filepath.Join(dir, "mount")}},
		{"a pattern", []string{"-f", filepath.Join(dir, "mount", "*.yaml")}},
	} {
		p := isms(t, append([]string{"assess", "--base", "git:HEAD"}, row.args...)...).must(t, 0)
		if p.err != "" || !strings.Contains(p.out, "0 introduced") {
			t.Errorf("%s:\n%s\n%s", row.why, p.err, p.out)
		}
	}
}
