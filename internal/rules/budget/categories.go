package budget

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docBudgetCategories = assess.Doc{
	ID: "P4-04", Aspect: assess.Covered, Clause: "7.1",
	Requires: "The budget thinks of everything that an ISMS costs",
	Fires:    "the budgets of a period have no line of an expected category (observation)",
	Reasons:  []string{"BudgetCategoryMissing"}, Grades: []api.Grade{api.GradeObservation},
	Remedy: "Add a line of the category; one that plans \"0\" says that nothing is needed",
	Policy: []string{"budget.categories"},
}

func checkBudgetCategories(c *assess.Context, r *api.SecurityBudget) {
	peers := budgetPeers(c, r)
	if facts.BudgetEnded(c, r) || len(peers) == 0 || peers[0] != r {
		return
	}
	have := map[api.BudgetCategory]bool{}
	for _, b := range peers {
		for i := range b.Spec.Lines {
			have[b.Spec.Lines[i].Category] = true
		}
	}
	var missing []string
	for _, category := range c.Policy.ExpectedBudgetCategories() {
		if !have[category] {
			missing = append(missing, string(category))
		}
	}
	if len(missing) == 0 {
		return
	}
	message := "No line is of the category " + missing[0]
	if len(missing) > 1 {
		message = "No line is of any of the categories " + assess.And(missing)
	}
	c.Report(assess.Finding{Reason: "BudgetCategoryMissing", Grade: api.GradeObservation, Field: "spec.lines", Message: message})
}
