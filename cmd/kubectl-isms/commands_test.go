package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/facts"
	"github.com/isms-operator/isms-operator/test/scenarios"
)

// TestForecastIsWhatAssessSays: the forecast lists exactly the days on which
// "assess --as-of" differs from the day before.
func TestForecastIsWhatAssessSays(t *testing.T) {
	stories, err := scenarios.Load("../../test/scenarios")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range stories {
		if !slices.Contains([]string{"one-person-start-up", "lapsed-supplier-certificate", "certificate-about-to-expire"}, s.Name) {
			continue // the others would take minutes; internal/rules tests the engine on random registers
		}
		dir := manifests(t, s.Records)
		from, until := s.AsOf, s.AsOf.AddDays(60)
		p := isms(t, "forecast", "-f", dir, "--from", from.String(), "--until", until.String(), "-o", "json").must(t, 0)
		var listed []string
		var doc struct {
			Namespaces []struct{ Days []struct{ Day string } }
		}
		if err := json.Unmarshal([]byte(p.out), &doc); err != nil {
			t.Fatal(err)
		}
		for _, day := range doc.Namespaces[0].Days {
			listed = append(listed, day.Day)
		}
		said := func(day api.Date) string {
			d := parse(t, isms(t, "assess", "-f", dir, "--as-of", day.String(), "-o", "json", "--fail-on", "never").must(t, 0).out)
			return fmt.Sprint(d.Namespaces[0].Verdict, d.Namespaces[0].Counts, d.Namespaces[0].Findings)
		}
		var differ []string
		before := said(from)
		for day := from.AddDays(1); !day.After(until); day = day.AddDays(1) {
			now := said(day)
			if now != before {
				differ = append(differ, day.String())
			}
			before = now
		}
		if !slices.Equal(listed, differ) {
			t.Errorf("%s: the forecast lists %q, and assess differs on %q", s.Name, listed, differ)
		}
	}
}

func TestForecast(t *testing.T) {
	p := isms(t, "forecast", "-f", samples).must(t, 0)
	if !strings.Contains(p.out, "2026-10-13") { // the next external audit
		t.Errorf("it does not run to the audit:\n%.500s", p.out)
	}
	p = plugin{today: "2026-10-13"}.run(t, "forecast", "-f", samples).must(t, 0)
	if !strings.Contains(p.out, "2027-10-13") {
		t.Errorf("after the audit it does not run for a year:\n%.500s", p.out)
	}
	if p = isms(t, "forecast", "-f", samples, "--from", "2026-06-01", "--until", "2026-05-31").must(t, exitUnusable); !strings.Contains(p.err, "before the start") {
		t.Error(p.err)
	}
	isms(t, "forecast", "-f", samples, "--from", "9999-12-30", "--until", "9999-12-31").must(t, 0)
	isms(t, "forecast", "-f", t.TempDir()).must(t, exitUnusable)
}

func TestMatrices(t *testing.T) {
	for _, name := range []string{"competency", "raci", "soa", "approvals"} {
		for _, format := range []string{"table", "csv", "markdown"} {
			if p := isms(t, "matrix", name, "-f", samples, "-o", format).must(t, 0); strings.Count(p.out, "\n") < 5 {
				t.Errorf("%s as %s: %s", name, format, p.out)
			}
		}
	}
	for args, says := range map[string]string{"": "which matrix? Name one of competency, raci, soa, approvals, access", "rac": `did you mean "raci"?`, "raci soa": "one matrix at a time"} {
		if p := isms(t, append([]string{"matrix", "-f", samples}, strings.Fields(args)...)...).must(t, exitUnusable); !strings.Contains(p.err, says) {
			t.Errorf("%q: %s", args, p.err)
		}
	}
}

func TestRules(t *testing.T) {
	golden(t, "rules-CertificationExpired.txt", isms(t, "rules", "certificationExpired").must(t, 0).out)
	golden(t, "rules-P7.txt", isms(t, "rules", "--point", "p7").must(t, 0).out)
	if p := isms(t, "rules", "CertificationExpird").must(t, exitUnusable); !strings.Contains(p.err, "did you mean CertificationExpired?") {
		t.Error(p.err)
	}
	isms(t, "rules", "--point", "P11").must(t, exitUnusable)
	var doc struct{ Rules []rule }
	if err := json.Unmarshal([]byte(isms(t, "rules", "-o", "json").must(t, 0).out), &doc); err != nil || len(doc.Rules) < 90 {
		t.Errorf("%d rules, %v", len(doc.Rules), err)
	}
	for _, r := range doc.Rules {
		if r.ID == "" || r.Requires == "" || r.Remedy == "" || len(r.Reasons) == 0 || len(r.Grades) == 0 || len(r.Kinds) == 0 || r.Title == "" {
			t.Errorf("rule %q lacks something: %+v", r.ID, r)
		}
	}
}

// TestInit shows what a first repository says, and that nothing is overwritten.
func TestInit(t *testing.T) {
	parent := t.TempDir()
	t.Chdir(parent)
	p := isms(t, "init", "evidence", "--organization", `Müller & "Söhne": #1`).must(t, 0)
	golden(t, "init.txt", p.out)
	golden(t, "init-assess.txt", isms(t, "assess", "-f", "evidence").must(t, exitFindings).out)
	if p := isms(t, "assess", "-f", "evidence", "-o", "json", "--fail-on", "never").must(t, 0); strings.Contains(p.out, "ReferenceNotFound") {
		t.Errorf("a reference leads nowhere:\n%s", p.out)
	}
	writeTo(t, "other/raci.yaml", "mine\n")
	if p := isms(t, "init", "other").must(t, exitUnusable); !strings.Contains(p.err, "raci.yaml") {
		t.Error(p.err)
	}
	if left, err := os.ReadDir("other"); err != nil || len(left) != 1 || content(t, "other/raci.yaml") != "mine\n" {
		t.Errorf("something was written beside what was there: %v %v", left, err)
	}
	isms(t, "init", "plain").must(t, 0)
	holdsTemplateTexts(t, "plain")
	if page := content(t, filepath.Join(here, "../../docs/pull-requests.md")); !strings.Contains(page, content(t, filepath.Join("plain", workflowFile))) {
		t.Error("docs/pull-requests.md shows another workflow than init writes")
	}
	isms(t, "init").must(t, exitUnusable)
	isms(t, "init", "x", "--namespace", "No Name").must(t, exitUnusable)
	isms(t, "approve", "-f", "evidence/raci.yaml", "--by", "director", "--rationale", "As agreed").must(t, 0)
}

func TestVersion(t *testing.T) {
	var b build
	if err := json.Unmarshal([]byte(isms(t, "version", "-o", "json").must(t, 0).out), &b); err != nil || b.APIVersion != "isms-operator.io/v1alpha1" || b.Go == "" {
		t.Errorf("%+v %v", b, err)
	}
	if p := isms(t, "version").must(t, 0); !strings.HasPrefix(p.out, "kubectl isms ") {
		t.Error(p.out)
	}
	isms(t, "version", "-o", "yaml").must(t, exitUnusable)
	for version, want := range map[string]string{"v1.2.3": "v1.2.3", "v1.2.3-4-gabc": "latest", "abc": "latest", "": "latest"} {
		if have := release(version); have != want {
			t.Errorf("%q installs %s, want %s", version, have, want)
		}
	}
}

// TestCompletion asks as kubectl's completion does.
func TestCompletion(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"rules", "Certification"}, "CertificationExpired"},
		{[]string{"assess", "-o", ""}, "sarif"},
		{[]string{"assess", "--fail-on", ""}, "observation"},
		{[]string{"matrix", ""}, "soa"},
		{[]string{"rules", "--point", ""}, "P10"},
		{[]string{"assess", "-f", samples, "-n", ""}, "default"},
		{[]string{"approve", "-f", samples, ""}, "SecurityBudget/budget-2026"},
		{[]string{"approve", "-f", samples, "--by", ""}, "anna-keller"},
		{[]string{"worklist", "-f", samples, "--leaver", ""}, "anna-keller"},
		{[]string{"handover", "-f", samples, "--to", ""}, "anna-keller"},
		{[]string{"worklist", "-f", samples, "--owner", ""}, "supplier-manager"},
		{[]string{"assess", "-f", samples, "--owner", ""}, "supplier-manager"},
		{[]string{"assess", "-f", samples, "--record", ""}, "OutsourcedService/managed-hosting"},
		{[]string{"verify", ""}, "zip"},
		{[]string{"a"}, "assess"},
	} {
		p := isms(t, append([]string{"__complete"}, c.args...)...).must(t, 0)
		if !slices.ContainsFunc(strings.Split(p.out, "\n"), func(line string) bool { return strings.HasPrefix(line, c.want) }) {
			t.Errorf("%q does not offer %s:\n%s", c.args, c.want, p.out)
		}
	}
	if p := isms(t, "completion", "kubectl").must(t, 0); p.out != completionScript {
		t.Error(p.out)
	}
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		isms(t, "completion", shell).must(t, 0)
	}
}

// TestDistance are words that are meant, and words that are not.
func TestDistance(t *testing.T) {
	for word, want := range map[string]string{"sarf": "sarif", "SARIF": "sarif", "mark": "markdown", "xyz": "", "": ""} {
		if have := closest(word, []string{"table", "sarif", "markdown"}); have != want {
			t.Errorf("%q: %q, want %q", word, have, want)
		}
	}
}

// maxInitLines is how much a repository that was just begun has to say at most.
const maxInitLines = 24

// holdsTemplateTexts: the rule on texts of the template knows those that init writes, and
// what a fresh repository lacks fits on a screen.
func holdsTemplateTexts(t *testing.T, dir string) {
	t.Helper()
	var all strings.Builder
	for _, file := range []string{"clauseassessment.yaml", "requirements.yaml", "risks.yaml"} {
		text, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil {
			t.Fatal(err)
		}
		all.Write(text)
	}
	for _, text := range []string{facts.TemplateOrganization, facts.TemplateNeed, facts.TemplateRisk} {
		if !strings.Contains(all.String(), text) {
			t.Errorf("init writes %q nowhere", text)
		}
	}
	var report struct {
		Namespaces []struct {
			Findings []struct{ Grade, Reason string }
		}
	}
	if err := json.Unmarshal([]byte(isms(t, "assess", "-f", dir, "-o", "json").must(t, exitFindings).out), &report); err != nil {
		t.Fatal(err)
	}
	if found := report.Namespaces[0].Findings; len(found) > maxInitLines {
		t.Errorf("a fresh repository has %d findings", len(found))
	}
}
