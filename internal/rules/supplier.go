package rules

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// supplierRules judge a service that is in use by its reviews and by what else
// names it.
var supplierRules = []serviceRule{
	{docSupplierReview, checkSupplierReview},
	{docSLAMonitored, checkSLAMonitored},
	{docSLABreached, checkSLABreached},
	{docReviewFinding, checkReviewFinding},
	{docContractorCompetence, checkContractorCompetence},
}

var docSupplierReview = assess.Doc{
	ID: "P7-03", Aspect: assess.Current, Clause: "A.5.22",
	Requires: "The security of a supplier is reviewed at an interval that fits its criticality",
	Fires:    "the last periodic review or due diligence, or where there was none the start, is longer ago than the interval (minor; major for a critical service that was never assessed), or there was none and nobody knows since when the service is used (unknown; major for a critical service)",
	Reasons:  []string{"SupplierReviewOverdue", "SupplierReviewUnknown"},
	Grades:   []api.Grade{api.GradeUnknown, api.GradeMinor, api.GradeMajor},
	Remedy:   "Review the supplier, and record that as a ServiceReview of type PeriodicReview",
	Policy:   []string{"supplierReviewCriticalMonths", "supplierReviewHighMonths", "supplierReviewMonths"},
}

// lastAssessed is the last day on which somebody looked at the supplier's security.
func lastAssessed(c *assess.Context, r *api.OutsourcedService) api.Date {
	var last api.Date
	if d := r.Spec.DueDiligence; d != nil && c.Today.Reached(d.PerformedOn) {
		last = d.PerformedOn
	}
	for _, review := range serviceReviews(c, r, api.ServiceReviewPeriodic, api.ServiceReviewDueDiligence) {
		if review.Spec.PerformedOn.After(last) {
			last = review.Spec.PerformedOn
		}
	}
	return last
}

func checkSupplierReview(c *assess.Context, r *api.OutsourcedService) {
	start, last := startOf(r), lastAssessed(c, r)
	from, message := last, "The supplier was last assessed on %s, and the next review of a service of criticality %s was due on %s"
	f := assess.Finding{Reason: "SupplierReviewOverdue", Grade: api.GradeMinor}
	if last.IsZero() {
		f.Grade = criticalService(r)
		from, message = start, "The supplier was never assessed; the service started on %s, and the first review at criticality %s was due on %s"
	}
	due := from.AddMonths(c.Policy.SupplierReviewInterval(r.Spec.Criticality))
	switch {
	case from.IsZero():
		if f.Grade == api.GradeMinor {
			f.Grade = api.GradeUnknown
		}
		f.Reason, f.Message = "SupplierReviewUnknown", "The supplier was never assessed, and nobody knows since when the service is used"
		f.Remedy = "Review the supplier, record that as a ServiceReview, and set spec.term.start"
	case c.Today.Past(due):
		f.Since, f.Message = due.AddDays(1), fmt.Sprintf(message, from, criticalityName(r.Spec.Criticality), due)
	default:
		return
	}
	c.Report(f)
}

// criticalityName names a criticality in messages.
func criticalityName(criticality api.Criticality) string {
	if criticality == "" {
		return "not stated"
	}
	return string(criticality)
}

var docReviewFinding = assess.Doc{
	ID: "P7-11", Aspect: assess.Covered, Clause: "A.5.22, 10.2",
	Requires: "What a review of a supplier found is acted on in time",
	Fires:    "the last review was unsatisfactory or asks for actions, and names none; an action is not done and its day is over or not set, and no later review of the type was satisfactory (minor); the last review states no outcome (unknown)",
	Reasons:  []string{"ReviewFindingOpen", "ReviewOutcomeUnknown"},
	Grades:   []api.Grade{api.GradeUnknown, api.GradeMinor},
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
	tracker, ok := assess.Find[*api.Improvement](c.World, a.TrackedBy)
	return ok && c.Today.Reached(tracker.Spec.CompletedOn)
}

// firstDay returns the earlier of two dates, of which either may be absent.
func firstDay(a, b api.Date) api.Date {
	if a.IsZero() || (!b.IsZero() && b.Before(a)) {
		return b
	}
	return a
}

// improvementsByFinding finds improvements by the finding that they address.
var improvementsByFinding = &assess.Index[*api.Improvement]{
	Keys: func(r *api.Improvement, yield func(string)) {
		if a := r.Spec.Addresses; a != nil {
			yield(lapseKey(string(a.Record.Kind), a.Record.Name, a.Reason))
		}
	},
}

// actedOn reports whether an Improvement addresses a finding on a service that
// arose on the given day: one that is in time, or was completed since.
func actedOn(c *assess.Context, r *api.OutsourcedService, reason string, arose api.Date) bool {
	for _, i := range assess.By(c.World, improvementsByFinding, lapseKey("OutsourcedService", r.Name, reason)) {
		if c.Today.Reached(i.Spec.CompletedOn) {
			if !i.Spec.CompletedOn.Before(arose) {
				return true
			}
		} else if !i.Spec.DueOn.IsZero() && !c.Today.Past(i.Spec.DueOn) {
			return true
		}
	}
	return false
}
