// Package outsourcing asks point 7: what others do for the ISMS is chosen, agreed on and watched.
package outsourcing

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// Rules returns what the point asks.
func Rules() []assess.Rule {
	return []assess.Rule{
		assess.OnISMS(docServices, checkServices),
		registered[*api.Person](),
		assess.On(docServiceOwner, inUse(checkServiceOwner)),
		assess.On(docDueDiligence, inUse(checkDueDiligence)),
		assess.On(docAgreements, inUse(checkAgreements)),
		assess.On(docAssurance, inUse(checkAssurance)),
		assess.On(docReportRead, inUse(checkReportRead)),
		assess.On(docUserControls, inUse(checkUserControls)),
		assess.On(docExitPlan, inUse(checkExitPlan)),
		assess.On(docImpartiality, inUse(checkImpartiality)),
		assess.On(docSupplierReview, inUse(checkSupplierReview)),
		assess.On(docSLAMonitored, inUse(checkSLAMonitored)),
		assess.On(docSLABreached, inUse(checkSLABreached)),
		assess.On(docReviewFinding, inUse(checkReviewFinding)),
		assess.On(docMeasured, inUse(checkMeasured)),
		assess.On(docWeight, inUse(checkWeight)),
		assess.On(docSelfReviewed, inUse(checkSelfReviewed)),
		registered[*api.ToolLicense](),
		registered[*api.Risk](),
		registered[*api.ServiceReview](),
		registered[*api.StatementOfApplicability](),
		registered[*api.AccountabilityMatrix](),
	}
}

// inUse asks a service that is in use.
func inUse(check func(*assess.Context, *api.OutsourcedService)) func(*assess.Context, *api.OutsourcedService) {
	return func(c *assess.Context, r *api.OutsourcedService) {
		if !facts.ServiceSupply(r).Retired(c) {
			check(c, r)
		}
	}
}
