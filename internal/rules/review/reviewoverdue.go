package review

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docReviewOverdue = assess.Doc{
	ID: "P9-02", Aspect: assess.Current, Clause: "9.3.1",
	Requires: "Management reviews are held at planned intervals",
	Fires:    "the last review is older than the interval or its planned successor was not held (minor), or it is older than the limit, or from before the last external audit (major); a planned review was not held in time (minor) or has no date (unknown)",
	Reasons:  []string{"ManagementReviewOverdue", "ManagementReviewUndated"},
	Grades:   []api.Grade{api.GradeUnknown, api.GradeMinor, api.GradeMajor},
	Remedy:   "Hold a management review and record it with its heldOn", Another: true,
	Policy: []string{"review.managementReviewIntervalMonths", "review.managementReviewLimitMonths"},
}

func checkReviewOverdue(c *assess.Context, r *api.ManagementReview) {
	last := facts.LatestReview(c)
	switch {
	case last == r:
		checkLatestOverdue(c, r)
	case facts.ReviewHeld(c, r):
	case r.Spec.PlannedOn.IsZero() && r.Spec.HeldOn.IsZero():
		c.Report(assess.Finding{
			Reason: "ManagementReviewUndated", Grade: api.GradeUnknown, Field: "spec.heldOn",
			Message: "The review is neither planned for a day nor held on one",
			Remedy:  "Set spec.plannedOn, or spec.heldOn once it was held",
		})
	case r.Spec.HeldOn.IsZero() && c.Today.Past(r.Spec.PlannedOn) && (last == nil || last.Spec.HeldOn.Before(r.Spec.PlannedOn)):
		c.Report(assess.Finding{
			Reason: "ManagementReviewOverdue", Grade: api.GradeMinor, Field: "spec.plannedOn", Since: r.Spec.PlannedOn.AddDays(1),
			Message: fmt.Sprintf("The review was planned for %s and was not held", r.Spec.PlannedOn),
		})
	}
}

func checkLatestOverdue(c *assess.Context, r *api.ManagementReview) {
	due := facts.ReviewDue(c, r)
	limit := r.Spec.HeldOn.AddMonths(c.Policy.ReviewLimitMonths())
	f := assess.Finding{
		Reason: "ManagementReviewOverdue", Grade: api.GradeMinor, Field: "spec.heldOn", Since: due.AddDays(1),
		Message: fmt.Sprintf("The last management review was held on %s, and the next was due on %s", r.Spec.HeldOn, due),
	}
	switch audit := c.Assessment.Spec.LastExternalAudit; {
	case audit != nil && c.Today.Reached(audit.StartsOn) && r.Spec.HeldOn.Before(audit.StartsOn.AddMonths(-c.Policy.ReviewIntervalMonths())):
		f.Grade, f.Message = api.GradeMajor, f.Message+fmt.Sprintf("; none was held in the interval before the external audit of %s", audit.StartsOn)
	case c.Today.Past(limit):
		f.Grade, f.Message = api.GradeMajor, f.Message+fmt.Sprintf("; the limit was %s", limit)
	case !c.Today.Past(due):
		return
	}
	c.Report(f)
}
