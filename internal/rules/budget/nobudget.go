package budget

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docNoBudget = assess.Doc{
	ID: "P4-01", Point: assess.Finances, Aspect: assess.Covered, Clause: "7.1, 5.1 c",
	Requires: "A budget for the current period is approved",
	Fires:    "no approved budget of a period that can be planned includes the day (major; observation within the grace days after the last approved one ended, or after the start of one that waits for approval)",
	Reasons:  []string{"NoApprovedBudget"}, Grades: []api.Grade{api.GradeObservation, api.GradeMajor},
	Remedy: "Have top management approve a SecurityBudget whose period includes the day, and record it in spec.approvals",
	Policy: []string{"budget.graceDays", "budget.periodMonths"},
}

func checkNoBudget(c *assess.Context, _ *api.ClauseAssessment) {
	if len(facts.CurrentBudgets(c)) > 0 {
		return
	}
	f := assess.Finding{Reason: "NoApprovedBudget", Grade: api.GradeMajor, Message: "No approved budget is for the current period"}
	grace := func(from api.Date) {
		if !c.Today.Past(from.AddDays(c.Policy.BudgetGrace())) {
			f.Grade = api.GradeObservation
		}
	}
	if last := lastBudget(c); last != nil {
		end := last.Spec.Period.End
		f.Since = end.AddDays(1)
		f.Message += fmt.Sprintf("; the last, %s, ended on %s", last.Name, end)
		grace(end)
	}
	if b := endlessBudget(c); b != nil {
		f.Message += fmt.Sprintf("; %s %s", b.Name, facts.BudgetLacking(c, b))
	}
	if b := waitingBudget(c); b != nil {
		f.Message += fmt.Sprintf("; %s started on %s and is not approved", b.Name, b.Spec.Period.Start)
		grace(b.Spec.Period.Start)
		if f.Since.IsZero() {
			f.Since = b.Spec.Period.Start
		}
	}
	c.Report(f)
}

// waitingBudget is the budget whose period includes the day, and that waits for
// approval; of several the one that started last; nil if there is none.
func waitingBudget(c *assess.Context) *api.SecurityBudget {
	var waiting *api.SecurityBudget
	for r := range assess.All[*api.SecurityBudget](c.World) {
		p, ok := facts.BudgetPeriod(r)
		if ok && !c.Today.Past(p.End) && c.Today.Reached(p.Start) && !facts.BudgetApproved(c, r) &&
			(waiting == nil || p.Start.After(waiting.Spec.Period.Start)) {
			waiting = r
		}
	}
	return waiting
}

// endlessBudget is an approved budget whose period includes the day and is longer than a
// budget's can be; nil if there is none.
func endlessBudget(c *assess.Context) *api.SecurityBudget {
	for r := range assess.All[*api.SecurityBudget](c.World) {
		p, ok := facts.BudgetPeriod(r)
		if ok && !c.Today.Past(p.End) && c.Today.Reached(p.Start) && facts.BudgetApproved(c, r) {
			return r
		}
	}
	return nil
}
