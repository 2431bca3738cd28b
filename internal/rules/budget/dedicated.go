package budget

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docDedicated = assess.Doc{
	ID: "P4-03", Aspect: assess.Covered, Clause: "7.1",
	Requires: "The money for information security can be told from other money",
	Fires:    "the budget is a part of a larger one (observation), or it is not stated whether it is (unknown)",
	Reasons:  []string{"BudgetNotDedicated", "BudgetDedicationUnknown"},
	Grades:   []api.Grade{api.GradeObservation, api.GradeUnknown},
	Remedy:   "Give information security a budget of its own, and set spec.dedication",
	Alone:    "a part of a larger budget is a choice",
}

func checkDedicated(c *assess.Context, r *api.SecurityBudget) {
	if facts.BudgetEnded(c, r) {
		return
	}
	switch r.Spec.Dedication {
	case api.BudgetDedicated:
	case "":
		c.Report(assess.Finding{
			Reason: "BudgetDedicationUnknown", Grade: api.GradeUnknown, Field: "spec.dedication",
			Message: "It is not stated whether the budget is for information security alone",
			Remedy:  "Set spec.dedication",
		})
	default:
		c.Report(assess.Finding{
			Reason: "BudgetNotDedicated", Grade: api.GradeObservation, Field: "spec.dedication",
			Message: "The budget is a part of a larger one",
		})
	}
}
