package page_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/brief"
	"github.com/isms-operator/isms-operator/internal/page"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/test/scenarios"
)

// waiting are the samples with needs that wait, and somebody with too much to do.
func waiting(t *testing.T) []api.Record {
	t.Helper()
	all, err := scenarios.LoadFolder("../../config/samples")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range all {
		if p, is := r.(*api.SecurityRole); is {
			for i := range p.Spec.Assignments {
				share := int32(90)
				p.Spec.Assignments[i].AllocationPercent = &share
			}
		}
	}
	need := func(name, says string, d *api.RequirementDecision) {
		r := &api.ResourceRequirement{Spec: api.ResourceRequirementSpec{Need: says, NeededBy: api.MustDate("2026-09-01"), Decision: d,
			Drivers: &api.Drivers{RiskRefs: []api.Reference{{Name: "ransomware"}}}, EstimatedCost: &api.Money{Amount: "12000", Currency: "EUR"}}}
		r.SetName(name)
		all = append(all, r)
	}
	need("undecided", "A {0} with <b>gaps</b>\u202e", nil)
	need("unpaid", "A thing", &api.RequirementDecision{State: api.RequirementApproved, DecidedOn: api.MustDate("2026-05-01"), By: &api.Actor{RoleRef: &api.Reference{Name: "top-management"}}})
	return all
}

// words is what the page says in English.
func words(s page.Said) string {
	if s.Key == "" {
		return strings.Join(s.Values, "")
	}
	english, _ := page.LanguageNamed("en")
	text := english[s.Key]
	for i, v := range s.Values {
		text = strings.Replace(text, fmt.Sprintf("{%d}", i), v, 1)
	}
	return text
}

// plain is what it says of the words of a brief.
func plain(s fmt.Stringer) string { return strings.ReplaceAll(s.String(), "\u202e", `\u202e`) }

// TestBriefOfThePage: the page says what internal/brief finds, and nothing else.
func TestBriefOfThePage(t *testing.T) {
	records, on, until := waiting(t), api.MustDate("2026-06-01"), api.MustDate("2026-10-13")
	w := assess.NewWorld("isms", records)
	now, err := assess.Judge(t.Context(), rules.Registry(), w, on)
	if err != nil {
		t.Fatal(err)
	}
	then, err := assess.Foretell(t.Context(), rules.Registry(), w, on, until, nil)
	if err != nil {
		t.Fatal(err)
	}
	b := brief.Make(w, now, then, true)
	p := build(t, assess.NewWorld("isms", records), on, until.AddMonths(12))
	n := p.Namespaces[0]
	key := func(at int) string { return p.Kinds[n.Records[at].Kind].Name + "/" + n.Records[at].Name }
	var have, want []string
	add := func(to *[]string, parts ...any) { *to = append(*to, fmt.Sprintln(parts...)) }
	decided := func(d *page.Decision) string {
		why := ""
		if d.Why != nil {
			why = words(*d.Why)
		}
		return fmt.Sprintln(d.By, words(d.What), why, d.Amount, key(d.Record))
	}
	toDecide := func(d *brief.Decision) string {
		return fmt.Sprintln(d.By, plain(d.What), plain(d.Why), d.Amount, d.Record)
	}
	add(&have, n.Brief.Until, n.Brief.Audit, n.Brief.Money, n.Audit.Verdict)
	add(&want, b.Until, b.Audit, b.Money, b.VerdictThen)
	for i := range n.Brief.Decisions {
		add(&have, decided(&n.Brief.Decisions[i]))
	}
	for i := range b.Decisions {
		add(&want, toDecide(&b.Decisions[i]))
	}
	for _, l := range n.Brief.Lapses {
		add(&have, n.Days[l[0]].On, key(n.Findings[l[1]].Record), n.Findings[l[1]].Message)
	}
	for i := range b.Lapses {
		add(&want, b.Lapses[i].On, b.Lapses[i].Record, strings.ReplaceAll(b.Lapses[i].Message, "\u202e", `\u202e`))
	}
	for _, r := range n.Brief.Waiting {
		add(&have, key(r.Risk), r.Rating)
		for i := range r.Needs {
			add(&have, decided(&r.Needs[i]))
		}
	}
	for _, r := range b.Waiting {
		add(&want, "Risk/"+r.Risk.Name, r.Risk.Spec.Rating)
		for i := range r.Needs {
			add(&want, toDecide(&r.Needs[i]))
		}
	}
	for _, at := range n.Brief.Loaded {
		add(&have, n.Findings[at].Message)
	}
	for i := range b.Loaded {
		add(&want, b.Loaded[i].Message)
	}
	for _, one := range n.Brief.Interviews {
		add(&have, key(one.Person), one.Roles)
		for _, q := range one.Questions {
			add(&have, words(q))
		}
		for _, a := range one.Acts {
			add(&have, a.On, words(a.What), a.Why, key(a.Record))
		}
	}
	for _, one := range b.Interviews {
		add(&want, "Person/"+one.Person, one.Roles)
		for _, q := range one.Questions {
			add(&want, q)
		}
		for _, a := range one.Acts {
			add(&want, a.On, plain(a.What), a.Why, a.Record)
		}
	}
	if !reflect.DeepEqual(have, want) {
		t.Errorf("the page says\n%v\nthe brief\n%v", have, want)
	}
	for part, count := range map[string]int{"decisions": len(b.Decisions), "lapses": len(b.Lapses), "risks": len(b.Waiting), "load": len(b.Loaded), "interviews": len(b.Interviews)} {
		if count == 0 {
			t.Errorf("there are no %s, so that the test shows little", part)
		}
	}
}

// TestHorizonOfTheBrief: it looks as far as the external audit, as far as the slider goes, or a year.
func TestHorizonOfTheBrief(t *testing.T) {
	records := waiting(t)
	on, audit := api.MustDate("2026-06-01"), api.MustDate("2026-10-13")
	for _, tc := range []struct {
		why     string
		records []api.Record
		until   api.Date
		looks   api.Date
		audit   bool
	}{
		{"the slider ends with the first day", records, on, on, false},
		{"the slider ends on the day before the audit", records, audit.AddDays(-1), audit.AddDays(-1), false},
		{"the slider ends on the day of the audit", records, audit, audit, true},
		{"the slider ends on the day after the audit", records, audit.AddDays(1), audit, true},
		{"no audit is ahead, and the slider goes on for two years", nil, on.AddMonths(24), on.AddMonths(12), false},
	} {
		b := build(t, assess.NewWorld("isms", tc.records), on, tc.until).Namespaces[0].Brief
		if b.Until != tc.looks.String() || b.Audit != tc.audit {
			t.Errorf("%s: it looks until %s, of the audit %v", tc.why, b.Until, b.Audit)
		}
		if tc.until == on && len(b.Lapses) > 0 {
			t.Errorf("%s: %d lapse", tc.why, len(b.Lapses))
		}
	}
}
