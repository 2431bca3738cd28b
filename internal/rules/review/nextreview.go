package review

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docNextReview = assess.Doc{
	ID: "P9-10", Aspect: assess.Current, Clause: "9.3.1",
	Requires: "The next review is planned",
	Fires:    "the latest review names no next one, and none is planned, or one for a day further ahead than the limit for reviews (observation)",
	Reasons:  []string{"NextReviewNotPlanned"}, Grades: []api.Grade{api.GradeObservation},
	Remedy: "Set spec.nextReviewOn, or add a ManagementReview with its plannedOn",
	Policy: []string{"review.managementReviewLimitMonths"},
	Alone:  "it warns before a day, and a warning is no lapse",
}

func checkNextReview(c *assess.Context, r *api.ManagementReview, _ facts.Grading) {
	if facts.LatestReview(c) != r {
		return
	}
	plans := []api.Date{r.Spec.NextReviewOn}
	for other := range assess.All[*api.ManagementReview](c.World) {
		if other.Spec.PlannedOn.After(r.Spec.HeldOn) && !facts.ReviewHeld(c, other) {
			plans = append(plans, other.Spec.PlannedOn)
		}
	}
	horizon := facts.Months(c.Policy.ReviewLimitMonths())
	planned := slices.ContainsFunc(plans, func(on api.Date) bool { return !on.IsZero() })
	if planned && !slices.ContainsFunc(plans, func(on api.Date) bool { return facts.TooLate(c, on, api.Date{}, horizon) != "" }) {
		return
	}
	c.Report(assess.Finding{
		Reason: "NextReviewNotPlanned", Grade: api.GradeObservation, Field: "spec.nextReviewOn",
		Message: fmt.Sprintf("No review is planned after the one of %s", r.Spec.HeldOn),
	})
}
