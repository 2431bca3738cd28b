package maintenance

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docExceptionInvalid = assess.Doc{
	ID: "P6-08", Point: assess.Maintenance, Aspect: assess.Covered, Clause: "7.1, A.5.3",
	OfAct:    true,
	Requires: "An exception says what it waives and why, is compensated for, ends, and is approved by somebody else",
	Fires:    "an exception that is not closed or over has no end or too late a one, no object, no reason, no compensating control, no requester or no approval, or was approved by who asked for it (minor)",
	Reasons:  []string{"ExceptionInvalid"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Correct the field that is named, and have the exception approved as it is then; until then it waives nothing",
	Policy: []string{"segregation.exceptionMaxMonths"},
}

func checkExceptionInvalid(c *assess.Context, e *api.SecurityException) {
	if exceptionOver(c, e) || c.Today.Reached(e.Spec.ClosedOn) {
		return
	}
	if v := e.Spec.Validity; len(e.Spec.Approvals) == 0 && v != nil && !facts.Started(c, v.ValidFrom) {
		return // a request that there is time to decide
	}
	if flaw, field := facts.ExceptionInvalid(c, e); flaw != "" {
		c.Report(assess.Finding{
			Reason: "ExceptionInvalid", Grade: api.GradeMinor, Field: field, Message: "The exception " + flaw,
		})
	}
}
