package outsourcing

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docSupplierReview = assess.Doc{
	ID: "P7-03", Aspect: assess.Current, Clause: "A.5.22",
	Requires: "The security of a supplier is reviewed at an interval that fits its criticality",
	Fires:    "the last periodic review or due diligence, or where there was none the start, is longer ago than the interval (minor; major for a critical service that was never assessed), or there was none and nobody knows since when the service is used (unknown; major for a critical service)",
	Reasons:  []string{"SupplierReviewOverdue", "SupplierReviewUnknown"},
	Grades:   []api.Grade{api.GradeUnknown, api.GradeMinor, api.GradeMajor},
	Remedy:   "Review the supplier, and record that as a ServiceReview of type PeriodicReview",
	Policy:   []string{"outsourcing.reviewCriticalMonths", "outsourcing.reviewHighMonths", "outsourcing.reviewMonths"},
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
	start, last := facts.ServiceStart(r), lastAssessed(c, r)
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
