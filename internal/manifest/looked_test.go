package manifest_test

import (
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/isms-operator/isms-operator/internal/manifest"
)

// TestLooked: whoever wants to know when to read again is told all that was looked at: folders,
// files, and documents that records name, there or not.
func TestLooked(t *testing.T) {
	dir := t.TempDir()
	record := "apiVersion: isms-operator.io/v1alpha1\nkind: Person\nmetadata: {name: ada}\nspec:\n  sourcing: Internal\n  evidence:\n  - {name: one, uri: ../away/contract.pdf}\n"
	for name, text := range map[string]string{"records/a.yaml": record, "records/deep/b.yaml": "", "records/notes.txt": ""} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		name, why string
		recursive bool
		path      string
		want      map[string]bool
	}{
		{"folder", "and no folder below it", false, "records", map[string]bool{"records": true, "records/a.yaml": true, "records/deep": false, "records/notes.txt": false, "away/contract.pdf": true}},
		{"recursive", "with those below", true, "records", map[string]bool{"records": true, "records/a.yaml": true, "records/deep": true, "records/deep/b.yaml": true}},
		{"pattern", "its folder, in which another file may match", false, "records/*.yaml", map[string]bool{"records": true, "records/a.yaml": true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var mu sync.Mutex
			looked := map[string]bool{}
			if _, err := manifest.Load(t.Context(), []string{filepath.Join(dir, c.path)}, manifest.Options{Recursive: c.recursive, Looked: func(name string) {
				mu.Lock()
				defer mu.Unlock()
				looked[filepath.Clean(name)] = true
			}}); err != nil {
				t.Fatal(err)
			}
			for name, want := range c.want {
				if looked[filepath.Join(dir, name)] != want {
					t.Errorf("%s: %s was looked at: %t", c.why, name, !want)
				}
			}
		})
	}
}
