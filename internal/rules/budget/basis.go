package budget

import (
	"fmt"
	"math/big"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docBasis = assess.Doc{
	ID: "P4-11", Aspect: assess.Covered, Clause: "7.1",
	Requires: "A budget is made from what is needed",
	Fires:    "from the phase Certification on, needs are on record that nobody refused, none of them states what it costs, and no line of the current budgets names one (minor); what the amounts are is not judged",
	Reasons:  []string{"BudgetWithoutBasis"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "State estimatedCost of the needs, and name in requirementRefs of the lines what they pay for",
}

func checkBasis(c *assess.Context, r *api.SecurityBudget) {
	peers := budgetPeers(c, r)
	if !facts.Established(c) || facts.BudgetLacking(c, r) != "" || len(peers) == 0 || peers[0] != r {
		return
	}
	for _, b := range peers {
		for i := range b.Spec.Lines {
			if len(b.Spec.Lines[i].RequirementRefs) > 0 {
				return
			}
		}
	}
	needs := 0
	for need := range assess.All[*api.ResourceRequirement](c.World) {
		if facts.NeedRefused(c, need) {
			continue
		}
		if needs++; need.Spec.EstimatedCost != nil {
			return
		}
	}
	if needs > 0 {
		c.Report(assess.Finding{
			Reason: "BudgetWithoutBasis", Grade: api.GradeMinor, Field: "spec.lines",
			Message: fmt.Sprintf("Of %d needs none states what it costs, and no line names one, so nobody can tell what the budget is for", needs),
		})
	}
}

var docUnspent = assess.Doc{
	ID: "P4-10", Aspect: assess.Covered, Clause: "7.1",
	Requires: "The money that was planned is provided",
	Fires:    "money is planned, a quarter of a year or more is over and accounted for, and nothing at all was spent (minor)",
	Reasons:  []string{"NothingSpent"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Provide the money, or correct actual of the lines",
}

// quarter is after how many months something was spent on an ISMS that runs.
const quarter = 3

func checkUnspent(c *assess.Context, r *api.SecurityBudget) {
	p, ok := facts.BudgetPeriod(r)
	if !ok || !facts.BudgetApproved(c, r) || !c.Today.Reached(r.Spec.ActualsAsOf) {
		return
	}
	if r.Spec.ActualsAsOf.Before(p.Start.AddMonths(quarter)) {
		return
	}
	planned := new(big.Rat)
	for i := range r.Spec.Lines {
		l := &r.Spec.Lines[i]
		plan, _ := facts.InBudgetCurrency(r, l, l.Planned)
		spent, _ := facts.InBudgetCurrency(r, l, l.Actual)
		if plan != nil {
			planned.Add(planned, plan)
		}
		if spent == nil || spent.Sign() > 0 {
			return // of what nobody knows nothing is said
		}
	}
	if planned.Sign() > 0 {
		c.Report(assess.Finding{
			Reason: "NothingSpent", Grade: api.GradeMinor, Field: "spec.lines", Since: r.Spec.ActualsAsOf,
			Message: fmt.Sprintf("%s is planned, and nothing was spent until %s", facts.MoneyText(planned, r.Spec.Currency), r.Spec.ActualsAsOf),
		})
	}
}
