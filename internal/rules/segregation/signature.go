package segregation

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docSignature = assess.Doc{
	ID: "X-15", Point: assess.Segregation, Aspect: assess.Owned, Clause: "5.3, A.5.3",
	OfAct:    true,
	Requires: "Who waives a conflict of duties has the authority to it, and was in office on the day",
	Fires:    "a waiver of a pair that is graded major is approved by nobody of top management and no delegate, or another by nobody who owns a risk or holds a mandate of the ISMS, or the approver is external, was not engaged, or was appointed later with effect from before (minor; observation where it was ratified, or where one single internal person is engaged)",
	Reasons:  []string{facts.SignatureNotEntitled, facts.SignatoryNotInOffice},
	Grades:   []api.Grade{api.GradeObservation, api.GradeMinor},
	Remedy:   "Have somebody approve the exception who may, and add that to spec.approvals; until then it waives nothing",
	Policy:   []string{"segregation.dutyConflicts", "allocation.deputyActingDays"},
	Alone:    "what was signed stands or was ratified, and what one single person cannot mend is no habit",
}

func checkSignature(c *assess.Context, e *api.SecurityException) {
	if !waiving(c, e) || facts.ApprovedBySubject(c, e) {
		return
	}
	if f, found := facts.ExceptionNotEntitled(c, e, facts.ConflictActOf(c, e.Spec.Conflict)); found {
		c.Report(f)
	}
}
