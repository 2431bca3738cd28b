package review

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docActions = assess.Doc{
	ID: "P9-08", Aspect: assess.Covered, Clause: "9.3.3, 6.2",
	OfAct:    true,
	Requires: "An action that a review decides has an owner and a due date",
	Fires:    "a decision that is not marked noActionNeeded has no owner who is somebody, or no due date within the horizon of actions (minor; observation once a later review was held, unless its minutes are approved and it can no longer be mended)",
	Reasons:  []string{"ReviewActionIncomplete"}, Grades: []api.Grade{api.GradeObservation, api.GradeMinor},
	Remedy: "Set owner and dueOn of the decision, or noActionNeeded with the reason",
	Policy: []string{"review.actionHorizonMonths"},
	Alone:  "a review or an audit of the past cannot be mended any more",
}

func checkActions(c *assess.Context, r *api.ManagementReview, grade facts.Grading) {
	for i := range r.Spec.Decisions {
		d := &r.Spec.Decisions[i]
		if facts.Stated(d.NoActionNeeded) || c.Today.Reached(d.CompletedOn) {
			continue
		}
		var lacks []string
		field := "dueOn"
		if facts.RefOf(facts.Actual(c.World, d.Owner)).Name == "" {
			field = "owner"
			lacks = append(lacks, "an owner")
		}
		if d.DueOn.IsZero() {
			lacks = append(lacks, "a due date")
		} else if late := facts.TooLate(c, d.DueOn, r.Spec.HeldOn, facts.Months(c.Policy.ActionHorizon())); late != "" && !c.Today.Past(d.DueOn) {
			lacks = append(lacks, "a due date in time (it is "+late+")")
		}
		if len(lacks) > 0 {
			c.Report(assess.Finding{
				Reason: "ReviewActionIncomplete", Grade: grade(api.GradeMinor), Field: facts.DecisionField(d, field),
				Message: fmt.Sprintf("Decision %s lacks %s", facts.Quote(d.ID), assess.And(lacks)),
			})
		}
	}
}
