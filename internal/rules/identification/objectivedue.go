package identification

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docObjectiveDue = assess.Doc{
	ID: "P1-12", Aspect: assess.Current, Clause: "6.2 k",
	Requires: "It is known when an objective is to be reached, and it is reached by then",
	Fires:    "the objective is not reached and its day is over (observation), or not stated or further ahead than its horizon (unknown)",
	Reasons:  []string{"ObjectiveOverdue", "ObjectiveUndated"}, Grades: []api.Grade{api.GradeObservation, api.GradeUnknown},
	Remedy: "Set spec.achievedOn once it is reached, or decide on a new spec.dueOn and on what it takes",
	Policy: []string{"identification.needHorizonMonths"},
}

func checkObjectiveDue(c *assess.Context, r *api.SecurityObjective) {
	due := r.Spec.DueOn
	late := facts.TooLate(c, due, api.Date{}, facts.Months(c.Policy.NeedHorizon()))
	switch {
	case facts.ObjectiveAchieved(c, r):
	case due.IsZero():
		c.Report(assess.Finding{
			Reason: "ObjectiveUndated", Grade: api.GradeUnknown, Field: "spec.dueOn",
			Message: fmt.Sprintf("It is not stated when the objective %s is to be reached", facts.Gist(r.Spec.Objective)),
		})
	case c.Today.Past(due):
		c.Report(assess.Finding{
			Reason: "ObjectiveOverdue", Grade: api.GradeObservation, Field: "spec.dueOn", Since: due.AddDays(1),
			Message: fmt.Sprintf("The objective %s was to be reached by %s and is not", facts.Gist(r.Spec.Objective), due),
		})
	case late != "":
		c.Report(assess.Finding{
			Reason: "ObjectiveUndated", Grade: api.GradeUnknown, Field: "spec.dueOn",
			Message: fmt.Sprintf("The objective %s is not planned in time: it is to be reached by %s", facts.Gist(r.Spec.Objective), late),
		})
	}
}
