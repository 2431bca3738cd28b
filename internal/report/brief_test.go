package report_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/brief"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/report"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// briefOf makes the Markdown of a brief of records from a day to another.
func briefOf(t *testing.T, records []api.Record, on, until string, audit bool) (string, *brief.Brief) {
	t.Helper()
	w := assess.NewWorld("acme", records)
	from, to := api.MustDate(on), api.MustDate(until)
	b := brief.Make(w, mustRun(rules.Registry(), w, from), mustForetell(rules.Registry(), w, from, to), audit)
	var out bytes.Buffer
	if err := report.WriteBrief(&out, &report.Briefs{All: []*brief.Brief{b}}); err != nil {
		t.Fatal(err)
	}
	return out.String(), b
}

// undecided are the samples with what waits for top management.
func undecided(t *testing.T) []api.Record {
	t.Helper()
	all := slices.Clone(records(t).samples)
	add := func(name string, r api.Record) { r.SetName(name); all = append(all, r) }
	add("held-to-ransom", &api.Risk{Spec: api.RiskSpec{Title: "Data are held to ransom", Rating: api.RiskCritical, Treatment: api.TreatmentMitigate}})
	add("offline-backup", &api.ResourceRequirement{Spec: api.ResourceRequirementSpec{Need: "A backup that is not connected", NeededBy: api.MustDate("2026-09-01"),
		Drivers: &api.Drivers{RiskRefs: []api.Reference{{Name: "held-to-ransom"}}}, EstimatedCost: &api.Money{Amount: "12000", Currency: "EUR"}}})
	add("second-analyst", &api.ResourceRequirement{Spec: api.ResourceRequirementSpec{Need: hostile, EstimatedCost: &api.Money{Amount: "800.50", Currency: "EUR"},
		Decision: &api.RequirementDecision{State: api.RequirementApproved, DecidedOn: api.MustDate("2026-05-01"), Rationale: "We are two days behind",
			By: &api.Actor{RoleRef: &api.Reference{Name: "top-management"}}}}})
	add("met", &api.ResourceRequirement{Spec: api.ResourceRequirementSpec{Need: "A thing that is there", FulfilledOn: api.MustDate("2026-01-01")}})
	add("refused", &api.ResourceRequirement{Spec: api.ResourceRequirementSpec{Need: "A thing that nobody gets",
		Decision: &api.RequirementDecision{State: api.RequirementRejected, DecidedOn: api.MustDate("2026-05-01"), By: &api.Actor{RoleRef: &api.Reference{Name: "top-management"}}}}})
	return all
}

// TestBrief: what there is to decide, what lapses, what waits, and who is asked what.
func TestBrief(t *testing.T) {
	text, b := briefOf(t, undecided(t), "2026-06-01", "2026-10-13", true)
	golden(t, "brief.markdown", []byte(text))
	for _, tc := range []struct{ why, says string }{
		{"a need that nobody decided on, with what hangs on it", `Decide on the need "A backup that is not connected": high risks wait for it: held-to-ransom | 12000 EUR`},
		{"what is approved and not paid for", "Provide the money for the need"},
		{"a risk waits for the need that treats it", "| Data are held to ransom | Critical | A backup that is not connected \\(12000 EUR\\) |"},
		{"needs of one currency are added up", "cost 12800.50 EUR"},
		{"what somebody decided, in their words", "We are two days behind"},
		{"what they gave no reason for", "no reason is on record"},
	} {
		if !strings.Contains(text, tc.says) {
			t.Errorf("%s: it does not say %q", tc.why, tc.says)
		}
	}
	for _, d := range b.Decisions {
		if d.Record.Name == "met" || d.Record.Name == "refused" {
			t.Errorf("nothing is to be decided on %s", d.Record)
		}
	}
	if strings.Contains(text, "<script>") || strings.ContainsAny(text, "\x1b\u202e") {
		t.Error("the text of a record is not inert")
	}
	if lines := strings.Count(text, "\n"); lines > 2*70 {
		t.Errorf("%d lines are more than two pages", lines)
	}
}

// TestBriefAsksForMoney: it asks for money where it is known that there is none, and says that
// nobody knows where that is so, with what to do.
func TestBriefAsksForMoney(t *testing.T) {
	const provide, find = "Provide the money", "Find out whether"
	in := func(currency, rate, planned string) api.BudgetLine {
		return api.BudgetLine{Name: "analysts", Currency: api.Currency(currency), ExchangeRate: api.ExchangeRate(rate), Planned: (*api.Amount)(&planned), RequirementRefs: []api.Reference{{Name: "analyst"}}}
	}
	for _, tc := range []struct {
		why, cost string
		line      api.BudgetLine
		asks      string
		says      []string
	}{
		{"a line of the currency plans it", "800", in("EUR", "", "800"), "", nil},
		{"a line plans less", "800", in("EUR", "", "799"), provide, nil},
		{"a line of another currency, with its rate, plans it", "800", in("USD", "0.5", "1600"), "", nil},
		{"a line of another currency, with its rate, plans less", "800", in("USD", "0.5", "1599"), provide, nil},
		{"a line of another currency has no rate", "800", in("USD", "", "1600"), find,
			[]string{"Nobody knows whether the budget covers 800 EUR", "in USD without a rate", "set the exchangeRate of the line"}},
		{"what a line plans cannot be read", "800", in("EUR", "", "much"), find, []string{"Nobody knows", "cannot be read", "State planned of the line"}},
		{"what it costs cannot be read", "much", in("EUR", "", "800"), find, []string{"Nobody knows", "not an amount", "Correct spec.estimatedCost"}},
	} {
		need := &api.ResourceRequirement{Spec: api.ResourceRequirementSpec{Need: "An analyst", EstimatedCost: &api.Money{Amount: api.Amount(tc.cost), Currency: "EUR"},
			Decision: &api.RequirementDecision{State: api.RequirementApproved, DecidedOn: api.MustDate("2026-05-01")}}}
		need.SetName("analyst")
		budget := &api.SecurityBudget{Spec: api.SecurityBudgetSpec{Currency: "EUR", Lines: []api.BudgetLine{tc.line},
			Period:    &api.Period{Start: api.MustDate("2026-01-01"), End: api.MustDate("2026-12-31")},
			Approvals: []api.Approval{{ApprovedOn: api.MustDate("2025-12-01")}}}}
		budget.SetName("year")
		text, b := briefOf(t, []api.Record{need, budget}, "2026-06-01", "2026-06-02", false)
		i := slices.IndexFunc(b.Decisions, func(d brief.Decision) bool { return d.Record.Name == "analyst" })
		switch {
		case tc.asks == "" && i >= 0:
			t.Errorf("%s, and it asks: %s", tc.why, text)
		case tc.asks != "" && !strings.Contains(text, tc.asks):
			t.Errorf("%s, and it does not say %q: %s", tc.why, tc.asks, text)
		case tc.asks == find && strings.Contains(text, provide):
			t.Errorf("%s, and it asks for money", tc.why)
		}
		for _, want := range tc.says {
			if !strings.Contains(text, want) {
				t.Errorf("%s, and it does not say %q: %s", tc.why, want, text)
			}
		}
	}
}

// What could not be read is told first, also where nothing could.
func TestBriefOfWhatCannotBeRead(t *testing.T) {
	var out bytes.Buffer
	problems := []input.Problem{{Position: input.Position{File: "a.yaml", Line: 4, Column: 8}, Field: "spec.sourcing",
		Message: `found "Intern"; allowed are "Internal", "External"`, Remedy: `Write "Internal"`}}
	if err := report.WriteBrief(&out, &report.Briefs{Problems: problems}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"### 1 problem of the input", "a.yaml", "4", "spec.sourcing", "allowed are", `Write "Internal"`} {
		if !strings.Contains(strings.ReplaceAll(out.String(), "&#8203;", ""), want) {
			t.Errorf("it does not tell %q:\n%s", want, out.String())
		}
	}
}

// Of nothing at all it says so, and makes up nothing.
func TestBriefOfNothing(t *testing.T) {
	text, b := briefOf(t, nil, "2026-06-01", "2027-06-01", false)
	if len(b.Decisions)+len(b.Waiting)+len(b.Interviews) > 0 || !strings.Contains(text, "Nothing on record waits for a decision") || !strings.Contains(text, "**MajorNonconformity**") {
		t.Error(text)
	}
}
