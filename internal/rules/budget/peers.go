package budget

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// budgetsByPeriod finds budgets by their period.
var budgetsByPeriod = &assess.Index[*api.SecurityBudget]{
	Keys: func(r *api.SecurityBudget, yield func(string)) {
		if p, ok := facts.BudgetPeriod(r); ok {
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
	p, ok := facts.BudgetPeriod(r)
	if !ok {
		return nil
	}
	key := budgetPeersKey{p, facts.BudgetApproved(c, r)}
	return assess.Once(c, key, func(c *assess.Context) []*api.SecurityBudget {
		var all []*api.SecurityBudget
		for _, b := range assess.By(c.World, budgetsByPeriod, p.Start.String()+"/"+p.End.String()) {
			if facts.BudgetApproved(c, b) == key.approved {
				all = append(all, b)
			}
		}
		return all
	})
}
