// Package granted holds what a cluster grants in fact against what the register says of people, duties and roles.
package granted

import (
	"github.com/isms-operator/isms-operator/internal/assess"
)

// Rules returns what is asked about rights that are granted in fact. Nothing is asked where the
// assessment names no observedScope.
func Rules() []assess.Rule {
	return []assess.Rule{
		assess.OnISMS(docObserved, checkObserved),
		assess.OnISMS(docUnclaimed, checkUnclaimed),
		assess.On(docOutlives, checkOutlives),
		assess.On(docBeyond, checkBeyond),
		assess.On(docMissing, checkMissing),
		assess.On(docNeedAbsent, checkNeedAbsent),
		assess.On(docUnrestricted, checkUnrestricted),
		assess.On(docInFact, checkInFact),
	}
}
