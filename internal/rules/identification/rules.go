// Package identification asks point 1: which resources the ISMS needs is determined, from its risks and objectives.
package identification

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// Rules returns what the point asks.
func Rules() []assess.Rule {
	return []assess.Rule{
		assess.OnISMS(docNoNeeds, checkNoNeeds),
		assess.OnISMS(docPhaseServed, checkPhaseServed),
		assess.OnISMS(docDetermined, checkDetermined),
		assess.On(docRiskResources, checkRiskResources),
		assess.On(docAcceptance, checkAcceptance),
		assess.On(docResidual, checkResidual),
		assess.On(docRiskAssessed, checkRiskAssessed),
		assess.On(docConsistent, checkConsistent),
		assess.On(docTold, checkTold),
		assess.On(docStalled, checkStalled),
		assess.On(docObjectiveResources, checkObjectiveResources),
		assess.On(docObjectiveDue, checkObjectiveDue),
		assess.On(docNeedDrivers, checkNeedDrivers),
		assess.On(docNeedSource, unlessRefused(checkNeedSource)),
		assess.On(docNeedOverdue, unlessRefused(checkNeedOverdue)),
		assess.On(docNeedAssessment, unlessRefused(checkNeedAssessment)),
		assess.On(docNeedSatisfied, unlessRefused(checkNeedSatisfied)),
		assess.On(docNeedCarrier, unlessRefused(checkNeedCarrier)),
		assess.On(docRefused, checkRefused),
	}
}

// unlessRefused asks a need that was not refused: a refusal closes it.
func unlessRefused(check func(*assess.Context, *api.ResourceRequirement)) func(*assess.Context, *api.ResourceRequirement) {
	return func(c *assess.Context, r *api.ResourceRequirement) {
		if !facts.NeedRefused(c, r) {
			check(c, r)
		}
	}
}
