package scenarios

import (
	"reflect"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// farthest is how far ahead of the samples' day a plan may lie: the longest horizon, that of
// needs, and the longest term, that of a certificate, are 36 months, from days that lie behind.
const farthest = 36

// TestHorizonsEnd finds the last day that is in time for each day that falls due, by asking:
// the day itself is, the one after it is not. For a plan it lies within the longest horizon of
// the policy; for an end that others set, on the day before those that never come.
func TestHorizonsEnd(t *testing.T) {
	schemas := readSchemas(t)
	records := weakWorld(t)
	h := &horizons{records: records, before: problems(judge(records)), asked: map[string]bool{}}
	for _, r := range records {
		if brought(r) {
			continue
		}
		happened := happenedFields(r)
		walk(r, schemas, func(s spot) {
			if len(weakDays(s, happened)) > 0 && !h.asked[s.path] {
				h.end(t, s)
			}
		})
	}
	if len(h.asked) == 0 {
		t.Error("nothing falls due")
	}
}

// horizons asks for the last days that are in time, one field at a time.
type horizons struct {
	records []api.Record
	before  map[problem]int
	asked   map[string]bool
}

// on is what is found with another day in the spot.
func (h *horizons) on(s spot, day api.Date) map[problem]int {
	undo := s.becomes("", reflect.ValueOf(day)).apply()
	defer undo()
	return added(problems(judge(h.records)), h.before)
}

func (h *horizons) end(t *testing.T, s spot) {
	t.Helper()
	if len(h.on(s, api.LastDate())) == 0 {
		return // TestEveryWeakeningIsFound says why
	}
	h.asked[s.path] = true
	last := lastInTime(s.value.Interface().(api.Date), func(day api.Date) bool { return len(h.on(s, day)) == 0 })
	after := h.on(s, last.AddDays(1))
	if len(h.on(s, last)) > 0 || len(after) == 0 {
		t.Errorf("%s: nothing changes after %s", s.path, last)
	}
	limit, never := api.MustDate(samplesDay).AddMonths(farthest), false
	for p := range after {
		never = never || p.rule == "X-16"
	}
	if never {
		limit = api.MustDate("2099-12-30")
	}
	if last.After(limit) {
		t.Errorf("%s: %s is still in time", s.path, last)
	}
	t.Logf("%s: until %s", s.path, last)
}

// added are the problems that were not there before.
func added(now, before map[problem]int) map[problem]int {
	all := map[problem]int{}
	for p, n := range now {
		if n > before[p] {
			all[p] = n
		}
	}
	return all
}

// lastInTime is the last day on which something holds that holds on a day and does not for
// ever.
func lastInTime(day api.Date, holds func(api.Date) bool) api.Date {
	step := 1
	for day.AddDays(step).Before(api.LastDate()) && holds(day.AddDays(step)) {
		step *= 2
	}
	for last := 0; ; {
		if step-last <= 1 {
			return day.AddDays(last)
		}
		if middle := (last + step) / 2; holds(day.AddDays(middle)) {
			last = middle
		} else {
			step = middle
		}
	}
}
