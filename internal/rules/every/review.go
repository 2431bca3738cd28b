package every

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docReview = assess.Doc{
	ID: "X-06", Aspect: assess.Current, Clause: "7.5.2",
	Requires: "A record that is to be looked at again is looked at in time, by somebody",
	Fires:    "the day for the next review is over, by the record itself or else by the policy (minor), there was no review, or nobody is known who is said to have done it (unknown)",
	Reasons:  []string{"RecordReviewOverdue", "RecordReviewUnknown"},
	Grades:   []api.Grade{api.GradeUnknown, api.GradeMinor},
	Remedy:   "Review the record and set spec.review.lastReviewedOn",
	Policy:   []string{"records.reviewIntervalMonths"},
}

func checkReview(c *assess.Context, r api.Record) {
	review := r.RecordCommon().Review
	if review == nil || c.Kind().Replaced(c, r) || c.Kind().ReviewAsked(c, r) {
		return
	}
	f := assess.Finding{Reason: "RecordReviewUnknown", Grade: api.GradeUnknown, Field: "spec.review.lastReviewedOn"}
	last, counts := review.LastReviewedOn, true
	if _, done := facts.LookedOn(c, review); c.Today.Reached(last) {
		counts = done
	}
	due := review.NextOn
	switch {
	case last.IsZero():
		f.Message = fmt.Sprintf("The record is to be reviewed %s, and no review is recorded", howOften(c, review))
	case !counts:
		due = facts.NextLook(c, review, last)
		f.Field = "spec.review.reviewedBy"
		f.Message = fmt.Sprintf("Nobody is known who reviewed the record as %s on %s%s", facts.Quote(review.ReviewedBy.Name()), last, facts.Several(c, review.ReviewedBy))
		f.Remedy = "Name in spec.review.reviewedBy the Person who reviewed the record, or a SecurityRole that somebody held on the day"
	default:
		due = facts.NextLook(c, review, last)
		f.Message = fmt.Sprintf("The record was last reviewed on %s", last)
	}
	if c.Today.Past(due) {
		f.Reason, f.Grade, f.Since = "RecordReviewOverdue", api.GradeMinor, due.AddDays(1)
		f.Message += fmt.Sprintf(", and the next review was due on %s", due)
		c.Report(f)
	} else if last.IsZero() || !counts {
		c.Report(f)
	}
}

// howOften says when a record is to be reviewed.
func howOften(c *assess.Context, r *api.Review) string {
	switch {
	case !r.NextOn.IsZero():
		return fmt.Sprintf("by %s", r.NextOn)
	case r.IntervalMonths > 0:
		return fmt.Sprintf("every %d months", r.IntervalMonths)
	}
	return fmt.Sprintf("every %d months, as the policy says", c.Policy.RecordReview())
}
