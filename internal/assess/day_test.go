package assess

import (
	"context"
	"errors"
	"strings"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

func TestDay(t *testing.T) {
	on := api.MustDate("2026-06-15")
	d := NewDay(on)
	for _, c := range []struct {
		offset        int
		reached, past bool
	}{{-1, true, true}, {0, true, false}, {1, false, false}} {
		if d.Reached(on.AddDays(c.offset)) != c.reached || d.Past(on.AddDays(c.offset)) != c.past {
			t.Errorf("offset %d is judged wrongly", c.offset)
		}
	}
	if d.Next() != on.AddDays(1) {
		t.Errorf("next is %s", d.Next())
	}
	d = NewDay(on)
	if d.Reached(api.Date{}) || d.Past(api.Date{}) || d.Reached(on.AddDays(-9)) && !d.Next().IsZero() {
		t.Error("what never changes has no next day")
	}
	d.Past(on.AddDays(9))
	d.Reached(on.AddDays(20))
	if d.Next() != on.AddDays(10) {
		t.Errorf("next is %s, want the earliest", d.Next())
	}
}

// TestLastDayIsNeverOver: people write 9999-12-31 for "no end", and there is no day
// after it on which a verdict could change.
func TestLastDayIsNeverOver(t *testing.T) {
	for _, r := range []struct {
		today, day string
		past       bool
		next       string
		why        string
	}{
		{"2026-06-15", "9999-12-31", false, "", "no day comes after the last"},
		{"9999-12-31", "9999-12-31", false, "", "not even on the last"},
		{"9999-12-30", "9999-12-30", false, "9999-12-31", "the day before it is over on it"},
		{"9999-12-31", "9999-12-30", true, "", "as every other is"},
		{"0001-01-01", "0001-01-01", false, "0001-01-02", "the first is over on the second"},
		{"0001-01-02", "0001-01-01", true, "", "as every other is"},
	} {
		d := NewDay(api.MustDate(r.today))
		if past := d.Past(api.MustDate(r.day)); past != r.past || d.Next().String() != r.next {
			t.Errorf("on %s, %s is past: %v, and next is %q; %s", r.today, r.day, past, d.Next(), r.why)
		}
	}
}

func TestList(t *testing.T) {
	in := []string{"d", "b", "a", "a", "c", "e"}
	if got := List(in); got != "a, b, c, and 2 more" || in[0] != "d" {
		t.Errorf("got %q, input %q", got, in)
	}
	if got := List([]string{"b", "a"}); got != "a, b" {
		t.Errorf("got %q", got)
	}
}

func TestAnd(t *testing.T) {
	for _, r := range []struct {
		in            []string
		and, sentence string
	}{
		{nil, "", ""},
		{[]string{"a"}, "a", "a"},
		{[]string{"b", "a", "b"}, "a and b", "a, and b"},
		{[]string{"c", "b", "a"}, "a, b and c", "a, b, and c"},
		{[]string{"e", "d", "c", "b", "a"}, "a, b, c and 2 more", "a, b, c, and 2 more"},
	} {
		if and, sentence := And(r.in), Clauses(r.in); and != r.and || sentence != r.sentence {
			t.Errorf("%v: %q and %q, want %q and %q", r.in, and, sentence, r.and, r.sentence)
		}
	}
	if in := []string{"b", "a", "d", "c"}; And(in) != "a, b, c and 1 more" || in[0] != "b" {
		t.Errorf("the names were changed: %v", in)
	}
}

func person(name string) *api.Person {
	p := &api.Person{}
	p.Name = name
	return p
}

func TestWorld(t *testing.T) {
	b := person("b")
	w := NewWorld("isms", []api.Record{b, person("c"), person("a")})
	if got, ok := Get[*api.Person](w, "b"); !ok || got != b {
		t.Error("b is not found")
	}
	if _, ok := Get[*api.Person](w, "z"); ok {
		t.Error("z is found")
	}
	if _, ok := Get[*api.ToolLicense](w, "a"); ok {
		t.Error("a record of another kind is found")
	}
	names := ""
	for p := range All[*api.Person](w) {
		names += p.Name
	}
	index := &Index[*api.Person]{Keys: func(p *api.Person, yield func(string)) { yield("all"); yield("all"); yield(p.Name) }}
	if got := By(w, index, "all"); names != "abc" || len(got) != 3 || got[0].Name != "a" || len(By(w, index, "b")) != 1 {
		t.Errorf("names %q, index %d", names, len(got))
	}
}

func TestRollUp(t *testing.T) {
	since, limit := api.MustDate("2025-06-15"), api.MustDate("2026-06-15")
	for _, c := range []struct {
		why    string
		minors int
		today  api.Date
		want   api.Verdict
		last   string
	}{
		{"nothing found", 0, limit, api.VerdictConforming, ""},
		{"below the threshold", 2, limit, api.VerdictMinor, ""},
		{"at the threshold", 3, limit, api.VerdictMajor, "G-01"},
		{"open for longer than the limit", 1, limit.AddDays(1), api.VerdictMajor, "G-02"},
	} {
		rule := On(Doc{ID: "T-1", Aspect: Current}, func(c *Context, _ *api.Person) {
			c.Report(Finding{Reason: "R", Grade: api.GradeMinor, Message: "M", Since: since})
		})
		registry := NewRegistry([]Kind{Of[*api.Person]{Name: "Person", Plural: "people", Plain: "people", Home: Competence}.Kind()}, []Rule{rule})
		var records []api.Record
		for i := range c.minors {
			records = append(records, person(string(rune('a'+i))))
		}
		r, _ := Run(t.Context(), registry, NewWorld("isms", records), c.today)
		if got := r.Rollup.Points[1].Verdict; got != c.want || r.Rollup.Verdict != c.want {
			t.Errorf("%s: %s, want %s", c.why, got, c.want)
		}
		if c.last != "" && r.Rollup.Findings[c.minors].Rule != c.last {
			t.Errorf("%s: after the causes stands %s", c.why, r.Rollup.Findings[c.minors].Rule)
		}
		if c.minors == 2 && r.Until != limit.AddDays(1) {
			t.Errorf("until is %s", r.Until)
		}
	}
}

// TestSystemicCountsRecords: what one record lacks several times is one lapse.
func TestSystemicCountsRecords(t *testing.T) {
	for _, c := range []struct {
		records, each int
		want          api.Verdict
	}{{1, 5, api.VerdictMinor}, {2, 3, api.VerdictMinor}, {3, 1, api.VerdictMajor}, {3, 2, api.VerdictMajor}} {
		rule := On(Doc{ID: "T-1", Aspect: Current}, func(ctx *Context, _ *api.Person) {
			for i := range c.each {
				ctx.Report(Finding{Reason: "R", Grade: api.GradeMinor, Message: "M", Field: string(rune('a' + i))})
			}
		})
		registry := NewRegistry([]Kind{Of[*api.Person]{Name: "Person", Plural: "people", Plain: "people", Home: Competence}.Kind()}, []Rule{rule})
		var records []api.Record
		for i := range c.records {
			records = append(records, person(string(rune('a'+i))))
		}
		r, _ := Run(t.Context(), registry, NewWorld("isms", records), api.MustDate("2026-06-15"))
		if r.Rollup.Verdict != c.want {
			t.Errorf("%d records with %d each: %s, want %s", c.records, c.each, r.Rollup.Verdict, c.want)
		}
		if last := r.Rollup.Findings[len(r.Rollup.Findings)-1]; c.want == api.VerdictMajor && !strings.HasPrefix(last.Message, "3 of 3 people share the reason R") {
			t.Errorf("message %q", last.Message)
		}
	}
}

func TestConditionMessage(t *testing.T) {
	f := Finding{Reason: "R", Grade: api.GradeMinor, Message: "m", Record: Ref{"Person", "a"}}
	c := condition("Current", []Finding{f, f, f, f, f}, "", true)
	if c.Message != "Person/a: m; Person/a: m; Person/a: m; and 2 more" || c.Reason != "R" || c.Status != "False" {
		t.Errorf("got %+v", c)
	}
	other := f
	other.Reason = "S"
	if c = condition("Current", []Finding{f, other}, "", false); c.Reason != api.ReasonMultipleFindings || c.Message != "m; m" {
		t.Errorf("got %+v", c)
	}
}

// TestOncePanicsAlone: what a rule computes for all records may break. The records are
// then unknown, and the next rule compares with the day as ever.
func TestOncePanicsAlone(t *testing.T) {
	limit := api.MustDate("2026-07-01")
	breaks := On(Doc{ID: "T-1", Aspect: Current}, func(c *Context, _ *api.Person) {
		Once(c, "key", func(c *Context) int {
			c.Today.Reached(api.MustDate("2026-06-20"))
			panic("broken")
		})
	})
	compares := On(Doc{ID: "T-2", Aspect: Current}, func(c *Context, _ *api.Person) { c.Today.Reached(limit) })
	registry := NewRegistry([]Kind{Of[*api.Person]{Name: "Person", Plural: "people", Plain: "people", Home: Competence}.Kind()}, []Rule{breaks, compares})
	r, err := Run(t.Context(), registry, NewWorld("isms", []api.Record{person("a"), person("b")}), api.MustDate("2026-06-15"))
	if err != nil {
		t.Fatal(err)
	}
	if n := r.Rollup.Counts.Unknown; n != 2 || r.Rollup.Findings[0].Reason != ReasonInternalError {
		t.Errorf("%d unknowns, want one for each record: %+v", n, r.Rollup.Findings)
	}
	for i := range r.Results {
		if until := r.Results[i].Until; until != limit {
			t.Errorf("%s holds until %q, want %s: the day of the broken computation went on", r.Results[i].Record.GetName(), until, limit)
		}
	}
}

// TestRunStopsWithItsContext: a judgement that nobody waits for any more ends.
func TestRunStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	asked := 0
	rule := On(Doc{ID: "T-1", Aspect: Current}, func(*Context, *api.Person) { asked++; cancel() })
	registry := NewRegistry([]Kind{Of[*api.Person]{Name: "Person", Plural: "people", Plain: "people", Home: Competence}.Kind()}, []Rule{rule})
	r, err := Run(ctx, registry, NewWorld("isms", []api.Record{person("a"), person("b")}), api.MustDate("2026-06-15"))
	if r != nil || !errors.Is(err, context.Canceled) || asked != 1 {
		t.Errorf("%d records were asked after the context was done; report %v, error %v", asked, r, err)
	}
}
