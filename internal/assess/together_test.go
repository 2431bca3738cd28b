package assess_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"runtime"
	"slices"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/test/scenarios"
)

// TestTogetherIsAsOneByOne: what processors judge side by side comes out as what one judges
// alone, in the same order, also where records and kinds cannot be read, and on later days.
func TestTogetherIsAsOneByOne(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	samples, err := scenarios.LoadFolder("../../config/samples")
	if err != nil {
		t.Fatal(err)
	}
	records := scenarios.Copies(samples, "isms", 3*len(samples))
	for seed := range uint64(8) {
		judged, unread := apart(records, rand.New(rand.NewPCG(seed, 7)))
		days := func(each int) []*assess.Report {
			defer assess.Together(each)()
			w := assess.NewWorld("isms", judged)
			if seed > 0 {
				w.AddUnread(unread)
			}
			if seed%3 == 2 {
				w.AddUnlisted(&rules.Registry().Kinds[seed], "nobody may")
			}
			var all []*assess.Report
			first := api.MustDate("2026-01-01").AddDays(int(seed) * 100)
			if err := assess.Days(t.Context(), rules.Registry(), w, first, first.AddDays(30), func(r *assess.Report) error {
				all = append(all, r)
				return nil
			}); err != nil {
				t.Fatal(err)
			}
			whole, err := assess.Run(t.Context(), rules.Registry(), w, first)
			if err != nil {
				t.Fatal(err)
			}
			return append(all, whole)
		}
		alone, together := days(1<<30), days(10)
		if len(alone) != len(together) {
			t.Fatalf("%d days are told together, %d one by one", len(together), len(alone))
		}
		for i := range alone {
			same(t, alone[i], together[i])
		}
	}
}

// apart takes some records as unread.
func apart(records []api.Record, r *rand.Rand) (judged []api.Record, unread []assess.Unread) {
	for _, record := range records {
		if r.IntN(20) == 0 {
			unread = append(unread, assess.Unread{Record: record, Faults: []assess.Fault{{Field: "spec.x", Message: "found nonsense", Remedy: "Correct it"}}})
			continue
		}
		judged = append(judged, record)
	}
	return judged, unread
}

// same holds two reports against each other, as far as anybody can see them.
func same(t *testing.T, a, b *assess.Report) {
	t.Helper()
	for i := range a.Results {
		x, y := &a.Results[i], &b.Results[i]
		if !reflect.DeepEqual(x.Findings, y.Findings) || x.Until != y.Until || x.Owner != y.Owner || x.RetainUntil != y.RetainUntil {
			t.Errorf("%s %s on %s: %+v until %s one by one, %+v until %s together",
				x.Kind.Name, x.Record.GetName(), a.AsOf, x.Findings, x.Until, y.Findings, y.Until)
		}
	}
	if !reflect.DeepEqual(a.Rollup, b.Rollup) || a.Until != b.Until || !reflect.DeepEqual(a.Forecast, b.Forecast) {
		t.Errorf("on %s the whole is %+v one by one, %+v together", a.AsOf, a.Rollup, b.Rollup)
	}
	if x, y := basesOf(a), basesOf(b); !slices.Equal(x, y) {
		t.Errorf("on %s the verdict rests on %v one by one, on %v together", a.AsOf, x, y)
	}
}

// basesOf are the words of what a report rests on.
func basesOf(r *assess.Report) []string {
	var all []string
	bases := r.Bases()
	for i := range bases {
		all = append(all, fmt.Sprint(bases[i].Point.ID, bases[i].Rules))
		for j := range bases[i].Kinds {
			k := &bases[i].Kinds[j]
			all = append(all, fmt.Sprint(k.Name, k.Judged, k.Whole))
		}
	}
	return all
}
