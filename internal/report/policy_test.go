package report_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/report"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// weakPolicy is one that asks for less in so many fields, in the first beyond the floor.
func weakPolicy(n int, because string) []assess.Deviation {
	all := make([]assess.Deviation, n)
	for i := range all {
		all[i] = assess.Deviation{Field: fmt.Sprintf("review.interval%dMonths", i), Point: assess.Reviews, Default: "12", Value: "24", Because: because}
	}
	if n > 0 {
		all[0].Floor, all[0].Why, all[0].Because = "12", "the checklist asks for it at least annually", ""
	}
	return all
}

// TestPolicyIsInTheHead: every format says that the policy deviates, where and why, of as
// many fields as people read; those for programs of all. Nothing is said where it does not.
func TestPolicyIsInTheHead(t *testing.T) {
	forPrograms := map[string]bool{"json": true, "yaml": true}
	for _, f := range report.Formats() {
		a := assessments(t)["findings"]
		sound := string(write(t, f.Name, a, report.Style{}))
		a.Namespaces[0].Policy = weakPolicy(7, "The auditor was ill")
		weak := strings.ReplaceAll(string(write(t, f.Name, a, report.Style{})), `\`, "")
		want := []string{"in 7 fields (1 beyond the floor)", "review.interval0Months: 24 instead of 12, beyond the floor 12, no reason given",
			"review.interval4Months: 24 instead of 12, because ", "and 2 more"}
		if forPrograms[f.Name] {
			want = []string{"review.interval0Months", "review.interval6Months", "floor", "because", "The auditor was ill"}
		} else if strings.Contains(weak, "review.interval5Months") {
			t.Errorf("%s names more fields than people read", f.Name)
		}
		for _, text := range want {
			if !strings.Contains(weak, text) {
				t.Errorf("%s does not say %q", f.Name, text)
			}
			if strings.Contains(sound, text) {
				t.Errorf("%s says %q of a policy that does not deviate", f.Name, text)
			}
		}
		first := a.Namespaces[0].Rollup.Findings[0].Reason
		if head := strings.Index(weak, want[0]); f.Name != "sarif" && head > strings.Index(weak, first) {
			t.Errorf("%s tells of the policy after the findings", f.Name)
		}
	}
}

// TestPoliciesOfManyNamespaces: SARIF tells of so many policies, and counts the others.
func TestPoliciesOfManyNamespaces(t *testing.T) {
	a := sizes{namespaces: 60, of: "x"}.assessment()
	for _, r := range a.Namespaces {
		r.Policy = weakPolicy(1, "")
	}
	text := string(write(t, "sarif", a, style))
	if n := strings.Count(text, "in 1 field (1 beyond"); n != 50 || !strings.Contains(text, "The policies of 10 more namespaces ask for less than the default") {
		t.Errorf("%d policies are told:\n%s", n, text)
	}
}

// TestForecastTellsOfThePolicy: verdicts that are foretold rest on the policy as well.
func TestForecastTellsOfThePolicy(t *testing.T) {
	s := records(t).stories["certificate-expired"]
	timeline := mustForetell(rules.Registry(), assess.NewWorld(s.Name, s.Records), s.AsOf, s.AsOf.AddDays(30))
	table := func() string {
		var b bytes.Buffer
		f, _ := report.Lookup(report.ForecastFormats(), "table")
		if err := f.Write(&b, &report.Forecast{Timelines: []*assess.Timeline{timeline}}, report.Style{}); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	if strings.Contains(table(), "policy asks for less") {
		t.Error("it says so of a policy that does not deviate")
	}
	timeline.Policy = weakPolicy(7, "The auditor was ill")
	if !strings.Contains(table(), "The policy asks for less than the default in 7 fields (1 beyond the floor)") {
		t.Errorf("it does not tell of the policy:\n%s", table())
	}
}
