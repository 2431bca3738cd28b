package manifest

import (
	"os"
	"path/filepath"
	"testing"
)

// TestSamplesAreProved: the fast path takes every sample. A record that it leaves to
// the judge is right as well, but takes ten times as long.
func TestSamplesAreProved(t *testing.T) {
	files, err := filepath.Glob("../../config/samples/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no samples: %v", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		r := reader{ctx: t.Context(), namespace: "default"}
		split(string(text), func(d document) {
			if !blank(d.text) && !r.scanned(d) {
				t.Errorf("%s: the document at line %d is not proved", file, d.line)
			}
		})
	}
}
