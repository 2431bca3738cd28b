package browser_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// axeVersion of axe-core, exactly: another finds other things.
const axeVersion = "4.14.1"

// axe returns the script of axe-core, which npm puts into .local, where nothing is committed.
func axe(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs(filepath.Join(root, ".local", "axe-"+axeVersion))
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "node_modules", "axe-core", "axe.min.js")
	if _, err := os.Stat(file); err != nil {
		npm, err := exec.LookPath("npm")
		if err != nil {
			t.Skip("NOT TESTED: whether readers who do not see can use the page. npm is absent, which brings axe-core")
		}
		if out, err := exec.Command(npm, "install", "--prefix", dir, "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "axe-core@"+axeVersion).CombinedOutput(); err != nil {
			t.Fatalf("npm does not bring axe-core: %v\n%s", err, out)
		}
	}
	script, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(script)
}

// some of what folds, opened: of each kind of part one or two, since all of it is a book.
const some = `for (const folds of ['#brief-body details:nth-child(-n+2)', '#points-body > details:nth-child(-n+3)', '#points-body .basis', '#work-body details:nth-child(-n+2)',
	'#deadlines-body details:nth-of-type(-n+2)', '#matrices-body details', '#records-body details:nth-child(-n+3)']) document.querySelectorAll(folds).forEach((d) => d.fill())`

// color makes the page light or dark.
func color(scheme string) chromedp.Action[chromedp.Void] {
	return call(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}}})
}

// TestAxe: axe-core finds nothing, on light and dark ground, wide and narrow, with all that
// folds open, in both languages, and in each state that a page has.
func TestAxe(t *testing.T) {
	script := axe(t)
	for _, page := range []struct {
		name, hash string
		width      int64
	}{
		{"samples", "#day=2027-03-01&point=P6&record=ToolLicense%2Fbackup", 1400}, {"undecided", "", 1400}, {"unjudged", "", 1400}, {"empty", "", 1400},
		{"several", "#day=2026-12-01", 1400}, {"german", "", 400}, {"large", "#day=2026-12-01&record=ToolLicense%2Fr000012", 1400},
	} {
		for _, scheme := range []string{"light", "dark"} {
			t.Run(fmt.Sprintf("%s%s/%d/%s", page.name, page.hash, page.width, scheme), func(t *testing.T) {
				p := open(t, page.name, page.hash, page.width)
				p.run(color(scheme))
				p.do(script)
				p.do(some)
				began := time.Now()
				p.do(`window.found = null; axe.run(document, {resultTypes: ['violations', 'incomplete']}).then((r) => { window.found = r; })`)
				p.untilIn(2*time.Minute, "window.found") // of ten thousand records, on a machine that does other things
				t.Logf("axe-core looked at %d elements in %s", ask[int](p, "document.querySelectorAll('*').length"), time.Since(began).Round(time.Millisecond))
				for _, v := range ask[[]struct {
					ID, Help string
					Nodes    []string
				}](p, "found.violations.map((v) => ({id: v.id, help: v.help, nodes: v.nodes.map((n) => n.html.slice(0, 160) + ' ' + (n.any[0] || n.all[0] || n.none[0] || {}).message)}))") {
					t.Errorf("%s: %s, in %d places such as %q", v.ID, v.Help, len(v.Nodes), v.Nodes[:min(3, len(v.Nodes))])
				}
				if passes := ask[int](p, "found.passes.length"); passes < 10 {
					t.Errorf("axe-core asked only %d things", passes)
				}
			})
		}
	}
}
