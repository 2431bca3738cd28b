package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/isms-operator/isms-operator/test/realdata"
)

// TestRunAccountsForEverything checks that what was written is on disk, and that
// what was not is said.
func TestRunAccountsForEverything(t *testing.T) {
	source, ok := realdata.Source()
	if !ok {
		t.Skipf("real data absent at %s: NOT TESTED", source)
	}
	dir := t.TempDir()
	var printed bytes.Buffer
	if err := run(t.Context(), &printed, source, dir); err != nil {
		t.Fatal(err)
	}
	for file, documents := range map[string]int{
		"fedramp-marketplace/outsourcedservice.yaml": 629,
		"18f-tts-tech-portfolio/person.yaml":         5,
		"18f-tts-tech-portfolio/securityrole.yaml":   17,
		"rust-project/person.yaml":                   81,
		"rust-project/securityrole.yaml":             19,
		"rust-project/managementreview.yaml":         9,
	} {
		data, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil {
			t.Fatal(err)
		}
		if got := bytes.Count(data, []byte("---\n")); got != documents {
			t.Errorf("%s has %d documents, want %d", file, got, documents)
		}
	}
	for _, line := range []string{
		"5 rejected", `"6/152026"; allowed is a day that exists`, `jab: "assessment_date", 28 cells (a day without a year)`,
	} {
		if !strings.Contains(printed.String(), line) {
			t.Errorf("nothing says %q:\n%s", line, printed.String())
		}
	}
}

func TestRunFailsWithoutSource(t *testing.T) {
	if err := run(t.Context(), &bytes.Buffer{}, t.TempDir(), t.TempDir()); err == nil {
		t.Error("an empty folder was converted without complaint")
	}
}
