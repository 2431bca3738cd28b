package support

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docNoTime = assess.Doc{
	ID: "P5-04", Point: assess.Support, Aspect: assess.Covered, Clause: "5.1 c, 7.1",
	Requires: "The information security manager has time for the role",
	Fires:    "no time is allocated: not stated (minor) or 0 % (major)",
	Reasons:  []string{"NoTimeAllocated"}, Grades: []api.Grade{api.GradeMinor, api.GradeMajor},
	Remedy: "Set allocationPercent of the assignment to the time that management grants",
}

func checkNoTime(c *assess.Context, r *api.SecurityRole) {
	if r.Spec.Mandate != api.MandateInformationSecurityManager {
		return
	}
	for _, h := range facts.Principals(c, r) {
		if h.Assignment.Capacity == api.CapacityDeputy {
			continue // who acts for a while has the time that they have
		}
		f := assess.Finding{Reason: "NoTimeAllocated", Grade: api.GradeMinor, Field: facts.AssignmentField(h.Assignment, "allocationPercent")}
		switch share := h.Assignment.AllocationPercent; {
		case share == nil:
			f.Message = fmt.Sprintf("It is not stated how much time %s has for the role %s", h.Person.Name, facts.Quote(r.Spec.Title))
		case *share == 0:
			f.Grade = api.GradeMajor
			f.Message = fmt.Sprintf("%s has 0 %% of a working time for the role %s", h.Person.Name, facts.Quote(r.Spec.Title))
		default:
			continue
		}
		c.Report(f)
	}
}
