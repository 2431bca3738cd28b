package review

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docAuditSkipped = assess.Doc{
	ID: "P9-11", Aspect: assess.Covered, Clause: "7.1, 9.2",
	Requires: "Internal audits get the time, people and money that they take",
	Fires:    "an audit was not held for want of time, people or money (major; observation once one was held after the day planned)",
	Reasons:  []string{"AuditSkippedForResources"}, Grades: []api.Grade{api.GradeObservation, api.GradeMajor},
	Remedy: "Provide what was wanting, and hold the audit",
	Alone:  "a review or an audit of the past cannot be mended any more",
}

func checkAuditSkipped(c *assess.Context, r *api.InternalAudit) {
	lack := skippedFor(r)
	if lack == "" || facts.AuditHeld(c, r) {
		return
	}
	f := assess.Finding{Reason: "AuditSkippedForResources", Grade: api.GradeMajor, Field: "spec.skipped.cause"}
	f.Message = fmt.Sprintf("The audit was not held for want of %s", lack)
	if !r.Spec.PlannedOn.IsZero() {
		f.Message = fmt.Sprintf("The audit planned for %s was not held for want of %s", r.Spec.PlannedOn, lack)
	}
	if facts.AuditHeldSince(c, r.Spec.PlannedOn) {
		f.Grade = api.GradeObservation
	}
	c.Report(f)
}
