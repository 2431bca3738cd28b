package main

import (
	"strings"
	"testing"
)

// TestFilters: what is hidden is counted, and changes neither verdict nor exit code.
func TestFilters(t *testing.T) {
	story := "../../test/scenarios/register-just-begun/input.yaml"
	base := []string{"assess", "-f", story, "--as-of", "2026-06-01"}
	all := isms(t, base...).must(t, exitFindings).out
	head, _, _ := strings.Cut(all, "\n\n  What to do first")
	for _, tc := range []struct {
		name, why string
		args      []string
		code      int
		says, not string
	}{
		{"point", "one point alone", []string{"--point", "P2"}, exitFindings, "P2-03", "  Major  P4-01"},
		{"condition", "by the name that the operator has for it", []string{"--point", "personnelcompetent"}, exitFindings, "RoleWithoutCompetenceRequirement", "  Major  P4-01"},
		{"grade", "in any case", []string{"--grade", "unknown"}, exitFindings, "  Unknown  ", "  Major  "},
		{"grades", "several of a kind are either", []string{"--grade", "major,minor"}, exitFindings, "\n  Minor  ", "\n  Unknown  P"},
		{"reason", "one problem alone", []string{"--reason", "NoApprovedBudget"}, exitFindings, "P4-01", "P1-01 "},
		{"kind", "records of a kind", []string{"--kind", "SecurityRole"}, exitFindings, "SecurityRole/ism", "ClauseAssessment/acme\n"},
		{"record", "one record", []string{"--record", "SecurityRole/ism"}, exitFindings, "SecurityRole/ism", "SecurityRole/awareness"},
		{"owner", "what somebody answers for", []string{"--owner", "mira"}, exitFindings, "31 findings are not shown", "  Major  "},
		{"both", "of two kinds both must hold", []string{"--point", "P2", "--grade", "major"}, exitFindings, "are not shown: they do not match --point P2 --grade major", "P4-01 "},
		{"none", "an empty list says so", []string{"--record", "nobody"}, exitFindings, "are not shown", "  Major  "},
		{"summary", "the head alone", []string{"--summary"}, exitFindings, "P10", "Remedy:"},
		{"all", "each finding in full", []string{"--all"}, exitFindings, "\n    SecurityRole/ism  spec.assignments", "--all"},
		{"wide", "so for wide", []string{"--grade", "unknown", "-o", "wide"}, exitFindings, "are not shown", "NoApprovedBudget"},
		{"unknown point", "a slip is told with what is allowed", []string{"--point", "P11"}, exitUnusable, "P10", ""},
		{"unknown reason", "and with the nearest where there are many", []string{"--reason", "NoAprovedBudget"}, exitUnusable, "did you mean \"NoApprovedBudget\"?", ""},
		{"json", "what programs read has everything", []string{"--point", "P2", "-o", "json"}, exitUnusable, "filters are for", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := isms(t, append(base[:len(base):len(base)], tc.args...)...).must(t, tc.code)
			out := p.out + p.err
			if !strings.Contains(out, tc.says) || tc.not != "" && strings.Contains(out, tc.not) {
				t.Errorf("%s: want %q and not %q in\n%s", tc.why, tc.says, tc.not, out)
			}
			if tc.code == exitFindings && !strings.Contains(strings.Join(tc.args, " "), "wide") && !strings.HasPrefix(p.out, head) {
				t.Errorf("%s: the head is another:\n%s", tc.why, p.out)
			}
		})
	}
}

// TestCSV: a row for each finding, and no cell that a spreadsheet would compute.
func TestCSV(t *testing.T) {
	dir := folder(t, map[string]string{"a.yaml": strings.Replace(openRisk, "{title:", "{owner: {statedAs: \"=1+1\"}, title:", 1)})
	p := isms(t, "assess", "-f", dir, "-o", "csv", "--record", "Risk/fire").must(t, exitFindings)
	if !strings.HasPrefix(p.out, `"namespace","what","grade"`) || !strings.Contains(p.out, "are not shown") || !strings.Contains(p.out, `"'=1+1"`) {
		t.Errorf("%s%s", p.out, p.err)
	}
	if strings.Contains(p.out, `,"=`) {
		t.Errorf("a spreadsheet would compute\n%s", p.out)
	}
	owned := isms(t, "assess", "-f", dir, "--owner", "=1+1").must(t, exitFindings).out
	if !strings.Contains(owned, "Risk/fire") || strings.Contains(owned, "P4-01") {
		t.Errorf("what somebody answers for is what they are shown:\n%s", owned)
	}
}
