package lifecycle

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// budgetFunds reports whether a line of one of the budgets plans money for the category.
func budgetFunds(budgets []*api.SecurityBudget, category api.BudgetCategory) bool {
	for _, b := range budgets {
		for i := range b.Spec.Lines {
			if l := &b.Spec.Lines[i]; l.Category == category {
				if n, _ := facts.InBudgetCurrency(b, l, l.Planned); n != nil && n.Sign() > 0 {
					return true
				}
			}
		}
	}
	return false
}
