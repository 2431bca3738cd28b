package rules_test

import api "github.com/isms-operator/isms-operator/api/v1alpha1"

const (
	reviewLate    = "P7-03 SupplierReviewOverdue Minor"
	findingOpen   = "P7-11 ReviewFindingOpen Minor"
	notMeasured   = "P7-04 SlaNotMonitored Minor spec.serviceTargets"
	breached      = "P7-05 SlaBreachedNoAction Minor spec.serviceTargets"
	lateDiligence = "P7-02 NoDueDiligence Minor spec.dueDiligence.performedOn"
)

// checkedOn moves the one review of the fixture.
func checkedOn(on string) func(*fixture) {
	return func(f *fixture) { f.hostingCheck.Spec.PerformedOn = date(on) }
}

// unchecked leaves the service without any review, used since a day.
func unchecked(criticality api.Criticality, start string) func(*fixture) {
	return func(f *fixture) {
		f.drop(f.hostingCheck)
		f.hosting.Spec.Criticality, f.hosting.Spec.Term.Start = criticality, api.Date{}
		if start != "" {
			f.hosting.Spec.Term.Start = date(start)
		}
	}
}

// neverAssessedCritical is a critical service without due diligence and review.
func neverAssessedCritical(start string) func(*fixture) {
	return func(f *fixture) {
		critical(f)
		f.hosting.Spec.DueDiligence = nil
		unchecked(api.CriticalityCritical, start)(f)
	}
}

// diligenceReviewed makes the service High, with due diligence as a review.
func diligenceReviewed(on string, outcome api.ServiceReviewOutcome) func(*fixture) {
	return func(f *fixture) {
		f.hosting.Spec.Criticality = api.CriticalityHigh
		r := aServiceReview("diligence", api.ServiceReviewDueDiligence, on)
		r.Spec.Outcome = outcome
		f.add(r)
	}
}

// lateWaived is due diligence that came late, waived from a day until another.
func lateWaived(criticality api.Criticality, until string) func(*fixture) {
	return func(f *fixture) {
		diligence(criticality, &api.DueDiligence{PerformedOn: date("2026-01-02")})(f)
		f.add(waiver(api.KindOutsourcedService, "hosting", "NoDueDiligence", "2026-06-01", until))
	}
}

var supplierRows = []row{
	{name: "requirement unknown", why: "a reference that dangles is found", change: func(f *fixture) { f.hosting.Spec.RequirementRefs = []api.Reference{*ref("ghost")} }, want: []string{"X-04 ReferenceNotFound Minor spec.requirementRefs[ghost]"}},
	// P7-02 as a review
	{name: "due diligence as a review", why: "it may be recorded as one", change: diligenceReviewed("2026-01-01", api.ServiceReviewSatisfactory)},
	{name: "with actions", why: "fit with actions is fit", change: diligenceReviewed("2026-01-01", api.ServiceReviewWithActions)},
	{name: "review a day late", why: "after the start is too late", change: diligenceReviewed("2026-01-02", api.ServiceReviewSatisfactory), want: []string{noDiligence}},
	{name: "review unsatisfactory", why: "a supplier found unfit was not found fit", change: diligenceReviewed("2026-01-01", api.ServiceReviewUnsatisfactory), want: []string{noDiligence}},
	{name: "review makes up for the field", why: "one that is fit is enough", change: func(f *fixture) {
		diligenceReviewed("2026-01-01", api.ServiceReviewSatisfactory)(f)
		f.hosting.Spec.DueDiligence = &api.DueDiligence{PerformedOn: date("2026-01-02")}
	}},
	{name: "review, start unknown", why: "before what cannot be told", change: func(f *fixture) {
		diligenceReviewed("2026-01-01", api.ServiceReviewSatisfactory)(f)
		f.hosting.Spec.Term.Start = api.Date{}
	}, want: []string{"P7-02 StartDateUnknown Unknown spec.term.start"}},
	{name: "late, waived until today", why: "what cannot be mended can be waived", change: lateWaived(api.CriticalityHigh, baseDay), want: []string{"P7-02 NoDueDiligence Observation spec.dueDiligence.performedOn"}},
	{name: "late, waiver over", why: "for a time", change: lateWaived(api.CriticalityHigh, "2026-06-14"), want: []string{lateDiligence}},
	{name: "late, critical, waived", why: "a waived major is a minor", change: lateWaived(api.CriticalityCritical, baseDay), want: []string{lateDiligence}},
	{name: "contract over, waived", why: "so can a contract that ran out", today: "2028-01-10", change: func(f *fixture) {
		f.add(waiver(api.KindOutsourcedService, "hosting", "ContractExpired", "2028-01-01", "2028-01-10"))
	}, want: []string{notMeasured, "P6-01 ContractExpired Observation spec.term.end"}},
	// P7-03: 24 months for a service of criticality Medium
	{name: "review due today", why: "the due day is in time", today: "2027-05-04", change: checkedOn("2025-05-04")},
	{name: "review overdue", why: "the day after is not", today: "2027-05-05", change: checkedOn("2025-05-04"), want: []string{reviewLate}},
	{name: "review of tomorrow", why: "a review that has not come is none; the first is due two years after the start", today: "2028-01-02", change: func(f *fixture) {
		checkedOn("2028-01-03")(f)
		f.hosting.Spec.Term.End = date("2030-12-31")
	}, want: []string{notMeasured, reviewLate}},
	{name: "high, review due today", why: "12 months for High", change: func(f *fixture) {
		diligence(api.CriticalityHigh, &api.DueDiligence{PerformedOn: date("2025-06-01")})(f)
		checkedOn("2025-06-15")(f)
	}},
	{name: "high, review overdue", why: "and a day is too late", change: func(f *fixture) {
		diligence(api.CriticalityHigh, &api.DueDiligence{PerformedOn: date("2025-06-01")})(f)
		checkedOn("2025-06-14")(f)
	}, want: []string{reviewLate}},
	{name: "critical, review overdue", why: "a late review of who was assessed is minor", change: func(f *fixture) {
		critical(f)
		f.hosting.Spec.DueDiligence.PerformedOn = date("2025-06-14")
		f.drop(f.hostingCheck)
	}, want: []string{reviewLate}},
	{name: "due diligence is the first review", why: "it is a look at the supplier", change: func(f *fixture) {
		unchecked(api.CriticalityMedium, "2020-01-01")(f)
		f.hosting.Spec.DueDiligence = &api.DueDiligence{PerformedOn: date("2024-06-15")}
	}},
	{name: "due diligence too old", why: "for the interval", change: func(f *fixture) {
		unchecked(api.CriticalityMedium, "2020-01-01")(f)
		f.hosting.Spec.DueDiligence = &api.DueDiligence{PerformedOn: date("2024-06-14")}
	}, want: []string{reviewLate}},
	{name: "a measurement is no review", why: "of the supplier's security", today: "2027-05-05", change: func(f *fixture) {
		checkedOn("2025-05-04")(f)
		f.add(aServiceReview("sla", api.ServiceReviewSLAMeasurement, "2027-01-01"))
	}, want: []string{reviewLate}},
	{name: "never reviewed, due today", why: "the first review is due an interval after the start", change: unchecked(api.CriticalityMedium, "2024-06-15")},
	{name: "never reviewed, overdue", why: "a day after it is not in time", change: unchecked(api.CriticalityMedium, "2024-06-14"), want: []string{reviewLate}},
	{name: "never reviewed, start unknown", why: "nobody knows when the first was due", change: unchecked(api.CriticalityMedium, ""), want: []string{"P7-03 SupplierReviewUnknown Unknown"}},
	{name: "critical, never assessed, due today", why: "the missing due diligence is found by P7-02", change: neverAssessedCritical("2025-06-15"), want: []string{"P7-02 NoDueDiligence Major spec.dueDiligence"}},
	{name: "critical, never assessed", why: "a critical service that was never assessed is major", change: neverAssessedCritical("2025-06-14"), want: []string{"P7-02 NoDueDiligence Major spec.dueDiligence", "P7-03 SupplierReviewOverdue Major"}},
	{name: "critical, never assessed, start unknown", why: "whenever it started", change: neverAssessedCritical(""), want: []string{"P7-02 NoDueDiligence Major spec.dueDiligence", "P7-03 SupplierReviewUnknown Major"}},
	{name: "shorter policy", why: "the interval is the organisation's to set", change: func(f *fixture) { f.isms.Spec.Policy.Outsourcing.ReviewMonths = ptr[int32](1) }, want: []string{reviewLate}},
	{name: "criticality not stated", why: "then the longest interval holds, and P3-07 asks", change: unchecked("", "2024-06-14"), want: []string{"P3-07 ClassificationMissing Unknown spec.criticality", reviewLate}},
}

// came gives the review of the fixture an outcome and actions.
func came(outcome api.ServiceReviewOutcome, actions ...api.ServiceReviewAction) func(*fixture) {
	return func(f *fixture) { f.hostingCheck.Spec.Outcome, f.hostingCheck.Spec.Actions = outcome, actions }
}

func action(due string) api.ServiceReviewAction {
	a := api.ServiceReviewAction{ID: "A1", Text: "mend it", TrackedByRef: ref("mend")}
	if due != "" {
		a.DueOn = date(due)
	}
	return a
}

// tracked adds the Improvement that tracks the action, completed on a day.
func tracked(completed string) func(*fixture) {
	return func(f *fixture) {
		i := &api.Improvement{ObjectMeta: named("mend")}
		if completed != "" {
			i.Spec.CompletedOn = date(completed)
		}
		f.add(i)
	}
}

// addressing adds an Improvement that addresses a finding on the service.
func addressing(reason, due, completed string) func(*fixture) {
	return func(f *fixture) {
		i := &api.Improvement{ObjectMeta: named("answer"), Spec: api.ImprovementSpec{
			Addresses: &api.AddressedFinding{Reason: reason, RecordRef: api.RecordReference{Kind: api.KindOutsourcedService, Name: "hosting"}},
		}}
		if due != "" {
			i.Spec.DueOn = date(due)
		}
		if completed != "" {
			i.Spec.CompletedOn = date(completed)
		}
		f.add(i)
	}
}

func both(changes ...func(*fixture)) func(*fixture) {
	return func(f *fixture) {
		for _, change := range changes {
			change(f)
		}
	}
}

// next adds a later review.
func next(kind api.ServiceReviewType, on string) func(*fixture) {
	return func(f *fixture) {
		r := aServiceReview("next-check", kind, on)
		f.add(r)
	}
}

var unsatisfactory = came(api.ServiceReviewUnsatisfactory)

var actionRows = []row{
	// P7-11
	{name: "unsatisfactory without action", why: "what was found must be acted on", change: unsatisfactory, want: []string{findingOpen}},
	{name: "with actions, none named", why: "actions that are not named are none", change: came(api.ServiceReviewWithActions), want: []string{findingOpen}},
	{name: "no outcome", why: "nobody knows what the review came to", change: came(""), want: []string{"P7-11 ReviewOutcomeUnknown Unknown"}},
	{name: "unsatisfactory, reviewed again", why: "the last review counts", change: both(unsatisfactory, next(api.ServiceReviewPeriodic, "2026-06-01"))},
	{name: "unsatisfactory, reviewed again the same day", why: "of one day, the last by name", change: both(unsatisfactory, next(api.ServiceReviewPeriodic, "2026-05-04"))},
	{name: "unsatisfactory, reviewed again tomorrow", why: "which has not come", change: both(unsatisfactory, next(api.ServiceReviewPeriodic, "2026-06-16")), want: []string{findingOpen}},
	{name: "unsatisfactory, measured since", why: "a measurement is no review of security", change: both(unsatisfactory, next(api.ServiceReviewSLAMeasurement, "2026-06-01")), want: []string{findingOpen}},
	{name: "unsatisfactory, improvement due today", why: "an Improvement can be the action", change: both(unsatisfactory, addressing("ReviewFindingOpen", baseDay, ""))},
	{name: "unsatisfactory, improvement overdue", why: "in time", change: both(unsatisfactory, addressing("ReviewFindingOpen", "2026-06-14", "")), want: []string{findingOpen}},
	{name: "unsatisfactory, improvement without day", why: "with a day", change: both(unsatisfactory, addressing("ReviewFindingOpen", "", "")), want: []string{findingOpen}},
	{name: "unsatisfactory, improved since", why: "or done since", change: both(unsatisfactory, addressing("ReviewFindingOpen", "", "2026-05-04"))},
	{name: "unsatisfactory, improved before", why: "what was done before the review did not help", change: both(unsatisfactory, addressing("ReviewFindingOpen", "", "2026-05-03")), want: []string{findingOpen}},
	{name: "unsatisfactory, improved for another reason", why: "of this finding", change: both(unsatisfactory, addressing("SlaNotMonitored", baseDay, "")), want: []string{findingOpen}},
	{name: "action due today", why: "the due day is in time", change: came(api.ServiceReviewUnsatisfactory, action(baseDay))},
	{name: "action overdue, not created", why: "the Improvement that was to track it does not exist", change: came(api.ServiceReviewUnsatisfactory, action("2026-06-14")), want: []string{findingOpen}},
	{name: "action overdue, open", why: "or is not completed", change: both(came(api.ServiceReviewWithActions, action("2026-06-14")), tracked("")), want: []string{findingOpen}},
	{name: "action done today", why: "today has come", change: both(came(api.ServiceReviewWithActions, action("2026-06-14")), tracked(baseDay))},
	{name: "action done tomorrow", why: "tomorrow has not", change: both(came(api.ServiceReviewWithActions, action("2026-06-14")), tracked("2026-06-16")), want: []string{findingOpen}},
	{name: "action without day", why: "an action without a day is not followed up", change: came(api.ServiceReviewWithActions, action("")), want: []string{findingOpen}},
	{name: "action without day, done", why: "but done is done", change: both(came(api.ServiceReviewWithActions, action("")), tracked(baseDay))},
	{name: "action overdue, then satisfactory", why: "a later review of the type closes it", change: both(came(api.ServiceReviewWithActions, action("2026-06-01")), next(api.ServiceReviewPeriodic, "2026-06-10"))},
	{name: "action overdue, then another type", why: "one of another type does not", change: both(came(api.ServiceReviewWithActions, action("2026-06-01")), next(api.ServiceReviewSLAMeasurement, "2026-06-10")), want: []string{findingOpen}},
	{name: "action of a satisfactory review", why: "an action is an action", change: came(api.ServiceReviewSatisfactory, action("2026-06-14")), want: []string{findingOpen}},
}

var serviceReviewRows = []row{
	{name: "sound", why: "nothing is wrong with the fixture"},
	{name: "service unknown", why: "a service that is reviewed must be in the register", change: func(f *fixture) { f.hostingCheck.Spec.ServiceRef = *ref("ghost") }, want: []string{"P7-08 ServiceNotRegistered Minor spec.serviceRef"}},
	{name: "names unknown", why: "references that dangle are found", change: func(f *fixture) {
		a := action("2026-12-01")
		a.Owner = &api.Actor{RoleRef: ref("ghost")}
		f.hostingCheck.Spec.PerformedBy, f.hostingCheck.Spec.Actions = actor("ghost"), []api.ServiceReviewAction{a}
	}, want: []string{"X-04 ReferenceNotFound Minor spec.performedBy.personRef", "X-04 ReferenceNotFound Minor spec.actions[A1].owner.roleRef"}},
	{name: "performed today", why: "today has come", change: checkedOn(baseDay)},
	{name: "performed tomorrow", why: "a review lies in the past", change: checkedOn("2026-06-16"), want: []string{"X-05 DateInFuture Minor spec.performedOn"}},
	{name: "period starts tomorrow", why: "so does what it covers", change: func(f *fixture) {
		f.hostingCheck.Spec.Period = &api.Period{Start: date("2026-06-16"), End: date("2026-06-30")}
	}, want: []string{"X-05 DateInFuture Minor spec.period.start"}},
	{name: "period runs on", why: "a review may come before the end of its year", change: func(f *fixture) {
		f.hostingCheck.Spec.Period = &api.Period{Start: date("2026-01-01"), End: date("2026-12-31")}
	}},
	{name: "measured period runs on", why: "but what is to come cannot be measured", change: func(f *fixture) {
		f.hostingCheck.Spec.Type = api.ServiceReviewSLAMeasurement
		f.hostingCheck.Spec.Period = &api.Period{Start: date("2026-01-01"), End: date("2026-06-16")}
	}, want: []string{"X-05 DateInFuture Minor spec.period.end"}},
	{name: "measured period ends today", why: "to its last day", change: func(f *fixture) {
		f.hostingCheck.Spec.Type = api.ServiceReviewSLAMeasurement
		f.hostingCheck.Spec.Period = &api.Period{Start: date("2026-01-01"), End: date(baseDay)}
	}},
}
