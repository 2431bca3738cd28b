package rules_test

import (
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

const (
	noBudgetYet   = "P4-01 NoApprovedBudget Observation"
	noBudgetMajor = "P4-01 NoApprovedBudget Major"
	noImprovement = "P10-01 NoImprovementRecorded Observation"
	notReady      = "L-02 NotReadyForCertification Major spec.phase"
	leftExternal  = "L-03 NoTransitionToInternal Observation spec.phase"
	reasonAstray  = "X-14 PolicyReasonUnknownField Observation spec.policy.reasons[0].field"
	leftTooLong   = "L-03 NoTransitionToInternal Minor spec.phase"
	auditUnsched  = "L-04 ExternalAuditNotPlanned Observation spec.nextExternalAudit"
	auditDueNow   = "L-04 ExternalAuditNotPlanned Minor spec.nextExternalAudit"
	auditUnpaid   = "L-04 ExternalAuditNotPlanned Observation spec.nextExternalAudit.startsOn"
	auditUnpaidM  = "L-04 ExternalAuditNotPlanned Minor spec.nextExternalAudit.startsOn"
	recursISMS    = "P10-06 RecurringFinding Minor"
)

// budgetEnds makes the period of the only budget end on a day.
func budgetEnds(end string) func(*fixture) {
	return func(f *fixture) { f.budget.Spec.Period.Start, f.budget.Spec.Period.End = date("2025-07-01"), date(end) }
}

// waiting takes the approval back and lets the period start on a day.
func waiting(start string) func(*fixture) {
	return func(f *fixture) { f.budget.Spec.Approvals, f.budget.Spec.Period.Start = nil, date(start) }
}

// certifying is an ISMS that is ready for certification.
func certifying(change func(*fixture)) func(*fixture) {
	return func(f *fixture) {
		f.isms.Spec.Phase = api.PhaseCertification
		f.hosting.Spec.CertificationBodyRelation = api.CertificationBodyIs
		for _, r := range f.more {
			if soa, ok := r.(*api.StatementOfApplicability); ok {
				f.drop(soa)
			}
		}
		f.add(&api.StatementOfApplicability{ObjectMeta: named("zz"), Spec: api.StatementOfApplicabilitySpec{
			Approvals: []api.Approval{{Name: "board", By: *actor("boss"), ApprovedOn: date("2026-06-01")}},
		}})
		change(f)
	}
}

func theSoA(f *fixture) *api.StatementOfApplicability {
	return f.more[len(f.more)-1].(*api.StatementOfApplicability)
}

// outside makes the role of the manager one of an external person, in maintenance.
func outside(issued string, change func(*fixture)) func(*fixture) {
	return func(f *fixture) {
		certificate(issued, "2028-05-31")(f)
		f.ada.Spec.Sourcing, f.ada.Spec.ServiceRef = api.SourcingExternal, ref("consulting")
		f.add(aSkill("ben-lead", "ben", "ISO 27001 Lead Auditor"))
		change(f)
	}
}

func nothing(*fixture) {}

// reasonFor gives a reason for something.
func reasonFor(field string) func(*fixture) {
	return func(f *fixture) {
		f.isms.Spec.Policy.Reasons = []api.PolicyReason{{Field: field, Because: "The auditor was ill"}}
	}
}

// surveillance sets when the last external audit was and the certificate was issued,
// and that no next one is scheduled.
func surveillance(last, issued, expires string) func(*fixture) {
	return func(f *fixture) {
		certificate(issued, expires)(f)
		f.isms.Spec.NextExternalAudit, f.isms.Spec.LastExternalAudit = nil, nil
		if last != "" {
			f.isms.Spec.LastExternalAudit = &api.ExternalAudit{StartsOn: date(last)}
		}
	}
}

// scheduled sets when the last external audit was, the certificate was issued and the
// next audit is scheduled, and pays for it.
func scheduled(last, issued, expires, next string) func(*fixture) {
	return func(f *fixture) {
		surveillance(last, issued, expires)(f)
		f.isms.Spec.NextExternalAudit = &api.ExternalAudit{StartsOn: date(next)}
		f.budget.Spec.Period.End = date("2027-12-31")
	}
}

// unpaid schedules an audit for a day that no budget line pays for.
func unpaid(on string) func(*fixture) {
	return func(f *fixture) {
		audits("", on)(f)
		f.budget.Spec.Lines[3].Planned = ptr[api.Amount]("0")
	}
}

var lifecycleRows = []row{
	// P4-01
	{name: "budget's last day", why: "the last day is in the period", change: budgetEnds(baseDay)},
	{name: "budget ended", why: "there are days of grace", change: budgetEnds("2026-06-14"), want: []string{noBudgetYet}},
	{name: "last day of grace", why: "30 days after the end", change: budgetEnds("2026-05-16"), want: []string{noBudgetYet}},
	{name: "grace over", why: "31 days after it", change: budgetEnds("2026-05-15"), want: []string{noBudgetMajor}},
	{name: "grace by policy", why: "the days are the organisation's to set", change: func(f *fixture) {
		budgetEnds("2026-06-14")(f)
		f.isms.Spec.Policy.Budget.GraceDays = ptr[int32](0)
	}, want: []string{noBudgetMajor}},
	{name: "budget waits for approval", why: "there are days of grace after its start", change: waiting("2026-05-16"), want: []string{noBudgetYet}},
	{name: "budget waits too long", why: "30 days are over", change: waiting("2026-05-15"), want: []string{noBudgetMajor}},
	{name: "approved today", why: "today has come", change: budget(func(s *api.SecurityBudgetSpec) { s.Approvals[0].ApprovedOn = date(baseDay) })},
	{name: "approved tomorrow", why: "tomorrow has not", change: budget(func(s *api.SecurityBudgetSpec) { s.Approvals[0].ApprovedOn = date("2026-06-16") }), want: []string{noBudgetMajor}},
	{name: "starts today", why: "the first day is in the period", change: budget(func(s *api.SecurityBudgetSpec) { s.Period.Start = date(baseDay) })},
	{name: "starts tomorrow", why: "a budget to come provides nothing", change: budget(func(s *api.SecurityBudgetSpec) { s.Period.Start = date("2026-06-16") }), want: []string{noBudgetMajor}},
	{name: "no budget", why: "none at all", change: func(f *fixture) { f.drop(f.budget) }, want: []string{noBudgetMajor}},
	{name: "budget without end", why: "a period without end is none", change: budget(func(s *api.SecurityBudgetSpec) { s.Period.End = api.Date{} }), want: []string{noBudgetMajor}},
	// P9-13
	{name: "no audit", why: "before certification there is time", change: func(f *fixture) { f.drop(f.iaudit) }, want: []string{"P9-13 NoInternalAudit Minor"}},
	{name: "no audit in establishment", why: "there is more time", change: func(f *fixture) {
		f.drop(f.iaudit)
		f.isms.Spec.Phase = api.PhaseEstablishment
	}, want: []string{"P9-13 NoInternalAudit Observation"}},
	{name: "no audit in certification", why: "there is none", change: certifying(func(f *fixture) { f.drop(f.iaudit) }), want: []string{notReady, "P9-13 NoInternalAudit Major"}},
	{name: "audit a year ago", why: "in time", change: anAudit(func(s *api.InternalAuditSpec) { s.HeldOn = date("2025-06-15") })},
	{name: "audit more than a year ago", why: "the day after is not", change: anAudit(func(s *api.InternalAuditSpec) { s.HeldOn = date("2025-06-14") }), want: []string{"P9-13 InternalAuditOverdue Minor"}},
	{name: "audit more than a year ago, certification", why: "the certificate hangs on it", change: certifying(anAudit(func(s *api.InternalAuditSpec) { s.HeldOn = date("2025-06-14") })), want: []string{"P9-13 InternalAuditOverdue Major"}},
	{name: "audit interval by policy", why: "the interval is the organisation's to set", change: func(f *fixture) {
		f.iaudit.Spec.HeldOn = date("2025-06-14")
		f.isms.Spec.Policy.Review.AuditIntervalMonths = ptr[int32](13)
	}, want: []string{"X-14 PolicyBeyondFloor Minor spec.policy.review.auditIntervalMonths"}},
	// X-14, beside what shows it with the rule that a field steers
	{name: "a reason for a field that is not weakened", why: "who explains more than must be does no harm", change: reasonFor("review.auditIntervalMonths")},
	{name: "a reason for the whole path of a field", why: "findings name it so", change: reasonFor("spec.policy.review.auditIntervalMonths")},
	{name: "a reason for a field without its group", why: "two groups may have one of the name", change: reasonFor("auditIntervalMonths"), want: []string{reasonAstray}},
	{name: "a reason for a field in another case", why: "fields are named to the letter", change: reasonFor("review.auditintervalmonths"), want: []string{reasonAstray}},
	{name: "a reason for a group", why: "which of its fields is meant, nobody can tell", change: reasonFor("review"), want: []string{reasonAstray}},
	{name: "a reason for the reasons", why: "they ask for nothing", change: reasonFor("reasons"), want: []string{reasonAstray}},
	{name: "a misspelt reason beside a weakened field", why: "the field has none then", change: func(f *fixture) {
		reasonFor("improvement.intervalMonth")(f)
		f.isms.Spec.Policy.Improvement.IntervalMonths = ptr[int32](13)
	}, want: []string{reasonAstray, "X-14 PolicyWeakened Observation spec.policy.improvement.intervalMonths"}},
	// P10-01
	{name: "no improvement", why: "none was ever recorded", change: func(f *fixture) { f.drop(f.better) }, want: []string{noImprovement}},
	{name: "no improvement in maintenance", why: "the ISMS stands still", change: func(f *fixture) {
		f.drop(f.better)
		certificate("2025-06-01", "2028-05-31")(f)
	}, want: []string{"P10-01 NoImprovementRecorded Minor"}},
	{name: "no improvement, phase not stated", why: "nobody knows whether it would be time", change: func(f *fixture) {
		f.drop(f.better)
		f.isms.Spec.Phase = ""
	}, want: []string{noPhase, "P10-01 NoImprovementRecorded Unknown"}},
	{name: "improvement a year ago", why: "in time", change: better(func(s *api.ImprovementSpec) { s.OpenedOn = date("2025-06-15") })},
	{name: "improvement more than a year ago", why: "the day after is not", change: better(func(s *api.ImprovementSpec) { s.OpenedOn = date("2025-06-14") }), want: []string{noImprovement}},
	{name: "completed since", why: "completing one is improvement too", change: better(func(s *api.ImprovementSpec) { s.OpenedOn, s.CompletedOn = date("2025-01-01"), date("2025-06-15") })},
	{name: "improvement of tomorrow", why: "it has not come", change: better(func(s *api.ImprovementSpec) { s.OpenedOn = date("2026-06-16") }), want: []string{noImprovement}},
	{name: "improvement interval by policy", why: "the interval is the organisation's to set", change: func(f *fixture) {
		f.better.Spec.OpenedOn = date("2025-06-14")
		f.isms.Spec.Policy.Improvement.IntervalMonths = ptr[int32](13)
	}, want: []string{"X-14 PolicyWeakened Observation spec.policy.improvement.intervalMonths"}},
	// P10-04
	{name: "nothing saves resources", why: "one could", change: better(func(s *api.ImprovementSpec) { s.Type = api.ImprovementOther }), want: []string{"P10-04 NoResourceOptimization Opportunity"}},
	// P10-06
	{name: "mended and open again", why: "a year has not passed", change: func(f *fixture) {
		addresses("", "2025-06-15")(f)
		f.tool.Spec.Term.End = date("2026-06-14")
	}, want: []string{recursISMS}},
	{name: "mended and not open", why: "it stays mended", change: addresses("", "2025-06-15")},
	{name: "mended long ago", why: "a year has", change: func(f *fixture) {
		addresses("", "2025-06-14")(f)
		f.tool.Spec.Term.End = date("2026-06-14")
	}},
	{name: "taken up again", why: "the improvement says so", change: func(f *fixture) {
		addresses("2026-06-10", "2025-06-15")(f)
		f.tool.Spec.Term.End = date("2026-06-14")
	}},
	// L-02
	{name: "ready", why: "all is there", change: certifying(nothing)},
	{name: "not ready", why: "five things are missing, in one finding", change: certifying(func(f *fixture) {
		f.drop(f.iaudit, f.review, f.budget, theSoA(f))
		f.hosting.Spec.CertificationBodyRelation = ""
	}), want: []string{notReady, noBudgetMajor, "P9-01 NoManagementReview Major", "P9-13 NoInternalAudit Major", "S-01 NoStatementOfApplicability Major"}},
	{name: "statement approved today", why: "today has come", change: certifying(func(f *fixture) { theSoA(f).Spec.Approvals[0].ApprovedOn = date(baseDay) })},
	{name: "statement approved tomorrow", why: "tomorrow has not", change: certifying(func(f *fixture) { theSoA(f).Spec.Approvals[0].ApprovedOn = date("2026-06-16") }), want: []string{notReady}},
	{name: "contract's last day", why: "it runs", change: certifying(func(f *fixture) { f.hosting.Spec.Term.End = date(baseDay) })},
	{name: "contract over", why: "it does not", change: certifying(func(f *fixture) { f.hosting.Spec.Term.End = date("2026-06-14") }), want: []string{notReady}},
	{name: "contract by what it provides", why: "certification says enough", change: certifying(func(f *fixture) {
		body("", api.ProvidesCertification)(f)
	})},
	{name: "no money for the audit", why: "a line of nothing is nothing", change: certifying(func(f *fixture) { f.budget.Spec.Lines[3].Planned = ptr[api.Amount]("0") }), want: []string{notReady}},
	// L-03
	{name: "manager external", why: "consultants still run it", change: outside("2025-06-15", nothing), want: []string{leftExternal}},
	{name: "manager external for too long", why: "a year after the certificate", change: outside("2025-06-14", nothing), want: []string{leftTooLong}},
	{name: "limit by policy", why: "the time is the organisation's to set", change: outside("2025-06-14", func(f *fixture) { f.isms.Spec.Policy.Lifecycle.TransitionLimitMonths = ptr[int32](24) }), want: []string{leftExternal, "X-14 PolicyWeakened Observation spec.policy.lifecycle.transitionLimitMonths"}},
	{name: "hand-over due today", why: "the plan is in time", change: outside("2025-06-14", func(f *fixture) { f.ism.Spec.HandOver = &api.HandOver{Plan: "hire", DueOn: date(baseDay)} })},
	{name: "hand-over overdue", why: "a plan that was missed is none", change: outside("2025-06-15", func(f *fixture) { f.ism.Spec.HandOver = &api.HandOver{Plan: "hire", DueOn: date("2026-06-14")} }), want: []string{leftExternal}},
	{name: "one holder internal", why: "the organisation runs it too", change: outside("2025-06-15", func(f *fixture) { f.ism.Spec.Assignments = append(f.ism.Spec.Assignments, assigned("boss", "chair")) })},
	{name: "role with duties external", why: "duties are daily operation", change: func(f *fixture) {
		certificate("2025-06-15", "2028-05-31")(f)
		f.add(aRole("desk", api.MandateNone, assigned("ext", "boss")))
		f.more[len(f.more)-1].(*api.SecurityRole).Spec.Duties = []api.Duty{{Duty: "OperateBackup", Scope: "all"}}
	}, want: []string{leftExternal}},
	{name: "auditor external", why: "auditors may stay outside", change: func(f *fixture) {
		certificate("2025-06-15", "2028-05-31")(f)
		f.audit.Spec.Assignments[0].PersonRef.Name = "ext"
		f.audit.Spec.Duties = []api.Duty{{Duty: "PerformInternalAudit", Scope: "all"}}
	}},
	{name: "manager external before maintenance", why: "consultants may build it", change: outside("2025-06-15", func(f *fixture) { f.isms.Spec.Phase, f.isms.Spec.Certificate = api.PhaseImplementation, nil })},
	// L-04: 90 days before 2026-09-13 is baseDay
	{name: "surveillance far off", why: "91 days before", change: surveillance("2025-09-14", "2025-01-01", "2028-01-01")},
	{name: "surveillance not scheduled", why: "90 days before", change: surveillance("2025-09-13", "2025-01-01", "2028-01-01"), want: []string{auditUnsched}},
	{name: "surveillance due tomorrow", why: "a day is left", change: surveillance("2025-06-16", "2025-01-01", "2028-01-01"), want: []string{auditUnsched}},
	{name: "surveillance due today", why: "none is", change: surveillance("2025-06-15", "2025-01-01", "2028-01-01"), want: []string{auditDueNow}},
	{name: "first surveillance", why: "a year after the certificate", change: surveillance("", "2025-09-13", "2028-09-12"), want: []string{auditUnsched}},
	{name: "stage 2 before the certificate", why: "the later of both counts", change: surveillance("2025-06-01", "2025-09-14", "2028-09-13")},
	{name: "recertification", why: "before the certificate expires", change: surveillance("2026-01-01", "2023-09-14", "2026-09-13"), want: []string{auditUnsched, certExpires}},
	{name: "window by policy", why: "the window is the organisation's to set", change: func(f *fixture) {
		surveillance("2025-09-13", "2025-01-01", "2028-01-01")(f)
		f.isms.Spec.Policy.Lifecycle.ExternalAuditWarningDays = ptr[int32](89)
	}, want: []string{"X-14 PolicyWeakened Observation spec.policy.lifecycle.externalAuditWarningDays"}},
	{name: "no audit in sight", why: "before certification none is due"},
	{name: "audit paid for", why: "scheduled and budgeted", change: audits("", "2026-09-13")},
	{name: "audit not paid for, far off", why: "91 days before", change: unpaid("2026-09-14")},
	{name: "audit not paid for", why: "90 days before", change: unpaid("2026-09-13"), want: []string{auditUnpaid}},
	{name: "audit not paid for, today", why: "it starts", change: unpaid(baseDay), want: []string{auditUnpaidM}},
	{name: "first surveillance in a year", why: "twelve months after the certificate", change: scheduled("", "2025-07-01", "2028-06-30", "2026-07-01")},
	{name: "first surveillance too late", why: "a day later is too late", change: scheduled("", "2025-07-01", "2028-06-30", "2026-07-02"), want: []string{auditUnpaid}},
	{name: "first surveillance too late and due", why: "and the day has come", change: scheduled("", "2025-06-15", "2028-06-14", "2026-07-02"), want: []string{auditUnpaidM}},
	{name: "surveillance at the end of the year", why: "later ones are once in a calendar year", today: "2026-10-02", change: scheduled("2025-07-01", "2024-07-01", "2027-06-30", "2026-12-31")},
	{name: "surveillance in the year after", why: "a year without one", today: "2026-10-02", change: scheduled("2025-07-01", "2024-07-01", "2027-06-30", "2027-01-01"), want: []string{auditUnpaid}},
	{name: "surveillance in the year after, in time", why: "there is time to move it", today: "2026-10-01", change: scheduled("2025-07-01", "2024-07-01", "2027-06-30", "2027-01-01")},
	{name: "recertification after the end", why: "the certificate is gone by then", change: scheduled("2025-12-01", "2023-09-01", "2026-08-31", "2026-09-01"), want: []string{auditUnpaid, certExpires}},
	{name: "recertification on the last day", why: "the last day is in time", change: scheduled("2025-12-01", "2023-09-01", "2026-08-31", "2026-08-31"), want: []string{certExpires}},
	{name: "audit after the budget", why: "no budget is for that day", today: "2026-12-01", change: audits("", "2027-01-01"), want: []string{auditUnpaid}},
	{name: "audit in the next budget", why: "one is", today: "2026-12-11", change: func(f *fixture) {
		audits("", "2027-01-01")(f)
		f.add(aBudget("budget-2027", "2027-01-01", "2027-12-31"))
		f.more[len(f.more)-1].(*api.SecurityBudget).Spec.Approvals[0].ApprovedOn = date("2026-12-11")
	}},
	{name: "audit in a draft", why: "a draft pays nothing", today: "2026-12-10", change: func(f *fixture) {
		audits("", "2027-01-01")(f)
		f.add(aBudget("budget-2027", "2027-01-01", "2027-12-31"))
		f.more[len(f.more)-1].(*api.SecurityBudget).Spec.Approvals[0].ApprovedOn = date("2026-12-11")
	}, want: []string{auditUnpaid}},
}

func TestLifecycle(t *testing.T) { testRows(t, "ClauseAssessment/isms", lifecycleRows) }
