package rules_test

import (
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

const (
	notIndependent = "D-04 AuditorNotIndependent Major spec.auditors[ben].personRef"
	notCompetent   = "D-05 AuditorNotCompetent Minor spec.auditors"
	noClaim        = "P2-16 ClaimWithoutRecord Minor spec.auditors[ben].claimedCompetencies"
	auditSkipped   = "P9-11 AuditSkippedForResources Major spec.skipped.cause"
	auditNotHeld   = "P9-13 InternalAuditOverdue Minor spec.plannedOn"
)

func anAudit(change func(*api.InternalAuditSpec)) func(*fixture) {
	return func(f *fixture) { change(&f.iaudit.Spec) }
}

// plannedAudit makes the audit one that is planned, and adds one that was held on a day.
func plannedAudit(on, held string) func(*fixture) {
	return func(f *fixture) {
		if held != "" {
			other := f.iaudit.DeepCopy()
			other.Name, other.Spec.HeldOn = "other", date(held)
			f.add(other)
		}
		f.iaudit.Spec.HeldOn, f.iaudit.Spec.PlannedOn = api.Date{}, api.Date{}
		if on != "" {
			f.iaudit.Spec.PlannedOn = date(on)
		}
	}
}

func skippedAudit(cause api.AuditSkipCause, plan, held string) func(*fixture) {
	return func(f *fixture) {
		plannedAudit(plan, held)(f)
		f.iaudit.Spec.Skipped = &api.SkippedAudit{Cause: cause}
	}
}

// benHolds assigns a role to the auditor for a time.
func benHolds(role func(*fixture) *api.SecurityRole, from, until string) func(*fixture) {
	return func(f *fixture) {
		a := assigned("ben", "boss")
		if from != "" {
			a.From = date(from)
		}
		if until != "" {
			a.Until = date(until)
		}
		r := role(f)
		r.Spec.Assignments = append(r.Spec.Assignments, a)
	}
}

// desk is a role of its own, which the fixture does not audit.
func desk(f *fixture) *api.SecurityRole {
	r := aRole("desk", api.MandateNone, assigned("ada", "boss"))
	f.add(r)
	return r
}

func theISM(f *fixture) *api.SecurityRole { return f.ism }

// auditsControl makes the audit look at a control alone.
func auditsControl(f *fixture) {
	f.iaudit.Spec.Scope = &api.AuditScope{Controls: []api.ControlID{"A.8.13"}}
}

func auditFinding(change func(*api.AuditFinding)) func(*fixture) {
	return anAudit(func(s *api.InternalAuditSpec) {
		s.Findings = []api.AuditFinding{{ID: "F1", Grade: api.GradeMinor, Text: "A door was open", Owner: &api.Actor{RoleRef: ref("ism")}, DueOn: date("2026-12-31")}}
		change(&s.Findings[0])
	})
}

var auditRows = []row{
	{name: "sound", why: "nothing is wrong with the fixture"},
	// P2-16
	{name: "claim proven", why: "the record proves it, whatever its case", change: anAudit(func(s *api.InternalAuditSpec) { s.Auditors[0].ClaimedCompetencies = []string{"SECURITY basics"} })},
	{name: "claim of nothing", why: "no record proves it", change: anAudit(func(s *api.InternalAuditSpec) { s.Auditors[0].ClaimedCompetencies = []string{"CISA"} }), want: []string{noClaim}},
	{name: "claim proven on the last day", why: "valid on the day of the audit", change: func(f *fixture) {
		anAudit(func(s *api.InternalAuditSpec) { s.Auditors[0].ClaimedCompetencies = []string{"CISA"} })(f)
		f.add(aSkill("ben-cisa", "ben", "CISA"))
		f.more[len(f.more)-1].(*api.CompetencyRecord).Spec.Validity = &api.Validity{ValidUntil: date("2026-02-10")}
	}},
	{name: "claim lapsed a day before", why: "not valid on the day of the audit", change: func(f *fixture) {
		anAudit(func(s *api.InternalAuditSpec) { s.Auditors[0].ClaimedCompetencies = []string{"CISA"} })(f)
		f.add(aSkill("ben-cisa", "ben", "CISA"))
		f.more[len(f.more)-1].(*api.CompetencyRecord).Spec.Validity = &api.Validity{ValidUntil: date("2026-02-09")}
	}, want: []string{noClaim}},
	{name: "claim for an audit to come", why: "what counts is what is proven now", change: func(f *fixture) {
		plannedAudit("2026-07-01", "")(f)
		f.iaudit.Spec.Auditors[0].ClaimedCompetencies = []string{"Security basics"}
	}},
	{name: "claim of nothing for an audit to come", why: "there is time to prove it", change: func(f *fixture) {
		plannedAudit("2026-07-01", "2026-02-10")(f)
		f.iaudit.Spec.Auditors[0].ClaimedCompetencies = []string{"CISA"}
	}, want: []string{"P2-16 ClaimWithoutRecord Observation spec.auditors[ben].claimedCompetencies"}},
	{name: "claim of nothing for an audit of today", why: "until the day itself", change: func(f *fixture) {
		plannedAudit(baseDay, "2026-02-10")(f)
		f.iaudit.Spec.Auditors[0].ClaimedCompetencies = []string{"CISA"}
	}, want: []string{"P2-16 ClaimWithoutRecord Observation spec.auditors[ben].claimedCompetencies"}},
	{name: "claim of nothing for an audit of yesterday", why: "not after it", change: func(f *fixture) {
		plannedAudit("2026-06-14", "2026-06-14")(f)
		f.iaudit.Spec.Auditors[0].ClaimedCompetencies = []string{"CISA"}
	}, want: []string{noClaim}},
	{name: "claim attained on the day", why: "in time", change: func(f *fixture) {
		f.iaudit.Spec.Auditors[0].ClaimedCompetencies = []string{"Security basics"}
		f.benSkill.Spec.AchievedOn = date("2026-02-10")
	}},
	{name: "claim attained a day later", why: "and so nothing proves the auditor able", change: func(f *fixture) {
		f.iaudit.Spec.Auditors[0].ClaimedCompetencies = []string{"Security basics"}
		f.benSkill.Spec.AchievedOn = date("2026-02-11")
	}, want: []string{noClaim, notCompetent}},
	{name: "claim withdrawn since", why: "it held on the day", change: func(f *fixture) {
		f.iaudit.Spec.Auditors[0].ClaimedCompetencies = []string{"Security basics"}
		f.benSkill.Spec.RevokedOn = date("2026-02-11")
	}},
	{name: "claim withdrawn on the day", why: "it did not", change: func(f *fixture) { f.benSkill.Spec.RevokedOn = date("2026-02-10") }, want: []string{notCompetent}},
	// P9-11
	{name: "skipped for want of time", why: "the ISMS lacks resources", change: skippedAudit(api.SkippedNoTime, "2026-03-01", "2026-02-10"), want: []string{auditSkipped}},
	{name: "skipped for want of people", why: "so it does", change: skippedAudit(api.SkippedNoPeople, "2026-03-01", ""), want: []string{auditSkipped}},
	{name: "skipped for want of money", why: "and so without a day", change: skippedAudit(api.SkippedNoBudget, "", "2026-02-10"), want: []string{auditSkipped}},
	{name: "skipped and held later", why: "it was made up for", change: skippedAudit(api.SkippedNoTime, "2026-03-01", "2026-03-01"), want: []string{"P9-11 AuditSkippedForResources Observation spec.skipped.cause"}},
	// P9-13
	{name: "planned for today", why: "the day is not over", change: plannedAudit(baseDay, "2026-02-10")},
	{name: "planned for yesterday", why: "it was not held", change: plannedAudit("2026-06-14", "2026-02-10"), want: []string{auditNotHeld}},
	{name: "planned and held as another", why: "an audit was held since", change: plannedAudit("2026-02-10", "2026-02-10")},
	{name: "postponed", why: "it was not held either", change: skippedAudit(api.SkippedPostponed, "2026-06-14", "2026-02-10"), want: []string{auditNotHeld}},
	{name: "no day", why: "nobody knows when", change: plannedAudit("", "2026-02-10"), want: []string{"P9-13 InternalAuditUndated Unknown spec.heldOn"}},
	{name: "held today", why: "today has come", change: anAudit(func(s *api.InternalAuditSpec) { s.HeldOn = date(baseDay) })},
	{name: "held tomorrow", why: "that is a plan, and the day planned is over", change: anAudit(func(s *api.InternalAuditSpec) { s.HeldOn = date("2026-06-16") }), want: []string{auditNotHeld, "X-05 DateInFuture Minor spec.heldOn"}},
	{name: "held without a report", why: "nobody knows what it found", change: anAudit(func(s *api.InternalAuditSpec) { s.Report = nil }), want: []string{"P9-13 AuditReportMissing Minor spec.report"}},
	{name: "held without a report, last day", why: "it still is the audit of the year", today: "2027-02-10", change: anAudit(func(s *api.InternalAuditSpec) { s.Report = nil }), want: []string{"P9-13 AuditReportMissing Minor spec.report"}},
	{name: "held without a report, long ago", why: "nobody will write it now", today: "2027-02-11", change: anAudit(func(s *api.InternalAuditSpec) { s.Report = nil }), want: []string{"P9-13 AuditReportMissing Observation spec.report"}},
	{name: "planned without a report", why: "it found nothing yet", change: func(f *fixture) {
		plannedAudit(baseDay, "2026-02-10")(f)
		f.iaudit.Spec.Report = nil
	}},
	// P9-14
	{name: "finding due today", why: "in time", change: auditFinding(func(f *api.AuditFinding) { f.DueOn = date(baseDay) })},
	{name: "finding overdue", why: "the day after is not", change: auditFinding(func(f *api.AuditFinding) { f.DueOn = date("2026-06-14") }), want: []string{"P9-14 AuditFindingOverdue Minor spec.findings[F1].dueOn"}},
	{name: "major finding overdue", why: "it stays as grave as it was", change: auditFinding(func(f *api.AuditFinding) { f.DueOn, f.Grade = date("2026-06-14"), api.GradeMajor }), want: []string{"P9-14 AuditFindingOverdue Major spec.findings[F1].dueOn"}},
	{name: "finding closed", why: "what is done is done", change: auditFinding(func(f *api.AuditFinding) { f.DueOn, f.ClosedOn, f.Owner = date("2026-06-14"), date(baseDay), nil })},
	{name: "finding closed tomorrow", why: "it is open", change: auditFinding(func(f *api.AuditFinding) { f.DueOn, f.ClosedOn = date("2026-06-14"), date("2026-06-16") }), want: []string{"P9-14 AuditFindingOverdue Minor spec.findings[F1].dueOn", "X-05 DateInFuture Minor spec.findings[F1].closedOn"}},
	{name: "finding of nobody", why: "nobody will close it", change: auditFinding(func(f *api.AuditFinding) { f.Owner = &api.Actor{StatedAs: "TBD"} }), want: []string{"P9-14 AuditFindingIncomplete Minor spec.findings[F1].owner"}},
	{name: "finding without due date", why: "it never falls due", change: auditFinding(func(f *api.AuditFinding) { f.DueOn = api.Date{} }), want: []string{"P9-14 AuditFindingIncomplete Minor spec.findings[F1].dueOn"}},
	{name: "finding without grade", why: "nobody knows how grave it is", change: auditFinding(func(f *api.AuditFinding) { f.Grade = "" }), want: []string{"P9-14 AuditFindingIncomplete Minor spec.findings[F1].grade"}},
	{name: "observation of an audit", why: "nothing has to be done", change: auditFinding(func(f *api.AuditFinding) { *f = api.AuditFinding{ID: "F1", Grade: api.GradeObservation} })},
	{name: "finding tracked by nothing", why: "what is named exists", change: auditFinding(func(f *api.AuditFinding) { f.TrackedByRef, f.Owner = ref("ghost"), &api.Actor{RoleRef: ref("ghost")} }), want: []string{
		"X-04 ReferenceNotFound Minor spec.findings[F1].owner.roleRef", "X-04 ReferenceNotFound Minor spec.findings[F1].trackedByRef",
	}},
}

func TestInternalAudit(t *testing.T) { testRows(t, "InternalAudit/audit-2026", auditRows) }
