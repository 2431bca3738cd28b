package metrics

import (
	"fmt"
	"strings"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

func TestParseSeries(t *testing.T) {
	for _, c := range []struct {
		name string
		want Series
		ok   bool
		why  string
	}{
		{"auto", SeriesAuto, true, "named"},
		{"record", SeriesRecord, true, "named"},
		{"aggregate", SeriesAggregate, true, "named"},
		{"", SeriesAuto, true, "the default"},
		{"Record", "", false, "names are exact, so that a slip is not another mode"},
	} {
		have, err := ParseSeries(c.name)
		if have != c.want || (err == nil) != c.ok {
			t.Errorf("%q gives %q and %v: %s", c.name, have, err, c.why)
		}
	}
}

// TestSeriesFollowTheNumberOfRecords goes through one life of a replica, step by step.
func TestSeriesFollowTheNumberOfRecords(t *testing.T) {
	at := midnight("2026-01-01")
	held := 0
	const limit = 10
	auto, _ := newReports(SeriesAuto, limit, at)
	auto.Held = func() int { return held }
	put := func(namespace string, n int) {
		var records []api.Record
		for i := range n {
			records = append(records, tool(fmt.Sprintf("tool-%02d", i), "2026-06-30", nil))
		}
		auto.Put(mustRun(registry, assess.NewWorld(namespace, records), api.DateOf(at)), at)
	}
	for i, step := range []struct {
		why       string
		held      int
		namespace string
		records   int // -1 where the namespace has gone
		want      Series
		named     int
	}{
		{"the limit is reached, and the first of two namespaces is judged", 10, "a", 4, SeriesRecord, 4},
		{"the other as well", 10, "b", 6, SeriesRecord, 10},
		{"one more is there and not judged yet", 11, "b", 6, SeriesAggregate, 0},
		{"it is judged", 11, "b", 7, SeriesAggregate, 0},
		{"back at the limit: it stays", 10, "b", 6, SeriesAggregate, 0},
		{"four fifths: it stays", 8, "b", 4, SeriesAggregate, 0},
		{"below, but not judged yet: what was judged counts", 7, "a", 4, SeriesAggregate, 0},
		{"below four fifths: named again, all of them", 7, "b", 3, SeriesRecord, 7},
		{"up to the limit: it stays", 10, "b", 6, SeriesRecord, 10},
		{"one namespace alone has too many", 15, "b", 11, SeriesAggregate, 0},
		{"it has gone, and the other is whole", 4, "b", -1, SeriesRecord, 4},
	} {
		held = step.held
		if step.records < 0 {
			auto.Forget(step.namespace)
		} else {
			put(step.namespace, step.records)
		}
		mode := only(t, auto, "isms_metrics_series")
		want := map[Series]string{SeriesRecord: `{mode="aggregate"} 0 {mode="record"} 1`, SeriesAggregate: `{mode="aggregate"} 1 {mode="record"} 0`}[step.want]
		named := len(lines(scrape(t, auto), func(name string) bool { return name == "isms_record_valid_until_timestamp_seconds" }))
		if mode != want || named != step.named {
			t.Errorf("step %d: %s and %d records are named, want %s and %d: %s", i, mode, named, want, step.named, step.why)
		}
	}
}

// TestSeriesAfterAStart: what the first pass decides holds, in whichever order the namespaces
// are judged; before it nothing is known.
func TestSeriesAfterAStart(t *testing.T) {
	at := midnight("2026-01-01")
	const limit = 10
	for _, c := range []struct {
		series    Series
		held      int
		at, after string
		why       string
	}{
		{SeriesAuto, 10, "", "record", "at the limit"},
		{SeriesAuto, 9, "", "record", "between four fifths and the limit a start has series for each record"},
		{SeriesAuto, 11, "", "aggregate", "above it, though the first namespace has one record"},
		{SeriesRecord, 11, "record", "record", "whoever says so wins"},
		{SeriesAggregate, 1, "aggregate", "aggregate", "whoever says so wins"},
	} {
		reports, _ := newReports(c.series, limit, at)
		reports.Held = func() int { return c.held }
		shown := func() string {
			for _, m := range []string{"record", "aggregate"} {
				if strings.Contains(only(t, reports, "isms_metrics_series"), `{mode="`+m+`"} 1`) {
					return m
				}
			}
			return ""
		}
		if have := shown(); have != c.at {
			t.Errorf("%s with %d records: %q before the first pass, want %q", c.series, c.held, have, c.at)
		}
		for n := range c.held {
			namespace := fmt.Sprintf("n%02d", n)
			reports.Put(mustRun(registry, assess.NewWorld(namespace, []api.Record{tool("a", "2026-06-30", nil)}), api.DateOf(at)), at)
			if have := shown(); have != c.after {
				t.Errorf("%s with %d records: %q after %d namespaces, want %q: %s", c.series, c.held, have, n+1, c.after, c.why)
			}
		}
	}
}

// TestTheLimitIsTold where it decides, and nowhere else: the alert asks for it.
func TestTheLimitIsTold(t *testing.T) {
	at := midnight("2026-01-01")
	for series, want := range map[Series]string{SeriesAuto: "{} 20000", SeriesRecord: "", SeriesAggregate: ""} {
		reports, _ := newReports(series, DefaultLimit, at)
		if have := only(t, reports, "isms_metrics_series_limit_records"); have != want {
			t.Errorf("%s: %q, want %q", series, have, want)
		}
	}
}
