package every

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

var docReview = assess.Doc{
	ID: "X-06", Aspect: assess.Current, Clause: "7.5.2",
	Requires: "A record that is to be looked at again is looked at in time",
	Fires:    "the last review is older than the record's own interval (minor), or there was none (unknown)",
	Reasons:  []string{"RecordReviewOverdue", "RecordReviewUnknown"},
	Grades:   []api.Grade{api.GradeUnknown, api.GradeMinor},
	Remedy:   "Review the record and set spec.review.lastReviewedOn",
}

func checkReview(c *assess.Context, r api.Record) {
	review := r.RecordCommon().Review
	if review == nil || c.Kind().Replaced(c, r) || c.Kind().ReviewAsked(c, r) {
		return
	}
	if review.LastReviewedOn.IsZero() {
		c.Report(assess.Finding{
			Reason: "RecordReviewUnknown", Grade: api.GradeUnknown, Field: "spec.review.lastReviewedOn",
			Message: fmt.Sprintf("The record is to be reviewed every %d months, and no review is recorded", review.IntervalMonths),
		})
		return
	}
	due := review.LastReviewedOn.AddMonths(int(review.IntervalMonths))
	if c.Today.Past(due) {
		c.Report(assess.Finding{
			Reason: "RecordReviewOverdue", Grade: api.GradeMinor, Field: "spec.review.lastReviewedOn", Since: due.AddDays(1),
			Message: fmt.Sprintf("The record was last reviewed on %s, and the next review was due on %s", review.LastReviewedOn, due),
		})
	}
}
