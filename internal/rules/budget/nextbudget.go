package budget

import (
	"fmt"
	"slices"
	"sort"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docNextBudget = assess.Doc{
	ID: "P4-07", Aspect: assess.Current, Clause: "7.1",
	Requires: "The next budget is on record before the period ends",
	Fires:    "the period ends within the warning window, and no budget includes the day after (observation)",
	Reasons:  []string{"NextBudgetMissing"}, Grades: []api.Grade{api.GradeObservation},
	Remedy: "Add a SecurityBudget for the next period",
	Policy: []string{"budget.successorDays"},
	Alone:  "it warns before a day, and a warning is no lapse",
}

func checkNextBudget(c *assess.Context, r *api.SecurityBudget) {
	if facts.BudgetLacking(c, r) != "" {
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
			if p, ok := facts.BudgetPeriod(r); ok {
				all = append(all, p)
			}
		}
		slices.SortFunc(all, func(a, b api.Period) int { return facts.CompareDates(a.Start, b.Start) })
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
