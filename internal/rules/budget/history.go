package budget

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// budgetHistory reports whether the budget no longer matters: it has ended, and so
// has a later one that was approved.
func budgetHistory(c *assess.Context, r *api.SecurityBudget) bool {
	if !facts.BudgetEnded(c, r) {
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
			if facts.BudgetEnded(c, r) && facts.BudgetApproved(c, r) && (last == nil || r.Spec.Period.End.After(last.Spec.Period.End)) {
				last = r
			}
		}
		return last
	})
}
