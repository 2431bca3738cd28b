package main

import (
	"strings"
	"testing"
)

// TestWorklist: what is open and what comes due, for whoever answers for it.
func TestWorklist(t *testing.T) {
	of := func(args ...string) []string {
		return append([]string{"worklist", "-f", samples, "--as-of", "2026-06-01"}, args...)
	}
	golden(t, "worklist.txt", isms(t, of("--owner", "supplier-manager")...).must(t, 0).out)
	golden(t, "worklist.md", isms(t, of("--owner", "supplier-manager", "-o", "markdown")...).must(t, 0).out)
	golden(t, "worklist.ics", isms(t, of("--owner", "supplier-manager", "-o", "ics")...).must(t, 0).out)
	golden(t, "worklist.csv", isms(t, of("-o", "csv")...).must(t, 0).out)
	for _, c := range []struct{ owner, why string }{
		{"Eva-Moser", "a person who answers for nothing has nothing to do, in whatever case"},
		{"isms-adviser", "so has a role"},
	} {
		if p := isms(t, of("--owner", c.owner)...).must(t, 0); !strings.HasPrefix(p.out, "0 things to do") {
			t.Errorf("%s:\n%s", c.why, p.out)
		}
	}
	if p := isms(t, of("--owner", "suplier-manager")...).must(t, exitUnusable); p.out != "" || !strings.Contains(p.err, `did you mean "supplier-manager"?`) {
		t.Errorf("a name with a mistake in it is not told that there is nothing to do:\n%s%s", p.out, p.err)
	}
	if p := isms(t, of("--until", "2026-05-31")...).must(t, exitUnusable); !strings.Contains(p.err, "is before the start") {
		t.Error(p.err)
	}
}

// TestWorklistLosesNothing: every finding but those that sum up others is there once.
func TestWorklistLosesNothing(t *testing.T) {
	story := "../../test/scenarios/register-just-begun/input.yaml"
	wide := isms(t, "assess", "-f", story, "--as-of", "2026-06-01", "-o", "csv").must(t, exitFindings).out
	work := isms(t, "worklist", "-f", story, "--as-of", "2026-06-01", "--until", "2026-06-01", "-o", "csv").must(t, 0).out
	if !strings.Contains(work, nobodyKnown) {
		t.Errorf("what nobody answers for is work:\n%s", work)
	}
	want := 1 + strings.Count(wide, `"finding"`) - strings.Count(wide, `"G-0`)
	if got := strings.Count(work, "\n"); got != want {
		t.Errorf("%d lines, want %d:\n%s", got, want, work)
	}
}

// nobodyKnown is who answers for what nobody answers for.
const nobodyKnown = "nobody who is known"

// TestWorklistAsCalendarLosesNothing: a calendar shows one of several events of one identity,
// so each thing to do has its own.
func TestWorklistAsCalendarLosesNothing(t *testing.T) {
	for _, story := range []string{"register-just-begun", "contract-renewals-missed"} {
		of := func(format string) string {
			return isms(t, "worklist", "-f", "../../test/scenarios/"+story+"/input.yaml", "--as-of", "2026-06-01", "-o", format).must(t, 0).out
		}
		identities := map[string]bool{}
		for line := range strings.Lines(strings.ReplaceAll(of("ics"), "\r\n ", "")) {
			if strings.HasPrefix(line, "UID:") {
				identities[line] = true
			}
		}
		if want := strings.Count(of("csv"), "\n") - 1; len(identities) != want || want == 0 {
			t.Errorf("%s: %d events that differ, and %d things to do", story, len(identities), want)
		}
	}
}
