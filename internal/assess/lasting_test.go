package assess_test

import (
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// TestOfRecord: what is computed of a record lasts where somebody keeps it, for that record alone.
func TestOfRecord(t *testing.T) {
	kept, other, loose := &api.Person{}, &api.Person{}, &api.Person{}
	lasting := map[api.Record]*assess.Lasting{kept: {}, other: {}}
	made := 0
	ask := func(w *assess.World, r api.Record) int {
		return *assess.OfRecord(w, r, func() *int { made++; n := made; return &n })
	}
	one, two := assess.NewWorld("isms", nil), assess.NewWorld("isms", nil)
	for _, w := range []*assess.World{one, two} {
		w.Lasts(func(r api.Record) *assess.Lasting { return lasting[r] })
	}
	for i, step := range []struct {
		why  string
		have int
		want int
	}{
		{"it is made once", ask(one, kept), 1},
		{"and found again", ask(one, kept), 1},
		{"in the world of the next run, too", ask(two, kept), 1},
		{"another record has its own", ask(two, other), 2},
		{"of one that nobody keeps it is made each time", ask(two, loose), 3},
		{"each time", ask(two, loose), 4},
		{"in a world that keeps nothing as well", ask(assess.NewWorld("isms", nil), kept), 5},
	} {
		if step.have != step.want {
			t.Errorf("%d: %s: %d, want %d", i, step.why, step.have, step.want)
		}
	}
}
