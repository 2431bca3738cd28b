//go:build gitops

package argocd

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write what Argo CD prints into testdata, which docs/gitops.md shows")

// moving are parts of outputs that differ each time, and what stands for them.
var moving = []struct {
	pattern *regexp.Regexp
	text    string
}{
	{regexp.MustCompile(`\b[0-9a-f]{40}\b`), "53af3b7d1c0f5e0b1c2d3e4f5a6b7c8d9e0f1a2b"},
	{regexp.MustCompile(`\(([0-9a-f]{7})\)`), "(53af3b7)"},
	{regexp.MustCompile(`20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)`), "2026-12-01T09:00:00Z"},
	{regexp.MustCompile(`20\d\d-\d\d-\d\d \d\d:\d\d:\d\d \+\d{4} \w+`), "2026-12-01 09:00:00 +0000 UTC"},
	{regexp.MustCompile(`(?m)^(Duration: +)\S+$`), "${1}2s"},
	{regexp.MustCompile(`[ \t]+(\n|$)`), "$1"},
}

// shows runs argocd or kubectl and holds what it prints against testdata/NAME.txt, the
// first line of which is the command.
func (e *environment) shows(t *testing.T, name string, command ...string) {
	t.Helper()
	run := func(args ...string) string { out, _ := e.cli(t, args...); return out }
	if command[0] == "kubectl" {
		run = func(args ...string) string { return e.Kubectl(t, "", args...) }
	}
	printed := strings.NewReplacer(e.server, "cd.example.org", e.address(), "https://kubernetes.default.svc",
		e.repository, "https://git.example.org/acme/isms-evidence.git").Replace(run(command[1:]...))
	for _, m := range moving {
		printed = m.pattern.ReplaceAllString(printed, m.text)
	}
	got := "$ " + strings.Join(command, " ") + "\n" + strings.TrimRight(printed, "\n") + "\n"
	path := filepath.Join("testdata", name+".txt")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil || string(want) != got {
		t.Errorf("%s differs (%v); run make e2e-gitops E2E_GITOPS=update and look at the difference. It is now\n%s", path, err, got)
	}
}
