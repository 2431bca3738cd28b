package browser_test

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// everything opens all that folds and shows all of it, on a page of which nothing is large.
const everything = `(() => { for (let i = 0; i < 4; i++) {
	document.querySelectorAll('details').forEach((d) => d.fill && d.fill());
	document.querySelectorAll('ul, ol, div').forEach((l) => l.grow && l.grow(1e6)); } })()`

// TestHostileTextIsInert: what records say stands on the page as text: nothing of it becomes
// an element, runs, is asked for, or turns the direction of what stands around it.
func TestHostileTextIsInert(t *testing.T) {
	p := open(t, "hostile", "", 1400)
	p.do(everything)
	p.do("go({record: keyOf(namespaceNow().records.find((r) => r.e && r.e.length))}); go({day: page.until, q: 'script'})")
	p.rests()
	p.do(everything)
	if after := ask[string](p, "document.title"); after == "owned" {
		t.Error("a text ran")
	}
	for what, count := range map[string]int{
		"document.querySelectorAll('img, iframe, object, embed, form:not(#filters), base, link').length":                                       0,
		"document.querySelectorAll('script').length":                                                                                           2,
		"[...document.querySelectorAll('*')].flatMap((e) => [...e.attributes]).filter((a) => /^on/.test(a.name) || a.name === 'style').length": 0,
		"[...document.querySelectorAll('a')].filter((a) => !a.getAttribute('href').startsWith('#')).length":                                    0,
		"[...document.body.innerText].filter((c) => /[\\u202a-\\u202e\\u2066-\\u2069\\u200e\\u200f]/.test(c)).length":                          0,
	} {
		if have := ask[int](p, what); have != count {
			t.Errorf("%s is %d, want %d", what, have, count)
		}
	}
	if !ask[bool](p, "document.body.textContent.includes('<script>document.title=')") {
		t.Error("the hostile text is not on the page, so that the test shows nothing")
	}
}

// TestWithoutScript: without scripts, the first day is there.
func TestWithoutScript(t *testing.T) {
	ctx, cancel := chromedp.NewContext(allocated)
	defer cancel()
	if err := chromedp.Do(ctx, call(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}), chromedp.Navigate("file://"+written+"/a-summer-of-neglect.html")); err != nil {
		t.Fatal(err)
	}
	text, err := chromedp.Run(ctx, chromedp.Text(chromedp.CSS("body")))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Not conforming", "major", "What to do first", "Infrastructure", "need scripts to be allowed", "SHA-256 of the records", "kubectl isms report"} {
		if !strings.Contains(text, want) {
			t.Errorf("without scripts the page does not say %q", want)
		}
	}
}
