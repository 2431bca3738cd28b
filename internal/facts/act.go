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

// Entitled reports whether whoever gave an approval of a record had the authority to it.
func Entitled(c *assess.Context, r api.Record, a *api.Approval) bool {
	return SignatureOf(c, ActOf(c, r), &a.By, a.ApprovedOn).Counts
}
