// Package competence asks point 2: who works in the ISMS is competent, and proves it.
package competence

import (
	"github.com/isms-operator/isms-operator/internal/assess"
)

// Rules returns what the point asks.
func Rules() []assess.Rule {
	return []assess.Rule{
		assess.OnISMS(docExpertise, checkExpertise),
		assess.OnISMS(docExpertLeaving, checkExpertLeaving),
		assess.OnISMS(docTrainingCoverage, checkTrainingCoverage),
		assess.OnISMS(docCopied, checkCopied),
		assess.On(docTopTraining, checkTopTraining),
		assess.On(docTraining, checkTraining),
		assess.On(docRoleCompetence, checkRoleCompetence),
		assess.On(docNotEvidenced, checkNotEvidenced),
		assess.On(docLevelGap, checkLevelGap),
		assess.On(docGapPlan, checkGapPlan),
		assess.On(docUnfilled, checkUnfilled),
		assess.On(docJobDescription, checkJobDescription),
		assess.On(docLeaver, checkLeaver),
		assess.On(docProofState, checkProofState),
		assess.On(docCoverage, checkCoverage),
		assess.On(docCertExpired, checkCertExpired),
		assess.On(docCertExpiring, checkCertExpiring),
		assess.On(docNotVerified, checkVerified),
		assess.On(docEffectiveness, checkEffectiveness),
		assess.On(docTraining, checkPlanOverdue),
		assess.On(docSelfVerified, checkSelfVerified),
		assess.On(docContractorCompetence, checkContractorCompetence),
		assess.On(docClaim, checkClaim),
	}
}
