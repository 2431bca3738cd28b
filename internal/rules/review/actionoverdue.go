package review

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docActionOverdue = assess.Doc{
	ID: "P9-09", Aspect: assess.Current, Clause: "9.3.2 a",
	Requires: "Actions of reviews are done in time, and open ones are carried into the next review",
	Fires:    "an action is overdue, or a later review was held and does not carry an open one on (minor)",
	Reasons:  []string{"ReviewActionOverdue", "ReviewActionNotCarried"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Do the action and set completedOn, or carry it on under the same id in the latest review",
}

func checkActionOverdue(c *assess.Context, r *api.ManagementReview, _ facts.Grading) {
	last := facts.LatestReview(c)
	for i := range r.Spec.Decisions {
		d := &r.Spec.Decisions[i]
		if facts.Stated(d.NoActionNeeded) || c.Today.Reached(d.CompletedOn) || (last != r && facts.CarriesDecision(last, d.ID)) {
			continue
		}
		f := assess.Finding{Reason: "ReviewActionOverdue", Grade: api.GradeMinor, Field: facts.DecisionField(d, "completedOn")}
		switch {
		case last != r:
			f.Reason, f.Since = "ReviewActionNotCarried", last.Spec.HeldOn
			f.Message = fmt.Sprintf("Decision %s is open, and the review %s of %s does not carry it on", facts.Quote(d.ID), last.Name, last.Spec.HeldOn)
		case c.Today.Past(d.DueOn):
			f.Since = d.DueOn.AddDays(1)
			f.Message = fmt.Sprintf("Decision %s was due on %s and is open", facts.Quote(d.ID), d.DueOn)
		default:
			continue
		}
		c.Report(f)
	}
}
