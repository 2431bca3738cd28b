package outsourcing

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docReviewFinding = assess.Doc{
	ID: "P7-11", Aspect: assess.Covered, Clause: "A.5.22, 10.2",
	Requires: "What a review of a supplier found is acted on in time",
	Fires:    "the last review was unsatisfactory or asks for actions, and names none; an action is not done and its day is over, beyond the horizon or not set, and no later review of the type was satisfactory (minor); the last review states no outcome (unknown)",
	Reasons:  []string{"ReviewFindingOpen", "ReviewOutcomeUnknown"},
	Grades:   []api.Grade{api.GradeUnknown, api.GradeMinor},
	Policy:   []string{"review.actionHorizonMonths"},
	Remedy:   "Complete the Improvements that track the actions, or review the supplier again; where the review names no action, open an Improvement that addresses this finding",
}

func checkReviewFinding(c *assess.Context, r *api.OutsourcedService) {
	var last *api.ServiceReview
	for _, review := range serviceReviews(c, r, api.ServiceReviewPeriodic, api.ServiceReviewDueDiligence) {
		if last == nil || reviewAfter(review, last) {
			last = review
		}
	}
	if last != nil {
		checkReviewOutcome(c, r, last)
	}
	checkSupplierActions(c, r)
}

func checkReviewOutcome(c *assess.Context, r *api.OutsourcedService, last *api.ServiceReview) {
	f := assess.Finding{Reason: "ReviewFindingOpen", Grade: api.GradeMinor, Since: last.Spec.PerformedOn}
	switch last.Spec.Outcome {
	case "":
		f.Reason, f.Grade = "ReviewOutcomeUnknown", api.GradeUnknown
		f.Message = fmt.Sprintf("The ServiceReview %s of %s states no outcome", last.Name, last.Spec.PerformedOn)
		f.Remedy = "As the review cannot be changed, record its outcome as another ServiceReview"
	case api.ServiceReviewUnsatisfactory, api.ServiceReviewWithActions:
		if len(last.Spec.Actions) > 0 || actedOn(c, r, f.Reason, last.Spec.PerformedOn) {
			return
		}
		f.Message = fmt.Sprintf("The ServiceReview %s of %s came to %s and names no action", last.Name, last.Spec.PerformedOn, last.Spec.Outcome)
	default:
		return
	}
	c.Report(f)
}

// checkSupplierActions reports the actions of all reviews that should be done. A later
// review of the same type that is satisfactory closes what earlier ones left open.
func checkSupplierActions(c *assess.Context, r *api.OutsourcedService) {
	reviews := serviceReviews(c, r)
	closed := map[api.ServiceReviewType]*api.ServiceReview{}
	for _, review := range reviews {
		if at := closed[review.Spec.Type]; review.Spec.Outcome == api.ServiceReviewSatisfactory && (at == nil || reviewAfter(review, at)) {
			closed[review.Spec.Type] = review
		}
	}
	var open []string
	var since api.Date
	for _, review := range reviews {
		if at := closed[review.Spec.Type]; at != nil && reviewAfter(at, review) {
			continue
		}
		for i := range review.Spec.Actions {
			a := &review.Spec.Actions[i]
			name := fmt.Sprintf("%s of ServiceReview %s", a.ID, review.Name)
			from := review.Spec.PerformedOn
			switch {
			case actionDone(c, a):
				continue
			case a.DueOn.IsZero():
				name += " has no day"
			case c.Today.Past(a.DueOn):
				from = a.DueOn.AddDays(1)
				name += fmt.Sprintf(" was due on %s", a.DueOn)
			case facts.TooLate(c, a.DueOn, from, facts.Months(c.Policy.ActionHorizon())) != "":
				name += " is planned for " + facts.TooLate(c, a.DueOn, from, facts.Months(c.Policy.ActionHorizon()))
			default:
				continue
			}
			open = append(open, name)
			since = firstDay(since, from)
		}
	}
	if len(open) > 0 {
		c.Report(assess.Finding{
			Reason: "ReviewFindingOpen", Grade: api.GradeMinor, Since: since,
			Message: "Actions on the supplier are not done: " + assess.List(open),
		})
	}
}

// actionDone reports whether the Improvement that tracks an action is completed.
func actionDone(c *assess.Context, a *api.ServiceReviewAction) bool {
	tracker, ok := assess.Find[*api.Improvement](c.World, a.TrackedByRef)
	return ok && c.Today.Reached(tracker.Spec.CompletedOn)
}
