package rules_test

import (
	"slices"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

const (
	noPhaseNeed  = "P1-09 PhaseWithoutResources Minor spec.phase"
	oldPhaseNeed = "P1-09 PhaseWithoutResources Observation spec.phase"
	noDecision   = "P5-02 NoResourceDecision Major"
	noPurpose    = "P3-03 ResourceWithoutPurpose Opportunity spec.requirementRefs"
)

// inPhases lets every need list these phases.
func inPhases(phases ...api.LifecyclePhase) func(*fixture) {
	return func(f *fixture) {
		for _, r := range f.records() {
			if need, ok := r.(*api.ResourceRequirement); ok {
				need.Spec.Phases = phases
			}
		}
	}
}

// undecided leaves no decision of top management, and then changes the records.
func undecided(changes ...func(*fixture)) func(*fixture) {
	return func(f *fixture) {
		f.budget.Spec.RequestedOn, f.budget.Spec.Approvals[0].ApprovedOn = date("2024-01-02"), date("2024-01-03")
		for _, r := range f.records() {
			switch r := r.(type) {
			case *api.ResourceRequirement:
				r.Spec.Decision = nil
			case *api.ManagementReview:
				r.Spec.Decisions = slices.DeleteFunc(r.Spec.Decisions, func(d api.ReviewDecision) bool { return d.Category == api.DecisionResource })
			}
		}
		for _, change := range changes {
			change(f)
		}
	}
}

// heldYearAgo adds a review that decided on resources a year ago to the day.
func heldYearAgo(change func(*api.ManagementReview)) func(*fixture) {
	return func(f *fixture) {
		r := aReview("extra", "2025-06-15")
		change(r)
		f.add(r)
	}
}

func withBudget(by, on string) func(*fixture) {
	return func(f *fixture) {
		f.add(&api.SecurityBudget{ObjectMeta: named("extra"), Spec: api.SecurityBudgetSpec{Approvals: []api.Approval{{Name: "board", By: *actor(by), ApprovedOn: date(on)}}}})
	}
}

func asHeld(*api.ManagementReview) {}

var identificationRows = []row{
	// P1-01
	{name: "no need at all", why: "7.1 starts with determining them", change: func(f *fixture) { dropKind[*api.ResourceRequirement](f) }, want: []string{"P1-01 NoResourceNeedsIdentified Major"}},
	// P1-09
	{name: "current phase without need", why: "what is done now takes resources", change: inPhases(api.PhaseEstablishment, api.PhaseMaintenance), want: []string{noPhaseNeed}},
	{name: "earlier phase without need", why: "what is over can only be noted", change: inPhases(api.PhaseImplementation), want: []string{oldPhaseNeed}},
	{name: "later phases without need", why: "what is to come can wait", change: inPhases(api.PhaseEstablishment, api.PhaseImplementation)},
	{name: "needs of no phase", why: "a need that lists no phase serves none", change: inPhases(), want: []string{noPhaseNeed, oldPhaseNeed}},
	{name: "refused needs", why: "what is refused serves nothing", change: func(f *fixture) {
		for _, r := range f.records() {
			if need, ok := r.(*api.ResourceRequirement); ok {
				need.Spec.FulfilledOn, need.Spec.Decision.State = api.Date{}, api.RequirementRejected
			}
		}
	}, want: []string{noPhaseNeed, oldPhaseNeed}},
	{name: "needs of no phase, phase not stated", why: "L-01 says it", change: func(f *fixture) {
		inPhases()(f)
		f.isms.Spec.Phase = ""
	}, want: []string{noPhase}},
	// P5-02
	{name: "no decision on resources", why: "top management must decide", change: undecided(), want: []string{noDecision}},
	{name: "decided in a review a year ago", why: "twelve months to the day are in time", change: undecided(heldYearAgo(asHeld))},
	{name: "decided in a review before that", why: "more is not", change: undecided(heldYearAgo(func(r *api.ManagementReview) { r.Spec.HeldOn = date("2025-06-14") })), want: []string{noDecision}},
	{name: "interval by policy", why: "the interval is the organisation's to set", change: undecided(heldYearAgo(func(r *api.ManagementReview) { r.Spec.HeldOn = date("2025-06-14") }), func(f *fixture) {
		f.isms.Spec.Policy.Support.ResourceDecisionIntervalMonths = ptr[int32](13)
	}), want: []string{"X-14 PolicyWeakened Observation spec.policy.support.resourceDecisionIntervalMonths"}},
	{name: "decided in a review to come", why: "what is planned is not decided", change: undecided(heldYearAgo(func(r *api.ManagementReview) {
		r.Spec.HeldOn, r.Spec.Approvals[0].ApprovedOn = date("2026-06-16"), date("2026-06-16")
	})), want: []string{noDecision}},
	{name: "minutes not approved", why: "what is not approved does not hold", change: undecided(heldYearAgo(func(r *api.ManagementReview) { r.Spec.Approvals = nil })), want: []string{noDecision}},
	{name: "minutes approved tomorrow", why: "tomorrow has not come", change: undecided(heldYearAgo(func(r *api.ManagementReview) { r.Spec.Approvals[0].ApprovedOn = date("2026-06-16") })), want: []string{noDecision}},
	{name: "minutes approved today", why: "today has", change: undecided(heldYearAgo(func(r *api.ManagementReview) { r.Spec.Approvals[0].ApprovedOn = date(baseDay) }))},
	{name: "minutes approved before the review", why: "nobody can approve what was not said yet", change: undecided(heldYearAgo(func(r *api.ManagementReview) { r.Spec.Approvals[0].ApprovedOn = date("2025-06-14") })), want: []string{noDecision}},
	{name: "review without top management", why: "others cannot decide for it", change: undecided(heldYearAgo(func(r *api.ManagementReview) { r.Spec.ChairRef = nil })), want: []string{noDecision}},
	{name: "review without decision on resources", why: "it decided on other things", change: undecided(heldYearAgo(func(r *api.ManagementReview) { r.Spec.Decisions = nil })), want: []string{noDecision}},
	{name: "budget approved a year ago", why: "a budget is a decision on resources", change: undecided(withBudget("boss", "2025-06-15"))},
	{name: "budget approved before that", why: "it is too old", change: undecided(withBudget("boss", "2025-06-14")), want: []string{noDecision}},
	{name: "budget approved tomorrow", why: "tomorrow has not come", change: undecided(withBudget("boss", "2026-06-16")), want: []string{noDecision}},
	{name: "budget approved by another", why: "others cannot decide for top management", change: undecided(withBudget("ada", "2026-01-01")), want: []string{noDecision}},
	{name: "need decided a year ago", why: "a need is decided", change: undecided(aNeedThat(answer(api.RequirementRejected, "boss", "2025-06-15")))},
	{name: "need decided before that", why: "it is too old", change: undecided(aNeedThat(answer(api.RequirementApproved, "boss", "2025-06-14"))), want: []string{noDecision}},
	{name: "need decided by another", why: "others cannot decide for top management", change: undecided(aNeedThat(answer(api.RequirementApproved, "ada", "2026-01-01"))), want: []string{noDecision}},
	{name: "need decided by nobody", why: "nobody knows who did", change: undecided(aNeedThat(answer(api.RequirementApproved, "", "2026-01-01"))), want: []string{noDecision}},
	{name: "need decided on no day", why: "nobody knows when", change: undecided(aNeedThat(answer(api.RequirementApproved, "boss", ""))), want: []string{noDecision}},
	{name: "need decided before the office", why: "who was not yet top management did not decide as such", change: undecided(aNeedThat(answer(api.RequirementApproved, "boss", "2026-01-01")), func(f *fixture) {
		f.top.Spec.Assignments[0].From = date("2026-01-02")
	}), want: []string{noDecision}},
}

func TestIdentification(t *testing.T) { testRows(t, "ClauseAssessment/isms", identificationRows) }

var rationaleRows = []row{
	{name: "resources without rationale", why: "why did you approve this", change: resource(func(d *api.ReviewDecision) { d.Rationale = " " }), want: []string{"P5-03 DecisionWithoutRationale Observation spec.decisions[D3].rationale"}},
	{name: "resources, nothing to do", why: "the reason to do nothing is a reason", change: resource(func(d *api.ReviewDecision) { d.Rationale, d.NoActionNeeded = "", "all is well" })},
	{name: "other without rationale", why: "only resources are asked about", change: review(func(s *api.ManagementReviewSpec) {
		s.Decisions[1].NoActionNeeded, s.Decisions[1].Owner, s.Decisions[1].DueOn = "", &api.Actor{RoleRef: ref("ism")}, date("2026-12-31")
	})},
	{name: "no category, no rationale", why: "it may be about resources", change: review(func(s *api.ManagementReviewSpec) {
		s.Decisions = append(s.Decisions, api.ReviewDecision{ID: "D4", Text: "go on", Owner: &api.Actor{RoleRef: ref("ism")}, DueOn: date("2026-12-31")})
	}), want: []string{"P5-03 DecisionWithoutRationale Observation spec.decisions[D4].rationale"}},
}

func TestReviewRationale(t *testing.T) { testRows(t, "ManagementReview/review", rationaleRows) }

// spare adds a copy of the tool that nothing names, and then changes it.
func spare(changes ...func(*fixture, *api.ToolLicenseSpec)) func(*fixture) {
	return func(f *fixture) {
		r := f.tool.DeepCopy()
		r.Name = "spare"
		for _, change := range changes {
			change(f, &r.Spec)
		}
		f.add(r)
	}
}

var spareRef = []api.ResourceReference{{Kind: api.ResourceToolLicense, Name: "spare"}}

func forNeed(name string) func(*fixture, *api.ToolLicenseSpec) {
	return func(_ *fixture, s *api.ToolLicenseSpec) { s.RequirementRefs = []api.Reference{*ref(name)} }
}

func needRefused(f *fixture, _ *api.ToolLicenseSpec) {
	f.courses.Spec.Decision.State = api.RequirementRejected
}

func stating(how api.Applicability) func(*fixture, *api.ToolLicenseSpec) {
	return func(f *fixture, _ *api.ToolLicenseSpec) {
		riskStated(how, func(s *api.ControlStatement) { s.ResourceRefs = spareRef })(f)
	}
}

var purposeRows = []row{
	{name: "no purpose", why: "nobody knows what it is for", on: "ToolLicense/spare", change: spare(), want: []string{noPurpose}},
	{name: "a control", why: "it supports one", on: "ToolLicense/spare", change: spare(func(_ *fixture, s *api.ToolLicenseSpec) { s.Controls = []api.ControlID{"A.7.4"} })},
	{name: "a need", why: "it satisfies one", on: "ToolLicense/spare", change: spare(forNeed("courses"))},
	{name: "a need that does not exist", why: "a name is no purpose", on: "ToolLicense/spare", change: spare(forNeed("ghost")), want: []string{noPurpose, "X-04 ReferenceNotFound Minor spec.requirementRefs[ghost]"}},
	{name: "a need that was refused", why: "nobody wanted it", on: "ToolLicense/spare", change: spare(forNeed("courses"), needRefused), want: []string{noPurpose}},
	{name: "named by a need", why: "the link can be made on either side", on: "ToolLicense/spare", change: spare(func(f *fixture, _ *api.ToolLicenseSpec) { f.courses.Spec.SatisfiedByRefs = spareRef })},
	{name: "named by a need that was refused", why: "nobody wanted it", on: "ToolLicense/spare", change: spare(func(f *fixture, _ *api.ToolLicenseSpec) { f.courses.Spec.SatisfiedByRefs = spareRef }, needRefused), want: []string{noPurpose}},
	{name: "named by a risk", why: "it treats one", on: "ToolLicense/spare", change: spare(func(f *fixture, _ *api.ToolLicenseSpec) { f.leak.Spec.ResourceRefs = spareRef })},
	{name: "named by an objective", why: "it serves one", on: "ToolLicense/spare", change: spare(func(f *fixture, _ *api.ToolLicenseSpec) { f.goal.Spec.ResourceRefs = spareRef })},
	{name: "named by the statement", why: "it carries a control", on: "ToolLicense/spare", change: spare(stating(api.ApplicabilityApplicable))},
	{name: "named for an excluded control", why: "what is excluded takes nothing", on: "ToolLicense/spare", change: spare(stating(api.ApplicabilityExcluded)), want: []string{noPurpose}},
	{name: "another kind of the same name", why: "a name is of a kind", on: "ToolLicense/spare", change: spare(func(f *fixture, _ *api.ToolLicenseSpec) {
		f.goal.Spec.ResourceRefs = []api.ResourceReference{{Kind: api.ResourceInfrastructureAsset, Name: "spare"}}
	}), want: []string{noPurpose}},
	{name: "retired today", why: "what is out of use needs no purpose", on: "ToolLicense/spare", change: spare(func(_ *fixture, s *api.ToolLicenseSpec) { s.RetiredOn = date(baseDay) })},
	{name: "retires tomorrow", why: "until then it is in use", on: "ToolLicense/spare", change: spare(func(_ *fixture, s *api.ToolLicenseSpec) { s.RetiredOn = date("2026-06-16") }), want: []string{noPurpose, "X-05 DateInFuture Minor spec.retiredOn"}},
}

func TestPurpose(t *testing.T) { testRows(t, "ToolLicense/backup", purposeRows) }
