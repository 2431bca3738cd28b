package review

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docMinutes = assess.Doc{
	ID: "P9-07", Aspect: assess.Owned, Clause: "9.3.3, 7.5.2",
	OfAct:    true,
	Requires: "The minutes are approved after the review",
	Fires:    "no approval, or one from before the review was held (minor; observation once a later review was held)",
	Reasons:  []string{"MinutesNotApproved"}, Grades: []api.Grade{api.GradeObservation, api.GradeMinor},
	Remedy: "Have the minutes approved and record it in spec.approvals",
	Alone:  "a review or an audit of the past cannot be mended any more",
}

func checkMinutes(c *assess.Context, r *api.ManagementReview, grade facts.Grading) {
	f := assess.Finding{Reason: "MinutesNotApproved", Grade: grade(api.GradeMinor), Field: "spec.approvals"}
	if a, _ := facts.Approved(c, api.SignReview, r.Spec.Approvals, r.Spec.HeldOn); a != nil {
		return // whether the signature counts is for X-15
	}
	switch a := api.FirstApproval(r.Spec.Approvals); {
	case a == nil:
		f.Message = fmt.Sprintf("The minutes of the review of %s are not approved", r.Spec.HeldOn)
	case a.ApprovedOn.Before(r.Spec.HeldOn):
		f.Field, f.Message = facts.ApprovalField(a, "approvedOn"), fmt.Sprintf("The minutes were approved on %s, before the review was held on %s", a.ApprovedOn, r.Spec.HeldOn)
	default:
		return
	}
	c.Report(f)
}
