package identification

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docResidual = assess.Doc{
	ID: "P1-14", Aspect: assess.Owned, Clause: "6.1.3 f, 8.3",
	OfAct:    true,
	Requires: "What the treatment of a High or Critical risk leaves of it is accepted",
	Fires:    "a risk of rating High or Critical is to be mitigated or transferred, and something carries that or the register itself says that it is done and that a High or Critical risk remains, and no acceptance of what remains is on record (unknown), or one that does not count (minor; observation as in P1-05)",
	Reasons:  []string{"ResidualRiskNotAccepted"}, Grades: []api.Grade{api.GradeObservation, api.GradeUnknown, api.GradeMinor},
	Policy: docAcceptance.Policy,
	Remedy: "Have the risk owner, and for a Critical risk top management, accept what remains and record it in spec.residual.acceptance",
}

func checkResidual(c *assess.Context, r *api.Risk) {
	if !facts.HighRated(r) || !facts.Treated(r) {
		return
	}
	c.Asked()
	if carried, _ := facts.TreatmentCarried(c, r); carried == facts.Uncarried && !saidToRemain(r) {
		return // without a treatment nothing remains of it; P1-04 says so
	}
	if f := facts.RemainderLack(c, r); f != nil {
		f.Message = fmt.Sprintf("The risk %s, rated %s, is treated; of what remains of it %s", facts.Quote(r.Spec.Title), r.Spec.Rated(), f.Message)
		f.Reason = docResidual.Reasons[0]
		c.Report(*f)
	}
}

// saidToRemain reports whether the register says that the treatment is done and that a High or
// Critical risk remains, whatever carries it.
func saidToRemain(r *api.Risk) bool {
	return r.Spec.TreatmentState == api.ImplementationImplemented && r.Spec.Residual != nil &&
		facts.RatedHigher(r.Spec.Residual.Rating, api.RiskMedium)
}
