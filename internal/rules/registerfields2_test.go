package rules_test

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// estimated rates the risk before anything treats it, as it stands, and with what remains.
func estimated(inherent, now, residual api.RiskRating) func(*fixture) {
	return func(f *fixture) {
		f.leak.Spec.Inherent = &api.RiskEstimate{Likelihood: "4 of 5", Impact: "5 of 5", Rating: inherent}
		f.leak.Spec.Rating = now
		f.leak.Spec.Residual = &api.ResidualRisk{Likelihood: "2 of 5", Impact: "5 of 5", Rating: residual}
	}
}

// treatedBy says how far the treatment of the risk is, and how far the control that treats it.
func treatedBy(risk, control api.Implementation) func(*fixture) {
	return func(f *fixture) {
		f.leak.Spec.TreatmentState, f.leak.Spec.Controls = risk, []api.ControlID{"A.8.13"}
		for i := range f.soa.Spec.Controls {
			if f.soa.Spec.Controls[i].ID == "A.8.13" {
				f.soa.Spec.Controls[i].Implementation = control
			}
		}
	}
}

const (
	residualHigher = "P1-19 RatingsContradict Unknown spec.residual.rating"
	notTreated     = "P1-19 TreatmentContradicted Observation spec.treatmentState"
)

var registerRiskRows = []row{
	{name: "rated lower at each step", why: "that is what a treatment does", change: estimated(api.RiskCritical, api.RiskMedium, api.RiskLow)},
	{name: "rated the same", why: "a treatment may be no more than begun", change: estimated(api.RiskMedium, api.RiskMedium, api.RiskMedium)},
	{name: "rated higher with what remains", why: "nothing gets worse by its treatment", change: estimated(api.RiskMedium, api.RiskLow, api.RiskMedium), want: []string{residualHigher}},
	{name: "rated higher as it stands than before", why: "nor does it before", change: estimated(api.RiskLow, api.RiskMedium, api.RiskLow), want: []string{"P1-19 RatingsContradict Unknown spec.rating"}},
	{name: "only inherent and residual rated", why: "what nothing else is said of is as bad as it was", change: estimated(api.RiskMedium, "", api.RiskLow)},
	{name: "only inherent and residual rated, and that is higher", why: "the two contradict each other", change: estimated(api.RiskLow, "", api.RiskMedium), want: []string{residualHigher}},
	{name: "only inherent rated, and high", why: "what remains of it is accepted", change: estimated(api.RiskHigh, "", api.RiskLow), want: []string{"P1-14 ResidualRiskNotAccepted Unknown spec.residual.acceptance"}},
	{name: "only residual rated", why: "nobody knows how bad it is", change: estimated("", "", api.RiskLow), want: []string{"P1-11 RiskNotAssessed Unknown spec.rating"}},
	{name: "treated, and its control is in progress", why: "the two contradict each other", change: treatedBy(api.ImplementationImplemented, api.ImplementationInProgress), want: []string{notTreated}},
	{name: "treated, and its control is implemented", why: "they agree", change: treatedBy(api.ImplementationImplemented, api.ImplementationImplemented)},
	{name: "treated, and of its control nobody knows", why: "that is for the statement to say", change: treatedBy(api.ImplementationImplemented, "")},
	{name: "treatment in progress", why: "so is its control", change: treatedBy(api.ImplementationInProgress, api.ImplementationInProgress)},
	{name: "about an asset in words", why: "the words of a source are kept", change: func(f *fixture) {
		f.leak.Spec.Assets = []api.AffectedAsset{{StatedAs: "payroll database"}, {ResourceRef: &api.ResourceReference{Kind: api.ResourceInfrastructureAsset, Name: "server"}}}
	}},
	{name: "about an asset that is not there", why: "a name must resolve", change: func(f *fixture) {
		f.leak.Spec.Assets = []api.AffectedAsset{{ResourceRef: &api.ResourceReference{Kind: api.ResourceInfrastructureAsset, Name: "ghost"}}}
	}, want: []string{"X-04 ReferenceNotFound Minor spec.assets[InfrastructureAsset/ghost]"}},
}

// ownedAs names another owner of a control in the place of the accountable role.
func ownedAs(owner *api.Actor) func(*fixture) {
	return func(f *fixture) {
		f.soa.Spec.Controls[0].AccountableRoleRef, f.soa.Spec.Controls[0].Owner = nil, owner
	}
}

// declares makes the statement declare totals, with a first control that is in progress.
func declares(t api.DeclaredTotals) func(*fixture) {
	return func(f *fixture) {
		f.soa.Spec.Controls[0].Implementation, f.soa.Spec.Controls[0].TargetOn = api.ImplementationInProgress, date("2026-12-31")
		f.soa.Spec.DeclaredTotals = &t
	}
}

const firstOwner = "S-04 ControlWithoutOwner Minor spec.controls[A.5.1].owner"

var registerStatementRows = []row{
	{name: "owned by a role", why: "a role is accountable, whichever field names it", change: ownedAs(roleActor("top"))},
	{name: "owned by a role that is not there", why: "nobody is accountable", change: ownedAs(roleActor("ghost")), want: []string{firstOwner}},
	{name: "owned in words", why: "words are no role", change: ownedAs(&api.Actor{StatedAs: "Head of IT"}), want: []string{firstOwner}},
	{name: "owned by a person", why: "a person is no role", change: ownedAs(actor("boss")), want: []string{firstOwner}},
	{name: "owned by a person who is not there", why: "a name must resolve", change: ownedAs(actor("ghost")), want: []string{firstOwner, "X-04 ReferenceNotFound Minor spec.controls[A.5.1].owner.personRef"}},
	{name: "declared as it is", why: "document and entries agree", change: declares(api.DeclaredTotals{Total: ptr[int32](93), Implemented: ptr[int32](92), InProgress: ptr[int32](1), Planned: ptr[int32](0), NotStarted: ptr[int32](0)})},
	{name: "another total", why: "an entry is missing, or one is counted twice", change: declares(api.DeclaredTotals{Total: ptr[int32](92)}), want: []string{"S-10 SoaTotalsMismatch Observation spec.declaredTotals.total"}},
	{name: "more implemented than there are", why: "document and entries disagree", change: declares(api.DeclaredTotals{Implemented: ptr[int32](93), InProgress: ptr[int32](0), Planned: ptr[int32](1), NotStarted: ptr[int32](1)}), want: []string{
		"S-10 SoaTotalsMismatch Observation spec.declaredTotals.implemented", "S-10 SoaTotalsMismatch Observation spec.declaredTotals.inProgress",
		"S-10 SoaTotalsMismatch Observation spec.declaredTotals.planned", "S-10 SoaTotalsMismatch Observation spec.declaredTotals.notStarted",
	}},
	{name: "described", why: "how a control is implemented needs no new approval", change: func(f *fixture) {
		e := &f.soa.Spec.Controls[0]
		f.soa.Spec.Approvals[0].ContentHash = api.ContentHash(f.soa.Spec.Approvable())
		e.Description, e.Documents = "Reviewed every year", []string{"Information_Security_Policy.md, section 4"}
	}},
}

// deviates makes the exception one from a policy or a control.
func deviates(d api.Deviation, change func(*api.SecurityExceptionSpec)) func(*fixture) {
	return func(f *fixture) {
		s := &f.exception.Spec
		s.Lapse, s.Deviation = nil, &d
		change(s)
	}
}

var (
	fromControl = api.Deviation{Controls: []api.ControlID{"A.8.7"}, Scope: "/builds on the CI runners"}
	asAsked     = func(*api.SecurityExceptionSpec) {}
)

var deviationRows = []row{
	{name: "from a control", why: "it is on record, approved, and ends", change: deviates(fromControl, asAsked)},
	{name: "from a policy", why: "so is one from a policy", change: deviates(api.Deviation{Policy: "Malware policy, 4.2"}, asAsked)},
	{name: "from nothing that is said", why: "a placeholder is no policy", change: deviates(api.Deviation{Policy: "TBD"}, asAsked), want: []string{"P6-08 ExceptionInvalid Minor spec.deviation"}},
	{name: "from a control that does not exist", why: "nobody knows what is meant", change: deviates(api.Deviation{Policy: "Malware policy", Controls: []api.ControlID{"A.8.99"}}, asAsked), want: []string{"X-12 ControlNotFound Unknown spec.deviation.controls"}},
	{name: "on its last day", why: "the last day counts", change: deviates(fromControl, func(s *api.SecurityExceptionSpec) { s.Validity.ValidUntil = date(baseDay) })},
	{name: "over yesterday", why: "it lapses as every exception does", change: deviates(fromControl, func(s *api.SecurityExceptionSpec) { s.Validity.ValidUntil = date("2026-06-14") }), want: []string{"P6-07 ExceptionExpired Minor spec.validity.validUntil"}},
	{name: "approved by nobody who may", why: "it takes the authority that every exception takes", change: deviates(fromControl, func(s *api.SecurityExceptionSpec) { s.Approvals[0].By = *actor("ext") }), want: []string{"X-15 SignatureNotEntitled Minor spec.approvals[board].by"}},
	{name: "approved by who asked", why: "nobody allows themselves", change: deviates(fromControl, func(s *api.SecurityExceptionSpec) { s.Approvals[0].By = *actor("ada") }), want: []string{"P6-08 ExceptionInvalid Minor spec.approvals[board].by"}},
	{name: "approved by a role", why: "who held it on that day approved", change: deviates(fromControl, func(s *api.SecurityExceptionSpec) { s.Approvals[0].By = *roleActor("top") })},
	{name: "approved by several", why: "one who may is enough", change: deviates(fromControl, func(s *api.SecurityExceptionSpec) {
		s.Approvals = append([]api.Approval{{Name: "team", By: *actor("ext"), ApprovedOn: date("2026-04-27")}}, s.Approvals...)
	})},
	{name: "waives nothing", why: "what a rule finds is still found", change: func(f *fixture) {
		deviates(api.Deviation{Policy: "Contracts are renewed in time"}, asAsked)(f)
		f.consulting.Spec.Term.End = date("2026-06-14")
	}, on: "ClauseAssessment/isms"},
	{name: "follows another from the same", why: "exceptions in a row are a rule", change: func(f *fixture) {
		deviates(fromControl, asAsked)(f)
		before := f.exception.DeepCopy()
		before.Name = "before"
		before.Spec.Approvals[0].ApprovedOn, before.Spec.RequestedOn = date("2024-12-20"), date("2024-12-01")
		before.Spec.Validity = &api.Validity{ValidFrom: date("2025-01-01"), ValidUntil: date("2026-04-30")}
		before.Spec.ClosedOn = date("2026-04-30")
		f.add(before)
	}, want: []string{"P6-16 ExceptionsInARow Observation spec.validity.validUntil"}},
}

// recurs makes a need that was met come again.
func recurs(met string, months int32) func(*fixture) {
	return func(f *fixture) {
		f.backups.Spec.FulfilledOn, f.backups.Spec.Recurrence = date(met), &api.Recurrence{StatedAs: "recurring"}
		if months > 0 {
			f.backups.Spec.Recurrence.EveryMonths = &months
		}
	}
}

const needAgain = "P1-06 NeedOverdue Minor spec.fulfilledOn"

var recurringNeedRows = []row{
	{name: "due again tomorrow", why: "until then it is met", change: recurs("2025-12-16", 6)},
	{name: "due again today", why: "the last day counts", change: recurs("2025-12-15", 6)},
	{name: "due again yesterday", why: "what was met once is not met for ever", change: recurs("2025-12-14", 6), want: []string{needAgain}},
	{name: "recurs, and nobody knows how often", why: "nobody knows whether it is met", change: recurs("2025-12-14", 0), want: []string{"P1-06 NeedUndated Unknown spec.recurrence.everyMonths"}},
	{name: "decided as fulfilled half a year ago", why: "the day of the decision stands in", change: func(f *fixture) {
		recurs(baseDay, 6)(f)
		f.backups.Spec.FulfilledOn = api.Date{}
		f.backups.Spec.RaisedOn, f.backups.Spec.Decision.DecidedOn = date("2025-12-01"), date("2025-12-14")
	}, want: []string{needAgain}},
}

// doneAgain makes the improvement one that was done and is to be done again.
func doneAgain(done string, months int32, change func(*api.ImprovementSpec)) func(*fixture) {
	return better(func(s *api.ImprovementSpec) {
		s.OpenedOn, s.CompletedOn, s.Recurrence = date("2025-01-15"), date(done), &api.Recurrence{StatedAs: "rolling"}
		s.AchievedBenefit = &api.AchievedBenefit{Statement: "half the hours"}
		if months > 0 {
			s.Recurrence.EveryMonths = &months
		}
		change(s)
	})
}

func noMore(*api.ImprovementSpec) {}

var recurringActionRows = []row{
	{name: "to be done again tomorrow", why: "until then it is done", change: doneAgain("2026-03-16", 3, noMore)},
	{name: "to be done again today", why: "the last day counts", change: doneAgain("2026-03-15", 3, noMore)},
	{name: "to be done again yesterday", why: "what recurs is done again", change: doneAgain("2026-03-14", 3, noMore), want: []string{"P10-03 ImprovementOverdue Minor spec.completedOn"}},
	{name: "nobody knows how often", why: "nobody knows whether it is done", change: doneAgain("2026-03-14", 0, noMore), want: []string{"P10-03 ImprovementIncomplete Observation spec.recurrence.everyMonths"}},
	{name: "nobody knows how often, and somebody waits", why: "what is owed has a day", change: doneAgain("2026-03-14", 0, func(s *api.ImprovementSpec) { s.Type = api.ImprovementCorrectiveAction }), want: []string{"P10-03 ImprovementIncomplete Minor spec.recurrence.everyMonths"}},
}

// corrects makes the improvement answer a finding of the certification body.
func corrects(grade api.Grade, change func(*api.ImprovementSpec, *api.Nonconformity)) func(*fixture) {
	return better(func(s *api.ImprovementSpec) {
		n := &api.Nonconformity{ID: "NC-1", Grade: grade, Clause: "7.2", Text: "No proof of competence", FoundOn: date("2026-04-10"), Correction: "Proof was asked for"}
		s.Type, s.Source, s.ExpectedBenefit, s.Nonconformity = api.ImprovementCorrectiveAction, api.SourceExternalAudit, nil, n
		s.OpenedOn, s.DueOn = date("2026-04-20"), date("2026-06-30")
		change(s, n)
	})
}

func corrected(effective api.EffectivenessResult, evaluated string) func(*api.ImprovementSpec, *api.Nonconformity) {
	return func(s *api.ImprovementSpec, n *api.Nonconformity) {
		s.CompletedOn, n.Cause = date("2026-06-01"), "Nobody was asked to keep it"
		if effective != "" {
			n.Effectiveness = &api.Effectiveness{EvaluatedOn: date(evaluated), Result: effective}
		}
	}
}

const causeUnknown = "P10-07 NonconformityCauseUnknown Minor spec.nonconformity.cause"

var nonconformityRows = []row{
	{name: "open", why: "there is time to find the cause", change: corrects(api.GradeMinor, func(*api.ImprovementSpec, *api.Nonconformity) {})},
	{name: "minor overdue", why: "what is late is late", change: corrects(api.GradeMinor, func(s *api.ImprovementSpec, _ *api.Nonconformity) { s.DueOn = date("2026-06-14") }), want: []string{betterLate}},
	{name: "major overdue", why: "a major is not left open", change: corrects(api.GradeMajor, func(s *api.ImprovementSpec, _ *api.Nonconformity) { s.DueOn = date("2026-06-14") }), want: []string{"P10-03 ImprovementOverdue Major spec.dueOn"}},
	{name: "major due today", why: "the last day counts", change: corrects(api.GradeMajor, func(s *api.ImprovementSpec, _ *api.Nonconformity) { s.DueOn = date(baseDay) })},
	{name: "major planned for late", why: "a major is corrected soon", change: corrects(api.GradeMajor, func(s *api.ImprovementSpec, _ *api.Nonconformity) { s.DueOn = date("2026-12-31") }), want: []string{"P10-03 ImprovementIncomplete Minor spec.dueOn"}},
	{name: "done, found effective", why: "the cause is known and gone", change: corrects(api.GradeMinor, corrected(api.ResultEffective, baseDay))},
	{name: "done, and nobody looked", why: "nobody knows whether it helped", change: corrects(api.GradeMinor, corrected("", "")), want: []string{noResult}},
	{name: "done, looked at before", why: "that says nothing of what was done", change: corrects(api.GradeMinor, corrected(api.ResultEffective, "2026-05-31")), want: []string{noResult}},
	{name: "done, looked at on the day", why: "that counts", change: corrects(api.GradeMinor, corrected(api.ResultEffective, "2026-06-01"))},
	{name: "done, looked at tomorrow", why: "that has not happened", change: corrects(api.GradeMinor, corrected(api.ResultEffective, "2026-06-16")), want: []string{noResult, "X-05 DateInFuture Minor spec.nonconformity.effectiveness.evaluatedOn"}},
	{name: "done without effect", why: "it is still there", change: corrects(api.GradeMinor, corrected(api.ResultNotEffective, baseDay)), want: []string{"P10-07 CorrectionIneffective Minor spec.nonconformity.effectiveness"}},
	{name: "major done without effect", why: "the major is still there", change: corrects(api.GradeMajor, corrected(api.ResultNotEffective, baseDay)), want: []string{"P10-07 CorrectionIneffective Major spec.nonconformity.effectiveness"}},
	{name: "done without a cause", why: "what is corrected comes again", change: corrects(api.GradeMinor, func(s *api.ImprovementSpec, n *api.Nonconformity) {
		corrected(api.ResultEffective, baseDay)(s, n)
		n.Cause = "-"
	}), want: []string{causeUnknown}},
	{name: "observation done without a cause", why: "an observation is no nonconformity", change: corrects(api.GradeObservation, func(s *api.ImprovementSpec, n *api.Nonconformity) {
		corrected(api.ResultEffective, baseDay)(s, n)
		n.Cause = ""
	})},
	{name: "found tomorrow", why: "what was found was found", change: corrects(api.GradeMinor, func(_ *api.ImprovementSpec, n *api.Nonconformity) { n.FoundOn = date("2026-06-16") }), want: []string{"X-05 DateInFuture Minor spec.nonconformity.foundOn"}},
}

// besideBen gives the audit a lead who is tied to what is audited, and somebody beside them.
func besideBen(part api.AuditorPart, change func(*fixture)) func(*fixture) {
	return func(f *fixture) {
		auditsControl(f)
		benHolds(theISM, "", "")(f)
		able := f.benSkill.DeepCopy()
		able.Name, able.Spec.PersonRef = "ext-able", *ref("ext")
		f.add(able)
		f.iaudit.Spec.StartedOn = date("2026-02-09")
		f.iaudit.Spec.Strengths = []string{"Evidence is kept in one place"}
		f.iaudit.Spec.Auditors = []api.Auditor{{Name: "ben", PersonRef: ref("ben"), Part: api.AuditorLead}, {Name: "ext", PersonRef: ref("ext"), Part: part, Independence: "from outside"}}
		change(f)
	}
}

func asBefore(*fixture) {}

const mitigatedTie = "D-04 AuditorNotIndependent Minor spec.auditors[ben].personRef"

var coAuditorRows = []row{
	{name: "independent co-auditor", why: "what the lead lacks another has", change: besideBen(api.AuditorCo, asBefore), want: []string{mitigatedTie}},
	{name: "somebody whose part is not stated", why: "nobody knows what they did", change: besideBen("", asBefore), want: []string{notIndependent}},
	{name: "observer", why: "who looks on audits nothing", change: besideBen(api.AuditorObserver, asBefore), want: []string{notIndependent}},
	{name: "co-auditor who cannot audit", why: "their independence is of no use", change: besideBen(api.AuditorCo, func(f *fixture) { f.drop(f.more[len(f.more)-1]) }), want: []string{notIndependent}},
	{name: "co-auditor who is tied as well", why: "two who are tied are not one who is not", change: besideBen(api.AuditorCo, func(f *fixture) {
		f.ism.Spec.Assignments = append(f.ism.Spec.Assignments, assigned("ext", "boss"))
	}), want: []string{notIndependent, "D-04 AuditorNotIndependent Major spec.auditors[ext].personRef"}},
	{name: "tied observer", why: "who looks on need not be independent", change: besideBen(api.AuditorCo, func(f *fixture) { f.iaudit.Spec.Auditors[0].Part = api.AuditorObserver })},
	{name: "observers alone", why: "somebody audited", change: besideBen(api.AuditorObserver, func(f *fixture) {
		f.iaudit.Spec.Auditors = f.iaudit.Spec.Auditors[:1]
		f.iaudit.Spec.Auditors[0].Part = api.AuditorObserver
	}), want: []string{notIndependent}},
	{name: "began tomorrow", why: "what began lies in the past", change: func(f *fixture) { f.iaudit.Spec.StartedOn = date("2026-06-16") }, want: []string{"X-05 DateInFuture Minor spec.startedOn"}},
}

var incomeRows = []row{
	{name: "asked for more", why: "what was granted is judged, not what was asked for", change: toolLine(func(l *api.BudgetLine) { l.Requested = ptr[api.Amount]("99999") })},
	{name: "asked for less than nothing", why: "that cannot be added up", change: toolLine(func(l *api.BudgetLine) { l.Requested = ptr[api.Amount]("-1") }), want: []string{"P4-08 BudgetUnreadable Unknown spec.lines[Tools].requested"}},
	{name: "income", why: "money may come in", change: budget(func(s *api.SecurityBudgetSpec) {
		s.Income = []api.BudgetIncome{{Name: "grant", Planned: ptr[api.Amount]("5000")}}
	})},
	{name: "income that cannot be added up", why: "nobody knows how much there is", change: budget(func(s *api.SecurityBudgetSpec) {
		s.ActualsAsOf = date(baseDay)
		s.Income = []api.BudgetIncome{{Name: "grant", Planned: ptr[api.Amount]("-1"), Actual: ptr[api.Amount]("-1")}}
	}), want: []string{"P4-08 BudgetUnreadable Unknown spec.income[grant].actual", "P4-08 BudgetUnreadable Unknown spec.income[grant].planned"}},
	{name: "income that came in by no day", why: "nobody knows until when", change: budget(func(s *api.SecurityBudgetSpec) {
		s.Income = []api.BudgetIncome{{Name: "grant", Actual: ptr[api.Amount]("5000")}}
	}), want: []string{"P4-08 BudgetUnreadable Unknown spec.actualsAsOf"}},
	{name: "income that came in after the approval", why: "what comes in is not what was approved", change: budget(func(s *api.SecurityBudgetSpec) {
		s.Income = []api.BudgetIncome{{Name: "grant", Planned: ptr[api.Amount]("5000")}}
		s.Approvals[0].ContentHash = api.ContentHash(s.Approvable())
		s.ActualsAsOf, s.Income[0].Actual = date(baseDay), ptr[api.Amount]("4000")
	})},
}
