package allocation

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docMatrixApproved = assess.Doc{
	ID: "P8-10", Aspect: assess.Owned, Clause: "5.3, 7.5.2 c",
	Requires: "Who assigns responsibilities has approved the matrix",
	Fires:    "the matrix has no approval, or one of a day that has not come (minor)",
	Reasons:  []string{"MatrixNotApproved"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Have management approve the matrix, and record it in spec.approvals",
}

func checkMatrixApproved(c *assess.Context, r *api.AccountabilityMatrix) {
	f := assess.Finding{Reason: "MatrixNotApproved", Grade: api.GradeMinor, Field: "spec.approvals"}
	if a, _ := facts.Approved(c, api.SignMatrix, r.Spec.Approvals, api.Date{}); a != nil {
		return // whether the signature counts is for X-15
	}
	if a := api.FirstApproval(r.Spec.Approvals); a == nil {
		f.Message = "Nobody has approved the matrix"
	} else {
		f.Field, f.Message = facts.ApprovalField(a, "approvedOn"), "The matrix was not approved on a day that has come"
	}
	c.Report(f)
}
