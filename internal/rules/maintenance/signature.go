package maintenance

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docSignature = assess.Doc{
	ID: "X-15", Point: assess.Maintenance, Aspect: assess.Owned, Clause: "5.3, 7.1",
	OfAct:    true,
	Requires: "Who waives a lapse, or allows a deviation, has the authority to it, and was in office on the day",
	Fires:    "a waiver of what would be a major nonconformity is approved by nobody of top management and no delegate, or another by nobody who owns a risk or holds a mandate of the ISMS, or the approver is external, was not engaged, or was appointed later with effect from before (minor; observation where it was ratified, or where one single internal person is engaged)",
	Reasons:  []string{facts.SignatureNotEntitled, facts.SignatoryNotInOffice},
	Grades:   []api.Grade{api.GradeObservation, api.GradeMinor},
	Remedy:   "Have somebody approve the exception who may, and add that to spec.approvals; until then it waives nothing",
	Policy:   []string{"allocation.deputyActingDays"},
	Alone:    "what was signed stands or was ratified, and what one single person cannot mend is no habit",
}

func checkSignature(c *assess.Context, e *api.SecurityException) {
	if (e.Spec.Lapse == nil && e.Spec.Deviation == nil) || e.Spec.Conflict != nil || exceptionOver(c, e) || c.Today.Reached(e.Spec.ClosedOn) {
		return
	}
	if f, found := facts.ExceptionNotEntitled(c, e, facts.LapseAct(c, e)); found {
		c.Report(f)
	}
}
