package facts

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// ActOf is what somebody signs who approves a record; "" where records of its kind are not
// approved.
func ActOf(c *assess.Context, r api.Record) api.SignedAct {
	switch r := r.(type) {
	case *api.StatementOfApplicability:
		return api.SignStatement
	case *api.AccountabilityMatrix:
		return api.SignMatrix
	case *api.ManagementReview:
		return api.SignReview
	case *api.SecurityBudget:
		return api.SignBudget
	case *api.SecurityException:
		return LapseAct(c, r)
	}
	return ""
}

// approvalsOf are the approvals of a record of any kind that is approved.
func approvalsOf(r api.Record) []api.Approval {
	switch r := r.(type) {
	case *api.StatementOfApplicability:
		return r.Spec.Approvals
	case *api.AccountabilityMatrix:
		return r.Spec.Approvals
	case *api.ManagementReview:
		return r.Spec.Approvals
	case *api.SecurityBudget:
		return r.Spec.Approvals
	case *api.SecurityException:
		return r.Spec.Approvals
	}
	return nil
}

// Entitled reports whether whoever gave an approval of a record had the authority to it.
func Entitled(c *assess.Context, r api.Record, a *api.Approval) bool {
	return SignatureOf(c, ActOf(c, r), &a.By, a.ApprovedOn).Counts
}
