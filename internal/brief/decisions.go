package brief

import (
	"cmp"
	"maps"
	"math/big"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// decisions are those that are needed until a day, the earliest first and those without a day
// last; and what those on needs and budgets cost, a sum for each currency.
func decisions(c *assess.Context, r *assess.Report, until api.Date) (all []Decision, money []string) {
	sums := map[api.Currency]*big.Rat{}
	unclear := unclearFunds(r)
	for need := range assess.All[*api.ResourceRequirement](c.World) {
		if d, open := onNeed(c, need, unclear[need.Name]); open {
			all = append(all, d)
			add(sums, need.Spec.EstimatedCost)
		}
	}
	for budget := range assess.All[*api.SecurityBudget](c.World) {
		if !facts.BudgetEnded(c, budget) && !facts.BudgetApproved(c, budget) {
			d := Decision{What: phrase("decide.budget"), Record: assess.Ref{Kind: "SecurityBudget", Name: budget.Name}}
			if period, ok := facts.BudgetPeriod(budget); ok {
				d.By, d.Why = period.Start, phrase("because.period", period.Start.String(), period.End.String())
			}
			all = append(all, d)
		}
	}
	for i := range r.Rollup.Findings {
		if f := &r.Rollup.Findings[i]; unborne[f.Rule] {
			all = append(all, Decision{What: phrase("decide.risk"), Record: f.Record, Why: text(f.Message)})
		}
	}
	all = append(all, onTerms(r, until)...)
	slices.SortStableFunc(all, func(a, b Decision) int {
		undated := func(d Decision) int {
			if d.By.IsZero() {
				return 1
			}
			return 0
		}
		return cmp.Or(cmp.Compare(undated(a), undated(b)), facts.CompareDates(a.By, b.By), cmp.Compare(a.Record.String(), b.Record.String()))
	})
	for _, currency := range slices.Sorted(maps.Keys(sums)) {
		money = append(money, facts.MoneyText(sums[currency], currency))
	}
	return all, money
}

// unborne are the rules that ask whether somebody bears a risk, or what its treatment leaves.
var unborne = map[string]bool{"P1-05": true, "P1-14": true}

// unclearFunds are the findings that nobody knows whether the budget pays for a need, by its name.
func unclearFunds(r *assess.Report) map[string]*assess.Finding {
	all := map[string]*assess.Finding{}
	for i := range r.Rollup.Findings {
		if f := &r.Rollup.Findings[i]; f.Reason == "FundingUnknown" && f.Record.Kind == "ResourceRequirement" && f.Sums.Reason == "" {
			all[f.Record.Name] = f
		}
	}
	return all
}

// onNeed is the decision that a need waits for: whether it is met, or where the money comes from.
// Unclear is the finding that nobody knows whether there is money; nil where it is known.
func onNeed(c *assess.Context, need *api.ResourceRequirement, unclear *assess.Finding) (d Decision, open bool) {
	if facts.NeedFulfilled(c, need) || facts.NeedRefused(c, need) {
		return d, false
	}
	d = Decision{Record: assess.Ref{Kind: "ResourceRequirement", Name: need.Name}, By: need.Spec.NeededBy, Amount: amount(need.Spec.EstimatedCost)}
	switch {
	case facts.NeedDecided(c, need) == nil:
		d.What = phrase("decide.need", facts.Quote(need.Spec.Need))
	case unclear != nil: // it may be paid for already, so nobody is asked for money
		d.What, d.Why = phrase("decide.unpaid", facts.Quote(need.Spec.Need)), text(unclear.Message+". "+unclear.Remedy)
		return d, true
	case facts.WaitsForMoney(c, need) && !funded(c, need):
		d.What = phrase("decide.money", facts.Quote(need.Spec.Need))
	default:
		return d, false
	}
	if risks := facts.HighRisks(c, need); len(risks) > 0 {
		d.Why = phrase("because.risks", assess.List(risks))
	}
	return d, true
}

// funded reports whether approved budgets plan what a need costs.
func funded(c *assess.Context, need *api.ResourceRequirement) bool {
	cost, _ := facts.AmountOf(&need.Spec.EstimatedCost.Amount)
	f := facts.FundedSum(c, need.Name, need.Spec.EstimatedCost.Currency)
	return cost != nil && f.Sum.Cmp(cost) >= 0
}

func amount(m *api.Money) string {
	if m == nil {
		return ""
	}
	n, _ := facts.AmountOf(&m.Amount)
	if n == nil {
		return ""
	}
	return facts.MoneyText(n, m.Currency)
}

func add(sums map[api.Currency]*big.Rat, m *api.Money) {
	if m == nil {
		return
	}
	if n, _ := facts.AmountOf(&m.Amount); n != nil {
		if sums[m.Currency] == nil {
			sums[m.Currency] = new(big.Rat)
		}
		sums[m.Currency].Add(sums[m.Currency], n)
	}
}

// onTerms are the contracts and licences about which nothing is decided, and whose last day to
// give notice comes by a day.
func onTerms(r *assess.Report, until api.Date) (all []Decision) {
	for i := range r.Results {
		result := &r.Results[i]
		if result.Kind.NoticeBy == nil || !result.InUse {
			continue
		}
		if by := result.Kind.NoticeBy(result.Record, r.AsOf); !by.IsZero() && !by.After(until) {
			all = append(all, Decision{What: phrase("decide.term"), By: by, Why: phrase("because.notice"),
				Record: assess.Ref{Kind: result.Kind.Name, Name: result.Record.GetName()}})
		}
	}
	return all
}

// waiting are the high risks that are to be treated and whose needs are not met, the worst first.
func waiting(c *assess.Context) (all []Waiting) {
	needs := map[string][]Decision{}
	for need := range assess.All[*api.ResourceRequirement](c.World) {
		if facts.NeedFulfilled(c, need) || facts.NeedRefused(c, need) {
			continue
		}
		d := Decision{What: text(need.Spec.Need), Record: assess.Ref{Kind: "ResourceRequirement", Name: need.Name}, By: need.Spec.NeededBy, Amount: amount(need.Spec.EstimatedCost)}
		for _, name := range facts.HighRisks(c, need) {
			needs[name] = append(needs[name], d)
		}
	}
	for risk := range assess.All[*api.Risk](c.World) {
		if len(needs[risk.Name]) > 0 && facts.Treated(risk) {
			all = append(all, Waiting{risk, needs[risk.Name]})
		}
	}
	slices.SortStableFunc(all, func(a, b Waiting) int { return cmp.Compare(worse(a.Risk), worse(b.Risk)) })
	return all
}

func worse(r *api.Risk) int {
	if r.Spec.Rated() == api.RiskCritical {
		return 0
	}
	return 1
}
