package report_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/history"
	"github.com/isms-operator/isms-operator/internal/report"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// What a day or a commit does to many records is told once, with the first of them and how many
// there are: one day on which all trainings end is a few lines. Programs read all of it.
func TestMovesFold(t *testing.T) {
	day := api.MustDate("2026-06-01")
	licenses := func(n int) (records []api.Record) {
		for i := range n {
			records = append(records, &api.ToolLicense{ObjectMeta: metav1.ObjectMeta{Name: fmt.Sprintf("tool-%02d", i)},
				Spec: api.ToolLicenseSpec{Product: "Scanner", Criticality: api.CriticalityLow, Term: &api.Term{End: day}}})
		}
		return records
	}
	for _, c := range []struct {
		why          string
		n, told      int
		more, inCell string
	}{
		{"each of three is shown", 3, 3, "", "Minor ContractExpired on ToolLicense/tool-00, ToolLicense/tool-01, ToolLicense/tool-02"},
		{"of twelve two are shown", 12, 2, "and 10 more, of 12 records: -o json", "Minor ContractExpired on ToolLicense/tool-00, ToolLicense/tool-01 and 10 more"},
	} {
		w := assess.NewWorld("isms", licenses(c.n))
		forecast := &report.Forecast{From: day, Until: day.AddDays(1), Timelines: []*assess.Timeline{mustForetell(rules.Registry(), w, day, day.AddDays(1))}}
		h := &report.History{Since: day, Until: day.AddDays(1)}
		steps := func(yield func(history.Step, error) bool) {
			yield(history.Step{On: day, Records: &history.Records{Worlds: []*assess.World{w}}}, nil)
		}
		for d, err := range history.Walk(t.Context(), rules.Registry(), steps, h.Until) {
			if err != nil {
				t.Fatal(err)
			}
			h.Add(d)
		}
		of := func(format string) map[string]string {
			var a, b bytes.Buffer
			if f, ok := report.Lookup(report.ForecastFormats(), format); ok {
				if err := f.Write(&a, forecast, report.Style{}); err != nil {
					t.Fatal(err)
				}
			}
			f, _ := report.Lookup(report.HistoryFormats(), format)
			if err := f.Write(&b, h, report.Style{}); err != nil {
				t.Fatal(err)
			}
			return map[string]string{"forecast": a.String(), "history": b.String()}
		}
		for what, text := range of("table") {
			if n := strings.Count(text, "  + Minor  P6-01 ContractExpired\n"); n != c.told || !strings.Contains(text, c.more) || c.more == "" && strings.Contains(text, " more") {
				t.Errorf("%s: the %s tells of %d:\n%s", c.why, what, n, text)
			}
		}
		for what, text := range of("json") {
			if n := strings.Count(text, `"reason": "ContractExpired"`); n < c.n {
				t.Errorf("%s: JSON of the %s has %d of %d", c.why, what, n, c.n)
			}
		}
		if text := of("markdown")["history"]; !strings.Contains(text, c.inCell) {
			t.Errorf("%s:\n%s", c.why, text)
		}
	}
}
