package identification

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docTold = assess.Doc{
	ID: "P1-17", Point: assess.Identification, Aspect: assess.Owned, Clause: "9.3.2 f, 6.1.3 f",
	Requires: "Top management hears of the risks that others accept",
	Fires:    "a risk, or what its treatment leaves, was accepted without top management, and no review since has discussed the risks, though one was held or was due (observation); a Critical risk is for top management to accept (P1-05)",
	Reasons:  []string{"AcceptanceNotTold"}, Grades: []api.Grade{api.GradeObservation},
	Remedy:  "Discuss the risks and who accepted them in the next review, and record it in spec.inputs of the ManagementReview with the topic RiskStatus",
	Policy:  []string{"review.managementReviewIntervalMonths"},
	Another: true,
}

func checkTold(c *assess.Context, r *api.Risk) {
	told := func(a *api.RiskAcceptance, lack *assess.Finding, field string) {
		if a == nil || (lack != nil && lack.Grade != api.GradeObservation) || facts.ActedForTop(c, &a.By, a.AcceptedOn) {
			return // one that does not count is told as that
		}
		c.Asked()
		since := untold(c, a.AcceptedOn)
		if since.IsZero() {
			return
		}
		f := assess.Finding{Reason: "AcceptanceNotTold", Grade: api.GradeObservation, Field: field, Since: since}
		f.Message = fmt.Sprintf("%s accepted it on %s without top management, and no review since has discussed the risks", a.By.Name(), a.AcceptedOn)
		c.Report(f)
	}
	if r.Spec.Treatment == api.TreatmentAccept {
		told(r.Spec.Acceptance, facts.AcceptanceLack(c, r), "spec.acceptance.acceptedOn")
	}
	if res := r.Spec.Residual; facts.Treated(r) && res != nil {
		told(res.Acceptance, facts.RemainderLack(c, r), "spec.residual.acceptance.acceptedOn")
	}
}

// untold is since when top management could have heard of an acceptance and has not: since
// the first review after it, or the day by which one was due; absent where it has, or there
// is still time.
func untold(c *assess.Context, accepted api.Date) api.Date {
	reviews := facts.ReviewsSince(c, accepted)
	for _, r := range reviews {
		if facts.Discussed(r, api.TopicRiskStatus) {
			return api.Date{}
		}
	}
	if len(reviews) > 0 {
		return reviews[0].Spec.HeldOn
	}
	if due := accepted.AddMonths(c.Policy.ReviewIntervalMonths()); c.Today.Past(due) {
		return due.AddDays(1)
	}
	return api.Date{}
}
