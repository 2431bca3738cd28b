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
	before := problems(judge(records))
	asked := map[string]bool{}
	w := &weakener{schemas: schemas}
	w.list(records)
	for _, r := range records {
		if brought(r) {
			continue
		}
		happened := happenedFields(r)
		walk(r, schemas, func(s spot) {
			if len(weakDays(s, happened)) == 0 || asked[s.path] {
				return
			}
			was := s.value.Interface().(api.Date)
			found := func(on api.Date) map[problem]int {
				s.value.Set(reflect.ValueOf(on))
				defer s.value.Set(reflect.ValueOf(was))
				return added(problems(judge(records)), before)
			}
			if len(found(api.LastDate())) == 0 {
				return // TestEveryWeakeningIsFound says why
			}
			asked[s.path] = true
			last := lastInTime(was, func(on api.Date) bool { return len(found(on)) == 0 })
			if len(found(last)) > 0 || len(found(last.AddDays(1))) == 0 {
				t.Errorf("%s: nothing changes after %s", s.path, last)
			}
			rule := ""
			for p := range found(last.AddDays(1)) {
				rule = p.rule
			}
			limit := api.MustDate(samplesDay).AddMonths(farthest)
			if rule == "X-16" {
				limit = api.MustDate("2099-12-30")
			}
			if last.After(limit) {
				t.Errorf("%s: %s is still in time (%s)", s.path, last, rule)
			}
			t.Logf("%s: until %s (%s)", s.path, last, rule)
		})
	}
	if len(asked) == 0 {
		t.Error("nothing falls due")
	}
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
