package rules

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// financeRules judge the ISMS as a whole on point 4.
func financeRules() []assess.Rule {
	return []assess.Rule{assess.OnISMS(docNoBudget, checkNoBudget)}
}

// budgetApproved reports whether somebody has approved the budget.
func budgetApproved(c *assess.Context, r *api.SecurityBudget) bool {
	return r.Spec.Approval != nil && c.Today.Reached(r.Spec.Approval.ApprovedOn)
}

// budgetPeriod is the period of a budget; false where it has none that can be read.
func budgetPeriod(r *api.SecurityBudget) (api.Period, bool) {
	p := r.Spec.Period
	if p == nil || p.Start.IsZero() || p.End.IsZero() || p.End.Before(p.Start) {
		return api.Period{}, false
	}
	return *p, true
}

// budgetEnded reports whether the period of a budget is over.
func budgetEnded(c *assess.Context, r *api.SecurityBudget) bool {
	p, ok := budgetPeriod(r)
	return ok && c.Today.Past(p.End)
}

// budgetHistory reports whether the budget no longer matters: it has ended, and so
// has a later one that was approved.
func budgetHistory(c *assess.Context, r *api.SecurityBudget) bool {
	if !budgetEnded(c, r) {
		return false
	}
	last := lastBudget(c)
	return last != nil && r.Spec.Period.End.Before(last.Spec.Period.End)
}

type lastBudgetKey struct{}

// lastBudget is the approved budget that ended last; nil if none has.
func lastBudget(c *assess.Context) *api.SecurityBudget {
	return assess.Once(c, lastBudgetKey{}, func(c *assess.Context) *api.SecurityBudget {
		var last *api.SecurityBudget
		for r := range assess.All[*api.SecurityBudget](c.World) {
			if budgetEnded(c, r) && budgetApproved(c, r) && (last == nil || r.Spec.Period.End.After(last.Spec.Period.End)) {
				last = r
			}
		}
		return last
	})
}

type currentBudgetsKey struct{}

// currentBudgets are the budgets that provide money on the day.
func currentBudgets(c *assess.Context) []*api.SecurityBudget {
	return assess.Once(c, currentBudgetsKey{}, func(c *assess.Context) []*api.SecurityBudget {
		var all []*api.SecurityBudget
		for r := range assess.All[*api.SecurityBudget](c.World) {
			if budgetLacking(c, r) == "" {
				all = append(all, r)
			}
		}
		return all
	})
}

// budgetsByPeriod finds budgets by their period.
var budgetsByPeriod = &assess.Index[*api.SecurityBudget]{
	Keys: func(r *api.SecurityBudget, yield func(string)) {
		if p, ok := budgetPeriod(r); ok {
			yield(p.Start.String() + "/" + p.End.String())
		}
	},
}

type budgetPeersKey struct {
	period   api.Period
	approved bool
}

// budgetPeers are the budgets of the same period, approved like this one or not;
// together they are the budget of the period. A rule that judges them together
// reports on the first.
func budgetPeers(c *assess.Context, r *api.SecurityBudget) []*api.SecurityBudget {
	p, ok := budgetPeriod(r)
	if !ok {
		return nil
	}
	key := budgetPeersKey{p, budgetApproved(c, r)}
	return assess.Once(c, key, func(c *assess.Context) []*api.SecurityBudget {
		var all []*api.SecurityBudget
		for _, b := range assess.By(c.World, budgetsByPeriod, p.Start.String()+"/"+p.End.String()) {
			if budgetApproved(c, b) == key.approved {
				all = append(all, b)
			}
		}
		return all
	})
}

// budgetFunds reports whether a line of one of the budgets plans money for the category.
func budgetFunds(budgets []*api.SecurityBudget, category api.BudgetCategory) bool {
	for _, b := range budgets {
		for i := range b.Spec.Lines {
			if l := &b.Spec.Lines[i]; l.Category == category {
				if n, _ := inBudgetCurrency(b, l, l.Planned); n != nil && n.Sign() > 0 {
					return true
				}
			}
		}
	}
	return false
}

var docNoBudget = assess.Doc{
	ID: "P4-01", Point: assess.Finances, Aspect: assess.Covered, Clause: "7.1, 5.1 c",
	Requires: "A budget for the current period is approved",
	Fires:    "no approved budget includes the day (major; minor within the grace days after the last approved one ended, or after the start of one that waits for approval)",
	Reasons:  []string{"NoApprovedBudget"}, Grades: []api.Grade{api.GradeMinor, api.GradeMajor},
	Remedy: "Have top management approve a SecurityBudget whose period includes the day, and record it in spec.approval",
	Policy: []string{"budgetGraceDays"},
}

func checkNoBudget(c *assess.Context, _ *api.ClauseAssessment) {
	if len(currentBudgets(c)) > 0 {
		return
	}
	f := assess.Finding{Reason: "NoApprovedBudget", Grade: api.GradeMajor, Message: "No approved budget is for the current period"}
	grace := func(from api.Date) {
		if !c.Today.Past(from.AddDays(c.Policy.BudgetGrace())) {
			f.Grade = api.GradeMinor
		}
	}
	if last := lastBudget(c); last != nil {
		end := last.Spec.Period.End
		f.Since = end.AddDays(1)
		f.Message += fmt.Sprintf("; the last, %s, ended on %s", last.Name, end)
		grace(end)
	}
	if b := waitingBudget(c); b != nil {
		f.Message += fmt.Sprintf("; %s started on %s and is not approved", b.Name, b.Spec.Period.Start)
		grace(b.Spec.Period.Start)
		if f.Since.IsZero() {
			f.Since = b.Spec.Period.Start
		}
	}
	c.Report(f)
}

// waitingBudget is the budget whose period includes the day, and that waits for
// approval; of several the one that started last; nil if there is none.
func waitingBudget(c *assess.Context) *api.SecurityBudget {
	var waiting *api.SecurityBudget
	for r := range assess.All[*api.SecurityBudget](c.World) {
		p, ok := budgetPeriod(r)
		if ok && !c.Today.Past(p.End) && c.Today.Reached(p.Start) && !budgetApproved(c, r) &&
			(waiting == nil || p.Start.After(waiting.Spec.Period.Start)) {
			waiting = r
		}
	}
	return waiting
}
