package report_test

import (
	"bytes"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/history"
	"github.com/isms-operator/isms-operator/internal/report"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// A verdict is worth what it was judged by: what tells of one also tells where the policy asks
// for less, and says nothing where it does not.
func TestEveryOutputTellsOfTheWeakenedPolicy(t *testing.T) {
	day := api.MustDate("2026-06-01")
	world := func(months *int32) *assess.World {
		return assess.NewWorld("isms", []api.Record{
			&api.ClauseAssessment{ObjectMeta: metav1.ObjectMeta{Name: "isms"}, Spec: api.ClauseAssessmentSpec{Policy: api.Policy{Review: api.ReviewPolicy{AuditIntervalMonths: months}}}},
			&api.ToolLicense{ObjectMeta: metav1.ObjectMeta{Name: "scanner"}, Spec: api.ToolLicenseSpec{Product: "Scanner", Term: &api.Term{End: day.AddDays(3)}}},
		})
	}
	months := int32(30)
	for _, c := range []struct {
		why    string
		months *int32
		told   bool
	}{{"it asks for less", &months, true}, {"it asks for the default", nil, false}} {
		w := world(c.months)
		timeline := mustForetell(rules.Registry(), w, day, day.AddDays(30))
		h := &report.History{Since: day, Until: day.AddDays(30)}
		steps := func(yield func(history.Step, error) bool) {
			yield(history.Step{On: day, Records: &history.Records{Worlds: []*assess.World{w}}}, nil)
		}
		for d, err := range history.Walk(t.Context(), rules.Registry(), steps, h.Until) {
			if err != nil {
				t.Fatal(err)
			}
			h.Add(d)
		}
		written := map[string]string{}
		add := func(name string, write func(*bytes.Buffer) error) {
			var b bytes.Buffer
			if err := write(&b); err != nil {
				t.Fatal(err)
			}
			written[name] = strings.ReplaceAll(b.String(), "\r\n ", "")
		}
		for _, f := range report.ForecastFormats() {
			add("forecast "+f.Name, func(b *bytes.Buffer) error {
				return f.Write(b, &report.Forecast{From: day, Until: day.AddDays(30), Timelines: []*assess.Timeline{timeline}}, report.Style{})
			})
		}
		for _, f := range report.HistoryFormats() {
			add("history "+f.Name, func(b *bytes.Buffer) error { return f.Write(b, h, report.Style{}) })
		}
		for _, name := range []string{"table", "markdown"} { // tables for programs have rows of the matrix alone
			f, _ := report.Lookup(report.MatrixFormats(), name)
			add("matrix "+f.Name, func(b *bytes.Buffer) error {
				return f.Write(b, report.Matrices()[0].Build(&report.MatrixSource{AsOf: day, Worlds: []*assess.World{w}}), report.Style{})
			})
		}
		for name, text := range written {
			says := strings.Contains(text, "asks for less than the default in 1 field") || strings.Contains(text, `"policy": [`) && strings.Contains(text, `"review.auditIntervalMonths"`)
			if says != c.told {
				t.Errorf("%s: %s: tells of the policy: %t\n%s", c.why, name, says, text)
			}
		}
		if len(written) != 8 {
			t.Errorf("%d outputs", len(written))
		}
	}
}
