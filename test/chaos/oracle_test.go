package chaos

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/report"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/test/scenarios"
)

// neglected is the report of a story in which much is amiss.
var neglected = sync.OnceValues(func() (*assess.Report, error) {
	stories, err := scenarios.Load("../scenarios")
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(stories, func(s scenarios.Scenario) bool { return s.Name == "a-summer-of-neglect" })
	s := stories[at]
	for _, r := range s.Records {
		if a, ok := r.(*api.ClauseAssessment); ok { // in which the policy asks for less, too
			months := int32(13)
			a.Spec.Policy.Review.AuditIntervalMonths, a.Spec.Policy.Improvement.IntervalMonths = &months, &months
		}
	}
	return assess.Run(context.Background(), rules.Registry(), assess.NewWorld("acme", s.Records), s.AsOf)
})

// judged returns what the plugin says of the story, and the statuses as they must be.
func judged(t *testing.T) (*opinion, []stored) {
	t.Helper()
	r, err := neglected()
	if err != nil {
		t.Fatal(err)
	}
	format, _ := report.Lookup(report.Formats(), "json")
	var text bytes.Buffer
	if err := format.Write(&text, &report.Assessment{AsOf: r.AsOf, Namespaces: []*assess.Report{r}}, report.Style{}); err != nil {
		t.Fatal(err)
	}
	o := &opinion{}
	if err := json.Unmarshal(text.Bytes(), o); err != nil {
		t.Fatal(err)
	}
	var all []stored
	for i := range r.Results {
		all = append(all, statusFor(r, &r.Results[i]))
	}
	return o, all
}

// statusFor makes the status of a record from the engine's report, on a way of its own.
func statusFor(r *assess.Report, result *assess.Result) stored {
	status := &api.ClauseAssessmentStatus{}
	conditions, findings, counts := result.Conditions(), result.Findings, result.Counts
	rollup := result.Kind.Name == rollupKind
	if rollup {
		conditions, findings, counts = r.Conditions(), r.Rollup.Findings, r.Rollup.Counts
		status.Verdict, status.Records, status.NextChangeOn = r.Rollup.Verdict, int32(len(r.Results)), r.Until.String()
		if fields, beyond := assess.Weakened(r.Policy); len(fields) > 0 {
			status.Policy = &api.PolicyDeviations{Deviations: int32(len(fields)), BeyondFloor: int32(beyond), Fields: fields}
		}
		if f := r.Forecast; f != nil {
			status.Forecast = &api.Forecast{Day: f.On.String(), Verdict: f.Verdict, Counts: f.Counts}
		}
	}
	status.Counts = &counts
	for _, c := range conditions {
		status.Conditions = append(status.Conditions, metav1.Condition{Type: c.Type, Status: c.Status, Reason: c.Reason, Message: c.Message})
	}
	for _, f := range findings[:min(len(findings), api.MaxFindings)] {
		listed := api.Finding{Rule: f.Rule, Reason: f.Reason, Grade: f.Grade, Field: f.Field, Message: f.Message, Remedy: f.Remedy, Since: f.Since.String(), SumsUp: f.Sums.Reason}
		if rollup {
			listed.Record = &api.FindingRecord{Kind: f.Record.Kind, Name: f.Record.Name}
		}
		status.Findings = append(status.Findings, listed)
	}
	return stored{Kind: result.Kind.Name, Namespace: "acme", Name: result.Record.GetName(), Status: status}
}

func TestDifferences(t *testing.T) {
	o, all := judged(t)
	if wrong := differences(o, all); len(wrong) > 0 {
		t.Fatalf("statuses as the engine makes them differ from the plugin's opinion:\n%s", strings.Join(wrong, "\n"))
	}
	rollup, found := -1, -1
	for i := range all {
		if all[i].Kind == rollupKind {
			rollup = i
		} else if len(all[i].Status.Findings) > 0 {
			found = i
		}
	}
	if rollup < 0 || found < 0 {
		t.Fatal("the story has no roll-up or no record with findings")
	}
	for _, row := range []struct {
		why    string
		at     int
		change func(*stored)
	}{
		{"an edit that was not judged", found, func(s *stored) { s.Generation++ }},
		{"a status that cannot be read", found, func(s *stored) { s.Status = nil }},
		{"no status", found, func(s *stored) { s.Status = &api.ClauseAssessmentStatus{} }},
		{"a condition forged", found, func(s *stored) { s.Status.Conditions[0].Status = "Wrong" }},
		{"a reason forged", found, func(s *stored) { s.Status.Conditions[3].Reason = "Forged" }},
		{"a condition lost", found, func(s *stored) { s.Status.Conditions = s.Status.Conditions[1:] }},
		{"counts forged", found, func(s *stored) { s.Status.Counts = nil }},
		{"findings lost", found, func(s *stored) { s.Status.Findings = nil }},
		{"a message of before", found, func(s *stored) { s.Status.Findings[0].Message += "s" }},
		{"a verdict of before", rollup, func(s *stored) { s.Status.Verdict = api.VerdictConforming }},
		{"a record that was not counted", rollup, func(s *stored) { s.Status.Records-- }},
		{"a day of before", rollup, func(s *stored) { s.Status.NextChangeOn = "2020-01-01" }},
		{"a policy that is said to be sound", rollup, func(s *stored) { s.Status.Policy = nil }},
		{"a floor that is said to hold", rollup, func(s *stored) {
			p := *s.Status.Policy
			p.BeyondFloor, s.Status.Policy = 0, &p
		}},
		{"another field of the policy", rollup, func(s *stored) {
			p := *s.Status.Policy
			p.Fields, s.Status.Policy = []string{p.Fields[0], "review.other"}, &p
		}},
		{"a point forged", rollup, func(s *stored) { s.Status.Conditions[5].Message = "all well" }},
		{"a finding of another record", rollup, func(s *stored) { s.Status.Findings[0].Record = &api.FindingRecord{Kind: "Risk", Name: "other"} }},
		{"a namespace that the plugin did not judge", rollup, func(s *stored) { s.Namespace = "other" }},
	} {
		o, all := judged(t)
		row.change(&all[row.at])
		if wrong := differences(o, all); len(wrong) != 1 || !strings.HasPrefix(wrong[0], all[row.at].String()) {
			t.Errorf("%s: got %q", row.why, wrong)
		}
	}
}

// What the plugin could not judge is no fault of the operator's.
func TestDifferencesLeaveOutWhatCannotBeJudged(t *testing.T) {
	o, all := judged(t)
	all = append(all, stored{Kind: "Risk", Namespace: "acme", Name: "unreadable"})
	text := `{"problems":[{"record":{"kind":"Risk","namespace":"acme","name":"unreadable"},"message":"no such day"},{"message":"of no record"}]}`
	if wrong := differences(o, all); len(wrong) != 1 {
		t.Errorf("judged by the plugin: %q", wrong)
	}
	if err := json.Unmarshal([]byte(text), o); err != nil {
		t.Fatal(err)
	}
	if wrong := differences(o, all); len(wrong) != 0 {
		t.Errorf("not judged by the plugin: %q", wrong)
	}
}
