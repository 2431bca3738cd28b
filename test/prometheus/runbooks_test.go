//go:build prometheus

package prometheus

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// shown is a command of a runbook, after its prompt.
var shown = regexp.MustCompile(`(?m)^ *\$ (kubectl .*)$`)

// testRunbooks runs every command of the runbooks: one that fails would do so when it
// is needed most. What it prints depends on the day and is not compared.
func (e *environment) testRunbooks(t *testing.T) {
	pages, err := filepath.Glob("../../docs/runbooks/*.md")
	if err != nil {
		t.Fatal(err)
	}
	ran := map[string]bool{}
	for _, page := range pages {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range shown.FindAllStringSubmatch(string(text), -1) {
			command := strings.ReplaceAll(match[1], "-n acme-isms", "-n acme")
			if ran[command] || strings.Contains(command, " logs ") { // there is no pod
				continue
			}
			ran[command] = true
			cmd := exec.Command("bash", "-c", command)
			cmd.Env = append(os.Environ(), "KUBECONFIG="+e.cluster.Kubeconfig(), "PATH="+filepath.Dir(e.cluster.Bin("kubectl"))+":"+os.Getenv("PATH"))
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%s: %s: %v\n%s", filepath.Base(page), command, err, out)
			}
		}
	}
	if len(ran) < 15 {
		t.Errorf("only %d commands found", len(ran))
	}
}
