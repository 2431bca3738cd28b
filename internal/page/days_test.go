package page_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand"
	"reflect"
	"slices"
	"strings"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/page"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/internal/wording"
	"github.com/isms-operator/isms-operator/test/scenarios"
)

// build makes the page of a world, as a reader's browser gets it.
func build(t *testing.T, w *assess.World, on, until api.Date) *page.Page {
	t.Helper()
	p, err := page.Build(t.Context(), page.Source{Worlds: []*assess.World{w}, On: on, Until: until}, nil)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	var read page.Page
	if err := json.Unmarshal(text, &read); err != nil {
		t.Fatal(err)
	}
	return &read
}

// said is what a page says of a day, or the engine does.
type said struct {
	Verdict  string
	Counts   page.Counts
	Points   []page.PointDay
	Findings []string
}

// shown is what the page says of a day: as its script does, by the last day of the model that
// is not after it.
func shown(p *page.Page, on string) said {
	n := p.Namespaces[0]
	at := 0
	for i := range n.Days {
		if n.Days[i].On <= on {
			at = i
		}
	}
	s := said{n.Days[at].Verdict, n.Days[at].Counts, n.Days[at].Points, []string{}}
	for i := range n.Findings {
		f := &n.Findings[i]
		for _, span := range f.Open {
			if span[0] <= at && at <= span[1] {
				r, what := n.Records[f.Record], n.Whats[f.What]
				s.Findings = append(s.Findings, strings.Join([]string{what.Rule, what.Reason, fmt.Sprint(f.Grade), p.Points[f.Point].ID,
					p.Kinds[r.Kind].Name + "/" + r.Name, f.Field, f.Message, n.Remedies[f.Remedy], f.Since}, "|"))
			}
		}
	}
	slices.Sort(s.Findings)
	return s
}

// judged is what the engine says of a day.
func judged(t *testing.T, w *assess.World, on api.Date) said {
	t.Helper()
	r, err := assess.Run(context.WithoutCancel(t.Context()), rules.Registry(), w, on)
	if err != nil {
		t.Fatal(err)
	}
	return saidBy(r)
}

// saidBy is what a report says.
func saidBy(r *assess.Report) said {
	counts := func(n api.FindingCounts) page.Counts {
		return page.Counts{n.Major, n.Minor, n.Unknown, n.Observation, n.Opportunity}
	}
	s := said{string(r.Rollup.Verdict), counts(r.Rollup.Counts), nil, []string{}}
	for i := range r.Rollup.Points {
		s.Points = append(s.Points, page.PointDay{Verdict: string(r.Rollup.Points[i].Verdict), Counts: counts(r.Rollup.Points[i].Counts())})
	}
	order := []api.Grade{api.GradeMajor, api.GradeMinor, api.GradeUnknown, api.GradeObservation, api.GradeOpportunity}
	for i := range r.Rollup.Findings {
		f := &r.Rollup.Findings[i]
		s.Findings = append(s.Findings, strings.Join([]string{f.Rule, f.Reason, fmt.Sprint(slices.Index(order, f.Grade)), f.Point.ID,
			wording.Plain(f.Record.String()), wording.Plain(f.Field), wording.Plain(f.Message), wording.Plain(f.Remedy), f.Since.String()}, "|"))
	}
	slices.Sort(s.Findings)
	return s
}

// same fails where the page says of any day something else than the engine does.
func same(t *testing.T, records []api.Record, on api.Date, days int) {
	t.Helper()
	w, until := assess.NewWorld("isms", records), on.AddDays(days)
	p := build(t, w, on, until)
	for day := on; !day.After(until); day = day.AddDays(1) {
		if have, want := shown(p, day.String()), judged(t, w, day); !reflect.DeepEqual(have, want) {
			t.Fatalf("the page says of %s:\n%+v\nthe engine:\n%+v", day, have, want)
		}
	}
}

// TestEveryDayOfStories: each day of the slider is what the engine says of that day.
func TestEveryDayOfStories(t *testing.T) {
	all, err := scenarios.Load("../../test/scenarios")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		t.Run(s.Name, func(t *testing.T) { same(t, s.Records, s.AsOf, 12) })
	}
}

// TestEveryDayOfRandomRegisters: the same for registers of which a part is missing, whose days
// are moved, and in which the same is said twice.
func TestEveryDayOfRandomRegisters(t *testing.T) {
	samples, err := scenarios.LoadFolder("../../config/samples")
	if err != nil {
		t.Fatal(err)
	}
	for seed := range int64(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			d := rand.New(rand.NewSource(seed))
			var records []api.Record
			for _, r := range samples {
				if d.Intn(5) > 0 {
					r = r.DeepCopyObject().(api.Record)
					move(d, reflect.ValueOf(r).Elem().FieldByName("Spec"))
					records = append(records, r)
				}
			}
			same(t, records, api.MustDate("2026-06-01"), 45)
		})
	}
}

// move moves some of the days of a value.
func move(d *rand.Rand, v reflect.Value) {
	switch {
	case v.Type() == reflect.TypeFor[api.Date]():
		if day := v.Interface().(api.Date); d.Intn(3) == 0 {
			v.Set(reflect.ValueOf(day.AddDays(d.Intn(400) - 200)))
		}
	case v.Kind() == reflect.Pointer && !v.IsNil():
		move(d, v.Elem())
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			move(d, v.Index(i))
		}
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			move(d, v.Field(i))
		}
	}
}

// TestChangesOfADay: what arises, follows and is resolved on a day is what the forecast says.
func TestChangesOfADay(t *testing.T) {
	samples, err := scenarios.LoadFolder("../../config/samples")
	if err != nil {
		t.Fatal(err)
	}
	on, until := api.MustDate("2026-06-01"), api.MustDate("2026-10-20")
	p := build(t, assess.NewWorld("isms", samples), on, until)
	timeline, err := assess.Foretell(t.Context(), rules.Registry(), assess.NewWorld("isms", samples), on, until, nil)
	if err != nil {
		t.Fatal(err)
	}
	n := p.Namespaces[0]
	if len(n.Days) != len(timeline.Days)+1 || len(timeline.Days) < 10 {
		t.Fatalf("the page has %d days, the forecast %d", len(n.Days), len(timeline.Days))
	}
	messages := func(places []int) (all []string) {
		for _, i := range places {
			all = append(all, n.Findings[i].Message)
		}
		return all
	}
	said := func(changes []assess.Change, knockOn bool) (all []string) {
		for i := range changes {
			if changes[i].KnockOn == knockOn {
				all = append(all, changes[i].Message)
			}
		}
		return all
	}
	knocked := 0
	for i, want := range timeline.Days {
		have := n.Days[i+1]
		knocked += len(have.KnockOn)
		for _, part := range []struct {
			name       string
			have, want []string
		}{
			{"arises", messages(have.Arising), said(want.Arising, false)},
			{"follows", messages(have.KnockOn), said(want.Arising, true)},
			{"is resolved", messages(have.Resolved), said(want.Resolved, false)},
		} {
			if have.On != want.On.String() || !slices.Equal(part.have, part.want) {
				t.Errorf("on %s, what %s is\n%q, the forecast says of %s\n%q", have.On, part.name, part.have, want.On, part.want)
			}
		}
	}
	if knocked == 0 {
		t.Error("nothing follows from anything, so that the test shows little")
	}
}

// TestSameInputSameBytes: a page is made again to the byte.
func TestSameInputSameBytes(t *testing.T) {
	samples, err := scenarios.LoadFolder("../../config/samples")
	if err != nil {
		t.Fatal(err)
	}
	var first []byte
	for range 2 {
		slices.Reverse(samples)
		var b bytes.Buffer
		if err := build(t, assess.NewWorld("isms", samples), api.MustDate("2026-06-01"), api.MustDate("2026-08-01")).Write(&b, "en"); err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = b.Bytes()
		} else if !bytes.Equal(first, b.Bytes()) {
			at := 0
			for at < len(first) && at < b.Len() && first[at] == b.Bytes()[at] {
				at++
			}
			t.Errorf("the same records in another order give another page: %.200q, before %.200q", b.Bytes()[max(0, at-40):], first[max(0, at-40):])
		}
	}
}
