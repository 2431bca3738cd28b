package scenarios

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/signoff"
)

// TestSamplesAreBound: each approval of the samples that conform is bound to its record as it
// is. "-update" binds them again after an edit of the samples.
func TestSamplesAreBound(t *testing.T) {
	dir := "../../config/samples"
	files := map[string]string{}
	paths, err := filepath.Glob(filepath.Join(dir, "*.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		files[path] = string(text)
	}
	records, approvals := samples(t), 0
	BindingOf(records).each(records, func(a *api.Approval, s signoff.Subject, content any) {
		approvals++
		hash := signoff.Hash(s, content)
		if a.ContentHash == hash {
			return
		}
		if !*update {
			t.Errorf("%s/%s: the approval %s is bound to %q, and the record is %s", s.Kind, s.Name, a.Name, a.ContentHash, hash)
			return
		}
		for path, text := range files {
			if again := strings.Replace(text, a.ContentHash, hash, 1); a.ContentHash != "" && again != text {
				files[path] = again
				if err := os.WriteFile(path, []byte(again), 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
	})
	if approvals == 0 {
		t.Fatal("no sample is approved")
	}
}
