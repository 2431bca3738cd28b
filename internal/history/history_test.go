package history

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/rules"
)

func day(s string) api.Date { return api.MustDate(s) }

// proof is a CompetencyRecord that lapses after a day.
func proof(name, until string) api.Record {
	return &api.CompetencyRecord{ObjectMeta: metav1.ObjectMeta{Name: name}, Spec: api.CompetencyRecordSpec{
		PersonRef: api.Reference{Name: "ada"}, Competency: "Basics", Basis: api.BasisCertification, AchievedOn: day("2024-01-01"), Validity: &api.Validity{ValidUntil: day(until)},
	}}
}

func step(on string, records ...api.Record) Step {
	s := Step{On: day(on), Commits: []Commit{{Hash: on}}, Records: &Records{}}
	if len(records) > 0 {
		s.Records.Worlds = []*assess.World{assess.NewWorld("isms", records)}
	}
	return s
}

func each(steps []Step) iter.Seq2[Step, error] {
	return func(yield func(Step, error) bool) {
		for _, s := range steps {
			if !yield(s, nil) {
				return
			}
		}
	}
}

func walked(t *testing.T, until string, steps ...Step) (days []*Day) {
	t.Helper()
	for d, err := range Walk(t.Context(), rules.Registry(), each(steps), day(until)) {
		if err != nil {
			t.Fatal(err)
		}
		days = append(days, d)
	}
	return days
}

// reasons are what a movement introduced and resolved of one rule.
func reasons(m *Movement, rule string) string {
	var all []string
	for _, f := range m.Introduced {
		if f.Rule == rule {
			all = append(all, "+"+f.Reason)
		}
	}
	for _, f := range m.Resolved {
		if f.Rule == rule {
			all = append(all, "-"+f.Reason)
		}
	}
	return strings.Join(all, " ")
}

// TestWhoDidIt: a certificate lapses by itself, and a commit renews it, or the other way round.
func TestWhoDidIt(t *testing.T) {
	type did struct{ on, byDate, byCommit string }
	const lapsed = "P2-07"
	for _, tc := range []struct {
		why   string
		steps []Step
		want  []did
	}{
		{"nobody renews it", []Step{step("2026-01-01", proof("p", "2026-03-31"))},
			[]did{{"2026-04-01", "+CertificationExpired", ""}}},
		{"it is renewed in time", []Step{step("2026-01-01", proof("p", "2026-03-31")), step("2026-03-31", proof("p", "2028-03-31"))}, nil},
		{"it is renewed late", []Step{step("2026-01-01", proof("p", "2026-03-31")), step("2026-04-10", proof("p", "2028-03-31"))},
			[]did{{"2026-04-01", "+CertificationExpired", ""}, {"2026-04-10", "", "-CertificationExpired"}}},
		{"it is renewed on the day on which it lapses: the day did, and the commit undid it",
			[]Step{step("2026-01-01", proof("p", "2026-03-31")), step("2026-04-01", proof("p", "2028-03-31"))},
			[]did{{"2026-04-01", "+CertificationExpired", "-CertificationExpired"}}},
		{"a commit lets it lapse", []Step{step("2026-01-01", proof("p", "2026-03-31")), step("2026-02-01", proof("p", "2026-01-31"))},
			[]did{{"2026-02-01", "", "+CertificationExpired"}}},
	} {
		var got []did
		for _, d := range walked(t, "2026-12-31", tc.steps...) {
			for i := range d.Namespaces {
				n := &d.Namespaces[i]
				byDate, byCommit := reasons(&n.ByDate, lapsed), reasons(&n.ByCommit, lapsed)
				byDate = strings.TrimSpace(strings.ReplaceAll(strings.ReplaceAll(byDate, "+CertificationExpiring", ""), "-CertificationExpiring", ""))
				byCommit = strings.TrimSpace(strings.ReplaceAll(byCommit, "-CertificationExpiring", ""))
				if byDate+byCommit != "" {
					got = append(got, did{d.On.String(), byDate, byCommit})
				}
			}
		}
		if !slices.Equal(got, tc.want) {
			t.Errorf("%s: %v, want %v", tc.why, got, tc.want)
		}
	}
}

// TestEveryDay: what holds on a day is what judging that day alone says, on days that are
// yielded and on those between them; and entries tell exactly what differs.
func TestEveryDay(t *testing.T) {
	for seed := range uint64(6) {
		random := rand.New(rand.NewPCG(seed, 1))
		first := day("2026-01-01")
		var steps []Step
		for on := first; on.Before(day("2026-06-01")); on = on.AddDays(1 + random.IntN(40)) {
			var records []api.Record
			for i := range random.IntN(4) {
				records = append(records, proof(fmt.Sprint("p", i), first.AddDays(random.IntN(200)).String()))
			}
			steps = append(steps, step(on.String(), records...))
		}
		days := walked(t, "2026-07-31", steps...)
		at, begun := -1, false
		for on := first; !on.After(day("2026-07-31")); on = on.AddDays(1) {
			if at+1 < len(days) && days[at+1].On == on {
				at++
			}
			var world *assess.World
			for _, s := range steps {
				if !s.On.After(on) {
					world = assess.NewWorld("isms", nil)
					if len(s.Records.Worlds) > 0 {
						world, begun = s.Records.Worlds[0], true
					}
				}
			}
			if !begun {
				continue
			}
			want, err := assess.Judge(t.Context(), rules.Registry(), world, on)
			if err != nil {
				t.Fatal(err)
			}
			got := days[at].Reports[0]
			if !reflect.DeepEqual(got.Rollup.Findings, want.Rollup.Findings) || got.Rollup.Verdict != want.Rollup.Verdict {
				t.Fatalf("seed %d: on %s the history says %s with %d findings, and the day alone %s with %d",
					seed, on, got.Rollup.Verdict, len(got.Rollup.Findings), want.Rollup.Verdict, len(want.Rollup.Findings))
			}
		}
		if at != len(days)-1 {
			t.Errorf("seed %d: %d days are told, and %d were met", seed, len(days), at+1)
		}
	}
}

// TestNamespaces begin and end.
func TestNamespaces(t *testing.T) {
	days := walked(t, "2026-12-31", step("2026-01-01"), step("2026-02-01", proof("p", "2030-01-01")), step("2026-03-01"))
	if len(days[0].Namespaces) != 0 || days[0].Changed() {
		t.Errorf("there was no record yet, and something is told: %+v", days[0].Namespaces)
	}
	begins := days[1].Namespaces
	if len(begins) != 1 || !begins[0].Begins || begins[0].Before.Verdict != "" || !days[1].Changed() {
		t.Errorf("the first record is there: %+v", begins)
	}
	ends := days[len(days)-1]
	if removed := ends.Namespaces[0].ByCommit.Changes.Removed; len(removed) != 1 || removed[0].Record.Name != "p" {
		t.Errorf("the last record was removed, and what is told is %+v", removed)
	}
	if ends.Reports[0].Rollup.Verdict == api.VerdictConforming {
		t.Error("without any record an ISMS conforms")
	}
}

// TestUnread: what cannot be judged shows, and a record that is there is not removed.
func TestUnread(t *testing.T) {
	broken := step("2026-02-01")
	broken.Records.Problems = []input.Problem{{Record: &input.Record{Kind: "CompetencyRecord", Namespace: "isms", Name: "p"}}}
	days := walked(t, "2026-02-28", step("2026-01-01", proof("p", "2030-01-01")), broken)
	n := &days[len(days)-1].Namespaces[0]
	if n.Before.NotJudged != 0 || n.After.NotJudged != 1 || !days[len(days)-1].NotJudgedChanged() {
		t.Errorf("one record cannot be judged any more: %+v, %+v", n.Before, n.After)
	}
	if len(n.ByCommit.Changes.Removed) != 0 {
		t.Error("a record that cannot be read is told as removed")
	}
}

// TestStops: at the first error, and where nobody asks any more.
func TestStops(t *testing.T) {
	broken := errors.New("no object")
	steps := func(yield func(Step, error) bool) {
		_ = yield(step("2026-01-01", proof("p", "2026-02-01")), nil) && yield(Step{}, broken)
	}
	var last error
	for _, err := range Walk(t.Context(), rules.Registry(), steps, day("2026-12-31")) {
		last = err
	}
	if !errors.Is(last, broken) {
		t.Errorf("it ended with %v", last)
	}
	n := 0
	for _, err := range Walk(t.Context(), rules.Registry(), each([]Step{step("2026-01-01", proof("p", "2026-02-01"))}), day("2026-12-31")) {
		if err != nil {
			t.Fatal(err)
		}
		n++
		break
	}
	if n != 1 {
		t.Errorf("%d days were told after the first was enough", n)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, err := range Walk(ctx, rules.Registry(), each([]Step{step("2026-01-01", proof("p", "2026-02-01"))}), day("2026-12-31")) {
		last = err
	}
	if !errors.Is(last, context.Canceled) {
		t.Errorf("the context was done, and it ended with %v", last)
	}
}

func TestClamp(t *testing.T) {
	for _, tc := range []struct {
		why, days, want string
		changed         int
	}{
		{"no commit", "", "", 0},
		{"in order", "01 02 02 05", "01 02 02 05", 0},
		{"of two that contradict each other the earlier day is believed", "05 01 06", "01 01 06", 1},
		{"a clock that was ahead once does not drag the rest along", "01 28 02 03 04", "01 01 02 03 04", 1},
		{"the first of all was ahead", "28 02 03", "02 02 03", 1},
		{"several", "01 03 02 02 09 04", "01 01 02 02 02 04", 2},
		{"backwards: one is believed", "05 04 03", "03 03 03", 2},
	} {
		var days []api.Date
		for _, d := range strings.Fields(tc.days) {
			days = append(days, day("2026-01-"+d))
		}
		changed := Clamp(days)
		var got []string
		for _, d := range days {
			got = append(got, d.String()[8:])
		}
		if strings.Join(got, " ") != tc.want || changed != tc.changed {
			t.Errorf("%s: %v, %d changed; want %s, %d", tc.why, got, changed, tc.want, tc.changed)
		}
	}
}
