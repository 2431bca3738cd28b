package competence

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docGapPlan = assess.Doc{
	ID: "P2-06", Point: assess.Competence, Aspect: assess.Covered, Clause: "7.2 c",
	Requires: "A competency gap has an action with a date",
	Fires:    "a gap that a record shows has no plan, or its due date is over or further ahead than the horizon of actions (minor)",
	Reasons:  []string{"GapWithoutPlan"}, Grades: []api.Grade{api.GradeMinor},
	Policy: []string{"review.actionHorizonMonths"},
	Remedy: "Plan training, hiring or outsourcing as a CompetencyRecord of the person with spec.plan",
}

func checkGapPlan(c *assess.Context, r *api.SecurityRole) {
	for _, m := range facts.Matches(c, r) {
		if !m.Unplanned(c) {
			continue
		}
		f := assess.Finding{Reason: docGapPlan.Reasons[0], Grade: api.GradeMinor, Field: facts.AssignmentField(m.Assignment, "personRef")}
		if m.PlanDue.IsZero() {
			f.Message = fmt.Sprintf("Nothing is planned to close the gap of %s in %s for the role %s", m.Person.Name, facts.Quote(m.Required.Competency), facts.Quote(r.Spec.Title))
		} else {
			f.Since = m.PlanDue.AddDays(1)
			f.Message = fmt.Sprintf("The gap of %s in %s for the role %s was to be closed by %s", m.Person.Name, facts.Quote(m.Required.Competency), facts.Quote(r.Spec.Title), m.PlanDue)
		}
		c.Report(f)
	}
}
