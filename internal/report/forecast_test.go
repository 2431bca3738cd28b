package report_test

import (
	"bytes"
	"strings"
	"testing"

	ical "github.com/arran4/golang-ical"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/report"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// forecasts returns a year that the engine foretells, a time in which nothing
// changes, and a forecast of input that could not be judged.
func forecasts(t *testing.T) map[string]*report.Forecast {
	t.Helper()
	s := records(t).stories["certificate-about-to-expire"]
	foretell := func(days int) *report.Forecast {
		world := assess.NewWorld(s.Name, s.Records)
		return &report.Forecast{From: s.AsOf, Until: s.AsOf.AddDays(days), Locate: located,
			Timelines: []*assess.Timeline{mustForetell(rules.Registry(), world, s.AsOf, s.AsOf.AddDays(days))}}
	}
	unreadable := foretell(30)
	unreadable.Problems = assessments(t)["unreadable"].Problems
	unreadable.Timelines[0].Policy = weakPolicy(2, hostile)
	return map[string]*report.Forecast{"forecast": foretell(50), "forecast-calm": foretell(1), "forecast-unreadable": unreadable}
}

func writeForecast(t *testing.T, f report.Format[*report.Forecast], forecast *report.Forecast) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := f.Write(&b, forecast, style); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestForecastFormats(t *testing.T) {
	for name, forecast := range forecasts(t) {
		for _, f := range report.ForecastFormats() {
			t.Run(name+"/"+f.Name, func(t *testing.T) {
				got := writeForecast(t, f, forecast)
				golden(t, name+"."+f.Name, got)
				if name == "forecast-unreadable" && strings.Contains(string(got), "Conforming") {
					t.Error("shows Conforming where a file could not be read")
				}
				for _, c := range []string{"\x1b", "\u009b", "\u202e"} {
					if strings.Contains(string(got), c) {
						t.Errorf("lets %q through", c)
					}
				}
			})
		}
	}
}

// A calendar is one that other programs read: lines end in CR LF and are folded,
// each event has a name of its own that stays, and lasts the whole day.
func TestCalendar(t *testing.T) {
	f, ok := report.Lookup(report.ForecastFormats(), "ics")
	if !ok {
		t.Fatal("no format ics")
	}
	forecast := forecasts(t)["forecast"]
	text := string(writeForecast(t, f, forecast))
	for line := range strings.SplitSeq(strings.TrimSuffix(text, "\r\n"), "\r\n") {
		if len(line) > 75 || strings.ContainsAny(line, "\r\n") {
			t.Errorf("line of %d octets, or with a bare line end: %q", len(line), line)
		}
	}
	calendar, err := ical.ParseCalendar(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	days := forecast.Timelines[0].Days
	if len(days) == 0 || len(calendar.Events()) != len(days) {
		t.Fatalf("%d events for %d days", len(calendar.Events()), len(days))
	}
	seen := map[string]bool{}
	for i, event := range calendar.Events() {
		start, err := event.GetAllDayStartAt()
		if err != nil {
			t.Fatal(err)
		}
		if got := start.Format("2006-01-02"); got != days[i].On.String() {
			t.Errorf("event %d is on %s, want %s", i, got, days[i].On)
		}
		if stamp := event.GetProperty(ical.ComponentPropertyDtstamp).Value; stamp != strings.ReplaceAll(forecast.From.String(), "-", "")+"T000000Z" {
			t.Errorf("stamped %s, which is not the day that was judged", stamp)
		}
		if seen[event.Id()] {
			t.Errorf("two events are named %s", event.Id())
		}
		seen[event.Id()] = true
		description := event.GetProperty(ical.ComponentPropertyDescription).Value
		if want := days[i].Arising; len(want) > 0 && !strings.Contains(description, want[0].Message) {
			t.Errorf("event %d does not say %q: %s", i, want[0].Message, description)
		}
	}
}

// TestCalendarOfTheLastDay: a day has four digits for its year there too, and no event
// ends on the day on which it starts.
func TestCalendarOfTheLastDay(t *testing.T) {
	f, _ := report.Lookup(report.ForecastFormats(), "ics")
	for _, r := range []struct{ on, end, why string }{
		{"9999-12-31", "", "no day ends it, and an event without an end takes its day"},
		{"9999-12-30", "DTEND;VALUE=DATE:99991231", "the last day ends it"},
		{"0001-01-01", "DTEND;VALUE=DATE:00010102", "the year has four digits"},
	} {
		on := api.MustDate(r.on)
		text := string(writeForecast(t, f, &report.Forecast{
			From: on, Until: on, Timelines: []*assess.Timeline{{Namespace: "isms", From: on, Until: on, Days: []assess.TimelineDay{{On: on}}}},
		}))
		start := "DTSTART;VALUE=DATE:" + strings.ReplaceAll(r.on, "-", "")
		if !strings.Contains(text, start+"\r\n") || strings.Count(text, "DTEND") != min(len(r.end), 1) || !strings.Contains(text, r.end) {
			t.Errorf("%s: %s\n%s", r.on, r.why, text)
		}
	}
}
