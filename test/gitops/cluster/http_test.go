package cluster_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/isms-operator/isms-operator/test/gitops/cluster"
)

// TestARepositoryIsServed: a client reads what was committed after the server began, and
// changes nothing.
func TestARepositoryIsServed(t *testing.T) {
	r := cluster.NewRepository(t)
	url := r.Serve(t)
	r.Write(t, "records/person.yaml", "kind: Person\n")
	r.Commit(t, "A person")
	clone := filepath.Join(t.TempDir(), "clone")
	git := func(args ...string) ([]byte, error) {
		cmd := exec.CommandContext(t.Context(), "git", args...)
		cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1", "GIT_TERMINAL_PROMPT=0")
		return cmd.CombinedOutput()
	}
	if out, err := git("clone", "--quiet", url, clone); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if text, err := os.ReadFile(filepath.Join(clone, "records", "person.yaml")); err != nil || string(text) != "kind: Person\n" {
		t.Errorf("the clone has %q (%v)", text, err)
	}
	if out, err := git("-C", clone, "push", "origin", "HEAD:refs/heads/other"); err == nil {
		t.Errorf("somebody could push: %s", out)
	}
}
