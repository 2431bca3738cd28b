package maintenance

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

var docExceptionExpired = assess.Doc{
	ID: "P6-07", Point: assess.Maintenance, Aspect: assess.Current, Clause: "7.1, A.5.3",
	Requires: "An exception that has run out is closed, or granted anew",
	Fires:    "the last day of the exception is over, and it is not closed (minor)",
	Reasons:  []string{"ExceptionExpired"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Set spec.closedOn if what it waives is mended; else have an exception approved anew",
}

func checkExceptionExpired(c *assess.Context, e *api.SecurityException) {
	if exceptionOver(c, e) && !c.Today.Reached(e.Spec.ClosedOn) {
		until := e.Spec.Validity.ValidUntil
		c.Report(assess.Finding{
			Reason: "ExceptionExpired", Grade: api.GradeMinor, Field: "spec.validity.validUntil", Since: until.AddDays(1),
			Message: fmt.Sprintf("The exception ran until %s and is not closed; it waives nothing any more", until),
		})
	}
}
