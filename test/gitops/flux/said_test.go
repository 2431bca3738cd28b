//go:build gitops

package flux

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write what Flux says into testdata")

// changing is what differs from run to run in what Flux says, and what stands for it.
var changing = []struct {
	what *regexp.Regexp
	with string
}{
	{regexp.MustCompile(`@sha1:[0-9a-f]{40}`), "@sha1:…"},
	{regexp.MustCompile(`/[^ ']*/kustomization-\d+`), "…"},
	{regexp.MustCompile(`\b(\d+m)?\d+(\.\d+)?(s|ms|µs)\b`), "…s"},
}

// steady takes out of what Flux says whatever differs from run to run.
func steady(said string) string {
	for _, c := range changing {
		said = c.what.ReplaceAllString(said, c.with)
	}
	return said
}

// hold compares what Flux said in a scenario with its golden file.
func hold(t *testing.T, scenario, said string) {
	t.Helper()
	golden := filepath.Join("testdata", scenario+".txt")
	if *update {
		if err := os.WriteFile(golden, []byte(said), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatalf("%v\nrun with -update to write it", err)
	}
	if said != string(want) {
		t.Errorf("Flux says another thing than %s; run with -update if it may.\nsaid:\n%s\nwant:\n%s", golden, said, want)
	}
}

func TestSteadyKeepsWhatIsSaid(t *testing.T) {
	for _, row := range []struct{ said, want, why string }{
		{"Applied revision: main@sha1:0123456789012345678901234567890123456789", "Applied revision: main@sha1:…", "a revision differs"},
		{"Health check passed in 5.034s", "Health check passed in …s", "a duration differs"},
		{"health check failed after 34.2ms: failed early", "health check failed after …s: failed early", "a short duration differs"},
		{"The term ended on 2026-05-31", "The term ended on 2026-05-31", "a day is of the record"},
		{"'/tmp/1/kustomization-123/records' failed", "'…/records' failed", "the folder of a download differs"},
		{"spec.criticality: Unsupported value", "spec.criticality: Unsupported value", "a field is what a reader needs"},
	} {
		if got := steady(row.said); got != row.want {
			t.Errorf("%s: %q, want %q", row.why, got, row.want)
		}
	}
}

// TestThePageShowsWhatFluxSaid: what docs/gitops.md shows of Flux was said by it, in the
// last campaign whose golden files are here.
func TestThePageShowsWhatFluxSaid(t *testing.T) {
	page, err := os.ReadFile("../../../docs/gitops.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(page), "\n## Flux\n")
	section, _, _ = strings.Cut(section, "\n## ")
	golden, err := filepath.Glob("testdata/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	for _, path := range golden {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		said.Write(text)
	}
	blocks := regexp.MustCompile("(?s)```text\n(.*?)```").FindAllStringSubmatch(section, -1)
	if len(blocks) == 0 {
		t.Fatal("docs/gitops.md shows nothing that Flux said")
	}
	for _, block := range blocks {
		for line := range strings.Lines(block[1]) {
			if !strings.Contains(said.String(), line) {
				t.Errorf("docs/gitops.md shows what Flux did not say: %s", fmt.Sprintf("%q", line))
			}
		}
	}
}
