// Package maintenance asks point 6: what the ISMS runs on is maintained, supported and under contract.
package maintenance

import (
	"slices"

	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// Rules returns what the point asks.
func Rules() []assess.Rule {
	return slices.Concat(
		[]assess.Rule{
			assess.OnISMS(docNothingMaintained, checkNothingMaintained),
			assess.OnISMS(docNeverMaintained, checkNeverMaintained),
			assess.After(assess.OnISMS(docExceptionIdle, checkExceptionIdle)),
		},
		termRules(facts.ToolSupply, facts.TermElsewhere),
		[]assess.Rule{
			supported(facts.ToolSupply, licenceSupport),
			replacementDecided(facts.ToolSupply, licenceSupport),
			supportKnown(facts.ToolSupply, licenceIdle, licenceVersion),
			lifecycled(facts.ToolSupply, licenceSupport),
			runs(facts.ToolSupply, neverIdle, licenceStated),
			certified(facts.ToolSupply, neverIdle, licenceStated),
			synced(facts.ToolSupply, neverIdle, licenceStated),
			maintained(licenceUpkeep),
		},
		termRules(facts.ServiceSupply, never),
		[]assess.Rule{
			supported(facts.AssetSupply, assetSupport),
			replacementDecided(facts.AssetSupply, assetSupport),
			supportKnown(facts.AssetSupply, assetIdle, assetVersion),
			lifecycled(facts.AssetSupply, assetSupport),
			runs(facts.AssetSupply, assetIdle, assetStated),
			certified(facts.AssetSupply, assetIdle, assetStated),
			synced(facts.AssetSupply, assetIdle, assetStated),
			maintained(assetUpkeep),
			assess.On(docNoSchedule, checkNoSchedule),
			assess.On(docMaintenanceResult, checkMaintenanceResult),
			assess.On(docExceptionExpired, checkExceptionExpired),
			assess.On(docExceptionInvalid, checkExceptionInvalid),
			assess.On(docExceptionReason, checkExceptionReason),
			assess.On(docExceptionChain, checkExceptionChain),
			assess.On(docSignature, checkSignature),
		},
	)
}
