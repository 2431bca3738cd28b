// Package infrastructure asks point 3: the tools and the infrastructure that the ISMS needs are there, fit and owned.
package infrastructure

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// Rules returns what the point asks.
func Rules() []assess.Rule {
	return []assess.Rule{
		assess.OnISMS(docNoInfrastructure, checkNoInfrastructure),
		owned(facts.ToolRetired),
		assess.On(docOverused, checkOverused),
		assess.On(docSingleAdmin, checkSingleAdmin),
		classified(facts.ToolSupply),
		purposed(licencePurpose),
		observed(licenceWorkloads),
		classified(facts.ServiceSupply),
		useStated(serviceUse),
		ownedAs(docRiskOwner, func(*assess.Context, *api.Risk) bool { return false }),
		ownedAs(docObjectiveOwner, facts.ObjectiveAchieved),
		ownedAs(docNeedOwner, facts.NeedRefused),
		owned(facts.AssetRetired, func(r *api.InfrastructureAsset) *api.Actor { return r.Spec.Custodian }),
		assess.On(docAssetAdequacy, checkAssetAdequacy),
		useStated(assetUse),
		assess.On(docAssetClassification, checkAssetClassification),
		purposed(assetPurpose),
		observed(assetWorkloads),
	}
}
