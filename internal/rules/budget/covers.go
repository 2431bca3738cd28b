package budget

import (
	"fmt"
	"math/big"
	"slices"
	"sort"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docFunding = assess.Doc{
	ID: "P4-05", Point: assess.Finances, Aspect: assess.Covered, Clause: "7.1, 6.1.3 e",
	Requires: "What was approved and costs money is in the budget",
	Fires:    "an approved need with an estimated cost that is not met yet is in no line of an approved budget, or the lines plan less than it costs (minor; major if it treats a risk rated High or Critical); what a line plans cannot be read or compared with the cost, or it is of an approved budget without a period (unknown); one that is needed after the current period waits for the next budget",
	Reasons:  []string{"TreatmentUnfunded", "FundingUnknown"},
	Grades:   []api.Grade{api.GradeUnknown, api.GradeMinor, api.GradeMajor},
	Remedy:   "Plan the money in a line that names the requirement, and have the budget approved, or decide anew about the need",
}

func checkFunding(c *assess.Context, r *api.ResourceRequirement) {
	if !facts.WaitsForMoney(c, r) {
		return
	}
	funds := facts.FundsOf(c)
	entries := funds.Needs[r.Name]
	cost, flaw := facts.AmountOf(&r.Spec.EstimatedCost.Amount)
	if cost != nil && cost.Sign() == 0 {
		return
	}
	currency := r.Spec.EstimatedCost.Currency
	planned := facts.FundedSum(c, r.Name, currency)
	f := assess.Finding{Reason: "TreatmentUnfunded", Grade: facts.FundingGrade(c, r), Field: "spec.estimatedCost"}
	switch {
	case flaw != "":
		f.Reason, f.Grade, f.Field = "FundingUnknown", api.GradeUnknown, "spec.estimatedCost.amount"
		f.Message, f.Remedy = "Nobody knows whether the budget covers the cost: "+flaw, "Correct spec.estimatedCost"
	case len(entries) == 0 && !funds.Horizon.IsZero() && r.Spec.NeededBy.After(funds.Horizon):
		return // it falls due in a later period
	case len(entries) == 0:
		f.Message = fmt.Sprintf("The need is approved at %s, and no line of an approved budget names it", facts.MoneyText(cost, currency))
		if loose, ok := funds.Loose[r.Name]; ok {
			f.Message = fmt.Sprintf("The need is approved at %s, and no approved budget pays for it: %s", facts.MoneyText(cost, currency), loose.String())
			if loose.Unknown {
				f.Reason, f.Grade, f.Remedy = "FundingUnknown", api.GradeUnknown, "Set spec.period of the SecurityBudget "+loose.Budget
				f.Message = fmt.Sprintf("Nobody knows whether the budget covers %s: %s", facts.MoneyText(cost, currency), loose.String())
			}
		}
	case planned.Sum.Cmp(cost) >= 0:
		return
	case planned.Flaw != "":
		f.Reason, f.Grade = "FundingUnknown", api.GradeUnknown
		f.Message = fmt.Sprintf("Nobody knows whether the budget covers %s: %s", facts.MoneyText(cost, currency), planned.Flaw)
		f.Remedy = "State planned of the line as an amount that is not negative, and cost and budget in one currency, or set the exchangeRate of the line"
	default:
		f.Message = fmt.Sprintf("The need is approved at %s, and the approved budgets plan %s for it", facts.MoneyText(cost, currency), facts.MoneyText(planned.Sum, currency))
	}
	c.Report(f)
}

var docBudgetCovers = assess.Doc{
	ID: "P4-05", Aspect: assess.Covered, Clause: "7.1",
	Requires: "An approved budget covers what falls due in its period",
	Fires:    "the needs that the lines name cost more than the lines plan (minor; major if one treats a risk rated High or Critical); a licence or contract that will be renewed ends in the period, and no line names it or a need that it satisfies (minor; major if it is critical or a control rests on it)",
	Reasons:  []string{"TreatmentUnfunded", "RenewalUnfunded"},
	Grades:   []api.Grade{api.GradeMinor, api.GradeMajor},
	Remedy:   "Plan the money in a line that names what it pays for, and have the budget approved again",
}

func checkBudgetCovers(c *assess.Context, r *api.SecurityBudget) {
	if !facts.BudgetApproved(c, r) || facts.BudgetEnded(c, r) {
		return
	}
	if peers := budgetPeers(c, r); len(peers) > 0 && peers[0] == r {
		checkRenewalsFunded(c, r, peers)
	}
	checkNeedsFunded(c, r)
}

// checkNeedsFunded compares all needs that the budget names with the lines that do.
// Needs that are short alone are reported there, and not again.
func checkNeedsFunded(c *assess.Context, r *api.SecurityBudget) {
	funds, total, planned := facts.FundsOf(c), new(big.Rat), new(big.Rat)
	grade, seen := api.GradeMinor, map[string]bool{}
	for i := range r.Spec.Lines {
		l := &r.Spec.Lines[i]
		if len(l.RequirementRefs) == 0 {
			continue
		}
		n, _ := facts.InCurrency(r, l, r.Spec.Currency)
		if n == nil {
			return
		}
		planned.Add(planned, n)
		for _, ref := range l.RequirementRefs {
			need, ok := assess.Get[*api.ResourceRequirement](c.World, ref.Name)
			if !ok || seen[ref.Name] || !facts.WaitsForMoney(c, need) {
				continue
			}
			seen[ref.Name] = true
			cost := coveredCost(c, r, need, funds.Needs[ref.Name])
			if cost == nil {
				return // it is judged alone, or cannot be added up
			}
			total.Add(total, cost)
			if facts.FundingGrade(c, need) == api.GradeMajor {
				grade = api.GradeMajor
			}
		}
	}
	if total.Cmp(planned) > 0 {
		c.Report(assess.Finding{
			Reason: "TreatmentUnfunded", Grade: grade, Field: "spec.lines",
			Message: fmt.Sprintf("The needs that the lines name cost %s together, and the lines plan %s", facts.MoneyText(total, r.Spec.Currency), facts.MoneyText(planned, r.Spec.Currency)),
		})
	}
}

// coveredCost is what a need costs, where the budget alone pays for it and in full; nil
// where it does not, or where nobody can tell.
func coveredCost(c *assess.Context, r *api.SecurityBudget, need *api.ResourceRequirement, entries []facts.BudgetEntry) *big.Rat {
	cost, _ := facts.AmountOf(&need.Spec.EstimatedCost.Amount)
	if cost == nil || need.Spec.EstimatedCost.Currency != r.Spec.Currency || elsewhere(r, entries) {
		return nil
	}
	if all := facts.FundedSum(c, need.Name, r.Spec.Currency); all.Flaw != "" || all.Sum.Cmp(cost) < 0 {
		return nil
	}
	return cost
}

// elsewhere reports whether another budget pays for a part. Entries are in the order of
// budgets, so that the first or the last is of another one.
func elsewhere(r *api.SecurityBudget, entries []facts.BudgetEntry) bool {
	return len(entries) > 0 && (entries[0].Budget != r || entries[len(entries)-1].Budget != r)
}

// renewal is a licence or contract that will be renewed at its end.
type renewal struct {
	ref     api.ResourceReference
	end     api.Date
	weighty bool
}

type renewalsKey struct{}

// renewals are the licences and contracts in use that will be renewed, by their ends.
func renewals(c *assess.Context) []renewal {
	return assess.Once(c, renewalsKey{}, func(c *assess.Context) []renewal {
		var all []renewal
		add := func(kind api.ResourceKind, name string, s facts.Supply) {
			if !s.Retired(c) && willRenew(c, s.Term) {
				all = append(all, renewal{api.ResourceReference{Kind: kind, Name: name}, s.Term.End, s.Weighty()})
			}
		}
		for r := range assess.All[*api.ToolLicense](c.World) {
			add(api.ResourceToolLicense, r.Name, facts.ToolSupply(r))
		}
		for r := range assess.All[*api.OutsourcedService](c.World) {
			add(api.ResourceOutsourcedService, r.Name, facts.ServiceSupply(r))
		}
		slices.SortStableFunc(all, func(a, b renewal) int { return facts.CompareDates(a.end, b.end) })
		return all
	})
}

// willRenew reports whether the term runs, has an end, and will be renewed then: so it
// was decided, or nothing was decided and it renews itself.
func willRenew(c *assess.Context, t *api.Term) bool {
	if t == nil || t.End.IsZero() || c.Today.Past(t.End) {
		return false
	}
	if facts.TermDecided(&c.Today, t) {
		return t.RenewalDecision.Decision == api.RenewalRenew
	}
	return t.RenewalMode == api.RenewalAutomatic
}

// fundedResources are the resources that lines of the budgets name, and those that
// satisfy a need that they name: money for the need is money for what meets it.
func fundedResources(c *assess.Context, budgets []*api.SecurityBudget) map[api.ResourceReference]bool {
	named, seen := map[api.ResourceReference]bool{}, map[string]bool{}
	for _, b := range budgets {
		for i := range b.Spec.Lines {
			l := &b.Spec.Lines[i]
			for _, ref := range l.ResourceRefs {
				named[ref] = true
			}
			for _, ref := range l.RequirementRefs {
				need, ok := assess.Get[*api.ResourceRequirement](c.World, ref.Name)
				if !ok || seen[ref.Name] || facts.NeedRefused(c, need) {
					continue
				}
				seen[ref.Name] = true
				for _, resource := range facts.Satisfiers(c, need) {
					named[resource] = true
				}
			}
		}
	}
	return named
}

func checkRenewalsFunded(c *assess.Context, r *api.SecurityBudget, peers []*api.SecurityBudget) {
	named := fundedResources(c, peers)
	p, all := *r.Spec.Period, renewals(c)
	first := sort.Search(len(all), func(i int) bool { return !all[i].end.Before(p.Start) })
	for _, due := range all[first:] {
		if due.end.After(p.End) {
			return
		}
		if named[due.ref] {
			continue
		}
		f := assess.Finding{
			Reason: "RenewalUnfunded", Grade: api.GradeMinor, Field: "spec.lines",
			Message: fmt.Sprintf("The term of %s ends on %s and will be renewed, and no line names it or a need that it satisfies", facts.ResourceName(due.ref), due.end),
		}
		if due.weighty {
			f.Grade = api.GradeMajor
		}
		c.Report(f)
	}
}
