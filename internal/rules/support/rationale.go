package support

import (
	"fmt"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docRationale = assess.Doc{
	ID: "P5-03", Point: assess.Support, Aspect: assess.Covered, Clause: "5.1 c, 7.5",
	Requires: "A decision on resources says why",
	Fires:    "a decision of a review on resources, or of no category, gives neither a rationale nor a reason why no action is needed (observation)",
	Reasons:  []string{"DecisionWithoutRationale"}, Grades: []api.Grade{api.GradeObservation},
	Remedy: "Set rationale of the decision",
}

func checkReviewRationale(c *assess.Context, r *api.ManagementReview) {
	if !facts.ReviewHeld(c, r) || facts.LatestReview(c) != r && len(r.Spec.Approvals) > 0 {
		return // what is approved and history says no more than it does
	}
	for i := range r.Spec.Decisions {
		d := &r.Spec.Decisions[i]
		onResources := d.Category == api.DecisionResource || d.Category == ""
		if onResources && !facts.Stated(d.Rationale) && !facts.Stated(d.NoActionNeeded) {
			c.Report(assess.Finding{
				Reason: "DecisionWithoutRationale", Grade: api.GradeObservation, Field: facts.DecisionField(d, "rationale"),
				Message: fmt.Sprintf("Decision %s of the review of %s does not say why it was taken", facts.Quote(d.ID), r.Spec.HeldOn),
			})
		}
	}
}

var docNeedRationale = assess.Doc{
	ID: docRationale.ID, Point: docRationale.Point, Aspect: docRationale.Aspect, Clause: docRationale.Clause,
	Requires: docRationale.Requires,
	Fires:    "a need was approved or refused, or is said to be fulfilled on no day, without a rationale, or nothing says who decided or when (observation)",
	Reasons:  append([]string{"DecisionUnattributed"}, docRationale.Reasons...), Grades: docRationale.Grades,
	Remedy: "Set spec.decision.rationale",
}

func checkNeedRationale(c *assess.Context, r *api.ResourceRequirement) {
	d := facts.NeedDecided(c, r)
	if d == nil {
		return
	}
	if facts.NeedFulfilled(c, r) && !r.Spec.FulfilledOn.IsZero() {
		return // it is there, whoever decided on it long ago
	}
	c.Asked()
	if (d.By == nil || d.DecidedOn.IsZero()) && r.Spec.EscalatedOn.IsZero() { // else P5-08 asks
		lacks, field := "when", "decidedOn"
		if d.By == nil {
			lacks, field = "by whom", "by"
		}
		c.Report(assess.Finding{
			Reason: "DecisionUnattributed", Grade: api.GradeObservation, Field: "spec.decision." + field,
			Message: fmt.Sprintf("The need %s was %s, and nothing says %s", facts.Gist(r.Spec.Need), strings.ToLower(string(d.State)), lacks),
			Remedy:  "Set spec.decision.by and spec.decision.decidedOn",
		})
	}
	if facts.Stated(d.Rationale) {
		return
	}
	c.Report(assess.Finding{
		Reason: "DecisionWithoutRationale", Grade: api.GradeObservation, Field: "spec.decision.rationale",
		Message: fmt.Sprintf("The need %s was %s, and nothing says why", facts.Gist(r.Spec.Need), strings.ToLower(string(d.State))),
	})
}
