package lifecycle

import (
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docReady = assess.Doc{
	ID: "L-02", Point: assess.Lifecycle, Aspect: assess.Covered, Clause: "9.2, 9.3, 6.1.3 d, 7.1",
	Requires: "An ISMS that is to be certified has run once: audited, reviewed, stated and paid for",
	Fires:    "in the phase Certification no internal audit was held, no management review was held, no Statement of Applicability is approved, no contract with a certification body runs, or no approved budget plans money for the external audit (major, once for all that is missing)",
	Reasons:  []string{"NotReadyForCertification"}, Grades: []api.Grade{api.GradeMajor},
	Remedy: "Add what is missing before the audit, or set spec.phase to where the ISMS stands",
}

func checkReady(c *assess.Context, a *api.ClauseAssessment) {
	if a.Spec.Phase != api.PhaseCertification {
		return
	}
	var missing []string
	remedy := docReady.Remedy
	for _, need := range []struct {
		there      bool
		what, mend string
	}{
		{facts.LatestAudit(c) != nil, "an internal audit that was held", "Hold an internal audit and record it with its heldOn"},
		{facts.LatestReview(c) != nil, "a management review that was held", "Hold a management review and record it with its heldOn"},
		{soaApproved(c), "an approved Statement of Applicability", "Have the StatementOfApplicability approved, and record it in its spec.approvals"},
		{bodyContracted(c), "a contract with a certification body that runs", "Record the contract as an OutsourcedService with certificationBodyRelation IsCertificationBody and its term"},
		{budgetFunds(facts.CurrentBudgets(c), api.BudgetExternalAudit), "money for the external audit in an approved budget", "Plan the money in a line of category ExternalAudit, and have the budget approved"},
	} {
		if !need.there {
			missing, remedy = append(missing, need.what), need.mend
		}
	}
	if len(missing) == 0 {
		return
	}
	if len(missing) > 1 {
		remedy = docReady.Remedy
	}
	c.Report(assess.Finding{
		Reason: "NotReadyForCertification", Grade: api.GradeMajor, Field: "spec.phase",
		Message: "The ISMS is in the phase Certification, and these are not in place: " + facts.ListAll(missing), Remedy: remedy,
	})
}

func soaApproved(c *assess.Context) bool {
	for r := range assess.All[*api.StatementOfApplicability](c.World) {
		if a, _ := facts.StatementSigned(c, r); a != nil {
			return true
		}
	}
	return false
}

// bodyContracted reports whether a contract with a certification body runs.
func bodyContracted(c *assess.Context) bool {
	for r := range assess.All[*api.OutsourcedService](c.World) {
		body := r.Spec.CertificationBodyRelation == api.CertificationBodyIs || slices.Contains(r.Spec.Provides, api.ProvidesCertification)
		if body && facts.ServiceSupply(r).Lacking(c).Text == "" {
			return true
		}
	}
	return false
}
