package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/isms-operator/isms-operator/internal/page"
)

// pageOf is what a page carries.
func pageOf(t *testing.T, text string) *page.Page {
	t.Helper()
	_, rest, _ := strings.Cut(text, `id="data">`)
	data, _, _ := strings.Cut(rest, "</script>")
	var p page.Page
	if err := json.Unmarshal([]byte(data), &p); err != nil {
		t.Fatal(err)
	}
	return &p
}

// TestReportHistory: with its past, the page has the days of commits and those on which
// something lapsed, as they were, and then what is there now, committed or not.
func TestReportHistory(t *testing.T) {
	r := emptyRepo(t)
	r.write("evidence/person.yaml", person)
	r.write("evidence/scanner.yaml", ends("2026-03-31"))
	r.commitOn("2026-01-10", "Begin the register")
	r.write("evidence/scanner.yaml", ends("2027-03-31"))
	r.commitOn("2026-04-20", "Renew the scanner <script>|")
	r.write("evidence/scanner.yaml", ends("2026-05-31"))
	evidence := filepath.Join(r.dir, "evidence")
	p := pageOf(t, isms(t, "report", "-f", evidence, "--until", samplesDay, "--history").must(t, exitOK).out)
	n := p.Namespaces[0]
	if p.From != "2026-01-10" || p.On != samplesDay || n.Days[n.Now].On != samplesDay {
		t.Errorf("the slider runs from %s, and the page opens with %s", p.From, p.On)
	}
	if want := "--history=2025-06-01 --as-of 2026-06-01"; !strings.Contains(p.Made.Command, want) {
		t.Errorf("the command has no %s: %s", want, p.Made.Command)
	}
	lapsed := func(on string) bool {
		at := 0
		for i := range n.Days {
			if n.Days[i].On <= on {
				at = i
			}
		}
		for _, f := range n.Findings {
			for _, span := range f.Open {
				if span[0] <= at && at <= span[1] && strings.Contains(n.Whats[f.What].Reason, "Expired") {
					return true
				}
			}
		}
		return false
	}
	for _, c := range []struct {
		on, why string
		want    bool
	}{
		{"2026-03-31", "the last day of the licence", false},
		{"2026-04-01", "it lapsed by itself", true},
		{"2026-04-19", "nobody has renewed it yet", true},
		{"2026-04-20", "the day of the commit", false},
		{"2026-05-31", "what is not committed does not count for days of before", false},
		{samplesDay, "what is there now counts from now on", true},
	} {
		if lapsed(c.on) != c.want {
			t.Errorf("on %s the licence has lapsed: %t (%s)", c.on, !c.want, c.why)
		}
	}
	for _, day := range n.Days {
		if (len(day.Commits) > 0) != (day.On == "2026-01-10" || day.On == "2026-04-20") {
			t.Errorf("the commits of %s are %v", day.On, day.Commits)
		}
	}
	later := pageOf(t, isms(t, "report", "-f", evidence, "--until", samplesDay, "--history=2026-04-01").must(t, exitOK).out)
	if first := later.Namespaces[0].Days[0]; later.From != "2026-04-01" || first.On != "2026-04-01" || len(first.Commits) != 0 {
		t.Errorf("the past from a day begins on %s with %v", later.From, first)
	}
}

// TestReportHistoryIsAskedOddly: what has no past is told, with what does.
func TestReportHistoryIsAskedOddly(t *testing.T) {
	dir := folder(t, map[string]string{"a.yaml": person})
	for _, c := range []struct {
		name string
		args []string
		want string
	}{
		{"cluster", []string{"--history"}, "a cluster keeps no past: name files with -f"},
		{"standard input", []string{"--history", "-f", "-"}, "standard input has no history"},
		{"no repository", []string{"--history", "-f", dir}, "is in no git repository"},
		{"no page", []string{"--history", "-f", dir, "-o", "brief"}, "--history is for the page"},
		{"forwards", []string{"--history=" + samplesDay, "-f", dir}, "--history=2026-06-01 is not before the day that is judged, 2026-06-01"},
		{"pseudonyms", []string{"--history", "-f", dir, "--pseudonyms", dir + "/key"}, "in which names are not replaced"},
		{"no day", []string{"--history=yesterday", "-f", dir}, "yesterday"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if p := isms(t, append([]string{"report"}, c.args...)...).must(t, exitUnusable); !strings.Contains(p.err, c.want) {
				t.Errorf("%q is not in %s", c.want, p.err)
			}
		})
	}
}
