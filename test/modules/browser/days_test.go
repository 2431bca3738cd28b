package browser_test

import (
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// drag is what a reader's hand does.
const drag = `(n) => { const r = document.getElementById('range'); r.value = n; r.dispatchEvent(new Event('input', {bubbles: true}));
	const grid = [...document.querySelectorAll('#grid li')];
	return {...current(), shownVerdict: document.getElementById('verdict').dataset.verdict, shownDay: document.getElementById('day').textContent,
		shownPoints: grid.map((li) => li.dataset.verdict), shownCounts: grid.map((li) => li.dataset.counts)}; }`

// TestEveryDay: wherever the slider stands, the page says what the engine says of that day:
// in what its script knows, and in what stands on the screen.
func TestEveryDay(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(written, "*.json"))
	if err != nil || len(files) < 4 {
		t.Fatalf("%d pages: %v", len(files), err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		t.Run(name, func(t *testing.T) {
			p, days := open(t, name, "", 1400), engine(t, name)
			if last := ask[int](p, "Number(document.getElementById('range').max)"); last != len(days)-1 {
				t.Fatalf("the slider has %d days, the engine %d", last+1, len(days))
			}
			for i, want := range days {
				have := ask[struct {
					day
					ShownVerdict, ShownDay   string
					ShownPoints, ShownCounts []string
				}](p, fmt.Sprintf("(%s)(%d)", drag, i))
				slices.Sort(have.Findings)
				if !reflect.DeepEqual(have.day, want) {
					t.Fatalf("the page says of %s\n%+v\nthe engine\n%+v", want.Day, have.day, want)
				}
				if have.ShownVerdict != want.Verdict || !strings.HasSuffix(have.ShownDay, want.Day[:4]) {
					t.Fatalf("on %s the screen has %s of %s, and the engine %s", want.Day, have.ShownVerdict, have.ShownDay, want.Verdict)
				}
				for n, point := range want.Points {
					if counts := strings.Trim(strings.ReplaceAll(fmt.Sprint(point.N), " ", ","), "[]"); have.ShownPoints[n] != point.V || have.ShownCounts[n] != counts {
						t.Fatalf("on %s point %d stands at %s %s on the screen, and is %s %s", want.Day, n, have.ShownPoints[n], have.ShownCounts[n], point.V, counts)
					}
				}
			}
		})
	}
}

// TestFindingsAreOnThePage: of a day, every finding is told in the points, once they are opened
// and all of each is shown.
func TestFindingsAreOnThePage(t *testing.T) {
	days := engine(t, "samples")
	want := days[len(days)-1]
	p := open(t, "samples", "#day="+want.Day, 1400)
	shown := ask[[]string](p, `(() => { document.querySelectorAll('#points-body > details').forEach((d) => d.fill());
		document.querySelectorAll('#points-body .groups, #points-body .items').forEach((l) => l.grow(1e6));
		document.querySelectorAll('#points-body .items').forEach((l) => l.grow(1e6));
		return [...document.querySelectorAll('#points-body .item .text')].map((e) => e.textContent); })()`)
	for _, key := range want.Findings {
		message := key[strings.LastIndex(key, "|")+1:]
		if !slices.Contains(shown, message+".") {
			t.Errorf("not on the page: %s", message)
		}
	}
	if len(want.Findings) < 50 {
		t.Errorf("only %d findings are open, so that the test shows little", len(want.Findings))
	}
}

// TestCausesAreShown: what falls stands below what lapses.
func TestCausesAreShown(t *testing.T) {
	p := open(t, "samples", "", 1400)
	days := ask[[]string](p, "namespaceNow().days.filter((d) => d.knockOn && d.arising).map((d) => d.on)")
	if len(days) == 0 {
		t.Fatal("nothing falls with anything")
	}
	for _, on := range days {
		want := ask[int](p, fmt.Sprintf("(go({day: %q}), namespaceNow().days[dayAt(namespaceNow(), state.day)].knockOn.length)", on))
		if have := ask[int](p, "(document.querySelectorAll('#changes .falls').forEach((l) => l.grow(1e6)), document.querySelectorAll('#changes .falls > li').length)"); have < want {
			t.Errorf("on %s, %d fall, and %d are shown", on, want, have)
		}
	}
}

// TestKeys: arrows move by a day, with shift to the next change; a button does the same.
func TestKeys(t *testing.T) {
	p := open(t, "samples", "", 1400)
	changes := ask[[]string](p, "namespaceNow().days.map((d) => d.on)")
	day := func(want string) {
		t.Helper()
		if have := ask[string](p, "state.day"); have != want {
			t.Errorf("the day is %s, want %s", have, want)
		}
	}
	p.run(chromedp.Focus(chromedp.CSS("#range")), chromedp.KeyEvent(kb.ArrowRight))
	day("2026-06-02")
	p.run(chromedp.KeyEvent(kb.ArrowRight, chromedp.KeyModifiers(chromedp.ModifierShift)))
	day(changes[1])
	p.run(chromedp.KeyEvent(kb.ArrowRight, chromedp.KeyModifiers(chromedp.ModifierShift)))
	day(changes[2])
	p.run(chromedp.KeyEvent(kb.ArrowLeft, chromedp.KeyModifiers(chromedp.ModifierShift)))
	day(changes[1])
	p.run(chromedp.KeyEvent(kb.ArrowLeft))
	day(ask[string](p, fmt.Sprintf("isoOf(numberOf(%q) - 1)", changes[1])))
	p.run(chromedp.Click(chromedp.CSS("#after")))
	day(changes[1])
	p.run(chromedp.Click(chromedp.CSS("#before")))
	day(changes[0])
	if text := ask[string](p, "document.getElementById('range').getAttribute('aria-valuetext')"); !strings.Contains(text, "1 June 2026") || !strings.Contains(text, "Conforming") {
		t.Errorf("a screen reader says %q", text)
	}
	p.until("document.getElementById('said').textContent.includes('1 June 2026')")
}
