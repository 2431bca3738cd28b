package outsourcing

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docDueDiligence = assess.Doc{
	ID: "P7-02", Aspect: assess.Covered, Clause: "A.5.19, A.5.21",
	Requires: "A critical or important supplier was looked at before the start, and found fit",
	Fires:    "no satisfactory due diligence before the start of a service of criticality High (minor) or Critical (major), one grade lower while a SecurityException waives it, or the start is not known (unknown); of a supplier that is older than the ISMS, due diligence until a year after the ISMS began counts where reviews followed",
	Reasons:  []string{"NoDueDiligence", "StartDateUnknown"},
	Grades:   []api.Grade{api.GradeObservation, api.GradeUnknown, api.GradeMinor, api.GradeMajor},
	Remedy:   "Do the due diligence and set spec.dueDiligence; where it came late, record an exception",
}

func checkDueDiligence(c *assess.Context, r *api.OutsourcedService) {
	if r.Spec.Criticality != api.CriticalityCritical && r.Spec.Criticality != api.CriticalityHigh {
		return
	}
	reviews := serviceReviews(c, r, api.ServiceReviewDueDiligence)
	start := facts.ServiceStart(r)
	for _, review := range reviews {
		fit := review.Spec.Outcome == api.ServiceReviewSatisfactory || review.Spec.Outcome == api.ServiceReviewWithActions
		if fit && !start.IsZero() && !review.Spec.PerformedOn.After(start) {
			return
		}
	}
	f := assess.Finding{Reason: "NoDueDiligence", Grade: criticalService(r), Field: "spec.dueDiligence"}
	d := r.Spec.DueDiligence
	switch {
	case d == nil && len(reviews) == 0:
		f.Since = start // what was done too late was done, and does not grow worse
		f.Message = "No due diligence is recorded for a service of criticality " + string(r.Spec.Criticality)
	case d != nil && d.Outcome == api.DueDiligenceUnsatisfactory:
		f.Field, f.Message = "spec.dueDiligence.outcome", fmt.Sprintf("Due diligence of %s found the supplier unsatisfactory", d.PerformedOn)
	case start.IsZero():
		f.Reason, f.Grade, f.Field = "StartDateUnknown", api.GradeUnknown, "spec.term.start"
		f.Message, f.Remedy = "Nobody knows whether the due diligence was before the start", "Set spec.term.start"
	case d == nil:
		f.Message = fmt.Sprintf("No ServiceReview of type DueDiligence from before the start on %s found the supplier fit", start)
	case d.PerformedOn.After(start) && olderThanISMS(c, r, d.PerformedOn):
		return
	case d.PerformedOn.After(start):
		f.Field, f.Message = "spec.dueDiligence.performedOn", fmt.Sprintf("Due diligence was done on %s, after the start on %s", d.PerformedOn, start)
	default:
		return
	}
	c.Report(facts.Waived(c, "OutsourcedService", r.Name, f))
}

// olderThanISMS reports whether a supplier was there before the ISMS was, and was looked at
// when it began, and since.
func olderThanISMS(c *assess.Context, r *api.OutsourcedService, performed api.Date) bool {
	began := facts.ISMSBegan(c)
	if began.IsZero() || !facts.ServiceStart(r).Before(began) || performed.After(began.AddMonths(12)) {
		return false
	}
	return slices.ContainsFunc(serviceReviews(c, r, api.ServiceReviewPeriodic), func(review *api.ServiceReview) bool {
		return review.Spec.PerformedOn.After(performed)
	})
}
