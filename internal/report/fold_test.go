package report_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/report"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// spreadsheet is a register as a company of 158 people has it: 219 tools of which the owners
// are names in a cell, roles, suppliers and trainings, with what such a register leaves out.
func spreadsheet(t *testing.T) *report.Assessment {
	t.Helper()
	return &report.Assessment{AsOf: spreadsheetDay, Locate: located, Namespaces: []*assess.Report{mustRun(rules.Registry(), spreadsheetWorld(), spreadsheetDay)}}
}

// spreadsheetDay is the day on which it is judged.
var spreadsheetDay = api.MustDate("2026-06-01")

func spreadsheetWorld() *assess.World {
	var records []api.Record
	add := func(name string, r api.Record) {
		r.SetName(name)
		records = append(records, r)
	}
	person := func(i int) *api.Reference { return &api.Reference{Name: fmt.Sprintf("person-%03d", i%158)} }
	for i := range 158 {
		p := &api.Person{}
		if i%3 > 0 {
			p.Spec.Sourcing = api.SourcingInternal
		}
		if i%29 == 0 {
			p.Spec.EngagedUntil = api.MustDate("2026-05-31")
		}
		add(person(i).Name, p)
		if i%4 == 0 {
			add(fmt.Sprintf("awareness-%03d", i), &api.CompetencyRecord{Spec: api.CompetencyRecordSpec{PersonRef: *person(i), Competency: "Security awareness",
				AchievedOn: api.MustDate("2025-01-15").AddDays(i), Validity: &api.Validity{ValidUntil: api.MustDate("2026-01-15").AddDays(i)}}})
		}
	}
	criticality := []api.Criticality{api.CriticalityLow, api.CriticalityMedium, api.CriticalityHigh, api.CriticalityCritical, ""}
	for i := range 219 {
		s := api.ToolLicenseSpec{Product: fmt.Sprintf("Tool %d", i), Criticality: criticality[i%5]}
		switch i % 5 {
		case 0:
			s.Owner = &api.Actor{StatedAs: []string{"IT team", "Anna Schmidt, Bo Li", "TBD"}[i%3]}
		case 1:
			s.Owner = &api.Actor{PersonRef: person(i)}
		case 2:
			s.Owner = &api.Actor{PersonRef: &api.Reference{Name: "nobody"}}
		}
		if i%4 == 0 {
			s.Term = &api.Term{End: api.MustDate("2026-03-01").AddDays(i)}
		}
		if i%7 == 0 {
			s.SupportEndsOn = api.MustDate("2026-01-01").AddDays(i)
		}
		add(fmt.Sprintf("tool-%03d", i), &api.ToolLicense{Spec: s})
	}
	for i := range 13 {
		add(fmt.Sprintf("role-%02d", i), &api.SecurityRole{Spec: api.SecurityRoleSpec{Title: fmt.Sprintf("Role %d", i),
			RequiredCompetencies: []api.RequiredCompetency{{Competency: "Network security", Level: api.LevelPractitioner}},
			Assignments:          []api.Assignment{{Name: "first", PersonRef: *person(i)}, {Name: "second", PersonRef: *person(40 + i)}}}})
		add(fmt.Sprintf("supplier-%02d", i), &api.OutsourcedService{Spec: api.OutsourcedServiceSpec{Supplier: fmt.Sprintf("Supplier %d", i),
			Criticality: criticality[i%5], Term: &api.Term{End: api.MustDate("2026-05-01").AddDays(9 * i)}}})
	}
	return assess.NewWorld("acme", records)
}

var headOfProblem = regexp.MustCompile(`(?m)^  (Major|Minor|Unknown|Observation|Opportunity)  ([A-Z][0-9]*-[0-9]+) (\w+)(?:, (?:([0-9]+) records|([0-9]+) findings? on .*))?$`)

// A register of hundreds of records is read in a few screens, and the first holds what
// matters; nothing is lost, because all of it is there on demand.
func TestTableFolds(t *testing.T) {
	a := spreadsheet(t)
	findings := a.Namespaces[0].Rollup.Findings
	problems := map[assess.Problem]bool{}
	for i := range findings {
		problems[findings[i].Problem()] = true
	}
	if len(findings) < 900 || len(problems) < 28 {
		t.Fatalf("the register has only %d findings of %d problems", len(findings), len(problems))
	}
	text := string(write(t, "table", a, report.Style{}))
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if limit := 200 * len(problems) / 32; len(lines) > limit {
		t.Errorf("%d findings of %d problems take %d lines, want at most %d", len(findings), len(problems), len(lines), limit)
	}
	heads := headOfProblem.FindAllStringSubmatch(text, -1)
	if len(heads) != len(problems) {
		t.Errorf("%d problems are shown of %d", len(heads), len(problems))
	}
	all := headOfProblem.FindAllString(string(write(t, "table", a, report.Style{All: true})), -1)
	if len(all) != len(findings) {
		t.Errorf("--all shows %d of %d findings", len(all), len(findings))
	}
	var read struct {
		Namespaces []struct{ Findings []any }
	}
	if err := json.Unmarshal(write(t, "json", a, report.Style{}), &read); err != nil || len(read.Namespaces[0].Findings) != len(findings) {
		t.Errorf("JSON has %d of %d findings, %v", len(read.Namespaces[0].Findings), len(findings), err)
	}
}

// The first screen of a terminal answers: what is the verdict, where, what is the policy
// worth, what was not judged, and what is to be done first.
func TestFirstScreen(t *testing.T) {
	a := spreadsheet(t)
	a.Namespaces[0].Policy = weakPolicy(9, "It was so before")
	for i := range 204 {
		a.Problems = append(a.Problems, input.Problem{Position: input.Position{File: "tools.yaml", Line: 10 * i, Column: 3},
			Record: &input.Record{Kind: "ToolLicense", Namespace: "acme", Name: fmt.Sprint("t", i)}, Field: "spec.criticality",
			Message: fmt.Sprintf(`found "%s"; allowed are "Low", "High"`, []string{"hoch", "niedrig", "k.A."}[i%3]), Remedy: "Write one of the allowed values"})
	}
	text := string(write(t, "table", a, report.Style{Width: 80}))
	lines := strings.Split(text, "\n")
	first := strings.Join(lines[:24], "\n")
	for _, want := range []string{
		"204 problems of the input", `found "hoch", "niedrig", "k.A."`, "MajorNonconformity", "204 records or documents not judged", "The policy asks for less",
		"P1  Identification", "L   Lifecycle", "What to do first", "\n  1 Major", "\n  5 Major",
	} {
		if !strings.Contains(first, want) {
			t.Errorf("the first 24 lines do not tell %q:\n%s", want, first)
		}
	}
	if n := strings.Count(text, "Write one of the allowed values"); n != 1 {
		t.Errorf("204 refusals of one field tell their remedy %d times", n)
	}
	if n := strings.Count(string(write(t, "table", a, report.Style{All: true})), "Write one of the allowed values"); n != 204 {
		t.Errorf("--all tells %d of 204 refusals", n)
	}
}

// What is to be done first comes first.
func TestOrderOfProblems(t *testing.T) {
	tool := func(name string, r *api.ToolLicense) *api.ToolLicense { r.SetName(name); return r }
	finding := func(grade api.Grade, rule string, aspect assess.Aspect, name string) assess.Finding {
		return assess.Finding{Grade: grade, Rule: rule, Aspect: aspect, Reason: "R" + strings.ReplaceAll(rule, "-", ""), Record: assess.Ref{Kind: "ToolLicense", Name: name}, Message: "m", Remedy: "r"}
	}
	user := &api.ResourceRequirement{Spec: api.ResourceRequirementSpec{SatisfiedByRefs: []api.ResourceReference{{Kind: api.ResourceToolLicense, Name: "used"}}}}
	user.SetName("need")
	world := assess.NewWorld("acme", []api.Record{tool("used", &api.ToolLicense{}), tool("unused", &api.ToolLicense{}), user})
	sum := finding(api.GradeMajor, "G-01", assess.Covered, "isms")
	sum.Sums = assess.Sum{Reason: "RP304", Grade: api.GradeMinor}
	for _, tc := range []struct {
		why  string
		list []assess.Finding
		want string
	}{
		{"the graver first", []assess.Finding{finding(api.GradeMinor, "P1-01", assess.Current, "a"), finding(api.GradeMajor, "P9-01", assess.Covered, "a")}, "P9-01 P1-01"},
		{"what has lapsed before what is missing", []assess.Finding{finding(api.GradeMinor, "P1-01", assess.Covered, "a"), finding(api.GradeMinor, "P7-02", assess.Current, "a")}, "P7-02 P1-01"},
		{"that on which more hangs first", []assess.Finding{finding(api.GradeMinor, "P1-01", assess.Covered, "unused"), finding(api.GradeMinor, "P7-02", assess.Covered, "used")}, "P7-02 P1-01"},
		{"that which is found more often first", []assess.Finding{finding(api.GradeMinor, "P1-01", assess.Covered, "a"), finding(api.GradeMinor, "P7-02", assess.Covered, "b"), finding(api.GradeMinor, "P7-02", assess.Covered, "c")}, "P7-02 P1-01"},
		{"a sum after its causes, though it is graver", []assess.Finding{sum, finding(api.GradeMinor, "P3-04", assess.Covered, "a"), finding(api.GradeUnknown, "P1-01", assess.Covered, "a")}, "P3-04 G-01 P1-01"},
	} {
		t.Run(tc.why, func(t *testing.T) {
			r := mustRun(&assess.Registry{Kinds: rules.Registry().Kinds}, world, api.MustDate("2026-06-01"))
			r.Rollup.Findings = tc.list
			a := &report.Assessment{AsOf: r.AsOf, Namespaces: []*assess.Report{r}}
			var got []string
			for _, head := range headOfProblem.FindAllStringSubmatch(string(write(t, "table", a, report.Style{})), -1) {
				got = append(got, head[2])
			}
			if strings.Join(got, " ") != tc.want {
				t.Errorf("the order is %v, want %s", got, tc.want)
			}
		})
	}
}
