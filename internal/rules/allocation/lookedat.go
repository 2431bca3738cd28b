package allocation

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docLookedAt = assess.Doc{
	ID: "P8-12", Point: assess.Allocation, Aspect: assess.Current, Clause: "5.3, A.5.2",
	Requires: "Who holds a mandatory role, and with how much time, is looked at yearly",
	Fires:    "the later of the first appointment of those who hold a mandatory role and the last review of the role is older than the interval (observation; minor past the limit for the information security manager); where the role states an interval of its own that is over, rule X-06 says so",
	Reasons:  []string{"AssignmentNotReviewed"}, Grades: []api.Grade{api.GradeObservation, api.GradeMinor},
	Remedy: "Look at whether the right people hold the role and have the time for it, and set spec.review.lastReviewedOn",
	Policy: []string{"allocation.assignmentReviewMonths", "allocation.assignmentLimitMonths"},
}

func checkLookedAt(c *assess.Context, r *api.SecurityRole) {
	if !facts.Mandatory(r) || reviewTold(c, r.Spec.Review) {
		return
	}
	last, what := firstAppointed(c, r), "filled"
	if last.IsZero() {
		return // nobody holds it, or nobody knows since when: other rules say so
	}
	c.Asked()
	if on, counts := facts.LookedOn(c, r.Spec.Review); counts && on.After(last) {
		last, what = on, "looked at"
	}
	due := last.AddMonths(c.Policy.AssignmentReview())
	if !c.Today.Past(due) {
		return
	}
	f := assess.Finding{Reason: "AssignmentNotReviewed", Grade: api.GradeObservation, Field: "spec.review.lastReviewedOn", Since: due.AddDays(1)}
	f.Message = fmt.Sprintf("The role %s was last %s on %s, and nobody has looked by %s at whether its holders and their time still fit", facts.Quote(r.Spec.Title), what, last, due)
	if r.Spec.Mandate == api.MandateInformationSecurityManager && c.Today.Past(last.AddMonths(c.Policy.AssignmentLimit())) {
		f.Grade, f.Since = api.GradeMinor, api.Date{} // its grade tells its age, which is not to count twice (G-02)
	}
	c.Report(f)
}

// firstAppointed is the day on which the first of those who hold a role today, but for its
// deputies, was appointed; absent where nobody knows.
func firstAppointed(c *assess.Context, r *api.SecurityRole) (first api.Date) {
	for _, h := range facts.Principals(c, r) {
		on := h.Assignment.AppointedOn
		if h.Assignment.From.After(on) {
			on = h.Assignment.From
		}
		if first.IsZero() || (!on.IsZero() && on.Before(first)) {
			first = on
		}
	}
	return first
}

// reviewTold reports whether rule says that the review of a record is missing,
// lies ahead, is by nobody or was due again.
func reviewTold(c *assess.Context, r *api.Review) bool {
	if r == nil {
		return false
	}
	on, counts := facts.LookedOn(c, r)
	return !counts || c.Today.Past(facts.NextLook(c, r, on))
}
