package applicability

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docExclusion = assess.Doc{
	ID: "S-05", Aspect: assess.Covered, Clause: "6.1.3 d",
	OfAct:    true,
	Requires: "The statement says why a control is not necessary",
	Fires:    "a control is excluded without justification, or with a placeholder for one (minor)",
	Reasons:  []string{"ExclusionNotJustified"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Set justification of the control to why it is not necessary, or make it Applicable",
}

func checkExclusion(c *assess.Context, e *api.ControlStatement) {
	if e.Applicability == api.ApplicabilityExcluded && !facts.Stated(e.Justification) {
		c.Report(assess.Finding{
			Reason: "ExclusionNotJustified", Grade: api.GradeMinor, Field: facts.ControlField(e, "justification"),
			Message: fmt.Sprintf("%s is excluded without a justification", facts.ControlName(e.ID)),
		})
	}
}
