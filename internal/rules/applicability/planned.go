package applicability

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docPlanned = assess.Doc{
	ID: "S-12", Aspect: assess.Current, Clause: "6.1.3 d, e",
	Requires: "A necessary control is implemented, or will be by a known day",
	Fires:    "a control that is not implemented has no target date, or its target date is over or, from the phase Certification on, beyond the horizon without an acceptance of the risks that it treats (minor), or it is not stated how far it is (unknown)",
	Reasons:  []string{"ImplementationUnknown", "PlannedControlOverdue"}, Grades: []api.Grade{api.GradeUnknown, api.GradeMinor},
	Policy: []string{"applicability.plannedHorizonMonths"},
	Remedy: "Implement the control and set implementation to Implemented, or set targetOn to the day that is planned now",
}

// shelved says that a control is planned for a day beyond the horizon and that the risks
// which wait for it are not accepted until then; "" where it is not.
func shelved(c *assess.Context, e *api.ControlStatement) string {
	if !facts.Established(c) {
		return ""
	}
	late := facts.TooLate(c, e.TargetOn, facts.StatementInForce(c).Record.Spec.IssuedOn, facts.Months(c.Policy.PlannedHorizon()))
	risks := risksOf(c, e)
	if late != "" && len(risks) > 0 && !slices.ContainsFunc(risks, func(r *api.Risk) bool { return !facts.Borne(c, r) }) {
		return ""
	}
	return late
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
	case shelved(c, e) != "":
		f.Message = fmt.Sprintf("%s is not planned in time: it is to be implemented by %s", facts.ControlName(e.ID), shelved(c, e))
	default:
		return
	}
	c.Report(f)
}
