package facts

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// LookedOn is the day of the last look at a record, if it counts: a look of which it is said
// who took it, and nobody of the register is known to be meant, is none. Where nobody says who
// did, somebody did.
func LookedOn(c *assess.Context, r *api.Review) (on api.Date, counts bool) {
	if r == nil || !c.Today.Reached(r.LastReviewedOn) {
		return api.Date{}, false
	}
	if by := r.ReviewedBy; by != nil && nobodyBehind(c, by, r.LastReviewedOn) {
		return r.LastReviewedOn, false
	}
	return r.LastReviewedOn, true
}

// NextLook is the day by which somebody looks at a record again, after a day: the next day
// that it names or the end of its interval, whichever is earlier, or else that of the policy.
func NextLook(c *assess.Context, r *api.Review, last api.Date) api.Date {
	due := api.Date{}
	if r.NextOn.After(last) {
		due = r.NextOn
	}
	switch {
	case r.IntervalMonths > 0:
		due = earliest(due, last.AddMonths(int(r.IntervalMonths)))
	case due.IsZero():
		due = last.AddMonths(c.Policy.RecordReview())
	}
	return due
}
