package rules

import (
	"fmt"
	"math/big"
	"slices"
	"sort"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// fundingRules judge whether an approved need is paid for; they are asked of a
// ResourceRequirement.
func fundingRules() []assess.Rule {
	return []assess.Rule{assess.On(docFunding, checkFunding)}
}

var docFunding = assess.Doc{
	ID: "P4-05", Point: assess.Finances, Aspect: assess.Covered, Clause: "7.1, 6.1.3 e",
	Requires: "What was approved and costs money is in the budget",
	Fires:    "an approved need with an estimated cost that is not met yet is in no line of an approved budget, or the lines plan less than it costs (minor; major if it treats a risk rated High or Critical); what a line plans cannot be read or compared with the cost (unknown); one that is needed after the current period waits for the next budget",
	Reasons:  []string{"TreatmentUnfunded", "FundingUnknown"},
	Grades:   []api.Grade{api.GradeUnknown, api.GradeMinor, api.GradeMajor},
	Remedy:   "Plan the money in a line that names the requirement, and have the budget approved, or decide anew about the need",
}

// budgetEntry is a line that pays for something.
type budgetEntry struct {
	budget *api.SecurityBudget
	line   *api.BudgetLine
}

// approvedFunds says what approved budgets that have not ended pay for.
type approvedFunds struct {
	// needs are the lines that name a requirement.
	needs map[string][]budgetEntry
	// horizon is the last day that a current approved budget includes.
	horizon api.Date
}

type approvedFundsKey struct{}

func fundsOf(c *assess.Context) approvedFunds {
	return assess.Once(c, approvedFundsKey{}, func(c *assess.Context) approvedFunds {
		funds := approvedFunds{needs: map[string][]budgetEntry{}}
		for b := range assess.All[*api.SecurityBudget](c.World) {
			p, ok := budgetPeriod(b)
			if !ok || budgetEnded(c, b) || !budgetApproved(c, b) {
				continue
			}
			if budgetLacking(c, b) == "" && p.End.After(funds.horizon) {
				funds.horizon = p.End
			}
			for i := range b.Spec.Lines {
				l := &b.Spec.Lines[i]
				for _, need := range l.RequirementRefs {
					funds.needs[need.Name] = append(funds.needs[need.Name], budgetEntry{b, l})
				}
			}
		}
		return funds
	})
}

// waitsForMoney reports whether the need is approved, costs money and is not met yet.
func waitsForMoney(c *assess.Context, r *api.ResourceRequirement) bool {
	d := r.Spec.Decision
	return d != nil && d.State == api.RequirementApproved && started(c, d.DecidedOn) &&
		!c.Today.Reached(r.Spec.FulfilledOn) && r.Spec.EstimatedCost != nil
}

// fundingGrade is Major for a need that treats a risk rated High or Critical.
func fundingGrade(c *assess.Context, r *api.ResourceRequirement) api.Grade {
	if d := r.Spec.Drivers; d != nil {
		for _, ref := range d.RiskRefs {
			risk, ok := assess.Get[*api.Risk](c.World, ref.Name)
			if ok && (risk.Spec.Rating == api.RiskHigh || risk.Spec.Rating == api.RiskCritical) {
				return api.GradeMajor
			}
		}
	}
	return api.GradeMinor
}

// funding is what approved budgets plan for a need. The flaw says why that cannot
// be told of the first line of which it cannot.
type funding struct {
	sum  *big.Rat
	flaw string
}

type fundingKey struct {
	need     string
	currency api.Currency
}

// fundedSum adds up what lines plan for a need in the currency of a cost. Each budget
// that names the need asks for it, so it is added up once. The sum is for reading.
func fundedSum(c *assess.Context, need string, currency api.Currency) funding {
	return assess.Once(c, fundingKey{need, currency}, func(c *assess.Context) funding {
		planned := funding{sum: new(big.Rat)}
		for _, e := range fundsOf(c).needs[need] {
			switch n, lack := inCurrency(e.budget, e.line, currency); {
			case n != nil:
				planned.sum.Add(planned.sum, n)
			case planned.flaw == "":
				planned.flaw = lack
			}
		}
		return planned
	})
}

func checkFunding(c *assess.Context, r *api.ResourceRequirement) {
	if !waitsForMoney(c, r) {
		return
	}
	funds := fundsOf(c)
	entries := funds.needs[r.Name]
	cost, flaw := amountOf(&r.Spec.EstimatedCost.Amount)
	if cost != nil && cost.Sign() == 0 {
		return
	}
	currency := r.Spec.EstimatedCost.Currency
	planned := fundedSum(c, r.Name, currency)
	f := assess.Finding{Reason: "TreatmentUnfunded", Grade: fundingGrade(c, r), Field: "spec.estimatedCost"}
	switch {
	case flaw != "":
		f.Reason, f.Grade, f.Field = "FundingUnknown", api.GradeUnknown, "spec.estimatedCost.amount"
		f.Message, f.Remedy = "Nobody knows whether the budget covers the cost: "+flaw, "Correct spec.estimatedCost"
	case len(entries) == 0 && !funds.horizon.IsZero() && r.Spec.NeededBy.After(funds.horizon):
		return // it falls due in a later period
	case len(entries) == 0:
		f.Message = fmt.Sprintf("The need is approved at %s, and no line of an approved budget names it", moneyText(cost, currency))
	case planned.sum.Cmp(cost) >= 0:
		return
	case planned.flaw != "":
		f.Reason, f.Grade = "FundingUnknown", api.GradeUnknown
		f.Message = fmt.Sprintf("Nobody knows whether the budget covers %s: %s", moneyText(cost, currency), planned.flaw)
		f.Remedy = "State planned of the line as an amount that is not negative, and cost and budget in one currency, or set the exchangeRate of the line"
	default:
		f.Message = fmt.Sprintf("The need is approved at %s, and the approved budgets plan %s for it", moneyText(cost, currency), moneyText(planned.sum, currency))
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
	if !budgetApproved(c, r) || budgetEnded(c, r) {
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
	funds, total, planned := fundsOf(c), new(big.Rat), new(big.Rat)
	grade, seen := api.GradeMinor, map[string]bool{}
	for i := range r.Spec.Lines {
		l := &r.Spec.Lines[i]
		if len(l.RequirementRefs) == 0 {
			continue
		}
		n, _ := inCurrency(r, l, r.Spec.Currency)
		if n == nil {
			return
		}
		planned.Add(planned, n)
		for _, ref := range l.RequirementRefs {
			need, ok := assess.Get[*api.ResourceRequirement](c.World, ref.Name)
			if !ok || seen[ref.Name] || !waitsForMoney(c, need) {
				continue
			}
			seen[ref.Name] = true
			cost := coveredCost(c, r, need, funds.needs[ref.Name])
			if cost == nil {
				return // it is judged alone, or cannot be added up
			}
			total.Add(total, cost)
			if fundingGrade(c, need) == api.GradeMajor {
				grade = api.GradeMajor
			}
		}
	}
	if total.Cmp(planned) > 0 {
		c.Report(assess.Finding{
			Reason: "TreatmentUnfunded", Grade: grade, Field: "spec.lines",
			Message: fmt.Sprintf("The needs that the lines name cost %s together, and the lines plan %s", moneyText(total, r.Spec.Currency), moneyText(planned, r.Spec.Currency)),
		})
	}
}

// coveredCost is what a need costs, where the budget alone pays for it and in full; nil
// where it does not, or where nobody can tell.
func coveredCost(c *assess.Context, r *api.SecurityBudget, need *api.ResourceRequirement, entries []budgetEntry) *big.Rat {
	cost, _ := amountOf(&need.Spec.EstimatedCost.Amount)
	if cost == nil || need.Spec.EstimatedCost.Currency != r.Spec.Currency || elsewhere(r, entries) {
		return nil
	}
	if all := fundedSum(c, need.Name, r.Spec.Currency); all.flaw != "" || all.sum.Cmp(cost) < 0 {
		return nil
	}
	return cost
}

// elsewhere reports whether another budget pays for a part. Entries are in the order of
// budgets, so that the first or the last is of another one.
func elsewhere(r *api.SecurityBudget, entries []budgetEntry) bool {
	return len(entries) > 0 && (entries[0].budget != r || entries[len(entries)-1].budget != r)
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
		add := func(kind api.ResourceKind, name string, s supply) {
			if !s.retired(c) && willRenew(c, s.term) {
				all = append(all, renewal{api.ResourceReference{Kind: kind, Name: name}, s.term.End, s.weighty()})
			}
		}
		for r := range assess.All[*api.ToolLicense](c.World) {
			add(api.ResourceToolLicense, r.Name, licenceSupply(r))
		}
		for r := range assess.All[*api.OutsourcedService](c.World) {
			add(api.ResourceOutsourcedService, r.Name, serviceSupply(r))
		}
		slices.SortStableFunc(all, func(a, b renewal) int { return compareDates(a.end, b.end) })
		return all
	})
}

// willRenew reports whether the term runs, has an end, and will be renewed then: so it
// was decided, or nothing was decided and it renews itself.
func willRenew(c *assess.Context, t *api.Term) bool {
	if t == nil || t.End.IsZero() || c.Today.Past(t.End) {
		return false
	}
	if d := t.RenewalDecision; d != nil && !d.DecidedOn.Before(t.Start) && c.Today.Reached(d.DecidedOn) {
		return d.Decision == api.RenewalRenew
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
			for _, ref := range l.Resources {
				named[ref] = true
			}
			for _, ref := range l.RequirementRefs {
				need, ok := assess.Get[*api.ResourceRequirement](c.World, ref.Name)
				if !ok || seen[ref.Name] || refused(c, need) {
					continue
				}
				seen[ref.Name] = true
				for _, resource := range satisfiers(c, need) {
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
			Message: fmt.Sprintf("The term of %s ends on %s and will be renewed, and no line names it or a need that it satisfies", resourceName(due.ref), due.end),
		}
		if due.weighty {
			f.Grade = api.GradeMajor
		}
		c.Report(f)
	}
}
