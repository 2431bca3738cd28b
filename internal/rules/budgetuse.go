package rules

import (
	"fmt"
	"math/big"
	"slices"
	"sort"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

var docVariance = assess.Doc{
	ID: "P4-06", Aspect: assess.Covered, Clause: "7.1, 9.1",
	Requires: "The money that was planned is provided, and no more than that is spent",
	Fires:    "a line spent more than planned by over the tolerance, or after the end of the period less by over it (observation); some days after the end it is not known what was spent until then (unknown)",
	Reasons:  []string{"BudgetVariance", "ActualsUnknown"},
	Grades:   []api.Grade{api.GradeObservation, api.GradeUnknown},
	Remedy:   "Explain the difference in the next management review, and plan the next budget by it",
	Policy:   []string{"budgetVariancePercent", "budgetGraceDays"},
}

func checkVariance(c *assess.Context, r *api.SecurityBudget) {
	p, ok := budgetPeriod(r)
	if !ok || !budgetApproved(c, r) {
		return
	}
	complete := !r.Spec.ActualsAsOf.Before(p.End)
	over := c.Today.Past(p.End)
	for i := range r.Spec.Lines {
		l := &r.Spec.Lines[i]
		complete = complete && l.Actual != nil
		planned, _ := inBudgetCurrency(r, l, l.Planned)
		actual, _ := inBudgetCurrency(r, l, l.Actual)
		if planned == nil || actual == nil {
			continue
		}
		all := over && !r.Spec.ActualsAsOf.Before(p.End)
		if actual.Cmp(percentOf(planned, 100+c.Policy.BudgetVariance())) > 0 ||
			(all && actual.Cmp(percentOf(planned, 100-c.Policy.BudgetVariance())) < 0) {
			c.Report(assess.Finding{
				Reason: "BudgetVariance", Grade: api.GradeObservation, Field: budgetField(l, "actual"),
				Message: fmt.Sprintf("Line %s spent %s, and %s was planned", quote(l.Name), moneyText(actual, r.Spec.Currency), moneyText(planned, r.Spec.Currency)),
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

var docNextBudget = assess.Doc{
	ID: "P4-07", Aspect: assess.Current, Clause: "7.1",
	Requires: "The next budget is on record before the period ends",
	Fires:    "the period ends within the warning window, and no budget includes the day after (observation)",
	Reasons:  []string{"NextBudgetMissing"}, Grades: []api.Grade{api.GradeObservation},
	Remedy: "Add a SecurityBudget for the next period",
	Policy: []string{"budgetSuccessorDays"},
}

func checkNextBudget(c *assess.Context, r *api.SecurityBudget) {
	if budgetLacking(c, r) != "" {
		return
	}
	end := r.Spec.Period.End
	if c.Today.Reached(end.AddDays(-c.Policy.BudgetSuccessorWarning())) && !budgeted(c, end.AddDays(1)) {
		c.Report(assess.Finding{
			Reason: "NextBudgetMissing", Grade: api.GradeObservation, Field: "spec.period.end",
			Message: fmt.Sprintf("The period ends on %s, and no budget is for the time after it", end),
		})
	}
}

type budgetPeriodsKey struct{}

// budgeted reports whether the period of any budget, approved or not, includes the day.
func budgeted(c *assess.Context, day api.Date) bool {
	// Sorted by start, each with the latest end so far: what starts in time ends late
	// enough if the last of them says so.
	periods := assess.Once(c, budgetPeriodsKey{}, func(c *assess.Context) []api.Period {
		var all []api.Period
		for r := range assess.All[*api.SecurityBudget](c.World) {
			if p, ok := budgetPeriod(r); ok {
				all = append(all, p)
			}
		}
		slices.SortFunc(all, func(a, b api.Period) int { return compareDates(a.Start, b.Start) })
		for i := 1; i < len(all); i++ {
			if all[i].End.Before(all[i-1].End) {
				all[i].End = all[i-1].End
			}
		}
		return all
	})
	later := sort.Search(len(periods), func(i int) bool { return periods[i].Start.After(day) })
	return later > 0 && !periods[later-1].End.Before(day)
}

func compareDates(a, b api.Date) int {
	switch {
	case a.Before(b):
		return -1
	case a.After(b):
		return 1
	}
	return 0
}

var docTrainingBudget = assess.Doc{
	ID: "P4-09", Aspect: assess.Covered, Clause: "7.1, 7.2 c",
	Requires: "There is money to close competency gaps",
	Fires:    "holders of roles have competency gaps, and the approved budgets of the current period plan no money for training (minor)",
	Reasons:  []string{"GapsWithoutTrainingBudget"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Plan money in a line of category Training, or close the gaps otherwise and record it",
}

func checkTrainingBudget(c *assess.Context, r *api.SecurityBudget) {
	current := currentBudgets(c)
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
			n, _ := inBudgetCurrency(b, l, l.Planned)
			if n == nil {
				return // P4-08 says that nobody knows
			}
			sum.Add(sum, n)
			if b == r {
				line = budgetField(l, "planned")
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
			for _, m := range matches(c, role) {
				if m.gap() && m.best != undated {
					gaps = append(gaps, m.person.Name+" in "+quote(m.required.Competency))
				}
			}
		}
		return gaps
	})
}
