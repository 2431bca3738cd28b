package scenarios

import (
	"slices"
	"testing"

	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// TestTimelinesOfStories: the forecast of a story lists exactly the days on which it
// is judged otherwise than the day before.
func TestTimelinesOfStories(t *testing.T) {
	registry := rules.Registry()
	for _, s := range stories(t) {
		w, until := assess.NewWorld(s.Name, s.Records), s.AsOf.AddDays(40)
		days := mustForetell(registry, w, s.AsOf, until).Days
		before := mustRun(registry, w, s.AsOf)
		for on := s.AsOf.AddDays(1); !on.After(until); on = on.AddDays(1) {
			now := mustRun(registry, w, on)
			listed := len(days) > 0 && days[0].On == on
			if differs := !slices.Equal(before.Rollup.Findings, now.Rollup.Findings); differs != listed {
				t.Errorf("%s: %s differs from the day before: %v; the timeline lists it: %v", s.Name, on, differs, listed)
			}
			if listed {
				days = days[1:]
			}
			before = now
		}
		if len(days) > 0 {
			t.Errorf("%s: the timeline lists %s, which comes after its end", s.Name, days[0].On)
		}
	}
}
