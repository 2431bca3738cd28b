package v1alpha1

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// TestNoFieldNameIsABoolean keeps field names from which YAML 1.1, and so
// kubectl, reads true or false instead of a name.
func TestNoFieldNameIsABoolean(t *testing.T) {
	boolean := regexp.MustCompile(`(?mi)^\s+["']?(on|off|y|n|yes|no|true|false)["']?:\s*$`)
	files, err := filepath.Glob("../../config/crd/bases/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no CRD found: %v", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range boolean.FindAllString(string(data), -1) {
			t.Errorf("%s has the field %q, which users would have to quote", file, name)
		}
	}
}
