package rules_test

import (
	"slices"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// TestTimelineIsWhatDaysDiffer walks day by day: the timeline must list exactly
// the days on which the findings are others than the day before, and applying what
// it says to the findings of the day before must give those of the day.
func TestTimelineIsWhatDaysDiffer(t *testing.T) {
	for seed := int64(-1); seed < 3; seed++ {
		records := newFixture().records() // a coherent world first, then random ones
		if seed >= 0 {
			records = random(seed).world()
		}
		w, from, until := assess.NewWorld("isms", records), date(baseDay), date(baseDay).AddDays(300)
		timeline := mustForetell(rules.Registry(), w, from, until)
		days := timeline.Days
		before := mustRun(rules.Registry(), w, from)
		if timeline.Verdict != before.Rollup.Verdict || timeline.Counts != before.Rollup.Counts {
			t.Fatalf("seed %d: the timeline starts with %s %v", seed, timeline.Verdict, timeline.Counts)
		}
		for on := from.AddDays(1); !on.After(until); on = on.AddDays(1) {
			now := mustRun(rules.Registry(), w, on)
			listed := len(days) > 0 && days[0].On == on
			if differs := !slices.Equal(before.Rollup.Findings, now.Rollup.Findings); differs != listed {
				t.Fatalf("seed %d: %s differs from the day before: %v; the timeline lists it: %v", seed, on, differs, listed)
			}
			if listed {
				checkDay(t, seed, &days[0], before, now)
				days = days[1:]
			}
			before = now
		}
		if len(days) > 0 {
			t.Fatalf("seed %d: the timeline lists %s, which is not within %s to %s", seed, days[0].On, from, until)
		}
	}
}

func checkDay(t *testing.T, seed int64, day *assess.TimelineDay, before, now *assess.Report) {
	t.Helper()
	if day.Before != before.Rollup.Verdict || day.After != now.Rollup.Verdict || day.Counts != now.Rollup.Counts {
		t.Fatalf("seed %d: %s goes from %s to %s %v", seed, day.On, day.Before, day.After, day.Counts)
	}
	for _, f := range append(arisen(day), day.Changed...) {
		if !slices.Contains(now.Rollup.Findings, f) || slices.Contains(before.Rollup.Findings, f) {
			t.Fatalf("seed %d: %s says that it is new, and it is not: %v", seed, day.On, f)
		}
	}
	for _, f := range day.Resolved {
		if !slices.Contains(before.Rollup.Findings, f.Finding) {
			t.Fatalf("seed %d: %s resolves what was not open: %v", seed, day.On, f)
		}
	}
}

// arisen returns the findings that arise on the day.
func arisen(day *assess.TimelineDay) []assess.Finding {
	var all []assess.Finding
	for _, f := range day.Arising {
		all = append(all, f.Finding)
	}
	return all
}

// TestTimelineTellsCauseFromEffect lets the proof of a competence lapse: that
// is the cause, and what the roles that rest on it lose follows from it.
func TestTimelineTellsCauseFromEffect(t *testing.T) {
	f := newFixture()
	end := date(baseDay).AddDays(10)
	f.adaCert.Spec.Validity = &api.Validity{ValidFrom: date("2025-01-01"), ValidUntil: end}
	day := end.AddDays(1)
	timeline := mustForetell(rules.Registry(), assess.NewWorld("isms", f.records()), date(baseDay), day)
	if len(timeline.Days) == 0 || timeline.Days[len(timeline.Days)-1].On != day {
		t.Fatalf("nothing changes on %s: %+v", day, timeline.Days)
	}
	last := timeline.Days[len(timeline.Days)-1]
	var have []string
	for _, a := range last.Arising {
		line := a.Rule + " " + a.Reason + " " + a.Record.Kind
		if a.KnockOn {
			line = "knock-on: " + line
		}
		have = append(have, line)
	}
	want := []string{"knock-on: P2-01 NoIso27001Expertise ClauseAssessment", "P2-07 CertificationExpired CompetencyRecord"}
	if !slices.Equal(have, want) {
		t.Errorf("on %s arises\n%q, want\n%q", day, have, want)
	}
}
