package metrics

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil/promlint"
	dto "github.com/prometheus/client_model/go"
	clocktesting "k8s.io/utils/clock/testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/test/scenarios"
)

var update = flag.Bool("update", false, "rewrite the golden files")

var registry = rules.Registry()

// gather judges each set of records at the instant, as a namespace of its own, and
// returns what a scrape at that instant finds, through a pedantic registry.
func gather(t *testing.T, series Series, at time.Time, worlds ...[]api.Record) []*dto.MetricFamily {
	t.Helper()
	return scrape(t, judge(series, at, at, worlds...))
}

// judge returns reports judged at one instant and read at another. A change waits in each
// namespace, and every kind can be listed.
func judge(series Series, judged, read time.Time, worlds ...[]api.Record) *Reports {
	reports, waiting := newReports(series, DefaultLimit, read)
	for i, records := range worlds {
		namespace := fmt.Sprintf("ns%d", i)
		waiting[namespace] = read
		reports.Put(mustRun(registry, assess.NewWorld(namespace, records), api.DateOf(judged)), judged)
		reports.Took(namespace, time.Second/2)
		AssessmentFailures.WithLabelValues(namespace)
	}
	return reports
}

// newReports returns an empty Reports that is read at the instant, and what waits in it.
// Every kind can be listed, and all records that there are were judged.
func newReports(series Series, limit int, read time.Time) (*Reports, map[string]time.Time) {
	waiting, listable := map[string]time.Time{}, map[string]bool{}
	for i := range registry.Kinds {
		listable[registry.Kinds[i].Name] = true
	}
	return NewReports(Options{
		Registry: registry, Clock: clocktesting.NewFakePassiveClock(read), Series: series, Limit: limit,
		Held:       func() int { return 0 },
		Waiting:    func() map[string]time.Time { return waiting },
		Listable:   func() map[string]bool { return listable },
		Rights:     func() map[string]bool { return map[string]bool{"clusterrolebindings": true, "roles": true} },
		Lifecycles: func() (time.Time, bool) { return time.Time{}, true },
	}), waiting
}

func scrape(t *testing.T, reports *Reports) []*dto.MetricFamily {
	t.Helper()
	r := prometheus.NewPedanticRegistry()
	r.MustRegister(Collector(func() *Reports { return reports }), AssessmentDuration, AssessmentFailures, StatusWrites, EventsRefused)
	families, err := r.Gather()
	if err != nil {
		t.Fatal(err)
	}
	return families
}

// lines writes series as "name{label="value"} value", sorted, without the counters,
// which all tests share.
func lines(families []*dto.MetricFamily, keep func(name string) bool) []string {
	var all []string
	for _, f := range families {
		if f.GetType() != dto.MetricType_GAUGE || !keep(f.GetName()) {
			continue
		}
		for _, m := range f.GetMetric() {
			labels := make([]string, len(m.GetLabel()))
			for i, l := range m.GetLabel() {
				labels[i] = fmt.Sprintf("%s=%q", l.GetName(), l.GetValue())
			}
			all = append(all, fmt.Sprintf("%s{%s} %.0f", f.GetName(), strings.Join(labels, ","), m.GetGauge().GetValue()))
		}
	}
	slices.Sort(all)
	return all
}

var load = sync.OnceValues(func() ([]scenarios.Scenario, error) { return scenarios.Load("../../test/scenarios") })

func stories(t *testing.T) []scenarios.Scenario {
	t.Helper()
	all, err := load()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// everything is what is exported of every audit story, each on its day.
func everything(t *testing.T, series Series) []*dto.MetricFamily {
	t.Helper()
	var all []*dto.MetricFamily
	for _, s := range stories(t) {
		all = append(all, gather(t, series, s.AsOf.Time(), s.Records)...)
	}
	return all
}

func TestMetricsFollowTheConventions(t *testing.T) {
	for _, series := range []Series{SeriesAuto, SeriesRecord, SeriesAggregate} {
		problems, err := promlint.NewWithMetricFamilies(everything(t, series)).Lint()
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range problems {
			t.Errorf("%s series: %s: %s", series, p.Metric, p.Text)
		}
	}
}

// TestExposition compares what one story exports with the golden files, line by line.
func TestExposition(t *testing.T) {
	all := stories(t)
	i := slices.IndexFunc(all, func(s scenarios.Scenario) bool { return s.Name == "contract-renewals-missed" })
	for _, series := range []Series{SeriesRecord, SeriesAggregate} {
		have := strings.Join(lines(gather(t, series, all[i].AsOf.Time().Add(9*time.Hour), all[i].Records), func(string) bool { return true }), "\n") + "\n"
		path := "testdata/" + string(series) + ".prom"
		if *update {
			if err := os.WriteFile(path, []byte(have), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if have != string(want) {
			t.Errorf("%s is not what is exported; see the change with \"go test ./internal/metrics -update\"", path)
		}
	}
}

func TestPeopleAreNotNamed(t *testing.T) {
	for _, s := range stories(t) {
		names := map[string]bool{}
		for _, r := range s.Records {
			switch r.(type) {
			case *api.Person, *api.CompetencyRecord:
				names[r.GetName()] = true
			}
		}
		for _, f := range gather(t, SeriesRecord, s.AsOf.Time(), s.Records) {
			for _, m := range f.GetMetric() {
				for _, l := range m.GetLabel() {
					if names[l.GetValue()] {
						t.Errorf("%s: %s names %s in the label %s", s.Name, f.GetName(), l.GetValue(), l.GetName())
					}
				}
			}
		}
	}
}

func TestAggregateSeriesDoNotGrowWithRecords(t *testing.T) {
	count := func(series Series, n int) int {
		var records []api.Record
		for i := range n {
			records = append(records, tool(fmt.Sprintf("tool-%d", i), "2026-06-30", nil))
		}
		return len(lines(gather(t, series, api.MustDate("2026-06-01").Time(), records), func(string) bool { return true }))
	}
	if few, many := count(SeriesAggregate, 5), count(SeriesAggregate, 500); few != many {
		t.Errorf("%d series for 5 records, %d for 500", few, many)
	}
	// Three for each: conforming, current and valid until; these have no notice period.
	if few, many := count(SeriesRecord, 5), count(SeriesRecord, 500); many-few != 3*495 {
		t.Errorf("%d series for 5 records, %d for 500: want 3 a record more", few, many)
	}
}

// TestFindingsAreBounded counts what every rule could say of every kind at once.
func TestFindingsAreBounded(t *testing.T) {
	const limit = 1800
	page, err := os.ReadFile("../../docs/metrics.md")
	if err != nil {
		t.Fatal(err)
	}
	bound := 0
	for i := range registry.Kinds {
		for _, r := range registry.Kinds[i].Rules {
			bound += len(r.Reasons)*len(r.Grades) + 1 // and InternalError, which is unknown
		}
	}
	for _, doc := range assess.RollupDocs() {
		bound += len(doc.Reasons) * len(doc.Grades) * len(assess.Points())
	}
	if bound >= limit {
		t.Errorf("isms_findings can have %d series in a namespace, %d or more", bound, limit)
	}
	if want := fmt.Sprintf("fewer than %d series", limit); !strings.Contains(string(page), want) {
		t.Errorf("docs/metrics.md does not say %q of isms_findings", want)
	}
}

// TestPageListsEveryMetric compares the tables of docs/metrics.md with what is
// exported: names, types and labels.
func TestPageListsEveryMetric(t *testing.T) {
	page, err := os.ReadFile("../../docs/metrics.md")
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for line := range strings.Lines(string(page)) {
		if strings.HasPrefix(line, "| `isms_") {
			cells := strings.Split(strings.ReplaceAll(line, "`", ""), "|")
			want = append(want, fmt.Sprintf("%s (%s) [%s]", strings.TrimSpace(cells[1]), strings.TrimSpace(cells[2]), strings.TrimSpace(cells[3])))
		}
	}
	have := map[string]bool{}
	StatusWrites.WithLabelValues("ToolLicense", ResultError)
	for _, f := range everything(t, SeriesAuto) {
		var labels []string
		for _, l := range f.GetMetric()[0].GetLabel() {
			labels = append(labels, l.GetName())
		}
		have[fmt.Sprintf("%s (%s) [%s]", f.GetName(), strings.ToLower(f.GetType().String()), strings.Join(labels, ", "))] = true
	}
	described := make(chan *prometheus.Desc, 64)
	Collector(nil).Describe(described)
	if exported := len(have) - 4; exported != len(described) { // 4 that the operator counts itself
		t.Errorf("%d metrics of records are described, and the stories export %d", len(described), exported)
	}
	slices.Sort(want)
	if have := slices.Sorted(maps.Keys(have)); !slices.Equal(have, want) {
		t.Errorf("docs/metrics.md lists\n%s\nand exported are\n%s", strings.Join(want, "\n"), strings.Join(have, "\n"))
	}
}
