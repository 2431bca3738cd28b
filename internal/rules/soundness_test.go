package rules_test

import (
	"slices"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// established puts the ISMS into maintenance, with all that this takes.
func established(changes ...func(*fixture)) func(*fixture) {
	return func(f *fixture) {
		f.isms.Spec.Phase = api.PhaseMaintenance
		f.isms.Spec.Certificate = &api.Certificate{IssuedOn: date("2025-11-02"), ExpiresOn: date("2028-11-01")}
		for _, change := range changes {
			change(f)
		}
	}
}

// remaining makes the risk one that is treated, and sets what is accepted of it.
func remaining(rating api.RiskRating, accept *api.RiskAcceptance, changes ...func(*fixture)) func(*fixture) {
	return func(f *fixture) {
		f.leak.Spec.Rating = rating
		if accept != nil {
			f.leak.Spec.Residual = &api.ResidualRisk{Acceptance: accept}
		}
		for _, change := range changes {
			change(f)
		}
	}
}

func acceptance(by, on string) *api.RiskAcceptance {
	return &api.RiskAcceptance{By: *actor(by), AcceptedOn: date(on)}
}

const (
	residualAt  = "P1-14 ResidualRiskNotAccepted Unknown spec.residual.acceptance"
	residualOld = "P1-14 ResidualRiskNotAccepted Minor spec.residual.acceptance.acceptedOn"
	residualBy  = "P1-14 ResidualRiskNotAccepted Minor spec.residual.acceptance.by"
	entitled    = "P1-05 AcceptanceNotEntitled Minor spec.acceptance.by"
	aged        = "P1-05 AcceptanceExpired Minor spec.acceptance.acceptedOn"
)

// borneRows are about who bears a risk, and for how long.
var borneRows = []row{
	{name: "treated, rated High, nobody accepts what remains", why: "6.1.3 f asks for it", change: remaining(api.RiskHigh, nil), want: []string{residualAt}},
	{name: "treated, rated Medium", why: "what remains of lesser risks is not asked for", change: remaining(api.RiskMedium, nil)},
	{name: "remainder accepted by top management", why: "who owns it is of top management", change: remaining(api.RiskCritical, acceptance("boss", "2026-01-20"))},
	{name: "remainder accepted in no record", why: "a remainder that is only rated is accepted by nobody", change: remaining(api.RiskHigh, nil, func(f *fixture) {
		f.leak.Spec.Residual = &api.ResidualRisk{Rating: api.RiskLow}
	}), want: []string{residualAt}},
	{name: "remainder of a Critical risk, accepted by its owner", why: "it is for top management", change: remaining(api.RiskCritical, acceptance("ada", "2026-01-20"), func(f *fixture) {
		f.leak.Spec.Owner = &api.Actor{PersonRef: ref("ada")}
		f.risk.Spec.Assignments = append(f.risk.Spec.Assignments, assigned("ada", "boss"))
	}), want: []string{residualBy}},
	{name: "remainder of a High risk, accepted by its owner", why: "it is let pass, and told", change: remaining(api.RiskHigh, acceptance("ada", "2026-01-20"), func(f *fixture) {
		f.leak.Spec.Owner = &api.Actor{PersonRef: ref("ada")}
		f.risk.Spec.Assignments = append(f.risk.Spec.Assignments, assigned("ada", "boss"))
	}), want: []string{"P1-14 ResidualRiskNotAccepted Observation spec.residual.acceptance.by"}},
	{name: "remainder accepted a year ago", why: "the last day counts", change: remaining(api.RiskHigh, acceptance("boss", "2025-06-15"), func(f *fixture) { f.leak.Spec.AssessedOn = date("2025-06-15") })},
	{name: "remainder accepted a year and a day ago", why: "nobody has looked at it since", change: remaining(api.RiskHigh, acceptance("boss", "2025-06-14"), func(f *fixture) { f.leak.Spec.AssessedOn = date("2025-06-15") }), want: []string{residualOld}},
	{name: "remainder looked at again", why: "who looks at it again bears it again", change: remaining(api.RiskHigh, &api.RiskAcceptance{By: *actor("boss"), AcceptedOn: date("2024-06-14"), ReviewedOn: date("2026-02-01")})},
	{name: "accepted, assessed anew 90 days ago", why: "there is time to look at it again", change: accepted("boss", "2026-01-20", "", func(f *fixture) { f.leak.Spec.AssessedOn = date("2026-03-17") })},
	{name: "accepted, assessed anew 91 days ago", why: "the time is over", change: accepted("boss", "2026-01-20", "", func(f *fixture) { f.leak.Spec.AssessedOn = date("2026-03-16") }), want: []string{aged}},
	{name: "accepted when it was less", why: "a greater risk was never accepted", change: accepted("boss", "2026-01-20", "", func(f *fixture) {
		f.leak.Spec.Acceptance.Rating = api.RiskLow
	}), want: []string{"P1-05 AcceptanceExpired Minor spec.acceptance.rating"}},
	{name: "accepted at its rating", why: "nothing rose", change: accepted("boss", "2026-01-20", "", func(f *fixture) { f.leak.Spec.Acceptance.Rating = api.RiskMedium })},
	{name: "accepted by an owner of no mandate", why: "owning is not enough", change: accepted("ada", "2026-01-20", "", riskOwner(&api.Actor{PersonRef: ref("ada")})), want: []string{entitled}},
	{name: "accepted by top management for an owner", why: "it may, and the owner is to agree", change: accepted("boss", "2026-01-20", "", riskOwner(&api.Actor{PersonRef: ref("ada")})), want: []string{"P1-05 AcceptanceNotEntitled Observation spec.acceptance.by"}},
	{name: "accepted by a delegate", why: "top management has given it away", change: accepted("ada", "2026-01-20", "", func(f *fixture) {
		f.ism.Spec.Delegations = []api.Delegation{{What: api.SignRiskAcceptance, From: date("2025-01-01"), By: actor("boss")}}
	})},
	{name: "a proposal on its last day", why: "a decision may take 90 days", change: bare(needed(func(r *api.ResourceRequirement) {
		r.Spec.Decision, r.Spec.RaisedOn = nil, date("2026-03-17")
	})), want: []string{"P1-04 RiskWithoutResources Observation spec.resourceRefs"}},
	{name: "a proposal for too long", why: "a wish carries nothing", change: bare(needed(func(r *api.ResourceRequirement) {
		r.Spec.Decision, r.Spec.RaisedOn = nil, date("2026-03-16")
	})), want: []string{bareMinor}},
	{name: "carried by a need of the last day of the horizon", why: "36 months after the decision", change: bare(needed(func(r *api.ResourceRequirement) { r.Spec.NeededBy = date("2029-01-15") }))},
	{name: "carried by a need beyond the horizon", why: "a day that never comes carries nothing", change: bare(needed(func(r *api.ResourceRequirement) { r.Spec.NeededBy = date("2029-01-16") })), want: []string{bareMinor}},
	{name: "carried by money", why: "money is not what it buys", change: bare(func(f *fixture) {
		f.leak.Spec.ResourceRefs = []api.ResourceReference{{Kind: api.ResourceSecurityBudget, Name: "budget-2026"}}
	}), want: []string{bareMinor}},
}

// needHorizonRows are about days that never come.
var needHorizonRows = []row{
	{name: "met by the last day of the horizon", why: "36 months after the decision", change: func(f *fixture) { f.courses.Spec.NeededBy = date("2029-01-15") }},
	{name: "met beyond the horizon", why: "it is as if no day were set", change: func(f *fixture) { f.courses.Spec.NeededBy = date("2029-01-16") }, want: []string{"P1-06 NeedUndated Unknown spec.neededBy"}},
	{name: "met in 9999", why: "that day never comes", change: func(f *fixture) { f.courses.Spec.NeededBy = date("9999-12-31") }, want: []string{"P1-06 NeedUndated Unknown spec.neededBy"}},
	{name: "a tool for which people alone are named", why: "nobody is a tool", change: func(f *fixture) {
		f.courses.Spec.Category, f.courses.Spec.FulfilledOn = api.ResourceTechnology, date("2026-02-01")
		f.courses.Spec.SatisfiedByRefs = []api.ResourceReference{{Kind: api.ResourcePerson, Name: "ada"}}
	}, want: []string{"P1-16 NeedCarrierUnfit Observation spec.satisfiedByRefs"}},
	{name: "knowledge for which people are named", why: "people know", change: func(f *fixture) {
		f.courses.Spec.FulfilledOn = date("2026-02-01")
		f.courses.Spec.SatisfiedByRefs = []api.ResourceReference{{Kind: api.ResourcePerson, Name: "ada"}}
	}},
}

// beyond puts fields of the policy beyond their floors.
func beyond(fields ...**int32) func(*fixture) {
	return func(*fixture) {
		for _, f := range fields {
			*f = ptr[int32](60)
		}
	}
}

// beyondFloors are the findings on fields beyond their floors.
func beyondFloors(fields ...string) []string {
	var all []string
	for _, f := range fields {
		all = append(all, "X-14 PolicyBeyondFloor Minor spec.policy."+f)
	}
	return all
}

var ismsSoundRows = []row{
	{name: "nine fields beyond their floors", why: "that is more than a tenth of all", change: func(f *fixture) {
		p := &f.isms.Spec.Policy
		beyond(&p.Outsourcing.ReviewCriticalMonths, &p.Outsourcing.ReviewHighMonths, &p.Outsourcing.ReviewMonths, &p.Outsourcing.SLACriticalMonths,
			&p.Outsourcing.SLAMonths, &p.Outsourcing.AssuranceMaxAgeMonths, &p.Infrastructure.AdequacyIntervalMonths, &p.Improvement.IntervalMonths, &p.Support.ResourceDecisionIntervalMonths)(f)
	}, want: append([]string{"X-14 PolicyGivenUp Major spec.policy"}, beyondFloors("infrastructure.adequacyIntervalMonths", "improvement.intervalMonths", "outsourcing.reviewCriticalMonths", "outsourcing.reviewHighMonths",
		"outsourcing.reviewMonths", "outsourcing.slaCriticalMonths", "outsourcing.slaMonths", "outsourcing.assuranceMaxAgeMonths", "support.resourceDecisionIntervalMonths")...)},
	{name: "eight fields beyond their floors", why: "each is told", change: func(f *fixture) {
		p := &f.isms.Spec.Policy
		beyond(&p.Outsourcing.ReviewCriticalMonths, &p.Outsourcing.ReviewHighMonths, &p.Outsourcing.ReviewMonths, &p.Outsourcing.SLACriticalMonths,
			&p.Outsourcing.SLAMonths, &p.Outsourcing.AssuranceMaxAgeMonths, &p.Infrastructure.AdequacyIntervalMonths, &p.Improvement.IntervalMonths)(f)
	}, want: beyondFloors("infrastructure.adequacyIntervalMonths", "improvement.intervalMonths", "outsourcing.reviewCriticalMonths", "outsourcing.reviewHighMonths",
		"outsourcing.reviewMonths", "outsourcing.slaCriticalMonths", "outsourcing.slaMonths", "outsourcing.assuranceMaxAgeMonths")},
	{name: "established", why: "nothing is wrong with it", change: established()},
	{name: "no risk", why: "nobody knows what resources are for", change: func(f *fixture) { dropKind[*api.Risk](f) }, want: []string{"P1-15 NoRiskRecorded Major"}},
	{name: "no objective", why: "6.2 asks for some", change: func(f *fixture) { dropKind[*api.SecurityObjective](f) }, want: []string{"P1-15 NoObjectiveRecorded Major"}},
	{name: "no risk in Establishment", why: "they are not due yet", change: func(f *fixture) {
		f.isms.Spec.Phase = api.PhaseEstablishment
		dropKind[*api.Risk](f)
		dropKind[*api.SecurityObjective](f)
	}},
	{name: "no review in Establishment", why: "nor is a review", change: func(f *fixture) {
		f.isms.Spec.Phase = api.PhaseEstablishment
		dropKind[*api.ManagementReview](f)
	}, want: []string{"P9-01 NoManagementReview Unknown"}},
	{name: "nothing maintained", why: "assets in use are looked after", change: established(func(f *fixture) {
		dropKind[*api.MaintenanceRecord](f)
		f.server.Spec.MaintenanceIntervalMonths = nil
	}), want: []string{"P6-12 NothingMaintained Major"}},
	{name: "nothing to maintain", why: "who says why needs none", change: established(func(f *fixture) {
		dropKind[*api.MaintenanceRecord](f)
		f.server.Spec.MaintenanceIntervalMonths = nil
		f.server.Spec.MaintenanceNotNeeded = "it is replaced each year"
	})},
	{name: "audits leave out one clause", why: "the programme covers all in a cycle", change: established(func(f *fixture) { f.iaudit.Spec.Scope.Clauses = []string{"4 to 9"} }), want: []string{"P9-15 AuditProgramIncomplete Observation"}},
	{name: "audits leave out most", why: "a programme of one clause is none", change: established(func(f *fixture) { f.iaudit.Spec.Scope.Clauses = []string{"4.1"} }), want: []string{"P9-15 AuditProgramIncomplete Minor"}},
	{name: "what is left out is planned after the cycle", why: "that is not in time, whatever the audits are called", change: established(func(f *fixture) {
		f.iaudit.Spec.Scope.Clauses = []string{"4.1"}
		next := *f.iaudit
		next.Name, next.Spec.HeldOn, next.Spec.PlannedOn = "a-later-audit", api.Date{}, date("2029-02-11")
		next.Spec.Scope = &api.AuditScope{Clauses: []string{"Clauses 5 to 10"}}
		f.add(&next)
	}), want: []string{"P9-15 AuditProgramIncomplete Minor"}},
	{name: "an audit of roles alone", why: "nobody knows which clauses it looks at", change: established(func(f *fixture) {
		f.iaudit.Spec.Scope.Clauses, f.iaudit.Spec.Scope.Controls = nil, nil
	}), want: []string{"P9-15 AuditProgramIncomplete Unknown"}},
	{name: "what is left out is planned", why: "a plan within the cycle covers it", change: established(func(f *fixture) {
		f.iaudit.Spec.Scope.Clauses = []string{"4.1"}
		next := *f.iaudit
		next.Name, next.Spec.HeldOn, next.Spec.PlannedOn = "audit-2027", api.Date{}, date("2027-02-10")
		next.Spec.Scope = &api.AuditScope{Clauses: []string{"Clauses 5 to 10"}}
		f.add(&next)
	})},
	{name: "certificate of 36 months", why: "a cycle is three years", change: established(func(f *fixture) { f.isms.Spec.Certificate.ExpiresOn = date("2028-11-02") })},
	{name: "certificate of a day more", why: "no certificate runs so long", change: established(func(f *fixture) { f.isms.Spec.Certificate.ExpiresOn = date("2028-11-03") }), want: []string{"L-06 CertificateTermUnlikely Observation spec.certificate.expiresOn"}},
	{name: "certificate that follows another", why: "it may be issued half a year before", change: established(func(f *fixture) {
		f.isms.Spec.Certificate.ExpiresOn, f.isms.Spec.Certificate.PreviousEndedOn = date("2029-05-02"), date("2026-05-02")
	})},
	{name: "certificate of 48 months and a day", why: "somebody made it up", change: established(func(f *fixture) { f.isms.Spec.Certificate.ExpiresOn = date("2029-11-03") }), want: []string{"L-06 CertificateTermUnlikely Minor spec.certificate.expiresOn"}},
	{name: "certificate after a gap of half a year", why: "it may be restored until then", change: established(func(f *fixture) { f.isms.Spec.Certificate.PreviousEndedOn = date("2025-05-02") }), want: []string{"L-06 CertificateGap Observation spec.certificate.issuedOn"}},
	{name: "certificate after a longer gap", why: "it begins anew", change: established(func(f *fixture) { f.isms.Spec.Certificate.PreviousEndedOn = date("2025-05-01") }), want: []string{"L-06 CertificateGap Minor spec.certificate.issuedOn"}},
	{name: "certified and in Establishment", why: "the certificate tells another phase", change: established(func(f *fixture) { f.isms.Spec.Phase = api.PhaseEstablishment }), want: []string{"L-01 PhaseUnknown Unknown spec.phase"}},
	{name: "certified on no day and in Establishment", why: "leaving the day out hides nothing", change: established(func(f *fixture) {
		f.isms.Spec.Phase, f.isms.Spec.Certificate.IssuedOn = api.PhaseEstablishment, api.Date{}
	}), want: []string{"L-01 PhaseUnknown Unknown spec.phase"}},
	{name: "established for 24 months", why: "the last day counts", change: func(f *fixture) {
		f.isms.Spec.Phase, f.isms.Spec.IsmsSince = api.PhaseEstablishment, date("2024-06-15")
	}},
	{name: "established for longer", why: "nobody is establishing it", change: func(f *fixture) {
		f.isms.Spec.Phase, f.isms.Spec.IsmsSince = api.PhaseEstablishment, date("2024-06-14")
	}, want: []string{"L-07 EstablishmentTooLong Minor spec.phase"}},
	{name: "training for one role alone", why: "everybody is made aware", change: established(func(f *fixture) {
		f.isms.Spec.Policy.Competence.MandatoryTraining[1].RoleRefs = []api.Reference{*ref("ism")}
	}), want: []string{"P2-11 TrainingNotDetermined Unknown spec.policy.competence.mandatoryTraining"}},
}

// targeted gives the service a target, and a review that measured it.
func targeted(target, measured string, result api.MeasurementResult) func(*fixture) {
	return func(f *fixture) {
		f.hosting.Spec.ServiceTargets = []api.ServiceTarget{{Name: "up", Target: target}}
		r := aServiceReview("measured", api.ServiceReviewSLAMeasurement, "2026-05-05")
		r.Spec.Measurements = []api.ServiceMeasurement{{Target: "up", Measured: measured, Result: result}}
		f.add(r)
	}
}

const misread = "P7-13 MeasurementContradicted Minor spec.serviceTargets[up]"

var serviceSoundRows = []row{
	{name: "critical without a target", why: "nobody can tell whether it delivers", change: func(f *fixture) {
		reports(api.CriticalityCritical, api.AssuranceReport{Name: "r", IssuedOn: date("2026-04-01")})(f)
		f.hosting.Spec.ServiceTargets = nil
	}, want: []string{"P7-04 ServiceTargetsMissing Minor spec.serviceTargets"}},
	{name: "measured as promised", why: "nothing is wrong with it", change: targeted("99.9 % a month", "99.9 %", api.MeasurementMet)},
	{name: "measured below and Met", why: "12 is less than 99.9", change: targeted("99.9 % a month", "12 % a month", api.MeasurementMet), want: []string{misread}},
	{name: "measured above and Missed", why: "nor is it missed", change: targeted("at least 95 %", "96 %", api.MeasurementMissed), want: []string{misread}},
	{name: "answered in time", why: "less time is better", change: targeted("answer within 4 hours", "90 minutes", api.MeasurementMet)},
	{name: "answered late and Met", why: "five hours are more than four", change: targeted("answer within 4 hours", "5 h", api.MeasurementMet), want: []string{misread}},
	{name: "a share of cases in a time", why: "nobody can tell which number is which", change: targeted("95 % of tickets within 4 hours", "96 %", api.MeasurementMet)},
	{name: "a report of no day until a day that never comes", why: "nobody knows until when it counts", change: reports(api.CriticalityHigh, api.AssuranceReport{Name: "r", ValidUntil: date("9999-12-31")}), want: []string{"P7-07 AssuranceDateUnknown Unknown spec.assuranceReports[r].validUntil"}},
	{name: "a report of no day until the last day of a cycle", why: "it may have been issued today", change: reports(api.CriticalityHigh, api.AssuranceReport{Name: "r", ValidUntil: date("2029-06-15"), ReceivedOn: date("2026-06-01")})},
	{name: "a report of no day until a day later", why: "no certificate runs so long", change: reports(api.CriticalityHigh, api.AssuranceReport{Name: "r", ValidUntil: date("2029-06-16")}), want: []string{"P7-07 AssuranceDateUnknown Unknown spec.assuranceReports[r].validUntil"}},
	{name: "words alone", why: "what is no number is not compared", change: targeted("always there", "most of the time", api.MeasurementMet)},
	{name: "a number of which nobody knows which way is better", why: "it is taken at its word", change: targeted("3 people", "2 people", api.MeasurementMet)},
	{name: "Low and a control rests on it", why: "its failure is the control's", change: func(f *fixture) {
		f.hosting.Spec.Criticality = api.CriticalityLow
		f.soa.Spec.Controls[0].ResourceRefs = append(f.soa.Spec.Controls[0].ResourceRefs, api.ResourceReference{Kind: api.ResourceOutsourcedService, Name: "hosting"})
	}, want: []string{"P7-14 CriticalityUnderstated Minor spec.criticality"}},
	{name: "Low, and why", why: "there may be a reason", change: func(f *fixture) {
		f.hosting.Spec.Criticality, f.hosting.Spec.CriticalityReason = api.CriticalityLow, "another carries it as well"
		f.soa.Spec.Controls[0].ResourceRefs = append(f.soa.Spec.Controls[0].ResourceRefs, api.ResourceReference{Kind: api.ResourceOutsourcedService, Name: "hosting"})
	}},
	{name: "reviewed by its own people", why: "nobody reviews themselves", change: func(f *fixture) {
		f.ext.Spec.ServiceRef = ref("hosting")
		f.hostingCheck.Spec.PerformedBy = actor("ext")
	}, want: []string{"P7-15 SupplierReviewedItself Minor"}},
	{name: "reviewed by people of another supplier", why: "a third party may", change: func(f *fixture) { f.hostingCheck.Spec.PerformedBy = actor("ext") }},
	{name: "due diligence by its own people", why: "nor before the start", change: func(f *fixture) {
		f.drop(f.hostingCheck)
		f.ext.Spec.ServiceRef = ref("hosting")
		f.hosting.Spec.DueDiligence = &api.DueDiligence{PerformedOn: date("2025-12-01"), PerformedBy: actor("ext"), Outcome: api.DueDiligenceSatisfactory}
	}, want: []string{"P7-15 SupplierReviewedItself Minor spec.dueDiligence.performedBy"}},
	{name: "renewed, papers due today", why: "14 days for the papers", change: renewedAt("2026-06-01"), want: []string{"P6-01 RenewalPapersDue Observation spec.term.end"}},
	{name: "renewed, papers overdue", why: "a day more is a lapse", change: renewedAt("2026-05-31"), want: []string{"P6-01 ContractExpired Minor spec.term.end"}},
}

// renewedAt ends the contract, after it was decided to renew it.
func renewedAt(end string) func(*fixture) {
	return func(f *fixture) {
		f.hosting.Spec.Term.End = date(end)
		f.hosting.Spec.Term.RenewalDecision = &api.RenewalDecision{Decision: api.RenewalRenew, DecidedOn: date("2026-04-01")}
	}
}

var toolSoundRows = []row{
	{name: "renewed, papers due", why: "so for a tool", change: func(f *fixture) {
		f.tool.Spec.Term.End = date("2026-06-10")
		f.tool.Spec.Term.RenewalDecision = &api.RenewalDecision{Decision: api.RenewalRenew, DecidedOn: date("2026-04-01")}
	}, want: []string{"P6-01 RenewalPapersDue Observation spec.term.end"}},
	{name: "a control rests on it, support unknown", why: "nobody knows until when it is mended", change: func(f *fixture) {
		f.tool.Spec.Controls, f.tool.Spec.SupportEndsOn = []api.ControlID{"A.8.13"}, api.Date{}
	}, want: []string{"P6-11 SupportEndUnknown Unknown spec.supportEndsOn"}},
	{name: "no end announced, looked up", why: "somebody looked", change: lookedUp("2025-06-15")},
	{name: "no end announced, looked up nowhere", why: "nobody can look there again", change: func(f *fixture) {
		lookedUp("2026-06-01")(f)
		f.tool.Spec.SupportLookup.Source = "tbd"
	}, want: []string{"P6-11 SupportEndUnknown Unknown spec.supportLookup.source"}},
	{name: "no end announced, looked up long ago", why: "it is looked up yearly", change: lookedUp("2025-06-14"), want: []string{"P6-11 SupportEndUnknown Unknown spec.supportLookup.lookedUpOn"}},
}

func lookedUp(on string) func(*fixture) {
	return func(f *fixture) {
		f.tool.Spec.Controls, f.tool.Spec.SupportEndsOn = []api.ControlID{"A.8.13"}, api.Date{}
		f.tool.Spec.SupportLookup = &api.SupportLookup{LookedUpOn: date(on), Source: "the page of the vendor"}
	}
}

var assetSoundRows = []row{
	{name: "critical, support unknown", why: "so for an asset", change: func(f *fixture) {
		f.server.Spec.Criticality, f.server.Spec.SupportEndsOn = api.CriticalityCritical, api.Date{}
	}, want: []string{"P6-11 SupportEndUnknown Unknown spec.supportEndsOn"}},
	{name: "critical, no version", why: "what has no version is no software", change: func(f *fixture) {
		f.server.Spec.Criticality, f.server.Spec.SupportEndsOn, f.server.Spec.Version = api.CriticalityCritical, api.Date{}, ""
	}},
	{name: "new for 30 days, not assessed", why: "there is time", change: func(f *fixture) {
		f.server.Spec.InServiceFrom, f.server.Spec.Adequacy = date("2026-05-16"), nil
	}},
	{name: "new for 31 days, not assessed", why: "the time is over", change: func(f *fixture) {
		f.server.Spec.InServiceFrom, f.server.Spec.Adequacy = date("2026-05-15"), nil
	}, want: []string{"P3-04 AdequacyNotAssessed Minor spec.adequacy"}},
}

var budgetSoundRows = []row{
	{name: "nothing spent in three months", why: "money that is planned is provided", change: spentUntil("2026-04-01", "0"), want: []string{"P4-10 NothingSpent Minor spec.lines"}},
	{name: "nothing spent a day before", why: "there is time", change: spentUntil("2026-03-31", "0")},
	{name: "something spent", why: "what it is, is not judged", change: spentUntil("2026-04-01", "1")},
	{name: "no need has a cost or a line", why: "nobody can tell what it is for", change: established(), want: []string{"P4-11 BudgetWithoutBasis Minor spec.lines"}},
	{name: "a need has a cost", why: "that is a basis", change: established(func(f *fixture) {
		f.backups.Spec.EstimatedCost = &api.Money{Amount: "1", Currency: "EUR"}
	})},
}

func spentUntil(until, actual string) func(*fixture) {
	return budget(func(s *api.SecurityBudgetSpec) {
		s.ActualsAsOf = date(until)
		for i := range s.Lines {
			s.Lines[i].Actual = ptr(api.Amount("0"))
		}
		s.Lines[0].Actual = ptr(api.Amount(actual))
	})
}

// plannedControls makes as many controls planned.
func plannedControls(n int, target string) func(*fixture) {
	return established(func(f *fixture) {
		for i := range n {
			e := &f.soa.Spec.Controls[i]
			e.Implementation, e.TargetOn, e.Evidence = api.ImplementationPlanned, date(target), nil
		}
	})
}

// tooled names a tool for A.8.13 beside a role, and changes the tool.
func tooled(change func(*api.ToolLicenseSpec)) func(*fixture) {
	return func(f *fixture) {
		for i := range f.soa.Spec.Controls {
			if e := &f.soa.Spec.Controls[i]; e.ID == "A.8.13" {
				e.ResourceRefs = append(e.ResourceRefs, api.ResourceReference{Kind: api.ResourceToolLicense, Name: "backup"})
			}
		}
		change(&f.tool.Spec)
	}
}

var statementSoundRows = []row{
	{name: "planned for a year after the issue", why: "the last day counts", change: plannedControls(1, "2027-01-15")},
	{name: "planned for a day later", why: "it is not planned in time", change: plannedControls(1, "2027-01-16"), want: []string{"S-12 PlannedControlOverdue Minor spec.controls[A.5.1].targetOn"}},
	{name: "18 of 93 planned", why: "that is less than a fifth", change: plannedControls(18, "2026-12-31")},
	{name: "19 of 93 planned", why: "that is more", change: plannedControls(19, "2026-12-31"), want: []string{"S-14 TooMuchPlanned Minor spec.controls"}},
	{name: "47 of 93 planned", why: "and that more than half", change: plannedControls(47, "2026-12-31"), want: []string{"S-14 TooMuchPlanned Major spec.controls"}},
	{name: "inherited from a person", why: "nobody else operates it", change: control(func(e *api.ControlStatement) {
		e.Applicability, e.ResourceRefs = api.ApplicabilityInherited, []api.ResourceReference{{Kind: api.ResourcePerson, Name: "ada"}}
	}), want: []string{"S-15 InheritedFromNobody Minor spec.controls[A.5.1].resourceRefs"}},
	{name: "inherited from a service", why: "somebody else does", change: control(func(e *api.ControlStatement) {
		e.Applicability, e.ResourceRefs = api.ApplicabilityInherited, []api.ResourceReference{{Kind: api.ResourceOutsourcedService, Name: "hosting"}}
	})},
	{name: "the only tool of a control is gone", why: "a role is no tool", change: tooled(func(s *api.ToolLicenseSpec) { s.RetiredOn = date("2026-06-01") }), want: []string{"S-16 CarrierGone Minor spec.controls[A.8.13].resourceRefs"}},
	{name: "one of two is gone", why: "another still carries it", change: func(f *fixture) {
		tooled(func(s *api.ToolLicenseSpec) { s.RetiredOn = date("2026-06-01") })(f)
		f.hosting.Spec.Controls = []api.ControlID{"A.8.13"}
	}, want: []string{"S-16 CarrierGone Observation spec.controls[A.8.13].resourceRefs"}},
	{name: "it goes tomorrow", why: "today it is there", change: tooled(func(s *api.ToolLicenseSpec) { s.RetiredOn = date("2026-06-16") })},
	{name: "people alone carry a control of theme 8", why: "nobody is a technology", change: func(f *fixture) {
		for i := range f.soa.Spec.Controls {
			if e := &f.soa.Spec.Controls[i]; e.ID == "A.8.13" {
				e.ResourceRefs = []api.ResourceReference{{Kind: api.ResourcePerson, Name: "ada"}}
			}
		}
	}, want: []string{"S-17 ControlCarrierUnfit Observation spec.controls[A.8.13].resourceRefs"}},
	{name: "one justification for many", why: "that justifies none of them", change: func(f *fixture) {
		for i := range 19 {
			f.soa.Spec.Controls[i].Justification = "best practice"
		}
	}, want: []string{"S-18 JustificationShared Observation spec.controls[A.5.1].justification"}},
	{name: "one piece of evidence for many", why: "nor does it prove each", change: func(f *fixture) {
		for i := range 19 {
			f.soa.Spec.Controls[i].Evidence[0].URI = "all.pdf"
		}
	}, want: []string{"S-18 EvidenceShared Observation spec.controls[A.5.1].evidence"}},
	{name: "18 share both", why: "less than a fifth is a few", change: func(f *fixture) {
		for i := range 18 {
			f.soa.Spec.Controls[i].Evidence[0].URI, f.soa.Spec.Controls[i].Justification = "all.pdf", "best practice"
		}
	}},
	{name: "every control excluded", why: "then nothing treats a risk", change: func(f *fixture) {
		f.server.Spec.Controls = nil
		for i := range f.soa.Spec.Controls {
			f.soa.Spec.Controls[i].Applicability = api.ApplicabilityExcluded
		}
	}, want: []string{"S-19 NothingNecessary Major spec.controls"}},
}

var reviewSoundRows = []row{
	{name: "inadequate and nothing is done", why: "who sees the lack acts on it", change: review(func(s *api.ManagementReviewSpec) { s.ResourceAdequacy.Verdict = api.AdequacyInadequate }), want: []string{"P9-05 InadequacyNotActedOn Major spec.resourceAdequacy.verdict"}},
	{name: "inadequate and something is done", why: "that is what reviews are for", change: review(func(s *api.ManagementReviewSpec) {
		s.ResourceAdequacy.Verdict = api.AdequacyInadequate
		s.Decisions[2] = api.ReviewDecision{ID: "D3", Category: api.DecisionResource, Text: "hire somebody", Rationale: "too few", Owner: actor("boss"), DueOn: date("2026-12-31")}
	})},
	{name: "done by the last day of the horizon", why: "a year after the review", change: resource(func(d *api.ReviewDecision) {
		d.NoActionNeeded, d.Rationale, d.Owner, d.DueOn = "", "too few", actor("boss"), date("2027-03-02")
	})},
	{name: "done beyond the horizon", why: "that is no day", change: resource(func(d *api.ReviewDecision) {
		d.NoActionNeeded, d.Rationale, d.Owner, d.DueOn = "", "too few", actor("boss"), date("2027-03-03")
	}), want: []string{"P9-08 ReviewActionIncomplete Minor spec.decisions[D3].dueOn"}},
	{name: "an input was discussed in the review before", why: "reviews may share the inputs", change: func(f *fixture) {
		lacking(api.TopicFeedback)(f)
		f.add(aReview("before", "2025-12-01"))
	}},
	{name: "an input was discussed more than a year ago", why: "not so long ago", change: func(f *fixture) {
		lacking(api.TopicFeedback)(f)
		f.add(aReview("before", "2025-03-01"))
	}, want: []string{noInput}},
}

// found gives the audit a finding.
func found(change func(*api.AuditFinding)) func(*fixture) {
	return func(f *fixture) {
		finding := api.AuditFinding{ID: "F1", Grade: api.GradeMajor, Text: "Backups were never restored", Owner: actor("ada"), DueOn: date("2026-05-11")}
		change(&finding)
		f.iaudit.Spec.Findings = []api.AuditFinding{finding}
	}
}

var auditSoundRows = []row{
	{name: "a Major closed without a word", why: "nobody did anything about it", change: found(func(a *api.AuditFinding) { a.Owner, a.ClosedOn = nil, date("2026-02-10") }), want: []string{"P9-14 AuditFindingClosedUnseen Minor spec.findings[F1].closedOn"}},
	{name: "long ago", why: "what is past cannot be mended", today: "2027-02-11", change: found(func(a *api.AuditFinding) { a.Owner, a.ClosedOn = nil, date("2026-02-10") }), want: []string{"P9-14 AuditFindingClosedUnseen Observation spec.findings[F1].closedOn"}},
	{name: "a Major closed by its owner", why: "somebody did", change: found(func(a *api.AuditFinding) { a.ClosedOn = date("2026-04-01") })},
	{name: "a Major due within 90 days", why: "the last day counts", today: "2026-05-01", change: found(func(*api.AuditFinding) {})},
	{name: "a Major due later", why: "a Major does not wait", today: "2026-05-01", change: found(func(a *api.AuditFinding) { a.DueOn = date("2026-05-12") }), want: []string{"P9-14 AuditFindingIncomplete Minor spec.findings[F1].dueOn"}},
	{name: "a minor due within a year", why: "the last day counts", change: found(func(a *api.AuditFinding) { a.Grade, a.DueOn = api.GradeMinor, date("2027-02-10") })},
	{name: "a minor due later", why: "that is no day", change: found(func(a *api.AuditFinding) { a.Grade, a.DueOn = api.GradeMinor, date("2027-02-11") }), want: []string{"P9-14 AuditFindingIncomplete Minor spec.findings[F1].dueOn"}},
	{name: "no report after 30 days", why: "it is still being written", today: "2026-03-12", change: func(f *fixture) { f.iaudit.Spec.Report = nil }},
	{name: "no report after 31 days", why: "the time is over", today: "2026-03-13", change: func(f *fixture) { f.iaudit.Spec.Report = nil }, want: []string{"P9-13 AuditReportMissing Minor spec.report"}},
}

var improvementSoundRows = []row{
	{name: "due within a year", why: "the last day counts", change: func(f *fixture) { f.better.Spec.DueOn = date("2027-01-15") }},
	{name: "due later", why: "that is no day", change: func(f *fixture) { f.better.Spec.DueOn = date("2027-01-16") }, want: []string{"P10-03 ImprovementIncomplete Observation spec.dueOn"}},
}

// uniting adds a role that nobody holds, with two duties that conflict as the policy grades it.
func uniting(grade api.Grade, changes ...func(*api.SecurityRoleSpec)) func(*fixture) {
	return func(f *fixture) {
		role := aRole("desk", api.MandateNone)
		role.Spec.Duties = []api.Duty{{Duty: "RequestAccess", Scope: "shop"}, {Duty: "approve-access", Scope: "Shop"}}
		for _, change := range changes {
			change(&role.Spec)
		}
		f.add(role)
		f.isms.Spec.Policy.Segregation.DutyConflicts = []api.DutyConflict{{First: "RequestAccess", Second: "ApproveAccess", Grade: api.ConflictGrade(grade)}}
	}
}

func united(grade string) []string {
	return []string{"D-11 RoleUnitesDuties " + grade + " spec.duties", vacantDesk}
}

const vacantDesk = "P2-12 RoleUnfilled Minor spec.assignments"

var unitingRows = []row{
	{name: "a role unites a conflict", why: "whoever comes to hold it has it", change: uniting(api.GradeMajor), want: united("Major")},
	{name: "graded minor", why: "by the pair", change: uniting(api.GradeMinor), want: united("Minor")},
	{name: "graded as an observation", why: "by the pair", change: uniting(api.GradeObservation), want: united("Observation")},
	{name: "graded as an opportunity", why: "by the pair", change: uniting(api.GradeOpportunity), want: united("Opportunity")},
	{name: "in two scopes", why: "they do not meet", change: uniting(api.GradeMajor, func(s *api.SecurityRoleSpec) { s.Duties[1].Scope = "depot" }), want: []string{vacantDesk}},
	{name: "somebody holds it", why: "then the person has the conflict", change: uniting(api.GradeMajor, func(s *api.SecurityRoleSpec) {
		s.Assignments = []api.Assignment{assigned("ada", "boss")}
	})},
}

// soundnessTables are rows on when a statement counts.
var soundnessTables = map[string][]row{
	"SecurityRole/desk":            unitingRows,
	"Risk/leak":                    borneRows,
	"ResourceRequirement/courses":  needHorizonRows,
	"ClauseAssessment/isms":        ismsSoundRows,
	"OutsourcedService/hosting":    serviceSoundRows,
	"ToolLicense/backup":           toolSoundRows,
	"InfrastructureAsset/server":   assetSoundRows,
	"SecurityBudget/budget-2026":   budgetSoundRows,
	"StatementOfApplicability/soa": statementSoundRows,
	"ManagementReview/review":      reviewSoundRows,
	"InternalAudit/audit-2026":     auditSoundRows,
	"Improvement/better":           improvementSoundRows,
}

func TestSoundness(t *testing.T) {
	for subject, rows := range soundnessTables {
		t.Run(subject, func(t *testing.T) { testRows(t, subject, slices.Clone(rows)) })
	}
}
