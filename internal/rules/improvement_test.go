package rules_test

import (
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

const (
	noBenefit   = "P10-02 BenefitNotMeasured Observation spec.expectedBenefit"
	noResult    = "P10-02 BenefitNotMeasured Observation spec.achievedBenefit"
	betterLate  = "P10-03 ImprovementOverdue Minor spec.dueOn"
	recursMinor = "P10-06 RecurringFinding Minor spec.addresses"
)

func better(change func(*api.ImprovementSpec)) func(*fixture) {
	return func(f *fixture) { change(&f.better.Spec) }
}

// addresses makes the improvement address a lapse of the tool, opened on a day, and
// adds one that had addressed it, completed on a day.
func addresses(opened, completed string) func(*fixture) {
	return func(f *fixture) {
		a := &api.AddressedFinding{Reason: "ContractExpired", RecordRef: api.RecordReference{Kind: api.KindToolLicense, Name: "backup"}}
		before := f.better.DeepCopy()
		before.Name = "before"
		before.Spec.Addresses, before.Spec.CompletedOn = a, date(completed)
		before.Spec.AchievedBenefit = &api.AchievedBenefit{Statement: "renewed"}
		f.add(before)
		if opened != "" {
			f.better.Spec.Addresses, f.better.Spec.OpenedOn = a, date(opened)
		}
	}
}

var improvementRows = []row{
	{name: "sound", why: "nothing is wrong with the fixture"},
	// P10-02
	{name: "no benefit", why: "nobody knows what for", change: better(func(s *api.ImprovementSpec) { s.ExpectedBenefit = nil }), want: []string{noBenefit}},
	{name: "no measure", why: "nobody can tell whether it came", change: better(func(s *api.ImprovementSpec) { s.ExpectedBenefit.Measure = " " }), want: []string{"P10-02 BenefitNotMeasured Observation spec.expectedBenefit.measure"}},
	{name: "corrective action", why: "it removes a cause, that is its benefit", change: better(func(s *api.ImprovementSpec) { s.ExpectedBenefit, s.Type = nil, api.ImprovementCorrectiveAction })},
	{name: "completed without result", why: "nobody has looked", change: better(func(s *api.ImprovementSpec) { s.CompletedOn = date(baseDay) }), want: []string{noResult}},
	{name: "completed with result", why: "somebody has", change: better(func(s *api.ImprovementSpec) {
		s.CompletedOn, s.AchievedBenefit = date(baseDay), &api.AchievedBenefit{Statement: "half the hours", MeasuredOn: date(baseDay)}
	})},
	{name: "measured tomorrow", why: "what was measured was measured", change: better(func(s *api.ImprovementSpec) {
		s.CompletedOn, s.AchievedBenefit = date(baseDay), &api.AchievedBenefit{Statement: "half the hours", MeasuredOn: date("2026-06-16")}
	}), want: []string{noResult, "X-05 DateInFuture Minor spec.achievedBenefit.measuredOn"}},
	{name: "completed tomorrow", why: "it is not completed yet", change: better(func(s *api.ImprovementSpec) { s.CompletedOn = date("2026-06-16") }), want: []string{"X-05 DateInFuture Minor spec.completedOn"}},
	{name: "opened tomorrow", why: "what is on record was opened", change: better(func(s *api.ImprovementSpec) { s.OpenedOn = date("2026-06-16") }), want: []string{"X-05 DateInFuture Minor spec.openedOn"}},
	// P10-03
	{name: "due today", why: "the due day is in time", change: better(func(s *api.ImprovementSpec) { s.DueOn = date(baseDay) })},
	{name: "due tomorrow", why: "so is the day before", change: better(func(s *api.ImprovementSpec) { s.DueOn = date("2026-06-16") })},
	{name: "overdue", why: "the day after is not", change: better(func(s *api.ImprovementSpec) { s.DueOn = date("2026-06-14") }), want: []string{betterLate}},
	{name: "late and completed", why: "what is done is done", change: better(func(s *api.ImprovementSpec) {
		s.DueOn, s.CompletedOn, s.Owner = date("2026-06-14"), date(baseDay), nil
		s.AchievedBenefit = &api.AchievedBenefit{Statement: "patches are done in time"}
	})},
	{name: "no owner", why: "nobody will do it", change: better(func(s *api.ImprovementSpec) { s.Owner = nil }), want: []string{"P10-03 ImprovementIncomplete Observation spec.owner"}},
	{name: "owner unknown", why: "nor will somebody who does not exist", change: better(func(s *api.ImprovementSpec) { s.Owner.RoleRef.Name = "ghost" }), want: []string{"P10-03 ImprovementIncomplete Observation spec.owner.roleRef"}},
	{name: "no due date", why: "it never falls due", change: better(func(s *api.ImprovementSpec) { s.DueOn = api.Date{} }), want: []string{"P10-03 ImprovementIncomplete Observation spec.dueOn"}},
	{name: "corrective action without owner", why: "somebody waits for it", change: better(func(s *api.ImprovementSpec) {
		s.Owner, s.Type = nil, api.ImprovementCorrectiveAction
	}), want: []string{"P10-03 ImprovementIncomplete Minor spec.owner"}},
	// P10-06
	{name: "again within a year", why: "it was not mended for good", change: addresses("2026-06-10", "2025-06-10"), want: []string{recursMinor}},
	{name: "again on the same day", why: "soonest of all", change: addresses("2026-06-10", "2026-06-10"), want: []string{recursMinor}},
	{name: "again after a year", why: "a year is long", change: addresses("2026-06-11", "2025-06-10")},
	{name: "opened before", why: "two at a time are no recurrence", change: addresses("2026-06-09", "2026-06-10")},
	{name: "months by policy", why: "the time is the organisation's to set", change: func(f *fixture) {
		addresses("2026-06-10", "2025-06-10")(f)
		f.isms.Spec.Policy.Improvement.RecurrenceMonths = ptr[int32](11)
	}},
	{name: "again, and completed", why: "what is done is done", change: func(f *fixture) {
		addresses("2026-06-10", "2026-06-01")(f)
		f.better.Spec.CompletedOn, f.better.Spec.AchievedBenefit = date(baseDay), &api.AchievedBenefit{Statement: "patches are done in time"}
	}},
	{name: "again tomorrow", why: "it is not taken up yet", change: addresses("2026-06-16", "2026-06-01"), want: []string{"X-05 DateInFuture Minor spec.openedOn"}},
	{name: "another reason", why: "another finding is not the same", change: func(f *fixture) {
		addresses("2026-06-10", "2026-06-01")(f)
		other := *f.better.Spec.Addresses
		other.Reason = "OwnerMissing"
		f.better.Spec.Addresses = &other
	}},
	//
	{name: "names that resolve", why: "all exist", change: func(f *fixture) {
		f.iaudit.Spec.Findings = []api.AuditFinding{{ID: "F1", Grade: api.GradeObservation, Text: "A door was open"}}
		f.better.Spec.DecisionRef = &api.DecisionReference{ReviewRef: *ref("review"), DecisionID: "D1"}
		f.better.Spec.AuditFindingRef = &api.AuditFindingReference{AuditRef: *ref("audit-2026"), FindingID: "F1"}
		f.better.Spec.Addresses = &api.AddressedFinding{Reason: "X", RecordRef: api.RecordReference{Kind: api.KindPerson, Name: "ada"}}
	}},
	{name: "IDs that do not", why: "the records exist, what they hold does not", change: better(func(s *api.ImprovementSpec) {
		s.DecisionRef = &api.DecisionReference{ReviewRef: *ref("review"), DecisionID: "D99"}
		s.AuditFindingRef = &api.AuditFindingReference{AuditRef: *ref("audit-2026"), FindingID: "F99"}
		s.Addresses = &api.AddressedFinding{Reason: "X", RecordRef: api.RecordReference{Kind: "Ghost", Name: "ada"}}
	}), want: []string{
		"X-04 ReferenceNotFound Minor spec.addresses.recordRef", "X-04 ReferenceNotFound Minor spec.auditFindingRef.findingID",
		"X-04 ReferenceNotFound Minor spec.decisionRef.decisionID",
	}},
	{name: "records that do not", why: "one finding for each", change: better(func(s *api.ImprovementSpec) {
		s.DecisionRef = &api.DecisionReference{ReviewRef: *ref("ghost"), DecisionID: "D1"}
		s.AuditFindingRef = &api.AuditFindingReference{AuditRef: *ref("ghost"), FindingID: "F1"}
	}), want: []string{"X-04 ReferenceNotFound Minor spec.auditFindingRef.auditRef", "X-04 ReferenceNotFound Minor spec.decisionRef.reviewRef"}},
	{name: "addressed record gone", why: "that was the improvement", change: better(func(s *api.ImprovementSpec) {
		s.Addresses = &api.AddressedFinding{Reason: "X", RecordRef: api.RecordReference{Kind: api.KindPerson, Name: "ghost"}}
		s.CompletedOn, s.AchievedBenefit = date(baseDay), &api.AchievedBenefit{Statement: "patches are done in time"}
	})},
}

func TestImprovement(t *testing.T) { testRows(t, "Improvement/better", improvementRows) }

const notTracked = "P10-05 DecisionNotTracked Minor spec.decisions[D1].trackedByRef"

// toImprove makes the decision on improvement an action.
func toImprove(change func(*fixture, *api.ReviewDecision)) func(*fixture) {
	return func(f *fixture) {
		d := &f.review.Spec.Decisions[0]
		d.NoActionNeeded, d.Owner, d.DueOn = "", &api.Actor{RoleRef: ref("ism")}, date("2026-12-31")
		change(f, d)
	}
}

var contradictionRows = []row{
	// P10-05
	{name: "decision not tracked", why: "nobody carries it out", change: toImprove(func(*fixture, *api.ReviewDecision) {}), want: []string{notTracked}},
	{name: "decision tracked", why: "an improvement does", change: toImprove(func(_ *fixture, d *api.ReviewDecision) { d.TrackedByRef = ref("better") })},
	{name: "decision named by an improvement", why: "from either side", change: toImprove(func(f *fixture, _ *api.ReviewDecision) {
		f.better.Spec.DecisionRef = &api.DecisionReference{ReviewRef: *ref("review"), DecisionID: "D1"}
	})},
	{name: "decision tracked by nothing", why: "one finding says so", change: toImprove(func(_ *fixture, d *api.ReviewDecision) { d.TrackedByRef = ref("ghost") }), want: []string{"X-04 ReferenceNotFound Minor spec.decisions[D1].trackedByRef"}},
	{name: "decision completed", why: "what is done needs no tracking", change: toImprove(func(_ *fixture, d *api.ReviewDecision) { d.CompletedOn = date(baseDay) })},
	{name: "decision of an old review carried on", why: "the later review is asked", change: func(f *fixture) {
		toImprove(func(*fixture, *api.ReviewDecision) {})(f)
		later("2026-06-01", func(*api.ManagementReviewSpec) {})(f)
	}},
	{name: "decision of an old review", why: "it is forgotten", change: func(f *fixture) {
		toImprove(func(_ *fixture, d *api.ReviewDecision) { d.ID = "D9" })(f)
		later("2026-06-01", func(*api.ManagementReviewSpec) {})(f)
	}, want: []string{"P10-05 DecisionNotTracked Observation spec.decisions[D9].trackedByRef", "P9-09 ReviewActionNotCarried Minor spec.decisions[D9].completedOn"}},
	// P9-12
	{name: "adequate with a major open", why: "the records say otherwise", change: func(f *fixture) {
		f.drop(f.adaCert)
		f.review.Spec.ResourceAdequacy.Verdict = api.AdequacyAdequate
	}, want: []string{"P9-12 ReviewContradictsFindings Observation spec.resourceAdequacy.verdict"}},
	{name: "adequate with actions", why: "it does not say that all is well", change: func(f *fixture) { f.drop(f.adaCert) }},
	{name: "adequate and its own major", why: "what the review lacks is not a lack of resources", change: func(f *fixture) {
		f.review.Spec.ResourceAdequacy.Verdict, f.review.Spec.ChairRef = api.AdequacyAdequate, nil
	}, want: []string{noTop}},
	{name: "adequate and nothing major open", why: "the records agree", change: func(f *fixture) {
		f.review.Spec.ResourceAdequacy.Verdict = api.AdequacyAdequate
	}},
	{name: "an old review said adequate", why: "the latest counts", change: func(f *fixture) {
		f.drop(f.adaCert)
		f.review.Spec.ResourceAdequacy.Verdict = api.AdequacyAdequate
		later("2026-06-01", func(*api.ManagementReviewSpec) {})(f)
	}},
}

func TestReviewAgainstOthers(t *testing.T) { testRows(t, "ManagementReview/review", contradictionRows) }

// TestUntilOfWhatOthersLack: what a rule says of a review because of findings on other
// records holds no longer than they do. The grace of the budget ends with 2027-01-30.
func TestUntilOfWhatOthersLack(t *testing.T) {
	f := newFixture()
	f.review.Spec.ResourceAdequacy.Verdict = api.AdequacyAdequate
	f.review.Spec.NextReviewOn = date("2027-03-01")
	for _, r := range run(f.records(), "2027-01-05").Results {
		if r.Record == api.Record(f.review) && (len(r.Findings) > 0 || r.Until.IsZero() || r.Until.After(date("2027-01-31"))) {
			t.Errorf("findings %v hold until %s", r.Findings, r.Until)
		}
	}
}
