package browser_test

import (
	"strings"
	"testing"
)

// TestPast: the slider goes back to the days of before, which name their commits as text, and
// the page opens with the day of now.
func TestPast(t *testing.T) {
	p := open(t, "past", "", 1400)
	if day := ask[string](p, "state.day"); day != "2026-06-01" {
		t.Errorf("the page opens with %s", day)
	}
	if n := ask[int](p, "document.querySelectorAll('#marks .mark-commit').length"); n != 2 {
		t.Errorf("%d days of commits are marked", n)
	}
	p.do("go({day: '2026-05-04'})")
	p.rests()
	commits := ask[[]string](p, "[...document.querySelectorAll('#changes .commits li')].map((e) => e.textContent)")
	if len(commits) != 2 || !strings.HasPrefix(commits[0], "a1a1a1a1a1a1 ") || !strings.Contains(commits[0], "<") {
		t.Errorf("the commits are %q", commits)
	}
	if n := ask[int](p, "document.querySelectorAll('#changes script, #changes img, #changes b').length"); n != 0 {
		t.Error("the subject of a commit became an element")
	}
	if text := ask[string](p, "document.getElementById('audit').textContent"); text != "" {
		t.Errorf("of a day of before, the audit to come is told: %s", text)
	}
	p.do("go({day: '2026-05-05'})")
	if text := ask[string](p, "document.querySelector('#changes h3').textContent"); !strings.Contains(text, "4 May 2026") {
		t.Errorf("the day after, %q is told", text)
	}
	p.do("document.getElementById('to-first').click()")
	if day := ask[string](p, "state.day + document.getElementById('to-first').textContent"); day != "2026-06-01Records of now" {
		t.Errorf("the button leads to %s", day)
	}
	shared := open(t, "past", "#day=2026-04-22", 1400)
	if day := ask[string](shared, "state.day"); day != "2026-04-22" {
		t.Errorf("the address of a day of before leads to %s", day)
	}
	if !ask[bool](shared, "go({day: page.from}) || document.getElementById('before').disabled") {
		t.Error("before the first day there is another")
	}
}
