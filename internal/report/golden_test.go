package report_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/changes"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/openreports"
	"github.com/isms-operator/isms-operator/internal/report"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/test/scenarios"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// register is all that the tests read, once.
type register struct {
	stories map[string]scenarios.Scenario
	samples []api.Record
}

var read = sync.OnceValues(func() (register, error) {
	r := register{stories: map[string]scenarios.Scenario{}}
	all, err := scenarios.Load("../../test/scenarios")
	if err != nil {
		return r, err
	}
	for _, s := range all {
		r.stories[s.Name] = s
	}
	r.samples, err = scenarios.LoadFolder("../../config/samples")
	return r, err
})

func records(t testing.TB) register {
	t.Helper()
	r, err := read()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// located tells a place for each record, as the loader would for a file per kind.
func located(_ string, record assess.Ref, field string) input.Position {
	return input.Position{File: "register/" + strings.ToLower(record.Kind) + ".yaml", Line: len(record.Name) + len(field), Column: 3}
}

// hostile is what a record may say to harm whoever reads the report.
const hostile = "\x1b[2Jnow\u009b31m <script>|`*_[x](y) \u202edetnioppa --> ]]> \"&'\r\n=1+1"

// assessments returns what the golden files show: a register with a few findings,
// one that conforms, one with input that could not be judged, and a change.
func assessments(t testing.TB) map[string]*report.Assessment {
	t.Helper()
	all := records(t).stories
	judge := func(name string) *report.Assessment {
		s, ok := all[name]
		if !ok {
			t.Fatalf("no story %s", name)
		}
		return &report.Assessment{AsOf: s.AsOf, Namespaces: []*assess.Report{s.Judge()}, Locate: located}
	}
	conforms := func() *report.Assessment {
		day := all["certificate-expired"].AsOf
		return &report.Assessment{AsOf: day, Locate: located,
			Namespaces: []*assess.Report{mustRun(rules.Registry(), assess.NewWorld("acme", records(t).samples), day)}}
	}
	pseudonyms := conforms()
	pseudonyms.Pseudonyms = true
	unreadable := conforms()
	unreadable.Namespaces[0].Policy = weakPolicy(7, hostile)
	unreadable.Problems = []input.Problem{
		{Position: input.Position{File: "register/person.yaml", Line: 12, Column: 5},
			Record: &input.Record{Kind: "Person", Namespace: "acme", Name: "iris-weber"}, Field: "spec.engagedFrom",
			Message: `"2026-02-30" is not a day that exists`, Remedy: `Write a day as year-month-day, for example "2026-02-28"`},
		{Position: input.Position{File: "register/" + hostile, Line: 1}, Message: "The file is no YAML: " + hostile, Remedy: "Mend line 1"},
	}
	unreadable.Foreign = []input.Foreign{{Position: input.Position{File: "app.yaml", Line: 1, Column: 1}, APIVersion: "apps/v1", Kind: "Deployment", Name: hostile}}
	change := judge("certificate-expired")
	change.Namespaces[0].Policy = weakPolicy(2, "The auditor was ill")
	change.Base = &report.Comparison{Name: "git:main",
		Introduced: map[string][]assess.Finding{"certificate-expired": change.Namespaces[0].Rollup.Findings[:1]},
		Resolved:   map[string][]assess.Finding{"certificate-expired": judge("certificate-about-to-expire").Namespaces[0].Rollup.Findings[:1]}}
	change.Base.Locate = located
	change.Base.Changes = map[string]changes.Changes{"certificate-expired": {
		Weakened: []changes.Weakened{
			{Record: assess.Ref{Kind: "Person", Name: "felix-brandt"}, Field: "spec.signingKeys[laptop].revokedOn", Reason: changes.RevocationTakenBack,
				Message: "The key laptop was revoked on 2026-03-01, which is taken away", Ask: "Ask whoever revoked the key, and look at what it signed since"},
			{Record: assess.Ref{Kind: "SecurityBudget", Name: "budget-2026"}, Field: "spec.approvals[" + hostile + "]", Reason: changes.ApprovalGone,
				Message: "The approval by " + hostile + " of 2026-01-12 is gone", Ask: "Ask the approver whether they took it back"},
		},
		Removed: []changes.Removed{
			{Record: assess.Ref{Kind: "Risk", Name: "burglary"}, Findings: change.Namespaces[0].Rollup.Findings[1:]},
			{Record: assess.Ref{Kind: "InternalAudit", Name: hostile}, RetainUntil: api.MustDate("2029-02-24")},
		},
		Postponed: []changes.Postponed{
			{Record: assess.Ref{Kind: "Improvement", Name: "automatic-patching"}, Field: "spec.dueOn", From: api.MustDate("2026-03-24"), To: api.MustDate("2026-12-24")},
			{Record: assess.Ref{Kind: "ManagementReview", Name: "review-2026"}, Field: "spec.decisions[" + hostile + "].dueOn", From: api.MustDate("2026-03-24")},
		},
	}}
	return map[string]*report.Assessment{
		"findings": judge("certificate-expired"), "conforms": pseudonyms, "unreadable": unreadable, "change": change,
	}
}

// golden compares with a golden file, or rewrites it.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; run go test ./internal/report -update and look at the difference\n%s", path, got)
	}
}

func write(t testing.TB, format string, a *report.Assessment, style report.Style) []byte {
	t.Helper()
	f, ok := report.Lookup(report.Formats(), format)
	if !ok {
		t.Fatalf("no format %s", format)
	}
	var b bytes.Buffer
	if err := f.Write(&b, a, style); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

var style = report.Style{Width: 80, Foreign: true, Version: "1.2.3"}

func TestFormats(t *testing.T) {
	for name, a := range assessments(t) {
		for _, f := range report.Formats() {
			t.Run(name+"/"+f.Name, func(t *testing.T) {
				got := write(t, f.Name, a, style)
				golden(t, name+"."+f.Name, got)
				if again := write(t, f.Name, a, style); !bytes.Equal(got, again) {
					t.Error("a second run gives other bytes")
				}
			})
		}
	}
}

// What a verdict rests on stands below the points, for those points that were asked for.
func TestExplained(t *testing.T) {
	explain := style
	for _, p := range assess.Points() {
		explain.Explain = append(explain.Explain, p.ID)
	}
	golden(t, "explained.table", write(t, "table", assessments(t)["unreadable"], explain))
	golden(t, "explained-one.table", write(t, "table", assessments(t)["findings"], report.Style{Explain: []string{"P9"}}))
}

// What a record says reaches no reader raw in any format, save as data that a
// parser hands on.
func TestHostileTextIsInert(t *testing.T) {
	for _, f := range report.Formats() {
		got := string(write(t, f.Name, assessments(t)["unreadable"], style)) + string(write(t, f.Name, assessments(t)["change"], style))
		if f.Name == "csv" {
			got = strings.ReplaceAll(got, "\"\r\n", "\"\n") // how a row ends by RFC 4180
		}
		for _, c := range []string{"\x1b", "\u009b", "\u202e", "\r"} {
			if strings.Contains(got, c) {
				t.Errorf("%s lets %q through", f.Name, c)
			}
		}
	}
}

// Whatever could not be judged is never shown as conforming.
func TestUnjudgedInputNeverConforms(t *testing.T) {
	conforms := assessments(t)["conforms"]
	ns := conforms.Namespaces[0]
	for _, tc := range []struct {
		name    string
		problem input.Problem
		rollup  api.Verdict
		want    api.Verdict
	}{
		{"a record of the namespace", input.Problem{Record: &input.Record{Namespace: ns.Namespace}}, api.VerdictConforming, api.VerdictUnknown},
		{"a record of another namespace", input.Problem{Record: &input.Record{Namespace: "other"}}, api.VerdictConforming, api.VerdictConforming},
		{"a file that no record could be read from", input.Problem{}, api.VerdictConforming, api.VerdictUnknown},
		{"a record whose namespace cannot be told", input.Problem{Record: &input.Record{Kind: "Risk"}}, api.VerdictConforming, api.VerdictUnknown},
		{"a minor is worse than not to know", input.Problem{}, api.VerdictMinor, api.VerdictMinor},
		{"a major is worse than not to know", input.Problem{}, api.VerdictMajor, api.VerdictMajor},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := *ns
			r.Rollup.Verdict = tc.rollup
			a := &report.Assessment{Problems: []input.Problem{tc.problem}}
			if got := a.Verdict(&r); got != tc.want {
				t.Errorf("verdict %s, want %s", got, tc.want)
			}
		})
	}
	for _, f := range report.Formats() {
		got := string(write(t, f.Name, assessments(t)["unreadable"], style))
		if strings.Contains(got, "Conforming") {
			t.Errorf("%s shows Conforming where a file could not be read:\n%s", f.Name, got)
		}
	}
	if v := conforms.Verdict(ns); v != api.VerdictConforming {
		t.Errorf("the samples are %s: the test shows nothing", v)
	}
}

func TestLookup(t *testing.T) {
	for _, f := range report.Formats() {
		if got, ok := report.Lookup(report.Formats(), f.Name); !ok || got.Name != f.Name || f.Description == "" {
			t.Errorf("%s is not found by its name, or is not described", f.Name)
		}
	}
	if _, ok := report.Lookup(report.Formats(), "JSON"); ok {
		t.Error("names of formats are lower-case")
	}
	if !slices.ContainsFunc(report.Formats(), func(f report.Format[*report.Assessment]) bool { return f.Name == "json" }) {
		t.Error("json is missing")
	}
}

// An ISMS without ClauseAssessment has findings all the same, and says that it has none.
func TestFindingsOfNoRecord(t *testing.T) {
	a := &report.Assessment{AsOf: api.MustDate("2026-06-01"), Namespaces: []*assess.Report{assessRun(nil)}}
	for _, format := range []string{"table", "wide", "markdown", "junit"} {
		got := string(write(t, format, a, report.Style{}))
		if !strings.Contains(got, "there is none") || strings.Contains(got, "ClauseAssessment/ ") || strings.Contains(got, "ClauseAssessment/\n") {
			t.Errorf("%s names a record that does not exist", format)
		}
	}
	for _, result := range openreports.New(a.Namespaces[0], 0).Results {
		for _, r := range result.Resources {
			if r.Name == "" {
				t.Errorf("%s refers to an object without a name", result.Policy)
			}
		}
	}
}
