package budget

import (
	"math/big"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docTrainingBudget = assess.Doc{
	ID: "P4-09", Aspect: assess.Covered, Clause: "7.1, 7.2 c",
	Requires: "There is money to close competency gaps",
	Fires:    "holders of roles have competency gaps, and the approved budgets of the current period plan no money for training (minor)",
	Reasons:  []string{"GapsWithoutTrainingBudget"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Plan money in a line of category Training, or close the gaps otherwise and record it",
}

func checkTrainingBudget(c *assess.Context, r *api.SecurityBudget) {
	current := facts.CurrentBudgets(c)
	if len(current) == 0 || current[0] != r {
		return
	}
	sum, line := new(big.Rat), "spec.lines"
	for _, b := range current {
		for i := range b.Spec.Lines {
			l := &b.Spec.Lines[i]
			if l.Category != api.BudgetTraining {
				continue
			}
			n, _ := facts.InBudgetCurrency(b, l, l.Planned)
			if n == nil {
				return // P4-08 says that nobody knows
			}
			sum.Add(sum, n)
			if b == r {
				line = facts.BudgetField(l, "planned")
			}
		}
	}
	if gaps := openGaps(c); sum.Sign() == 0 && len(gaps) > 0 {
		c.Report(assess.Finding{
			Reason: "GapsWithoutTrainingBudget", Grade: api.GradeMinor, Field: line,
			Message: "No money is planned for training, and competency gaps are open: " + assess.List(gaps),
		})
	}
}

type openGapsKey struct{}

// openGaps names who lacks which competency that a role of theirs takes.
func openGaps(c *assess.Context) []string {
	return assess.Once(c, openGapsKey{}, func(c *assess.Context) []string {
		var gaps []string
		for role := range assess.All[*api.SecurityRole](c.World) {
			for _, m := range facts.Matches(c, role) {
				if m.Gap() && m.Best != facts.Undated {
					gaps = append(gaps, m.Person.Name+" in "+facts.Quote(m.Required.Competency))
				}
			}
		}
		return gaps
	})
}
