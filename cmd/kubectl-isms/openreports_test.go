package main

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestOpenReportsCanBeApplied hands the manifests to a real API server that has the
// real definition: nothing in them is refused or dropped.
func TestOpenReportsCanBeApplied(t *testing.T) {
	s := apiServer(t)
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/openreports/reports-api").Output()
	if err != nil {
		t.Fatal(err)
	}
	crd := filepath.Join(strings.TrimSpace(string(dir)), "config/crd/openreports.io_reports.yaml")
	if _, _, err := s.Kubectl(t.Context(), nil, "apply", "--server-side", "-f", crd); err != nil {
		t.Fatal(err)
	}
	ns := s.namespace(t)
	manifest := isms(t, "assess", "-f", samples, "-n", ns, "-o", "openreports", "--as-of", "2026-10-13", "--fail-on", "never").must(t, 0).out
	eventually(t, func() error { // the definition takes a moment to be served
		_, _, err := s.Kubectl(t.Context(), strings.NewReader(manifest), "apply", "--validate=strict", "-f", "-")
		return err
	})
	row, _, err := s.Kubectl(t.Context(), nil, "get", "reports.openreports.io", "-n", ns, "--no-headers")
	if err != nil {
		t.Fatal(err)
	}
	if fields := strings.Fields(row); len(fields) < 6 || fields[0] != "isms" || fields[2] == "0" {
		t.Errorf("kubectl shows %q, and findings are open", row)
	}
}
