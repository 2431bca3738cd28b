package report_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/report"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// TestWorkTellsWhatItRestsOn: every format of a worklist and of a forecast says what was judged by
// beside the records, once for two namespaces, and nothing where that was nothing.
func TestWorkTellsWhatItRestsOn(t *testing.T) {
	day := api.MustDate("2026-06-01")
	const says = "Signatures of approvals are followed to the trust root SHA256:root"
	for _, trusted := range []bool{true, false} {
		w := &report.Worklist{On: day, Until: day.AddDays(30)}
		f := &report.Forecast{From: day, Until: day.AddDays(30)}
		for _, namespace := range []string{"acme", "other"} {
			world := assess.NewWorld(namespace, []api.Record{&api.ToolLicense{ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: "scanner"}, Spec: api.ToolLicenseSpec{Product: "Scanner", Term: &api.Term{End: day.AddDays(3)}}}})
			if trusted {
				world.Trust([]string{"SHA256:root"})
			}
			w.Reports = append(w.Reports, mustRun(rules.Registry(), world, day))
			timeline := mustForetell(rules.Registry(), world, day, f.Until)
			w.Timelines, f.Timelines = append(w.Timelines, timeline), append(f.Timelines, timeline)
		}
		written := map[string]string{}
		for _, format := range report.WorklistFormats() {
			var b bytes.Buffer
			if err := format.Write(&b, w, report.Style{}); err != nil {
				t.Fatal(err)
			}
			written["worklist "+format.Name] = b.String()
		}
		written["worklist xlsx"] = sheetText(t, []byte(written["worklist xlsx"]))
		var b bytes.Buffer
		format, _ := report.Lookup(report.ForecastFormats(), "ics")
		if err := format.Write(&b, f, report.Style{}); err != nil {
			t.Fatal(err)
		}
		written["forecast ics"] = b.String()
		for name, text := range written {
			text = strings.ReplaceAll(text, "\r\n ", "") // a calendar breaks its lines
			want := 0
			switch {
			case trusted && strings.HasSuffix(name, "ics"):
				want = 2 // of RFC 7986, and for those that do not know it
			case trusted:
				want = 1
			}
			if n := strings.Count(strings.Join(strings.Fields(text), " "), says); n != want {
				t.Errorf("%s, trusted %t: it is told %d times, want %d:\n%s", name, trusted, n, want, text)
			}
		}
	}
}

// sheetText are the cells of the first sheet of a workbook.
func sheetText(t *testing.T, workbook []byte) string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(workbook))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := f.GetRows(f.GetSheetName(0))
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, row := range rows {
		all = append(all, strings.Join(row, " "))
	}
	return strings.Join(all, "\n")
}
