package every

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docSignature = assess.Doc{
	ID: "X-15", Aspect: assess.Owned, Clause: "5.1, 5.3, 7.5.2 c",
	OfAct:    true,
	Requires: "Who approves has the authority to it, and was in office on the day",
	Fires:    "no approval is by top management, its delegate or, of a statement or matrix, the management review team (observation, for minutes where they are on file and top management attended; else minor), or the approver is external, was not engaged, or was appointed later with effect from before (minor; observation where it was ratified, or where one single internal person is engaged)",
	Reasons:  []string{facts.SignatureNotEntitled, facts.SignatoryNotInOffice},
	Grades:   []api.Grade{api.GradeObservation, api.GradeMinor},
	Remedy:   "Have somebody approve it who may, and add that to spec.approvals; what is delegated, or who was away, is recorded in spec.delegations and spec.assignments of the SecurityRole",
	Policy:   []string{"allocation.deputyActingDays"},
	Alone:    "what was signed stands or was ratified, and what one single person cannot mend is no habit",
}

func checkStatementSignature(c *assess.Context, r *api.StatementOfApplicability) {
	if !facts.IsStatementInForce(c, r) {
		return
	}
	a, signature := facts.StatementSigned(c, r)
	if f, found := facts.NotEntitled(c, a, signature); found {
		c.Report(f)
	}
}

func checkMatrixSignature(c *assess.Context, r *api.AccountabilityMatrix) {
	a, signature := facts.Approved(c, api.SignMatrix, r.Spec.Approvals, api.Date{})
	if f, found := facts.NotEntitled(c, a, signature); found {
		c.Report(f)
	}
}

func checkReviewSignature(c *assess.Context, r *api.ManagementReview) {
	if !facts.ReviewHeld(c, r) {
		return
	}
	a, signature := facts.Approved(c, api.SignReview, r.Spec.Approvals, r.Spec.HeldOn)
	f, found := facts.NotEntitled(c, a, signature)
	if !found {
		return
	}
	if attended, _ := facts.TopManagementAttended(c, r); attended && signature.Lenient && r.Spec.Minutes != nil {
		f.Grade = api.GradeObservation
	}
	f.Grade = facts.ReviewGrading(c, r)(f.Grade)
	c.Report(f)
}
