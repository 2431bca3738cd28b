package review

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docAuditNotHeld = assess.Doc{
	ID: "P9-13", Aspect: assess.Current, Clause: "9.2.2",
	Requires: "Planned audits are held, and what they found is reported",
	Fires:    "an audit was not held on the day planned, and none was since (minor), or it has no day (unknown), or it was held and some time after it no report is on record (minor; observation once the audit is older than the interval); one that was skipped for want of resources is judged by P9-11",
	Reasons:  []string{"AuditReportMissing", "InternalAuditOverdue", "InternalAuditUndated"},
	Grades:   []api.Grade{api.GradeObservation, api.GradeUnknown, api.GradeMinor},
	Remedy:   "Hold the audit and set spec.heldOn, or plan it anew",
	Policy:   []string{"review.auditIntervalMonths", "review.auditReportDays"},
	Alone:    "a review or an audit of the past cannot be mended any more",
}

func checkAuditNotHeld(c *assess.Context, r *api.InternalAudit) {
	switch {
	case facts.AuditHeld(c, r):
		checkAuditReport(c, r)
	case skippedFor(r) != "":
	case r.Spec.PlannedOn.IsZero() && r.Spec.HeldOn.IsZero():
		c.Report(assess.Finding{
			Reason: "InternalAuditUndated", Grade: api.GradeUnknown, Field: "spec.heldOn",
			Message: "The audit is neither planned for a day nor held on one",
			Remedy:  "Set spec.plannedOn, or spec.heldOn once it was held",
		})
	case c.Today.Past(r.Spec.PlannedOn) && !facts.AuditHeldSince(c, r.Spec.PlannedOn):
		c.Report(assess.Finding{
			Reason: "InternalAuditOverdue", Grade: api.GradeMinor, Field: "spec.plannedOn", Since: r.Spec.PlannedOn.AddDays(1),
			Message: fmt.Sprintf("The audit was planned for %s and was not held", r.Spec.PlannedOn),
		})
	}
}

// checkAuditReport asks for the documented information that Clause 9.2.2 wants of
// the results of an audit.
func checkAuditReport(c *assess.Context, r *api.InternalAudit) {
	if due := r.Spec.HeldOn.AddDays(c.Policy.AuditReportWait()); r.Spec.Report == nil && c.Today.Past(due) {
		c.Report(assess.Finding{
			Reason: "AuditReportMissing", Grade: facts.AuditGrading(c, r)(api.GradeMinor), Field: "spec.report", Since: due.AddDays(1),
			Message: fmt.Sprintf("The audit was held on %s, and no report of it is on record", r.Spec.HeldOn),
			Remedy:  "Have the auditors report to management, and set spec.report to where the report is",
		})
	}
}

var docAuditProgramme = assess.Doc{
	ID: "P9-13", Point: assess.Reviews, Aspect: assess.Current, Clause: "9.2",
	Requires: "Internal audits are held at planned intervals",
	Fires:    "none was ever held (major from the phase Certification on, observation in Establishment, else minor), or the last is older than the interval (minor; major in Certification)",
	Reasons:  []string{"NoInternalAudit", "InternalAuditOverdue"},
	Grades:   []api.Grade{api.GradeObservation, api.GradeMinor, api.GradeMajor},
	Remedy:   "Hold an internal audit and record it as an InternalAudit with its heldOn",
	Policy:   []string{"review.auditIntervalMonths"},
	Alone:    "a review or an audit of the past cannot be mended any more",
}

func checkAuditProgramme(c *assess.Context, _ *api.ClauseAssessment) {
	f := assess.Finding{Reason: "NoInternalAudit", Grade: api.GradeMinor, Message: "No internal audit was ever held"}
	last := facts.LatestAudit(c)
	if last == nil {
		switch facts.PhaseOf(c) {
		case api.PhaseCertification, api.PhaseMaintenance:
			f.Grade = api.GradeMajor
		case api.PhaseEstablishment:
			f.Grade = api.GradeObservation
		}
		c.Report(f)
		return
	}
	due := last.Spec.HeldOn.AddMonths(c.Policy.AuditInterval())
	if !c.Today.Past(due) {
		return
	}
	f.Reason, f.Since = "InternalAuditOverdue", due.AddDays(1)
	f.Message = fmt.Sprintf("The last internal audit was held on %s, and the next was due on %s", last.Spec.HeldOn, due)
	if facts.PhaseOf(c) == api.PhaseCertification {
		f.Grade = api.GradeMajor
	}
	c.Report(f)
}
