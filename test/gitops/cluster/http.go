package cluster

import (
	"net/http/cgi"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Serve serves the repository over HTTP by Git's own server program until the test ends,
// and returns its address, for a tool that takes no folder. Whoever reaches the loopback
// address may read, and nobody may push.
func (r *Repository) Serve(t testing.TB) string {
	t.Helper()
	folder, err := exec.CommandContext(t.Context(), "git", "--exec-path").Output()
	must(t, err)
	server := httptest.NewServer(&cgi.Handler{
		Path: filepath.Join(strings.TrimSpace(string(folder)), "git-http-backend"),
		Env: []string{
			"GIT_PROJECT_ROOT=" + r.Dir, "GIT_HTTP_EXPORT_ALL=1",
			"GIT_CONFIG_GLOBAL=" + os.DevNull, "GIT_CONFIG_NOSYSTEM=1",
		},
	})
	t.Cleanup(server.Close)
	return server.URL + "/.git"
}
