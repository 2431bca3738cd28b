package scenarios

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// organisation is the samples, of which one thing is left open.
type organisation struct{ records []api.Record }

func (o *organisation) add(records ...api.Record) { o.records = append(o.records, records...) }

func (o *organisation) drop(gone api.Record) {
	o.records = slices.DeleteFunc(o.records, func(r api.Record) bool { return r == gone })
}

// the record of a kind that has a name; every one of the kind for which do is called.
func the[T api.Record](o *organisation, name string) T {
	for _, r := range o.records {
		if t, ok := r.(T); ok && r.GetName() == name {
			return t
		}
	}
	panic("no record is called " + name)
}

func each[T api.Record](o *organisation, do func(T)) {
	for _, r := range slices.Clone(o.records) {
		if t, ok := r.(T); ok {
			do(t)
		}
	}
}

// grace is a time of the policy that ends a day after the samples' day, or a day before it.
type grace struct {
	n      int
	months bool
	// past is by how many days the time is over: one, or one less than none.
	past int
}

// began is the day on which the time began.
func (g grace) began() api.Date {
	ends := api.MustDate(samplesDay).AddDays(-g.past)
	if g.months {
		return ends.AddMonths(-g.n)
	}
	return ends.AddDays(-g.n)
}

// due is a day of a plan that was made on a day: one less than the horizon, or one more.
func (g grace) due(made string) api.Date {
	day := api.MustDate(made)
	if g.months {
		return day.AddMonths(g.n).AddDays(g.past)
	}
	return day.AddDays(g.n + g.past)
}

// timed reports whether a field of the policy is a time that more of asks for less.
func timed(f *facts.PolicyField) (months, is bool) {
	months = strings.HasSuffix(f.Name, "Months")
	return months, f.Weaker == "more" && (months || strings.HasSuffix(f.Name, "Days"))
}

// TestGracesAreGiven: whoever acts a day before a time of the policy is over has no Minor,
// nothing graver, and nothing that nobody knows; whoever does a day after it is told. A field
// that is a time fails until it has a case, or until noGrace says why it gives none.
func TestGracesAreGiven(t *testing.T) {
	records := samples(t)
	before := problems(judge(records))
	known := map[string]bool{}
	for _, f := range facts.PolicyFields() {
		months, is := timed(&f)
		tc, has := graces[f.Name]
		known[f.Name] = true
		if stated := has != (noGrace[f.Name] != ""); is != stated {
			t.Errorf("%s: it is a time %t, and has a case or a reason for none %t", f.Name, is, stated)
			continue
		}
		if !has {
			continue
		}
		n, err := strconv.Atoi(f.Default)
		if err != nil {
			t.Fatal(err)
		}
		tc.hold(t, f.Name, func(past int) map[problem]int {
			o := copyOf(records)
			tc.open(o, grace{n, months, past})
			return added(problems(judge(o.records)), before)
		})
	}
	for _, name := range slices.Concat(slices.Collect(maps.Keys(graces)), slices.Collect(maps.Keys(noGrace))) {
		if !known[name] {
			t.Errorf("%s is no field of the policy", name)
		}
	}
	if len(noGrace) > noGraceMost {
		t.Errorf("%d times give no grace, of %d at the most", len(noGrace), noGraceMost)
	}
}

// hold fails where a day before the end more than an observation is found, or nothing by the
// rule of the case a day after it.
func (tc *graceCase) hold(t *testing.T, name string, found func(past int) map[problem]int) {
	t.Helper()
	for p := range found(-1) {
		if p.grade != api.GradeObservation && !slices.Contains(tc.beside, p.rule) {
			t.Errorf("%s (%s): a day before the end %s %s %s is found on %s", name, tc.why, p.grade, p.rule, p.reason, p.record)
		}
	}
	late := found(1)
	for p := range late {
		if p.rule == tc.rule {
			return
		}
	}
	t.Errorf("%s (%s): a day after the end %s does not find anything, but %v", name, tc.why, tc.rule, late)
}

// copyOf is an organisation of which the records stay as they are.
func copyOf(records []api.Record) *organisation {
	o := &organisation{}
	for _, r := range records {
		o.add(r.DeepCopyObject().(api.Record))
	}
	return o
}
