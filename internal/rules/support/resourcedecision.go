package support

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docResourceDecision = assess.Doc{
	ID: "P5-02", Point: assess.Support, Aspect: assess.Current, Clause: "5.1 c",
	Requires: "Top management decides on resources at planned intervals",
	Fires:    "no decision of top management on resources is known, or the last is older than the interval (major); what counts is a decision on resources in a review that top management attended and whose minutes are approved, an approval of a budget for a period that can be planned, and a decision on a need",
	Reasons:  []string{"NoResourceDecision"}, Grades: []api.Grade{api.GradeMajor},
	Remedy: "Have top management decide on resources, and record it in a ManagementReview, a SecurityBudget or a ResourceRequirement",
	Policy: []string{"support.resourceDecisionIntervalMonths", "budget.periodMonths"},
}

func checkResourceDecision(c *assess.Context, _ *api.ClauseAssessment) {
	last, where := lastResourceDecision(c)
	if last.IsZero() {
		c.Report(assess.Finding{
			Reason: "NoResourceDecision", Grade: api.GradeMajor,
			Message: "No decision of top management on resources is recorded" + waiting(c, last),
		})
		return
	}
	if due := last.AddMonths(c.Policy.ResourceDecisionInterval()); c.Today.Past(due) {
		c.Report(assess.Finding{
			Reason: "NoResourceDecision", Grade: api.GradeMajor, Since: due.AddDays(1),
			Message: fmt.Sprintf("Top management last decided on resources on %s (%s), and the next decision was due by %s", last, where, due) + waiting(c, last),
		})
	}
}

// waiting names the latest review after a day that decided on resources and whose minutes
// nobody has approved, so that the decision is not denied; "" where there is none.
func waiting(c *assess.Context, after api.Date) string {
	held := facts.ReviewsSince(c, after.AddDays(1))
	for i := len(held) - 1; i >= 0; i-- {
		r := held[i]
		if a, _ := facts.Approved(c, api.SignReview, r.Spec.Approvals, r.Spec.HeldOn); a == nil && facts.ReviewDecided(r, api.DecisionResource) {
			return fmt.Sprintf("; the review %s of %s decided on them, and its minutes are not approved", r.Name, r.Spec.HeldOn)
		}
	}
	return ""
}

// lastResourceDecision is the day and the record of the last decision of top
// management on resources; absent where there is none. An approval that a later edit
// made stale counts: the decision was taken, and rule X-07 shows the edit.
func lastResourceDecision(c *assess.Context) (last api.Date, where string) {
	consider := func(on api.Date, kind, name string) {
		if on.After(last) {
			last, where = on, kind+" "+name
		}
	}
	for r := range assess.All[*api.ManagementReview](c.World) {
		if decidedOnResources(c, r) {
			consider(r.Spec.HeldOn, "ManagementReview", r.Name)
		}
	}
	for r := range assess.All[*api.SecurityBudget](c.World) {
		if facts.BudgetEndless(c, r) {
			continue // it decides on nothing
		}
		for i := range r.Spec.Approvals {
			if a := &r.Spec.Approvals[i]; c.Today.Reached(a.ApprovedOn) && facts.ActedForTop(c, &a.By, a.ApprovedOn) {
				consider(a.ApprovedOn, "SecurityBudget", r.Name)
			}
		}
	}
	for r := range assess.All[*api.ResourceRequirement](c.World) {
		if d := facts.NeedDecided(c, r); d != nil && d.By != nil && !d.DecidedOn.IsZero() && facts.ActedForTop(c, d.By, d.DecidedOn) {
			consider(d.DecidedOn, "ResourceRequirement", r.Name)
		}
	}
	return last, where
}

// decidedOnResources reports whether top management decided on resources in the
// review, and the minutes that say so were approved after it.
func decidedOnResources(c *assess.Context, r *api.ManagementReview) bool {
	if !facts.ReviewHeld(c, r) {
		return false
	}
	if a, _ := facts.Approved(c, api.SignReview, r.Spec.Approvals, r.Spec.HeldOn); a == nil {
		return false
	}
	attended, _ := facts.TopManagementAttended(c, r)
	return attended && facts.ReviewDecided(r, api.DecisionResource)
}
