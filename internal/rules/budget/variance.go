package budget

import (
	"fmt"
	"math/big"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docVariance = assess.Doc{
	ID: "P4-06", Aspect: assess.Covered, Clause: "7.1, 9.1",
	Requires: "The money that was planned is provided, and no more than that is spent",
	Fires:    "a line spent more than planned by over the tolerance, or after the end of the period less by over it (observation); some days after the end it is not known what was spent until then (unknown)",
	Reasons:  []string{"BudgetVariance", "ActualsUnknown"},
	Grades:   []api.Grade{api.GradeObservation, api.GradeUnknown},
	Remedy:   "Explain the difference in the next management review, and plan the next budget by it",
	Policy:   []string{"budget.variancePercent", "budget.graceDays"},
}

func checkVariance(c *assess.Context, r *api.SecurityBudget) {
	p, ok := facts.BudgetPeriod(r)
	if !ok || !facts.BudgetApproved(c, r) {
		return
	}
	complete := !r.Spec.ActualsAsOf.Before(p.End)
	over := c.Today.Past(p.End)
	for i := range r.Spec.Lines {
		l := &r.Spec.Lines[i]
		complete = complete && l.Actual != nil
		planned, _ := facts.InBudgetCurrency(r, l, l.Planned)
		actual, _ := facts.InBudgetCurrency(r, l, l.Actual)
		if planned == nil || actual == nil {
			continue
		}
		all := over && !r.Spec.ActualsAsOf.Before(p.End)
		if actual.Cmp(percentOf(planned, 100+c.Policy.BudgetVariance())) > 0 ||
			(all && actual.Cmp(percentOf(planned, 100-c.Policy.BudgetVariance())) < 0) {
			c.Report(assess.Finding{
				Reason: "BudgetVariance", Grade: api.GradeObservation, Field: facts.BudgetField(l, "actual"),
				Message: fmt.Sprintf("Line %s spent %s, and %s was planned", facts.Quote(l.Name), facts.MoneyText(actual, r.Spec.Currency), facts.MoneyText(planned, r.Spec.Currency)),
			})
		}
	}
	if over && !complete && c.Today.Past(p.End.AddDays(c.Policy.BudgetGrace())) {
		c.Report(assess.Finding{
			Reason: "ActualsUnknown", Grade: api.GradeUnknown, Field: "spec.actualsAsOf",
			Message: fmt.Sprintf("Nobody knows what was spent until the period ended on %s", p.End),
			Remedy:  "Set actual of every line, and spec.actualsAsOf to the end of the period",
		})
	}
}

// percentOf returns that many percent of a sum.
func percentOf(n *big.Rat, percent int) *big.Rat {
	return new(big.Rat).Mul(n, big.NewRat(int64(percent), 100))
}
