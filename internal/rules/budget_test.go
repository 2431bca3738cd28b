package rules_test

import (
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

const (
	notTop       = "P4-02 BudgetApprovalInvalid Minor spec.approvals[board].by"
	noRequester  = "P4-02 BudgetRequesterUnknown Unknown spec.requestedBy"
	categoryLack = "P4-04 BudgetCategoryMissing Observation spec.lines"
	renewalMinor = "P4-05 RenewalUnfunded Minor spec.lines"
	renewalMajor = "P4-05 RenewalUnfunded Major spec.lines"
	needsShort   = "P4-05 TreatmentUnfunded Minor spec.lines"
	toolVariance = "P4-06 BudgetVariance Observation spec.lines[Tools].actual"
	noActuals    = "P4-06 ActualsUnknown Unknown spec.actualsAsOf"
	noSuccessor  = "P4-07 NextBudgetMissing Observation spec.period.end"
	toolPlanned  = "P4-08 BudgetUnreadable Unknown spec.lines[Tools].planned"
	toolActual   = "P4-08 BudgetUnreadable Unknown spec.lines[Tools].actual"
	toolRate     = "P4-08 BudgetUnreadable Unknown spec.lines[Tools].exchangeRate"
	noTraining   = "P4-09 GapsWithoutTrainingBudget Minor spec.lines[Training].planned"
)

func budget(change func(*api.SecurityBudgetSpec)) func(*fixture) {
	return func(f *fixture) { change(&f.budget.Spec) }
}

// toolLine changes the line of tools.
func toolLine(change func(*api.BudgetLine)) func(*fixture) {
	return budget(func(s *api.SecurityBudgetSpec) { change(&s.Lines[1]) })
}

// spent says what all lines spent, and up to which day.
func spent(asOf, tools string) func(*fixture) {
	return budget(func(s *api.SecurityBudgetSpec) {
		for i := range s.Lines {
			s.Lines[i].Actual = ptr[api.Amount]("1000")
		}
		s.Lines[1].Actual = ptr(api.Amount(tools))
		if asOf != "" {
			s.ActualsAsOf = date(asOf)
		}
	})
}

// renews makes the tool end on a day and renew itself.
func renews(end string) func(*fixture) {
	return func(f *fixture) {
		f.tool.Spec.Term.End, f.tool.Spec.Term.RenewalMode = date(end), api.RenewalAutomatic
	}
}

// gapWithTraining opens a competency gap and sets what is planned for training.
func gapWithTraining(planned string) func(*fixture) {
	return func(f *fixture) {
		f.drop(f.benSkill)
		f.budget.Spec.Lines[2].Planned = ptr(api.Amount(planned))
	}
}

// fundedNeed is an approved need that costs something, named by lines of the budget.
func fundedNeed(f *fixture, name, cost string, lines ...int) *api.ResourceRequirement {
	need := &api.ResourceRequirement{ObjectMeta: named(name), Spec: api.ResourceRequirementSpec{
		Need: "a scanner", Decision: &api.RequirementDecision{State: api.RequirementApproved, DecidedOn: date("2026-02-01"), By: actor("boss"), Rationale: "needed"},
		EstimatedCost: &api.Money{Amount: api.Amount(cost), Currency: "EUR"},
		RaisedBy:      actor("ada"), RaisedOn: date("2026-01-10"), AssessedOn: date("2026-03-01"), NeededBy: date("2026-12-01"),
		Phases: []api.LifecyclePhase{api.PhaseImplementation}, Drivers: &api.Drivers{Obligations: []string{"a contract"}},
		Category: api.ResourceTechnology, Common: api.Common{Owner: &api.Actor{RoleRef: ref("ism")}},
	}}
	for _, i := range lines {
		l := &f.budget.Spec.Lines[i]
		l.RequirementRefs = append(l.RequirementRefs, *ref(name))
	}
	f.add(need)
	return need
}

var budgetRows = []row{
	{name: "sound", why: "nothing is wrong with the fixture"},
	// P4-02
	{name: "approved by nobody of top", why: "the board's chair is no top management here", change: budget(func(s *api.SecurityBudgetSpec) { s.Approvals[0].By = *actor("chair") }), want: []string{notTop}},
	{name: "approved by the requester", why: "nobody grants their own wish", change: budget(func(s *api.SecurityBudgetSpec) { s.RequestedBy = actor("boss") }), want: []string{notTop}},
	{name: "approved by a role of top", why: "whoever holds it is of top management", change: budget(func(s *api.SecurityBudgetSpec) { s.Approvals[0].By = *roleActor("top") })},
	{name: "approved by a role that others hold too", why: "it may not have been who is of top management", change: budget(func(s *api.SecurityBudgetSpec) { s.Approvals[0].By = *roleActor("team") }), want: []string{notTop}},
	{name: "asked for by the role of the approver", why: "nobody else is behind it", change: budget(func(s *api.SecurityBudgetSpec) { s.RequestedBy = roleActor("top") }), want: []string{notTop}},
	{name: "approved by the role of the requester", why: "nor the other way round", change: budget(func(s *api.SecurityBudgetSpec) {
		s.RequestedBy, s.Approvals[0].By = actor("boss"), *roleActor("top")
	}), want: []string{notTop}},
	{name: "approved by an external of one", why: "nobody else is there to approve", change: together(alone, budget(func(s *api.SecurityBudgetSpec) { s.Approvals[0].By = *actor("ext") })), want: []string{"P4-02 BudgetApprovalInvalid Observation spec.approvals[board].by"}},
	{name: "approved in words", why: "words are nobody", change: budget(func(s *api.SecurityBudgetSpec) { s.Approvals[0].By = api.Actor{StatedAs: "the board"} }), want: []string{"X-13 ApproverUnknown Unknown spec.approvals[board].by"}},
	{name: "asked for in words", why: "it could be the approver", change: budget(func(s *api.SecurityBudgetSpec) { s.RequestedBy = &api.Actor{StatedAs: "TBD"} }), want: []string{noRequester}},
	{name: "requester not named", why: "it could be the approver", change: budget(func(s *api.SecurityBudgetSpec) { s.RequestedBy = nil }), want: []string{noRequester}},
	{name: "approved on the first day in office", why: "the first day counts", change: func(f *fixture) { f.top.Spec.Assignments[0].From = f.budget.Spec.Approvals[0].ApprovedOn }},
	{name: "approved before taking office", why: "a day before does not", change: func(f *fixture) {
		f.top.Spec.Assignments[0].From = f.budget.Spec.Approvals[0].ApprovedOn.AddDays(1)
	}, want: []string{notTop}},
	{name: "approver left office since", why: "what matters is the day of the approval", change: func(f *fixture) {
		f.top.Spec.Assignments[0].Until = date("2026-01-31")
	}},
	{name: "approval changed", why: "a plan that was changed was not approved", change: budget(func(s *api.SecurityBudgetSpec) {
		s.Approvals[0].ContentHash = "sha256:0"
	}), want: []string{"X-07 ApprovalStale Minor spec.approvals[board].contentHash"}},
	// P4-03
	{name: "part of a larger budget", why: "a lump sum hides what security gets", change: budget(func(s *api.SecurityBudgetSpec) { s.Dedication = api.BudgetShared }), want: []string{"P4-03 BudgetNotDedicated Observation spec.dedication"}},
	{name: "dedication not stated", why: "missing is never a pass", change: budget(func(s *api.SecurityBudgetSpec) { s.Dedication = "" }), want: []string{"P4-03 BudgetDedicationUnknown Unknown spec.dedication"}},
	// P4-04
	{name: "no line for tests", why: "an expected category is missing", change: budget(func(s *api.SecurityBudgetSpec) { s.Lines = s.Lines[:4] }), want: []string{categoryLack}},
	{name: "categories by policy", why: "what is expected is the organisation's to set", change: func(f *fixture) {
		f.budget.Spec.Lines = f.budget.Spec.Lines[:4]
		f.isms.Spec.Policy.Budget.Categories = []api.BudgetCategory{api.BudgetPeople}
	}},
	{name: "category in another budget of the period", why: "budgets of one period are one", change: func(f *fixture) {
		other := aBudget("budget-z", "2026-01-01", "2026-12-31")
		other.Spec.Lines = other.Spec.Lines[4:]
		f.budget.Spec.Lines = f.budget.Spec.Lines[:4]
		f.add(other)
	}},
	{name: "category in a budget that nobody approved", why: "a draft adds nothing to what is approved", change: func(f *fixture) {
		other := aBudget("budget-z", "2026-01-01", "2026-12-31")
		other.Spec.Approvals = nil
		f.budget.Spec.Lines = f.budget.Spec.Lines[:4]
		f.add(other)
	}, want: []string{categoryLack}},
	// P4-05
	{name: "renewal before the period's end", why: "it falls due and nothing pays for it", change: renews("2026-12-31"), want: []string{renewalMinor}},
	{name: "renewal after the period", why: "the next budget pays", change: renews("2027-01-01")},
	{name: "renewal on the last day of the term", why: "the term still runs", change: renews(baseDay), want: []string{renewalMinor}},
	{name: "term over", why: "P6-01 says so", change: renews("2026-06-14")},
	{name: "renewal named by a line", why: "it is paid for", change: func(f *fixture) {
		renews("2026-12-31")(f)
		f.budget.Spec.Lines[1].ResourceRefs = []api.ResourceReference{{Kind: api.ResourceToolLicense, Name: "backup"}}
	}},
	{name: "need named that the tool satisfies", why: "money for the need is money for what meets it", change: func(f *fixture) {
		renews("2026-12-31")(f)
		f.budget.Spec.Lines[1].RequirementRefs = []api.Reference{*ref("backups")}
	}},
	{name: "need named that the tool says it satisfies", why: "the link can be made on either side", change: func(f *fixture) {
		renews("2026-12-31")(f)
		f.backups.Spec.SatisfiedByRefs = []api.ResourceReference{{Kind: api.ResourcePerson, Name: "ada"}}
		f.tool.Spec.RequirementRefs = []api.Reference{*ref("backups")}
		f.budget.Spec.Lines[1].RequirementRefs = []api.Reference{*ref("backups")}
	}},
	{name: "another need named", why: "its money is for something else", change: func(f *fixture) {
		renews("2026-12-31")(f)
		f.budget.Spec.Lines[1].RequirementRefs = []api.Reference{*ref("courses")}
	}, want: []string{renewalMinor}},
	{name: "refused need named", why: "what is refused gets no money", change: func(f *fixture) {
		renews("2026-12-31")(f)
		f.courses.Spec.Decision.State, f.courses.Spec.SatisfiedByRefs = api.RequirementRejected, f.leak.Spec.ResourceRefs
		f.budget.Spec.Lines[1].RequirementRefs = []api.Reference{*ref("courses")}
	}, want: []string{renewalMinor}},
	{name: "renewal of a critical contract", why: "a control or a critical service is at stake", change: func(f *fixture) {
		f.hosting.Spec.Term = aTerm("2026-12-31")
		f.hosting.Spec.Term.RenewalDecision = &api.RenewalDecision{Decision: api.RenewalRenew, DecidedOn: date(baseDay)}
		f.hosting.Spec.Controls = []api.ControlID{"A.8.13"}
	}, want: []string{renewalMajor}},
	{name: "renewal decided tomorrow", why: "it is not decided, and does not renew itself", change: func(f *fixture) {
		f.tool.Spec.Term.End = date("2026-12-31")
		f.tool.Spec.Term.RenewalDecision = &api.RenewalDecision{Decision: api.RenewalRenew, DecidedOn: date("2026-06-16")}
	}},
	{name: "decided to terminate", why: "what ends costs nothing more", change: func(f *fixture) {
		renews("2026-12-31")(f)
		f.tool.Spec.Term.RenewalDecision = &api.RenewalDecision{Decision: api.RenewalTerminate, DecidedOn: date(baseDay)}
	}},
	{name: "needs cost as much as planned", why: "it is enough", change: func(f *fixture) {
		fundedNeed(f, "need", "600", 1)
		fundedNeed(f, "need-2", "400", 1)
	}},
	{name: "needs cost more together", why: "each is covered alone, both are not", change: func(f *fixture) {
		fundedNeed(f, "need", "600", 1)
		fundedNeed(f, "need-2", "400.01", 1)
	}, want: []string{needsShort}},
	{name: "needs of a high risk cost more together", why: "a high risk stays untreated", change: func(f *fixture) {
		f.add(&api.Risk{ObjectMeta: named("storm"), Spec: api.RiskSpec{Rating: api.RiskHigh}})
		fundedNeed(f, "need", "600", 1).Spec.Drivers.RiskRefs = []api.Reference{*ref("storm")}
		fundedNeed(f, "need-2", "600", 1)
	}, want: []string{"P4-05 TreatmentUnfunded Major spec.lines"}},
	{name: "one need is short alone", why: "the need says so itself", change: func(f *fixture) { fundedNeed(f, "need", "1001", 1) }},
	// P4-06
	{name: "spent a fifth more", why: "20 % are tolerated", change: spent("2026-05-31", "1200")},
	{name: "spent more than that", why: "not a cent more", change: spent("2026-05-31", "1200.01"), want: []string{toolVariance}},
	{name: "tolerance by policy", why: "the tolerance is the organisation's to set", change: func(f *fixture) {
		spent("2026-05-31", "1200")(f)
		f.isms.Spec.Policy.Budget.VariancePercent = ptr[int32](19)
	}, want: []string{toolVariance}},
	{name: "spent where nothing was planned", why: "any spending is over the plan", change: func(f *fixture) {
		spent("2026-05-31", "0.01")(f)
		f.budget.Spec.Lines[1].Planned = ptr[api.Amount]("0")
	}, want: []string{toolVariance}},
	{name: "little spent so far", why: "the period is not over", change: spent("2026-05-31", "0")},
	{name: "little spent, last day", why: "nor is it on its last day", today: "2026-12-31", change: spent("2026-12-31", "799"), want: []string{noSuccessor}},
	{name: "little spent in all", why: "the money was not provided", today: "2027-01-01", change: spent("2026-12-31", "799"), want: []string{toolVariance}},
	{name: "a fifth less", why: "20 % are tolerated", today: "2027-01-01", change: spent("2026-12-31", "800")},
	{name: "grace after the end", why: "books are closed after the end", today: "2027-01-30", change: spent("2026-12-30", "1000")},
	{name: "books not closed", why: "nobody knows what was spent", today: "2027-01-31", change: spent("2026-12-30", "1000"), want: []string{noActuals}},
	{name: "a line without actual amount", why: "nobody knows what was spent on it", today: "2027-01-31", change: func(f *fixture) {
		spent("2026-12-31", "1000")(f)
		f.budget.Spec.Lines[0].Actual = nil
	}, want: []string{noActuals}},
	{name: "an old budget", why: "once the next has ended it is history", today: "2028-01-01", change: func(f *fixture) { f.add(aBudget("budget-2027", "2027-01-01", "2027-12-31")) }},
	{name: "the last budget", why: "while the next runs it is not", today: "2027-12-31", change: func(f *fixture) { f.add(aBudget("budget-2027", "2027-01-01", "2027-12-31")) }, want: []string{noActuals}},
	// P4-07
	{name: "before the warning", why: "61 days before the end", today: "2026-10-31"},
	{name: "first warning day", why: "60 days before the end", today: "2026-11-01", want: []string{noSuccessor}},
	{name: "successor", why: "a draft will do", today: "2026-11-01", change: func(f *fixture) {
		next := aBudget("budget-2027", "2027-01-01", "2027-12-31")
		next.Spec.Approvals = nil
		f.add(next)
	}},
	{name: "successor with a gap", why: "nothing is for the first day after", today: "2026-11-01", change: func(f *fixture) {
		f.add(aBudget("budget-2027", "2027-01-02", "2027-12-31"))
	}, want: []string{noSuccessor}},
	{name: "a longer budget beside a shorter", why: "any that includes the day will do", today: "2026-11-01", change: func(f *fixture) {
		f.add(aBudget("budget-a", "2026-06-01", "2027-05-31"), aBudget("budget-b", "2026-07-01", "2026-07-31"))
	}},
	{name: "warning by policy", why: "the window is the organisation's to set", today: "2026-11-01", change: func(f *fixture) {
		f.isms.Spec.Policy.Budget.SuccessorDays = ptr[int32](59)
	}},
	// P4-08
	{name: "no period", why: "nobody knows what it is for", change: budget(func(s *api.SecurityBudgetSpec) { s.Period = nil }), want: []string{"P4-08 BudgetUnreadable Unknown spec.period"}},
	{name: "no currency", why: "a thousand of what", change: budget(func(s *api.SecurityBudgetSpec) { s.Currency = "" }), want: []string{"P4-08 BudgetUnreadable Unknown spec.currency"}},
	{name: "no lines", why: "an empty budget is no plan", change: budget(func(s *api.SecurityBudgetSpec) { s.Lines = nil }), want: []string{"P4-08 BudgetUnreadable Unknown spec.lines", categoryLack}},
	{name: "line without plan", why: "missing is not zero", change: toolLine(func(l *api.BudgetLine) { l.Planned = nil }), want: []string{toolPlanned}},
	{name: "negative plan", why: "nobody plans less than nothing", change: toolLine(func(l *api.BudgetLine) { l.Planned = ptr[api.Amount]("-1") }), want: []string{toolPlanned}},
	{name: "no number", why: "words cannot be added", change: toolLine(func(l *api.BudgetLine) { l.Planned = ptr[api.Amount]("1e9") }), want: []string{toolPlanned}},
	{name: "other currency", why: "without a rate it cannot be added", change: toolLine(func(l *api.BudgetLine) { l.Currency = "USD" }), want: []string{toolRate}},
	{name: "other currency, spent as well", why: "one missing rate is one finding", change: func(f *fixture) {
		spent("2026-05-31", "900")(f)
		toolLine(func(l *api.BudgetLine) { l.Currency = "USD" })(f)
	}, want: []string{toolRate}},
	{name: "other currency, nothing stated", why: "the amount is what is missing", change: toolLine(func(l *api.BudgetLine) { l.Currency, l.Planned = "USD", nil }), want: []string{toolPlanned}},
	{name: "other currency, budget without one", why: "there is nothing to convert to", change: budget(func(s *api.SecurityBudgetSpec) { s.Currency, s.Lines[1].Currency = "", "USD" }), want: []string{"P4-08 BudgetUnreadable Unknown spec.currency"}},
	{name: "other currency with rate", why: "with one it can", change: toolLine(func(l *api.BudgetLine) { l.Currency, l.ExchangeRate = "USD", "0.9" })},
	{name: "rate of nothing", why: "a rate is above zero", change: toolLine(func(l *api.BudgetLine) { l.Currency, l.ExchangeRate = "USD", "0" }), want: []string{toolRate}},
	{name: "negative spending", why: "nor is less than nothing spent", change: spent("2026-05-31", "-0.01"), want: []string{toolActual}},
	{name: "spent until unknown", why: "an amount without its day", change: spent("", "900"), want: []string{"P4-08 BudgetUnreadable Unknown spec.actualsAsOf"}},
	{name: "spent until the first day", why: "the period has begun", change: spent("2026-01-01", "900")},
	{name: "spent before the period", why: "no money of it could be spent", change: spent("2025-12-31", "900"), want: []string{"P4-08 BudgetUnreadable Unknown spec.actualsAsOf"}},
	{name: "spent until tomorrow", why: "what is spent is spent", change: spent("2026-06-16", "900"), want: []string{"X-05 DateInFuture Minor spec.actualsAsOf"}},
	{name: "asked for tomorrow", why: "a budget that is approved was asked for", change: budget(func(s *api.SecurityBudgetSpec) { s.RequestedOn = date("2026-06-16") }), want: []string{"X-05 DateInFuture Minor spec.requestedOn"}},
	// P4-09
	{name: "gap with money", why: "there is money to close it", change: gapWithTraining("1")},
	{name: "gap without money", why: "nothing can close it", change: gapWithTraining("0"), want: []string{noTraining}},
	{name: "gap without line", why: "no line is no money", change: func(f *fixture) {
		gapWithTraining("0")(f)
		f.budget.Spec.Lines[2].Category = api.BudgetOther
	}, want: []string{categoryLack, "P4-09 GapsWithoutTrainingBudget Minor spec.lines"}},
	{name: "gap with an unreadable line", why: "nobody knows", change: gapWithTraining("x"), want: []string{"P4-08 BudgetUnreadable Unknown spec.lines[Training].planned"}},
	{name: "no gap, no money", why: "who lacks nothing needs no training", change: budget(func(s *api.SecurityBudgetSpec) { s.Lines[2].Planned = ptr[api.Amount]("0") })},
	//
	{name: "dangling names", why: "what is named exists", change: func(f *fixture) {
		f.budget.Spec.Lines[1].RequirementRefs = []api.Reference{*ref("ghost")}
		f.budget.Spec.Lines[1].ResourceRefs = []api.ResourceReference{{Kind: api.ResourceToolLicense, Name: "ghost"}}
		f.budget.Spec.Owner = &api.Actor{PersonRef: ref("ghost")}
	}, want: []string{
		"X-04 ReferenceNotFound Minor spec.lines[Tools].requirementRefs[ghost]",
		"X-04 ReferenceNotFound Minor spec.lines[Tools].resourceRefs[ToolLicense/ghost]",
		"X-04 ReferenceNotFound Minor spec.owner.personRef",
	}},
}

func TestSecurityBudget(t *testing.T) { testRows(t, "SecurityBudget/budget-2026", budgetRows) }

const (
	unfunded      = "P4-05 TreatmentUnfunded Minor spec.estimatedCost"
	fundedUnknown = "P4-05 FundingUnknown Unknown spec.estimatedCost"
)

func need(cost string, lines []int, change func(*fixture, *api.ResourceRequirementSpec)) func(*fixture) {
	return func(f *fixture) {
		r := fundedNeed(f, "need", cost, lines...)
		if change != nil {
			change(f, &r.Spec)
		}
	}
}

var fundingRows = []row{
	{name: "covered", why: "the line plans as much as it costs", change: need("1000", []int{1}, nil)},
	{name: "short", why: "not a cent more", change: need("1000.01", []int{1}, nil), want: []string{unfunded}},
	{name: "two lines", why: "lines add up", change: need("2000", []int{0, 1}, nil)},
	{name: "in no line", why: "nothing pays for it", change: need("1", nil, nil), want: []string{unfunded}},
	{name: "in no line, for nothing", why: "what costs nothing needs no money", change: need("0", nil, nil)},
	{name: "high risk", why: "a high risk stays untreated", change: need("1", nil, func(f *fixture, s *api.ResourceRequirementSpec) {
		f.add(&api.Risk{ObjectMeta: named("storm"), Spec: api.RiskSpec{Rating: api.RiskCritical}})
		s.Drivers.RiskRefs = []api.Reference{*ref("storm")}
	}), want: []string{"P4-05 TreatmentUnfunded Major spec.estimatedCost"}},
	{name: "approved tomorrow", why: "it is not approved yet", change: need("1", nil, func(_ *fixture, s *api.ResourceRequirementSpec) {
		s.Decision.State, s.Decision.DecidedOn = api.RequirementProposed, api.Date{}
	})},
	{name: "fulfilled", why: "it was paid for", change: need("1", nil, func(_ *fixture, s *api.ResourceRequirementSpec) {
		s.FulfilledOn, s.SatisfiedByRefs = date(baseDay), []api.ResourceReference{{Kind: api.ResourceToolLicense, Name: "backup"}}
	})},
	{name: "needed on the last day of the period", why: "it falls due in it", change: need("1", nil, func(_ *fixture, s *api.ResourceRequirementSpec) { s.NeededBy = date("2026-12-31") }), want: []string{unfunded}},
	{name: "needed after the period", why: "the next budget pays", change: need("1", nil, func(_ *fixture, s *api.ResourceRequirementSpec) { s.NeededBy = date("2027-01-01") })},
	{name: "budget not approved", why: "only what is approved pays", change: need("1", []int{1}, func(f *fixture, _ *api.ResourceRequirementSpec) { f.budget.Spec.Approvals = nil }), want: []string{unfunded}},
	{name: "no readable cost", why: "nobody knows", change: need("-1", []int{1}, nil), want: []string{"P4-05 FundingUnknown Unknown spec.estimatedCost.amount"}},
	{name: "another currency", why: "they cannot be compared", change: need("1", []int{1}, func(_ *fixture, s *api.ResourceRequirementSpec) { s.EstimatedCost.Currency = "USD" }), want: []string{fundedUnknown}},
	{name: "no currency", why: "nor can what has none", change: need("1", []int{1}, func(_ *fixture, s *api.ResourceRequirementSpec) { s.EstimatedCost.Currency = "" }), want: []string{fundedUnknown}},
	{name: "cost in the line's currency", why: "they can be compared as they are", change: need("1000", []int{1}, func(f *fixture, s *api.ResourceRequirementSpec) {
		f.budget.Spec.Lines[1].Currency, f.budget.Spec.Lines[1].ExchangeRate = "USD", "0.9"
		s.EstimatedCost.Currency = "USD"
	})},
	{name: "line in another currency", why: "1000 at 0.9 are 900", change: need("900", []int{1}, func(f *fixture, _ *api.ResourceRequirementSpec) {
		f.budget.Spec.Lines[1].Currency, f.budget.Spec.Lines[1].ExchangeRate = "USD", "0.9"
	})},
	{name: "line in another currency, short", why: "and not a cent more", change: need("900.01", []int{1}, func(f *fixture, _ *api.ResourceRequirementSpec) {
		f.budget.Spec.Lines[1].Currency, f.budget.Spec.Lines[1].ExchangeRate = "USD", "0.9"
	}), want: []string{unfunded}},
}

func TestFunding(t *testing.T) { testRows(t, "ResourceRequirement/need", fundingRows) }
