//go:build gitops

package flux

import (
	"flag"
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
	// A table of kubectl, whose columns are as wide as the age makes them.
	{regexp.MustCompile(`(?m)^(NAME +)AGE +(READY +STATUS)$`), "${1}AGE   ${2}"},
	{regexp.MustCompile(`(?m)^([a-z-]+ +)(?:\d+[ms])+ +((?:True|False) )`), "${1}1m    ${2}"},
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
		{"NAME      AGE    READY   STATUS\nsamples   2m3s   True    Applied\n", "NAME      AGE   READY   STATUS\nsamples   1m    True    Applied\n", "an age differs"},
		{"scanner   False        ContractExpired", "scanner   False        ContractExpired", "a table without an age before the verdict"},
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
		if !strings.Contains(said.String(), block[1]) {
			t.Errorf("docs/gitops.md shows what Flux did not say:\n%s", block[1])
		}
	}
}

// TestThePageNamesTheControllersThatWereTried: the versions on the page are those of the
// module that the controllers are built from.
func TestThePageNamesTheControllersThatWereTried(t *testing.T) {
	page, err := os.ReadFile("../../../docs/gitops.md")
	if err != nil {
		t.Fatal(err)
	}
	mod, err := os.ReadFile("../../modules/flux/go.mod")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"source-controller", "kustomize-controller"} {
		tried := regexp.MustCompile(`github.com/fluxcd/` + name + ` (v[0-9.]+)`).FindSubmatch(mod)
		if tried == nil {
			t.Fatalf("test/modules/flux/go.mod has no %s", name)
		}
		if want := name + " " + string(tried[1]); !strings.Contains(string(page), want) {
			t.Errorf("docs/gitops.md does not name %s, which is tried", want)
		}
	}
}
