package applicability

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docPlanned = assess.Doc{
	ID: "S-12", Aspect: assess.Current, Clause: "6.1.3 d, e",
	Requires: "A necessary control is implemented, or will be by a known day",
	Fires:    "a control that is not implemented has no target date or its target date is over (minor), or it is not stated how far it is (unknown)",
	Reasons:  []string{"ImplementationUnknown", "PlannedControlOverdue"}, Grades: []api.Grade{api.GradeUnknown, api.GradeMinor},
	Remedy: "Implement the control and set implementation to Implemented, or set targetOn to the day that is planned now",
}

func checkPlanned(c *assess.Context, e *api.ControlStatement) {
	f := assess.Finding{Reason: "PlannedControlOverdue", Grade: api.GradeMinor, Field: facts.ControlField(e, "targetOn")}
	switch {
	case e.Implementation == api.ImplementationImplemented:
		return
	case e.Implementation == "":
		f.Reason, f.Grade, f.Field = "ImplementationUnknown", api.GradeUnknown, facts.ControlField(e, "implementation")
		f.Message = fmt.Sprintf("It is not stated whether %s is implemented", facts.ControlName(e.ID))
	case e.TargetOn.IsZero():
		f.Message = fmt.Sprintf("%s is not implemented, and no day is planned for it", facts.ControlName(e.ID))
	case c.Today.Past(e.TargetOn):
		f.Since = e.TargetOn.AddDays(1)
		f.Message = fmt.Sprintf("%s was to be implemented by %s", facts.ControlName(e.ID), e.TargetOn)
	default:
		return
	}
	c.Report(f)
}
