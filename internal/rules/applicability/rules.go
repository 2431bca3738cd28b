// Package applicability asks of the Statement of Applicability: every control of Annex A is decided on, and what is necessary has resources.
package applicability

import (
	"github.com/isms-operator/isms-operator/internal/assess"
)

// Rules returns what is asked of the statement.
func Rules() []assess.Rule {
	return []assess.Rule{
		assess.OnISMS(docNoStatement, checkNoStatement),
		onStatement(docIncomplete, checkIncomplete),
		onStatement(docResources, checkResources),
		onStatement(docOwner, checkOwner),
		eachControl(docExclusion, checkExclusion),
		eachNecessary(docInclusion, checkInclusion),
		eachControl(docContradiction, checkContradiction),
		onStatement(docUnsupported, checkUnsupported),
		onStatement(docApproval, checkStatementApproval),
		onStatement(docTotals, checkTotals),
		onStatement(docIDs, checkIDs),
		eachNecessary(docPlanned, checkPlanned),
		eachNecessary(docEvidence, checkEvidence),
		onStatement(docPlannedShare, checkPlannedShare),
		eachNecessary(docInherited, checkInherited),
		onStatement(docCarrierGone, checkCarrierGone),
		eachNecessary(docPeopleAlone, checkPeopleAlone),
		onStatement(docSharedWords, checkSharedWords),
		onStatement(docNothingNecessary, checkNothingNecessary),
	}
}
