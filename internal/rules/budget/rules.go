// Package budget asks point 4: money for the ISMS is planned, approved and enough.
package budget

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// Rules returns what the point asks.
func Rules() []assess.Rule {
	return []assess.Rule{
		assess.OnISMS(docNoBudget, checkNoBudget),
		assess.On(docFunding, checkFunding),
		assess.On(docBudgetApproval, unlessHistory(checkBudgetApproval)),
		assess.On(docDedicated, unlessHistory(checkDedicated)),
		assess.On(docBudgetCategories, unlessHistory(checkBudgetCategories)),
		assess.On(docBudgetCovers, unlessHistory(checkBudgetCovers)),
		assess.On(docVariance, unlessHistory(checkVariance)),
		assess.On(docNextBudget, unlessHistory(checkNextBudget)),
		assess.On(docBudgetUnreadable, unlessHistory(checkBudgetUnreadable)),
		assess.On(docTrainingBudget, unlessHistory(checkTrainingBudget)),
		assess.On(docBasis, unlessHistory(checkBasis)),
		assess.On(docUnspent, unlessHistory(checkUnspent)),
	}
}

// unlessHistory asks a budget that still matters.
func unlessHistory(check func(*assess.Context, *api.SecurityBudget)) func(*assess.Context, *api.SecurityBudget) {
	return func(c *assess.Context, r *api.SecurityBudget) {
		if !budgetHistory(c, r) {
			check(c, r)
		}
	}
}
