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
		{"David-Lang", "a person who answers for nothing has nothing to do, in whatever case"},
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

// TestWorkThroughRoles: who asks for the work of a person reads that of the roles they hold as
// well, and not that of a role in which they are a deputy.
func TestWorkThroughRoles(t *testing.T) {
	dir := folder(t, map[string]string{"a.yaml": `
apiVersion: isms-operator.io/v1alpha1
kind: Person
metadata: {name: ada}
spec: {sourcing: Internal}
---
apiVersion: isms-operator.io/v1alpha1
kind: SecurityRole
metadata: {name: buyer}
spec: {title: Buyer, assignments: [{name: ada, personRef: {name: ada}}]}
---
apiVersion: isms-operator.io/v1alpha1
kind: SecurityRole
metadata: {name: keeper}
spec: {title: Keeper, assignments: [{name: ada, personRef: {name: ada}, capacity: Deputy}]}
---
apiVersion: isms-operator.io/v1alpha1
kind: ToolLicense
metadata: {name: of-the-role}
spec: {product: A, owner: {roleRef: {name: buyer}}}
---
apiVersion: isms-operator.io/v1alpha1
kind: ToolLicense
metadata: {name: of-the-role-in-words}
spec: {product: D, owner: {statedAs: BUYER}}
---
apiVersion: isms-operator.io/v1alpha1
kind: ToolLicense
metadata: {name: of-her-own}
spec: {product: B, owner: {personRef: {name: ada}}}
---
apiVersion: isms-operator.io/v1alpha1
kind: ToolLicense
metadata: {name: of-whom-she-stands-in-for}
spec: {product: C, owner: {roleRef: {name: keeper}}}
`})
	for _, args := range [][]string{
		{"worklist", "-f", dir, "--as-of", "2026-06-01", "--owner", "Ada", "-o", "csv"},
		{"assess", "-f", dir, "--as-of", "2026-06-01", "--owner", "Ada", "-o", "csv"},
	} {
		out := isms(t, args...).out
		if !strings.Contains(out, `of-the-role"`) || !strings.Contains(out, `of-the-role-in-words"`) || !strings.Contains(out, "of-her-own") || strings.Contains(out, "of-whom") {
			t.Errorf("%s:\n%s", args[0], out)
		}
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
