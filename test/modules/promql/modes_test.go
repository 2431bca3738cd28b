package promql

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/prometheus/promql"
)

// middle is expositions.Middle, the second of three midnights.
var middle = time.Date(2026, 6, 15, 0, 0, 0, 0, time.UTC)

// named is what an aggregate cannot say.
var named = regexp.MustCompile(`, name="[^"]*"|name="[^"]*", `)

// TestModes holds both kinds of series of one register against each other.
func TestModes(t *testing.T) {
	record, aggregate := expose(t)
	t.Run("the same fires", func(t *testing.T) { testSameFires(t, record, aggregate) })
	t.Run("boundaries", func(t *testing.T) { testBoundaries(t, record, aggregate) })
	t.Run("board", func(t *testing.T) { testBoard(t, record, aggregate) })
}

// testSameFires: at each scrape each alert fires in both modes with the same
// labels, but for the name of the record.
func testSameFires(t *testing.T, record, aggregate *scraped) {
	if !slices.Equal(record.times, aggregate.times) {
		t.Fatal("the modes were not scraped at the same instants")
	}
	fired := map[string]bool{}
	for _, r := range alerts(t) {
		one, other := record.firing(t, r), aggregate.firing(t, r)
		for _, at := range record.times {
			want := map[string]bool{}
			for labels := range one[at] {
				want[named.ReplaceAllString(labels, "")] = true
				fired[r.Alert+r.Labels["severity"]] = true
			}
			have := slices.Sorted(maps.Keys(other[at]))
			if r.Alert == "IsmsSeriesAggregated" {
				if fires := at.Sub(record.times[0]) >= 15*time.Minute && at.Sub(record.times[0]) <= 40*time.Minute; fires && len(have) != 1 || len(want) != 0 {
					t.Errorf("at %s %s fires %d times with aggregates, want 1, and %d times without, want 0", at, r.Alert, len(have), len(want))
				}
				fired[r.Alert+r.Labels["severity"]] = true
				continue
			}
			if want := slices.Sorted(maps.Keys(want)); !slices.Equal(have, want) {
				t.Errorf("at %s %s fires with aggregates\n%s\nand for records\n%s", at, r.Alert, strings.Join(have, "\n"), strings.Join(want, "\n"))
			}
		}
	}
	for _, r := range alerts(t) {
		// These are of counters, of how long a pass takes and of Prometheus's own series, which
		// have no modes; the cases of promtool have them fire.
		if other := []string{"IsmsAssessmentFailing", "IsmsPassSlow", "IsmsStatusWritesFailing", "IsmsOperatorWithoutLeader"}; !fired[r.Alert+r.Labels["severity"]] && !slices.Contains(other, r.Alert) {
			t.Errorf("%s (%s) fires never, so nothing is said of it", r.Alert, r.Labels["severity"])
		}
	}
}

// testBoundaries: half an hour after each midnight.
func testBoundaries(t *testing.T, record, aggregate *scraped) {
	rules := alerts(t)
	for _, c := range []struct {
		alert, kind, name, role string
		fires                   [3]float64 // how many records on the day before, on the middle and after
		why                     string
	}{
		{"IsmsRecordLapsed", "ToolLicense", "lapses-before", "lapses-before", [3]float64{1, 1, 1}, "over at the first midnight"},
		{"IsmsRecordLapsed", "ToolLicense", "lapses-on", "lapses-on", [3]float64{0, 1, 1}, "over at the second"},
		{"IsmsRecordLapsed", "ToolLicense", "lapses-after", "lapses-after", [3]float64{0, 0, 1}, "over at the third"},
		{"IsmsRecordLapsed", "ToolLicense", "retired-before", "retired-before", [3]float64{0, 0, 0}, "out of use on the day after its last"},
		{"IsmsRecordLapsed", "ToolLicense", "retired-on", "retired-on", [3]float64{0, 0, 0}, "out of use on its last day"},
		{"IsmsRecordLapsed", "ToolLicense", "pair-a", "pair", [3]float64{0, 2, 2}, "two records of one role: an aggregate counts them"},
		{"IsmsRecordLapsed", "ToolLicense", "nobodys", "", [3]float64{0, 1, 1}, "a role that there is no record of answers for nothing"},
		{"IsmsRecordLapsing", "ToolLicense", "lapses-on", "lapses-on", [3]float64{1, 0, 0}, "it ends when the record lapses"},
		{"IsmsRecordLapsing", "ToolLicense", "lapses-soon-before", "lapses-soon-before", [3]float64{1, 1, 1}, "30 days ahead at the first midnight"},
		{"IsmsRecordLapsing", "ToolLicense", "lapses-soon-on", "lapses-soon-on", [3]float64{0, 1, 1}, "at the second"},
		{"IsmsRecordLapsing", "ToolLicense", "lapses-soon-after", "lapses-soon-after", [3]float64{0, 0, 1}, "at the third"},
		{"IsmsNoticeDeadlinePassing", "ToolLicense", "notice-before", "notice-before", [3]float64{1, 1, 1}, "30 days ahead at the first midnight"},
		{"IsmsNoticeDeadlinePassing", "ToolLicense", "notice-on", "notice-on", [3]float64{0, 1, 1}, "at the second"},
		{"IsmsNoticeDeadlinePassing", "ToolLicense", "notice-after", "notice-after", [3]float64{0, 0, 1}, "at the third"},
		{"IsmsNoticeDeadlinePassing", "ToolLicense", "decided-before", "decided-before", [3]float64{1, 0, 0}, "decided on the middle"},
	} {
		r := rules[slices.IndexFunc(rules, func(r rule) bool { return r.Alert == c.alert })]
		one, other := record.firing(t, r), aggregate.firing(t, r)
		for i, want := range c.fires {
			at := middle.AddDate(0, 0, i-1).Add(30 * time.Minute)
			key := func(name string) string {
				text := c.alert + `{kind="` + c.kind + `"`
				if name != "" {
					text += `, name="` + name + `"`
				}
				text += `, namespace="acme"`
				if c.role != "" {
					text += `, role="` + c.role + `"`
				}
				return text + `, severity="` + r.Labels["severity"] + `"}`
			}
			if _, fires := one[at][key(c.name)]; fires != (want > 0) {
				t.Errorf("%s of %s at %s: named %v, want %v: %s", c.alert, c.name, at, fires, want > 0, c.why)
			}
			if have := other[at][key("")]; have != want {
				t.Errorf("%s of the role %q at %s: counted %v, want %v: %s", c.alert, c.role, at, have, want, c.why)
			}
		}
	}
}

// testBoard: no panel is empty in one mode and not in the other, and what
// does not name records is the same.
func testBoard(t *testing.T, record, aggregate *scraped) {
	at, some := middle.Add(30*time.Minute), 0
	for _, p := range dashboard(t).Panels {
		for _, target := range p.Targets {
			text := variables.Replace(target.Expr)
			one, other := record.ask(t, text, at), aggregate.ask(t, text, at)
			if (len(one) == 0) != (len(other) == 0) {
				t.Errorf("panel %q has %d series for records and %d with aggregates", p.Title, len(one), len(other))
			}
			if len(one) > 0 {
				some++
			}
			if names := slices.ContainsFunc(one, func(s promql.Sample) bool { return s.Metric.Has("name") }); !names && p.Title != "Series about records" && one.String() != other.String() {
				t.Errorf("panel %q shows for records\n%s\nand with aggregates\n%s", p.Title, one, other)
			}
		}
	}
	if some < 15 {
		t.Errorf("only %d queries of the board find something", some)
	}
}
