package facts

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// BudgetApproved reports whether somebody has approved the budget.
func BudgetApproved(c *assess.Context, r *api.SecurityBudget) bool {
	return slices.ContainsFunc(r.Spec.Approvals, func(a api.Approval) bool { return c.Today.Reached(a.ApprovedOn) })
}

// BudgetPeriod is the period of a budget; false where it has none that can be read.
func BudgetPeriod(r *api.SecurityBudget) (api.Period, bool) {
	p := r.Spec.Period
	if p == nil || p.Start.IsZero() || p.End.IsZero() || p.End.Before(p.Start) {
		return api.Period{}, false
	}
	return *p, true
}

// BudgetEnded reports whether the period of a budget is over.
func BudgetEnded(c *assess.Context, r *api.SecurityBudget) bool {
	p, ok := BudgetPeriod(r)
	return ok && c.Today.Past(p.End)
}

// budgetAwaited reports whether a budget has started and may still wait for its approval, as
// no other provides money.
func budgetAwaited(c *assess.Context, r *api.SecurityBudget) bool {
	p, ok := BudgetPeriod(r)
	return ok && c.Today.Reached(p.Start) && !c.Today.Past(p.Start.AddDays(c.Policy.BudgetGrace())) &&
		!BudgetApproved(c, r) && !BudgetEndless(c, r) && len(CurrentBudgets(c)) == 0
}

type currentBudgetsKey struct{}

// CurrentBudgets are the budgets that provide money on the day.
func CurrentBudgets(c *assess.Context) []*api.SecurityBudget {
	return assess.Once(c, currentBudgetsKey{}, func(c *assess.Context) []*api.SecurityBudget {
		var all []*api.SecurityBudget
		for r := range assess.All[*api.SecurityBudget](c.World) {
			if BudgetLacking(c, r) == "" {
				all = append(all, r)
			}
		}
		return all
	})
}

// BudgetEndless reports whether a budget is for longer than anybody plans.
func BudgetEndless(c *assess.Context, r *api.SecurityBudget) bool {
	p, ok := BudgetPeriod(r)
	return ok && p.End.After(p.Start.AddMonths(c.Policy.BudgetPeriodLimit()))
}

// BudgetLacking says why a budget provides nothing today: its period does not
// include the day, or nobody has approved it.
func BudgetLacking(c *assess.Context, r *api.SecurityBudget) string {
	p, ok := BudgetPeriod(r)
	switch {
	case !ok:
		return "has no period"
	case c.Today.Past(p.End):
		return fmt.Sprintf("ended on %s", p.End)
	case !c.Today.Reached(p.Start):
		return fmt.Sprintf("starts on %s", p.Start)
	case !BudgetApproved(c, r):
		return "is not approved"
	case BudgetEndless(c, r):
		return fmt.Sprintf("is for more than %d months, which nobody plans for", c.Policy.BudgetPeriodLimit())
	}
	return ""
}

// BudgetSigned is the approval of a budget and what it is worth; rather one by somebody
// who did not ask for it.
func BudgetSigned(c *assess.Context, r *api.SecurityBudget) (*api.Approval, Signature) {
	others := slices.DeleteFunc(slices.Clone(r.Spec.Approvals), func(a api.Approval) bool { return Asked(c, r.Spec.RequestedBy, &a) })
	if a, signature := Approved(c, api.SignBudget, others, api.Date{}); a != nil {
		return a, signature
	}
	return Approved(c, api.SignBudget, r.Spec.Approvals, api.Date{})
}
