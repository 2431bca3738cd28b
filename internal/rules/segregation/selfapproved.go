package segregation

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docSelfApproved = assess.Doc{
	ID: "D-03", Point: assess.Segregation, Aspect: assess.Owned, Clause: "A.5.3",
	OfAct:    true,
	Requires: "A conflict of duties is waived by somebody whose conflict it is not",
	Fires:    "the approver is one of the people whose conflict is waived, or nobody else is engaged who could approve (minor)",
	Reasons:  []string{"WaiverSelfApproved"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Have the exception approved by somebody else, if need be from outside, such as the board or an owner",
}

func checkSelfApproved(c *assess.Context, e *api.SecurityException) {
	if !waiving(c, e) || len(e.Spec.PersonRefs) == 0 {
		return
	}
	names := facts.Names(e.Spec.PersonRefs)
	f := assess.Finding{Reason: "WaiverSelfApproved", Grade: api.GradeMinor, Field: "spec.approvals"}
	alone := !someoneElse(c, names)
	switch a, _ := facts.ExceptionSigned(c, e, api.SignException); {
	case facts.ApprovedBySubject(c, e):
		f.Field = facts.ApprovalField(a, "by")
		f.Message = fmt.Sprintf("%s approved the exception, and it waives their own conflict", a.By.Name())
		if alone {
			f.Message += "; nobody else is engaged"
		}
	case alone && len(e.Spec.Approvals) == 0:
		f.Message = fmt.Sprintf("Nobody is engaged who could approve the exception but those whose conflict it waives: %s", assess.List(names))
	default:
		return
	}
	c.Report(f)
}

// someoneElse reports whether a person who is not among the names is engaged.
func someoneElse(c *assess.Context, names []string) bool {
	for p := range assess.All[*api.Person](c.World) {
		if !slices.Contains(names, p.Name) && facts.Present(c, p) {
			return true
		}
	}
	return false
}
