package rules

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// selfApprovalRules judge who waives a conflict of duties; they are asked of a
// SecurityException.
func selfApprovalRules() []assess.Rule {
	return []assess.Rule{
		waiverSelfApproved(),
		assess.On(docWaivedIndependence, checkWaivedIndependence),
	}
}

var docSelfApproved = assess.Doc{
	ID: "D-03", Point: assess.Segregation, Aspect: assess.Owned, Clause: "A.5.3",
	Requires: "A conflict of duties is waived by somebody whose conflict it is not",
	Fires:    "the approver is one of the people whose conflict is waived, or nobody else is engaged who could approve (minor)",
	Reasons:  []string{"WaiverSelfApproved"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Have the exception approved by somebody else, if need be from outside, such as the board or an owner",
}

func waiverSelfApproved() assess.Rule { return assess.On(docSelfApproved, checkSelfApproved) }

// waiving reports whether the exception is on record as waiving a conflict: one that
// is closed or has ended is history.
func waiving(c *assess.Context, e *api.SecurityException) bool {
	ended := e.Spec.Validity != nil && c.Today.Past(e.Spec.Validity.ValidUntil)
	return e.Spec.Conflict != nil && !ended && !c.Today.Reached(e.Spec.ClosedOn)
}

func checkSelfApproved(c *assess.Context, e *api.SecurityException) {
	if !waiving(c, e) || len(e.Spec.PersonRefs) == 0 {
		return
	}
	names := roleNames(e.Spec.PersonRefs)
	f := assess.Finding{Reason: "WaiverSelfApproved", Grade: api.GradeMinor, Field: "spec.approval.by"}
	alone := !someoneElse(c, names)
	switch a := e.Spec.Approval; {
	case a != nil && slices.Contains(names, a.By.Name):
		f.Message = fmt.Sprintf("%s approved the exception, and it waives their own conflict", a.By.Name)
		if alone {
			f.Message += "; nobody else is engaged"
		}
	case alone && a == nil:
		f.Field = "spec.approval"
		f.Message = fmt.Sprintf("Nobody is engaged who could approve the exception but those whose conflict it waives: %s", assess.List(names))
	default:
		return
	}
	c.Report(f)
}

// someoneElse reports whether a person who is not among the names is engaged.
func someoneElse(c *assess.Context, names []string) bool {
	for p := range assess.All[*api.Person](c.World) {
		if !slices.Contains(names, p.Name) && present(c, p) {
			return true
		}
	}
	return false
}

var docWaivedIndependence = assess.Doc{
	ID: "D-07", Point: assess.Segregation, Aspect: assess.Covered, Clause: docIndependence.Clause,
	Requires: docIndependence.Requires,
	Fires:    "an exception waives a pair of duties on the independence of internal audit, which has no effect (minor)",
	Reasons:  docIndependence.Reasons, Grades: docIndependence.Grades,
	Remedy: "Close the exception, and have the audit done by somebody who is independent, if need be from outside",
}

func checkWaivedIndependence(c *assess.Context, e *api.SecurityException) {
	if !waiving(c, e) {
		return
	}
	if p, known := defaultConflict(e.Spec.Conflict.First, e.Spec.Conflict.Second); known && p.independent() {
		c.Report(assess.Finding{
			Reason: "IndependenceNotWaivable", Grade: api.GradeMinor, Field: "spec.conflict",
			Message: fmt.Sprintf("%s and %s (pair %d) are about the independence of internal audit, which an exception cannot waive", p.first, p.second, p.number),
		})
	}
}
