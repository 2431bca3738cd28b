// Package segregation asks whether duties that conflict are in different hands (A.5.3), and whether audits are independent.
package segregation

import (
	"github.com/isms-operator/isms-operator/internal/assess"
)

// Rules returns what is asked about duties.
func Rules() []assess.Rule {
	return []assess.Rule{
		assess.OnISMS(docIndependence, checkPolicyIndependence),
		assess.OnISMS(docDutiesStated, checkDutiesStated),
		assess.On(docDutyKnown, checkDutyKnown),
		assess.On(docConflict, checkConflict),
		assess.On(docUnites, checkUnites),
		assess.On(docMitigated, checkMitigated),
		assess.On(docDeputy, checkDeputy),
		assess.On(docIndependent, checkIndependent),
		assess.On(docAuditorCompetent, checkAuditorCompetent),
		assess.On(docAuditorEngaged, checkAuditorsEngaged),
		assess.On(docSelfApproved, checkSelfApproved),
		assess.On(docSignature, checkSignature),
		assess.On(docTwin, checkTwin),
		assess.On(docWaivedIndependence, checkWaivedIndependence),
	}
}
