package applicability

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docInclusion = assess.Doc{
	ID: "S-06", Aspect: assess.Covered, Clause: "6.1.3 d",
	OfAct:    true,
	Requires: "The statement says why a control is necessary: a risk, a law, a contract or the business",
	Fires:    "a control is applicable or inherited without justification, reason or risk (minor)",
	Reasons:  []string{"InclusionNotJustified"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Set justification, reasons or riskRefs of the control, or name the control in the Risk that it treats",
}

func checkInclusion(c *assess.Context, e *api.ControlStatement) {
	if facts.Stated(e.Justification) || len(e.Reasons) > 0 || len(risksOf(c, e)) > 0 {
		return
	}
	c.Report(assess.Finding{
		Reason: "InclusionNotJustified", Grade: api.GradeMinor, Field: facts.ControlField(e, "justification"),
		Message: fmt.Sprintf("%s is said to be necessary, and no risk, law, contract or need of the business says why", facts.ControlName(e.ID)),
	})
}
