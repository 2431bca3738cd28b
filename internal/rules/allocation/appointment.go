package allocation

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docAppointment = assess.Doc{
	ID: "P8-07", Point: assess.Allocation, Aspect: assess.Owned, Clause: "5.3",
	Requires: "A role is given formally, by somebody else who may, on a known day",
	Fires:    "an assignment has no appointer, or is by the holder, or is to a role that an ISMS must have and by nobody of top management and no delegate (minor), or days of appointment are not known (unknown, once for a role). Top management is appointed by law: without evidence one observation for the role. Who is of top management needs nobody to appoint them to another role",
	Reasons:  []string{"AppointmentNotFormal", "AppointmentDayUnknown"},
	Grades:   []api.Grade{api.GradeObservation, api.GradeUnknown, api.GradeMinor},
	Remedy:   "Set appointedOn and appointedBy of the assignment; somebody else appoints, to a role that an ISMS must have top management or its delegate",
	Policy:   []string{"allocation.deputyActingDays"},
	Alone:    "what was signed stands or was ratified, and what one single person cannot mend is no habit",
}

func checkAppointment(c *assess.Context, r *api.SecurityRole) {
	if len(neverAppointed(c)) > 0 {
		return // one finding says it of all
	}
	if r.Spec.Mandate == api.MandateTopManagement {
		checkLawful(c, r)
		return
	}
	var undated []string
	var first *api.Assignment
	for i := range r.Spec.Assignments {
		a := &r.Spec.Assignments[i]
		if !facts.Running(c, a) {
			continue
		}
		f := assess.Finding{Reason: "AppointmentNotFormal", Grade: api.GradeMinor, Field: facts.AssignmentField(a, "appointedBy")}
		message := ""
		switch {
		case unnamed(c, a):
			message = "was appointed by nobody who is named"
		case facts.OneOf(c, a.AppointedBy, a.AppointedOn, []string{a.PersonRef.Name}):
			message = "appointed themselves"
		case a.AppointedOn.IsZero():
			if undated = append(undated, a.PersonRef.Name); first == nil {
				first = a
			}
			continue
		default:
			f.Grade, message = unentitled(c, r, a)
		}
		if message != "" {
			f.Message = fmt.Sprintf("%s %s to the role %s", a.PersonRef.Name, message, facts.Quote(r.Spec.Title))
			c.Report(f)
		}
	}
	if first != nil {
		c.Report(assess.Finding{
			Reason: "AppointmentDayUnknown", Grade: api.GradeUnknown, Field: facts.AssignmentField(first, "appointedOn"),
			Message: fmt.Sprintf("Nobody knows when these were appointed to the role %s, so what they signed as its holders may be from before: %s", facts.Quote(r.Spec.Title), assess.List(undated)),
		})
	}
}

// unnamed reports whether nobody is named who appointed.
func unnamed(c *assess.Context, a *api.Assignment) bool {
	return a.AppointedBy == nil || !a.AppointedOn.IsZero() && len(facts.PeopleBehind(c, a.AppointedBy, a.AppointedOn)) == 0
}

// unentitled says why who appointed to a role that an ISMS must have could not; "" where
// they could. The appointer has to be in office on the day of it, or by the day on which
// it takes effect: who founds an ISMS is appointed with all others.
func unentitled(c *assess.Context, r *api.SecurityRole, a *api.Assignment) (api.Grade, string) {
	days := []api.Date{a.AppointedOn}
	if a.From.After(a.AppointedOn) {
		days = append(days, a.From)
	}
	var worth facts.Signature
	for _, on := range days {
		worth = facts.SignatureOf(c, api.SignAppointment, a.AppointedBy, on)
		top := facts.ActedForTop(c, a.AppointedBy, on) // even an external one, which X-03 says
		if top || !facts.Mandatory(r) || !c.Today.Reached(a.AppointedOn) || worth.Reason == "" || facts.WasTopManagement(c, a.PersonRef.Name, on) {
			return "", ""
		}
	}
	return worth.Grade, fmt.Sprintf("was appointed by %s, who could not: %s;", facts.Quote(a.AppointedBy.Name()), worth.Why)
}

// checkLawful asks for evidence of who is top management: a register, a resolution of the
// owners, or who appointed them and when. The law appoints, and nobody above need exist.
func checkLawful(c *assess.Context, r *api.SecurityRole) {
	if facts.HasOnFile(r.Spec.Evidence) {
		return
	}
	var names []string
	var first *api.Assignment
	for i := range r.Spec.Assignments {
		a := &r.Spec.Assignments[i]
		self := a.AppointedBy != nil && facts.OneOf(c, a.AppointedBy, a.AppointedOn, []string{a.PersonRef.Name})
		if facts.Running(c, a) && (unnamed(c, a) || self || a.AppointedOn.IsZero()) {
			if names = append(names, a.PersonRef.Name); first == nil {
				first = a
			}
		}
	}
	if first == nil {
		return
	}
	c.Report(assess.Finding{
		Reason: "AppointmentNotFormal", Grade: api.GradeObservation, Field: facts.AssignmentField(first, "appointedBy"),
		Message: fmt.Sprintf("Nothing on record shows since when, and by whose act, these hold the role %s: %s", facts.Quote(r.Spec.Title), assess.List(names)),
		Remedy:  "Add the entry in the register of companies or the resolution of the owners to spec.evidence, or set appointedOn and appointedBy of the assignment",
	})
}
