package review

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docNextReview = assess.Doc{
	ID: "P9-10", Aspect: assess.Current, Clause: "9.3.1",
	Requires: "The next review is planned",
	Fires:    "the latest review names no next one, and none is planned (observation)",
	Reasons:  []string{"NextReviewNotPlanned"}, Grades: []api.Grade{api.GradeObservation},
	Remedy: "Set spec.nextReviewOn, or add a ManagementReview with its plannedOn",
	Alone:  "it warns before a day, and a warning is no lapse",
}

func checkNextReview(c *assess.Context, r *api.ManagementReview, _ facts.Grading) {
	if !r.Spec.NextReviewOn.IsZero() || facts.LatestReview(c) != r {
		return
	}
	for other := range assess.All[*api.ManagementReview](c.World) {
		if other.Spec.PlannedOn.After(r.Spec.HeldOn) && !facts.ReviewHeld(c, other) {
			return
		}
	}
	c.Report(assess.Finding{
		Reason: "NextReviewNotPlanned", Grade: api.GradeObservation, Field: "spec.nextReviewOn",
		Message: fmt.Sprintf("No review is planned after the one of %s", r.Spec.HeldOn),
	})
}
