package assess

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// reporting is a registry of people with one rule, which reports what it is told of each.
func reporting(find func(*Context, *api.Person)) *Registry {
	kind := Of[*api.Person]{
		Name: "Person", Plural: "people", Plain: "people", Home: Competence,
		Gone: func(c *Context, p *api.Person) bool { return c.Today.Past(p.Spec.EngagedUntil) },
	}.Kind()
	return NewRegistry([]Kind{kind}, []Rule{On(Doc{ID: "T-1", Aspect: Current, Grades: []api.Grade{api.GradeMinor}}, find)})
}

// people are so many; their names are in order.
func people(n int) []*api.Person {
	all := make([]*api.Person, n)
	for i := range all {
		all[i] = person(fmt.Sprintf("p%03d", i))
	}
	return all
}

func judged(t *testing.T, registry *Registry, people []*api.Person, on api.Date) *Report {
	t.Helper()
	var records []api.Record
	for _, p := range people {
		records = append(records, p)
	}
	r, err := Run(t.Context(), registry, NewWorld("isms", records), on)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestSystemicIsAShare: three lapses are a failure of a small process, and lapses of a
// large one, unless there are many.
func TestSystemicIsAShare(t *testing.T) {
	day := api.MustDate("2026-06-15")
	for _, c := range []struct {
		lacking, of, gone int
		want              string
	}{
		{2, 2, 0, ""}, {3, 30, 0, "3 of 30 people"}, {3, 31, 0, ""}, {4, 40, 0, "4 of 40 people"},
		{9, 200, 0, ""}, {10, 200, 0, "10 of 200 people"}, {3, 31, 1, "3 of 30 people"}, {3, 200, 197, "3 of 3 people"},
	} {
		all := people(c.of)
		for _, p := range all[c.of-c.gone:] {
			p.Spec.EngagedUntil = day.AddDays(-1)
		}
		r := judged(t, reporting(func(ctx *Context, p *api.Person) {
			if slices.Index(all, p) < c.lacking {
				ctx.Report(Finding{Reason: "R", Grade: api.GradeMinor, Message: "M"})
			}
		}), all, day)
		got := ""
		for _, f := range r.Rollup.Findings {
			if f.Rule == Systemic.ID {
				got, _, _ = strings.Cut(f.Message, " share")
			}
		}
		if got != c.want {
			t.Errorf("%d of %d, of which %d are gone: %q, want %q", c.lacking, c.of, c.gone, got, c.want)
		}
	}
}

// TestAskedIsThePopulation: a rule that counts what it is asked of decides the share.
func TestAskedIsThePopulation(t *testing.T) {
	all := people(40)
	r := judged(t, reporting(func(c *Context, p *api.Person) {
		if i := slices.Index(all, p); i < 20 {
			c.Asked()
			if i < 3 {
				c.Report(Finding{Reason: "R", Grade: api.GradeMinor, Message: "M"})
			}
		}
	}), all, api.MustDate("2026-06-15"))
	if f := r.Rollup.Findings[3]; !strings.HasPrefix(f.Message, "3 of 20 people") {
		t.Errorf("got %q", f.Message)
	}
}

// TestSumsAreProblemsOfTheirOwn: each reason that is summed up is a problem of its own, and
// what sums up stands after what it sums up, in a short list too.
func TestSumsAreProblemsOfTheirOwn(t *testing.T) {
	report := func(reasons ...string) []Finding {
		return judged(t, reporting(func(c *Context, _ *api.Person) {
			for _, reason := range reasons {
				c.Report(Finding{Reason: reason, Grade: api.GradeMinor, Message: reason})
			}
			c.Report(Finding{Reason: "O", Grade: api.GradeUnknown, Message: "O"})
		}), people(3), api.MustDate("2026-06-15")).Rollup.Findings
	}
	before, after := report("A"), report("A", "B")
	var sums []string
	for _, f := range Arising(before, after) {
		if f.Sums.Reason != "" {
			sums = append(sums, f.Sums.Reason)
		}
	}
	if !slices.Equal(sums, []string{"B"}) {
		t.Errorf("beside a base that has one systemic finding, the new ones are %v, want B", sums)
	}
	order := ""
	for _, f := range after {
		order += f.Reason + f.Sums.Reason + " "
	}
	if order != "A B A B A B SystemicNonconformityA SystemicNonconformityB O O O " {
		t.Errorf("the order is %s", order)
	}
	if short := Gravest(after, 3); short[0].Reason != "A" || short[1].Sums.Reason != "A" || short[2].Sums.Reason != "B" {
		t.Errorf("a short list leaves out the gravest: %v", short)
	}
	if c := condition("Conforming", after, "", false); c.Reason != "SystemicNonconformity" || c.Status != "False" {
		t.Errorf("the condition is %+v", c)
	}
}

// TestObservationsAddUp: one observation in many places is a minor of the whole, once.
func TestObservationsAddUp(t *testing.T) {
	for _, c := range []struct {
		some, of, entries int
		alone             bool
		want              string
	}{
		{4, 4, 0, false, ""}, {5, 25, 0, false, "5 of 25 people"}, {5, 26, 0, false, ""}, {6, 26, 0, false, "6 of 26 people"},
		{5, 5, 0, true, ""}, {1, 1, 4, false, ""}, {1, 1, 5, false, "5 of 9 controls"},
	} {
		all := people(c.of)
		r := judged(t, reporting(func(ctx *Context, p *api.Person) {
			if slices.Index(all, p) >= c.some {
				return
			}
			for range c.entries + min(c.entries, 4) {
				ctx.AskedEntry("controls")
			}
			for i := range max(c.entries, 1) {
				ctx.Report(Finding{Reason: "R", Grade: api.GradeObservation, Message: "M", Field: fmt.Sprint(i), Alone: c.alone})
			}
		}), all, api.MustDate("2026-06-15"))
		got := ""
		if last := r.Rollup.Findings[len(r.Rollup.Findings)-1]; last.Rule == Shared.ID {
			got, _, _ = strings.Cut(last.Message, " share")
		}
		if want := map[bool]api.Verdict{true: api.VerdictMinor, false: api.VerdictConforming}[c.want != ""]; got != c.want || r.Rollup.Verdict != want {
			t.Errorf("%+v: %q and %s", c, got, r.Rollup.Verdict)
		}
	}
}

// TestAgeCountsFromTheStart: a fact that is older than what it is about, or than the ISMS,
// grows old from the start of those.
func TestAgeCountsFromTheStart(t *testing.T) {
	day := api.MustDate
	for _, c := range []struct {
		why, engaged string
		isms         func(*api.ClauseAssessmentSpec)
		from         string
	}{
		{"nothing else is known", "", nil, "2015-01-02"},
		{"the contract began later", "2023-03-01", nil, "2023-03-01"},
		{"the contract began earlier", "2010-03-01", nil, "2015-01-02"},
		{"the ISMS began later", "", func(s *api.ClauseAssessmentSpec) { s.IsmsSince = day("2024-01-01") }, "2024-01-01"},
		{"it was implemented later still", "2023-03-01", func(s *api.ClauseAssessmentSpec) {
			s.IsmsSince, s.ImplementationSince = day("2024-01-01"), day("2024-06-01")
		}, "2024-06-01"},
		{"a day that never came counts for nothing", "", func(s *api.ClauseAssessmentSpec) { s.IsmsSince = day("2099-01-01") }, "2015-01-02"},
		{"who was certified had an ISMS", "", func(s *api.ClauseAssessmentSpec) {
			s.IsmsSince, s.Certificate = day("2023-12-01"), &api.Certificate{IssuedOn: day("2023-01-01")}
		}, "2023-01-01"},
		{"nothing grows old in Establishment", "", func(s *api.ClauseAssessmentSpec) { s.Phase = api.PhaseEstablishment }, ""},
		{"but where somebody was audited", "", func(s *api.ClauseAssessmentSpec) {
			s.Phase, s.LastExternalAudit = api.PhaseEstablishment, &api.ExternalAudit{StartsOn: day("2025-01-01")}
		}, "2015-01-02"},
	} {
		kind := Of[*api.Person]{Name: "Person", Begins: func(_ *World, p *api.Person) api.Date { return p.Spec.EngagedFrom }}.Kind()
		rule := On(Doc{ID: "T-1", Aspect: Current}, func(c *Context, _ *api.Person) {
			c.Report(Finding{Reason: "R", Grade: api.GradeMinor, Message: "M", Since: day("2015-01-02")})
		})
		p, isms := person("a"), &api.ClauseAssessment{}
		if c.engaged != "" {
			p.Spec.EngagedFrom = day(c.engaged)
		}
		if c.isms != nil {
			c.isms(&isms.Spec)
		}
		limit := day("2090-01-01")
		if c.from != "" {
			limit = day(c.from).AddMonths(12)
		}
		for i, want := range []bool{false, false, c.from != ""} {
			kind.Home = Competence
			r, err := Run(t.Context(), NewRegistry([]Kind{kind}, []Rule{rule}), NewWorld("isms", []api.Record{p, isms}), limit.AddDays(i-1))
			if err != nil {
				t.Fatal(err)
			}
			old := slices.IndexFunc(r.Rollup.Findings, func(f Finding) bool { return f.Rule == OpenTooLong.ID })
			if (old >= 0) != want || (want && r.Rollup.Findings[old].Since != limit.AddDays(1)) {
				t.Errorf("%s, on %s: too old %v, want %v", c.why, limit.AddDays(i-1), old >= 0, want)
			}
		}
	}
}
