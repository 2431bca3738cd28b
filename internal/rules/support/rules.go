// Package support asks point 5: top management supports the ISMS, with decisions, time and people.
package support

import (
	"github.com/isms-operator/isms-operator/internal/assess"
)

// Rules returns what the point asks.
func Rules() []assess.Rule {
	return []assess.Rule{
		assess.OnISMS(docNoTop, checkNoTop),
		assess.OnISMS(docResourceDecision, checkResourceDecision),
		assess.OnISMS(docPerformance, checkPerformance),
		assess.After(assess.OnISMS(docOverdueWork, checkOverdueWork)),
		assess.On(docOverallocated, checkOverallocated),
		assess.On(docKeyPerson, checkKeyPerson),
		assess.On(docSoleHolder, checkSoleHolder),
		assess.On(docNoTime, checkNoTime),
		assess.On(docReporting, checkReporting),
		assess.On(docRationale, checkReviewRationale),
		assess.On(docNeedRationale, checkNeedRationale),
		assess.On(docEscalation, checkEscalation),
	}
}
