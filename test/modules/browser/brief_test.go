package browser_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestBrief: what top management is told stands in a part of its own, which an address leads to,
// whose folds open by a key, and which stays while the slider moves and records are filtered.
func TestBrief(t *testing.T) {
	p := open(t, "undecided", "#brief", 1400)
	if top := ask[float64](p, "document.getElementById('brief').getBoundingClientRect().top"); top < -1 || top > 100 {
		t.Errorf("the address leads to where the part begins at %.0f", top)
	}
	text := func() string { return ask[string](p, "document.getElementById('brief-body').textContent") }
	before := text()
	for _, want := range []string{
		"1 September 2026Decide on the need \"A second person who coordinates incidents\": high risks wait for it: ransomware",
		"48000 EUR", "Find out whether the need \"Room for the logs of a year\"", "Nobody knows whether the budget covers 3000 EUR",
		"Approve the budget: its period is 2027-01-01 to 2027-12-31", "What lapses until 13 October 2026", "On audit day, if nobody acts▲",
		"Ransomware High waits for", "Allocations add up to 120 %", "Anna Keller",
	} {
		if !strings.Contains(before, want) {
			t.Errorf("it does not say %q:\n%s", want, before)
		}
	}
	p.run(chromedp.Focus(chromedp.CSS("#brief-body .interview summary")), chromedp.KeyEvent(kb.Enter))
	p.until("document.querySelector('#brief-body .interview .questions li')")
	if asked := text(); !strings.Contains(asked, "Which resources does the ISMS need this year") || !strings.Contains(asked, "Approved: the need \"Room for the logs of a year\"") || !strings.Contains(asked, "An incident of January could not be traced.") {
		t.Errorf("an interview does not tell what is asked, what was decided and why:\n%s", asked)
	}
	asked := text()
	p.do("go({day: '2027-03-01'}); go({point: 'P6', q: 'maint'})")
	p.rests()
	if after := text(); after != asked {
		t.Errorf("the brief follows what it is not of:\n%s", after)
	}
	p.do("document.querySelector('#brief-body a[data-record]').click()")
	p.until("document.getElementById('chosen')")
	german := open(t, "undecided", "#lang=de", 1400)
	german.rests()
	told := ask[string](german, "document.getElementById('brief-body').textContent")
	for _, want := range []string{"Über den Bedarf", "hohe Risiken warten darauf: ransomware", "Das Budget genehmigen: es gilt vom 2027-01-01 bis zum 2027-12-31", "Was im Interview gefragt wird"} {
		if !strings.Contains(told, want) {
			t.Errorf("in German it does not say %q:\n%s", want, told)
		}
	}
}

// TestBriefIsSeen keeps pictures of the brief, to be looked at, at each width and on each ground.
func TestBriefIsSeen(t *testing.T) {
	for _, shot := range []struct {
		file, hash, scheme string
		width              int64
	}{
		{"brief", "#brief", "light", 1400}, {"brief-dark", "#brief", "dark", 1400}, {"brief-narrow", "#lang=de", "light", 400}, {"brief-narrow-dark", "#brief", "dark", 400},
	} {
		p := open(t, "undecided", shot.hash, shot.width)
		p.run(color(shot.scheme))
		p.rests()
		p.do("document.querySelectorAll('#brief-body details:nth-of-type(-n+2)').forEach((d) => d.fill())")
		image, err := chromedp.Run(p.ctx, chromedp.Screenshot(chromedp.CSS("#brief")))
		if err == nil {
			err = os.WriteFile(filepath.Join(shots(t), shot.file+".png"), image, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
		if width := ask[int64](p, "document.documentElement.scrollWidth"); width > shot.width {
			t.Errorf("the brief is %d wide on a screen of %d", width, shot.width)
		}
	}
}
