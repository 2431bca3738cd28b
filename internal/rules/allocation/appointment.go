package allocation

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docAppointment = assess.Doc{
	ID: "P8-07", Point: assess.Allocation, Aspect: assess.Owned, Clause: "5.3",
	Requires: "A role is given formally, by somebody else, on a known day",
	Fires:    "an assignment has no appointment date or appointer, or is by the holder (minor)",
	Reasons:  []string{"AppointmentNotFormal"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Set appointedOn and appointedBy of the assignment; somebody else appoints",
}

func checkAppointment(c *assess.Context, r *api.SecurityRole) {
	for i := range r.Spec.Assignments {
		a := &r.Spec.Assignments[i]
		if !facts.Running(c, a) {
			continue
		}
		message, field := "", ""
		switch {
		case a.AppointedBy == nil, !a.AppointedOn.IsZero() && len(facts.PeopleBehind(c, a.AppointedBy, a.AppointedOn)) == 0:
			message, field = "was appointed by nobody who is named", "appointedBy"
		case facts.OneOf(c, a.AppointedBy, a.AppointedOn, []string{a.PersonRef.Name}):
			message, field = "appointed themselves", "appointedBy"
		case a.AppointedOn.IsZero():
			message, field = "has no date of appointment", "appointedOn"
		default:
			continue
		}
		c.Report(assess.Finding{
			Reason: "AppointmentNotFormal", Grade: api.GradeMinor, Field: facts.AssignmentField(a, field),
			Message: fmt.Sprintf("%s %s to the role %s", a.PersonRef.Name, message, facts.Quote(r.Spec.Title)),
		})
	}
}
