// Package lifecycle asks where the ISMS stands, and whether it is ready for what comes next.
package lifecycle

import (
	"github.com/isms-operator/isms-operator/internal/assess"
)

// Rules returns what is asked of the ISMS in its phase.
func Rules() []assess.Rule {
	return []assess.Rule{
		assess.On(docAmbiguous, checkAmbiguous),
		assess.OnISMS(docPolicy, checkPolicy),
		assess.OnISMS(docScope, checkScope),
		assess.OnISMS(docPhase, checkPhase),
		assess.OnISMS(docCertificate, checkCertificate),
		assess.OnISMS(docTerm, checkTerm),
		assess.OnISMS(docEstablishment, checkEstablishment),
		assess.OnISMS(docReady, checkReady),
		assess.OnISMS(docTransition, checkTransition),
		assess.OnISMS(docExternalAudit, checkExternalAudit),
		assess.OnISMS(docBunched, checkBunched),
		assess.OnISMS(docTemplate, checkTemplate),
	}
}
