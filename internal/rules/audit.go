package rules

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

func internalAudit() assess.Kind {
	return assess.KindOf[*api.InternalAudit]("InternalAudit", "internalaudits", assess.Reviews, nil,
		append(common(auditFacts, auditReferences, nil),
			assess.On(docClaim, checkClaim),
			assess.On(docAuditSkipped, checkAuditSkipped),
			assess.On(docAuditNotHeld, checkAuditNotHeld),
			assess.On(docAuditFindings, checkAuditFindings),
			assess.On(docIndependent, checkIndependent),
			assess.On(docAuditorCompetent, checkAuditorCompetent),
			assess.On(docAuditorEngaged, checkAuditorsEngaged),
			controlsExist("spec.scope.controls", auditedControls),
		)...)
}

func auditFacts(r *api.InternalAudit) []fact {
	facts := []fact{{"spec.heldOn", r.Spec.HeldOn, "the audit was held"}}
	for i := range r.Spec.Findings {
		f := &r.Spec.Findings[i]
		facts = append(facts, fact{auditFindingField(f, "closedOn"), f.ClosedOn, "the finding was closed"})
	}
	return facts
}

func auditReferences(w *assess.World, r *api.InternalAudit) []reference {
	all := ownerReferences(w, "spec.owner", r.Spec.Owner)
	if s := r.Spec.Scope; s != nil {
		all = append(all, eachTo[*api.SecurityRole](w, "spec.scope.roleRefs", "SecurityRole", s.RoleRefs)...)
	}
	for i := range r.Spec.Auditors {
		a := &r.Spec.Auditors[i]
		all = append(all, to[*api.Person](w, auditorField(a, "personRef"), "Person", a.PersonRef)...)
	}
	for i := range r.Spec.Findings {
		f := &r.Spec.Findings[i]
		all = append(all, ownerReferences(w, auditFindingField(f, "owner"), f.Owner)...)
		all = append(all, to[*api.Improvement](w, auditFindingField(f, "trackedBy"), "Improvement", f.TrackedBy)...)
	}
	return all
}

func auditedControls(r *api.InternalAudit) []api.ControlID {
	if r.Spec.Scope == nil {
		return nil
	}
	return r.Spec.Scope.Controls
}

func auditorField(a *api.Auditor, field string) string {
	return "spec.auditors[" + a.Name + "]." + field
}

func auditFindingField(f *api.AuditFinding, field string) string {
	return "spec.findings[" + f.ID + "]." + field
}

// auditFound reports whether the audit has a finding of the ID.
func auditFound(r *api.InternalAudit, id string) bool {
	for i := range r.Spec.Findings {
		if r.Spec.Findings[i].ID == id {
			return true
		}
	}
	return false
}

// auditHeld reports whether the audit took place.
func auditHeld(c *assess.Context, r *api.InternalAudit) bool {
	return c.Today.Reached(r.Spec.HeldOn)
}

type latestAuditKey struct{}

// latestAudit is the internal audit held last; nil if none ever was.
func latestAudit(c *assess.Context) *api.InternalAudit {
	return assess.Once(c, latestAuditKey{}, func(c *assess.Context) *api.InternalAudit {
		var last *api.InternalAudit
		for r := range assess.All[*api.InternalAudit](c.World) {
			if auditHeld(c, r) && (last == nil || r.Spec.HeldOn.After(last.Spec.HeldOn)) {
				last = r
			}
		}
		return last
	})
}

// heldSince reports whether an audit was held on the day or after it.
func heldSince(c *assess.Context, on api.Date) bool {
	last := latestAudit(c)
	return last != nil && !on.IsZero() && !last.Spec.HeldOn.Before(on)
}

var docAuditSkipped = assess.Doc{
	ID: "P9-11", Aspect: assess.Covered, Clause: "7.1, 9.2",
	Requires: "Internal audits get the time, people and money that they take",
	Fires:    "an audit was not held for want of time, people or money (major; observation once one was held after the day planned)",
	Reasons:  []string{"AuditSkippedForResources"}, Grades: []api.Grade{api.GradeObservation, api.GradeMajor},
	Remedy: "Provide what was wanting, and hold the audit",
}

// skippedFor says what an audit that was skipped wanted; "" where it was no resource.
func skippedFor(r *api.InternalAudit) string {
	if r.Spec.Skipped == nil {
		return ""
	}
	switch r.Spec.Skipped.Cause {
	case api.SkippedNoTime:
		return "time"
	case api.SkippedNoPeople:
		return "people"
	case api.SkippedNoBudget:
		return "money"
	}
	return ""
}

func checkAuditSkipped(c *assess.Context, r *api.InternalAudit) {
	lack := skippedFor(r)
	if lack == "" || auditHeld(c, r) {
		return
	}
	f := assess.Finding{Reason: "AuditSkippedForResources", Grade: api.GradeMajor, Field: "spec.skipped.cause"}
	f.Message = fmt.Sprintf("The audit was not held for want of %s", lack)
	if !r.Spec.PlannedOn.IsZero() {
		f.Message = fmt.Sprintf("The audit planned for %s was not held for want of %s", r.Spec.PlannedOn, lack)
	}
	if heldSince(c, r.Spec.PlannedOn) {
		f.Grade = api.GradeObservation
	}
	c.Report(f)
}

var docAuditNotHeld = assess.Doc{
	ID: "P9-13", Aspect: assess.Current, Clause: "9.2.2",
	Requires: "Planned audits are held, and what they found is reported",
	Fires:    "an audit was not held on the day planned, and none was since (minor), or it has no day (unknown), or it was held and no report is on record (minor; observation once the audit is older than the interval); one that was skipped for want of resources is judged by P9-11",
	Reasons:  []string{"AuditReportMissing", "InternalAuditOverdue", "InternalAuditUndated"},
	Grades:   []api.Grade{api.GradeObservation, api.GradeUnknown, api.GradeMinor},
	Remedy:   "Hold the audit and set spec.heldOn, or plan it anew",
	Policy:   []string{"auditIntervalMonths"},
}

func checkAuditNotHeld(c *assess.Context, r *api.InternalAudit) {
	switch {
	case auditHeld(c, r):
		checkAuditReport(c, r)
	case skippedFor(r) != "":
	case r.Spec.PlannedOn.IsZero() && r.Spec.HeldOn.IsZero():
		c.Report(assess.Finding{
			Reason: "InternalAuditUndated", Grade: api.GradeUnknown, Field: "spec.heldOn",
			Message: "The audit is neither planned for a day nor held on one",
			Remedy:  "Set spec.plannedOn, or spec.heldOn once it was held",
		})
	case c.Today.Past(r.Spec.PlannedOn) && !heldSince(c, r.Spec.PlannedOn):
		c.Report(assess.Finding{
			Reason: "InternalAuditOverdue", Grade: api.GradeMinor, Field: "spec.plannedOn", Since: r.Spec.PlannedOn.AddDays(1),
			Message: fmt.Sprintf("The audit was planned for %s and was not held", r.Spec.PlannedOn),
		})
	}
}

// checkAuditReport asks for the documented information that Clause 9.2.2 wants of
// the results of an audit.
func checkAuditReport(c *assess.Context, r *api.InternalAudit) {
	if r.Spec.Report == nil {
		c.Report(assess.Finding{
			Reason: "AuditReportMissing", Grade: auditGrading(c, r)(api.GradeMinor), Field: "spec.report", Since: r.Spec.HeldOn,
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
	Policy:   []string{"auditIntervalMonths"},
}

func checkAuditProgramme(c *assess.Context, a *api.ClauseAssessment) {
	f := assess.Finding{Reason: "NoInternalAudit", Grade: api.GradeMinor, Message: "No internal audit was ever held"}
	last := latestAudit(c)
	if last == nil {
		switch a.Spec.Phase {
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
	if a.Spec.Phase == api.PhaseCertification {
		f.Grade = api.GradeMajor
	}
	c.Report(f)
}

var docAuditFindings = assess.Doc{
	ID: "P9-14", Aspect: assess.Current, Clause: "9.2, 10.2",
	Requires: "What an audit finds has an owner and a due date, and is dealt with by it",
	Fires:    "an open finding is overdue (minor; major if it was graded Major), or has no owner, due date or grade (minor); observations and opportunities need none",
	Reasons:  []string{"AuditFindingOverdue", "AuditFindingIncomplete"},
	Grades:   []api.Grade{api.GradeMinor, api.GradeMajor},
	Remedy:   "Deal with the finding and set its closedOn",
}

func checkAuditFindings(c *assess.Context, r *api.InternalAudit) {
	for i := range r.Spec.Findings {
		f := &r.Spec.Findings[i]
		if c.Today.Reached(f.ClosedOn) {
			continue
		}
		if c.Today.Past(f.DueOn) {
			grade := api.GradeMinor
			if f.Grade == api.GradeMajor {
				grade = api.GradeMajor
			}
			c.Report(assess.Finding{
				Reason: "AuditFindingOverdue", Grade: grade, Field: auditFindingField(f, "dueOn"), Since: f.DueOn.AddDays(1),
				Message: fmt.Sprintf("Finding %s was due on %s and is open", quote(f.ID), f.DueOn),
			})
		}
		if lacks, field := auditFindingLacks(f); len(lacks) > 0 {
			c.Report(assess.Finding{
				Reason: "AuditFindingIncomplete", Grade: api.GradeMinor, Field: auditFindingField(f, field),
				Message: fmt.Sprintf("Finding %s lacks %s", quote(f.ID), assess.And(lacks)),
				Remedy:  "Set owner, dueOn and grade of the finding",
			})
		}
	}
}

// auditFindingLacks says what an open finding lacks, and the field of the first lack.
func auditFindingLacks(f *api.AuditFinding) (lacks []string, field string) {
	add := func(at, what string) {
		if field == "" {
			field = at
		}
		lacks = append(lacks, what)
	}
	if f.Grade == api.GradeObservation || f.Grade == api.GradeOpportunity {
		return nil, ""
	}
	if f.Owner == nil || (f.Owner.RoleRef == nil && f.Owner.PersonRef == nil) {
		add("owner", "an owner")
	}
	if f.DueOn.IsZero() {
		add("dueOn", "a due date")
	}
	if f.Grade == "" || f.Grade == api.GradeUnknown {
		add("grade", "a grade")
	}
	return lacks, field
}
