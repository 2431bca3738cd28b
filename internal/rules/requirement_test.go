package rules_test

import (
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

const (
	noSource     = "P1-02 NeedWithoutSource Minor spec.drivers"
	needLate     = "P1-06 NeedOverdue Minor spec.neededBy"
	needLateHigh = "P1-06 NeedOverdue Major spec.neededBy"
	needStale    = "P1-08 NeedAssessmentOverdue Minor spec.assessedOn"
	untreated    = "P1-07 RefusedNeedRiskUntreated Major spec.decision.state"
	unanswered   = "P5-08 EscalationUnanswered Minor spec.decision"
	noRationale  = "P5-03 DecisionWithoutRationale Observation spec.decision.rationale"
	hollow       = "P1-13 NeedNotSatisfied Minor spec.satisfiedByRefs"

	hollowWaived  = "P1-13 NeedNotSatisfied Observation spec.satisfiedByRefs"
	hollowUnknown = "P1-13 NeedSatisfactionUnknown Unknown spec.satisfiedByRefs"
)

// aNeedThat changes the need that is approved and open.
func aNeedThat(change func(*api.ResourceRequirementSpec)) func(*fixture) {
	return func(f *fixture) { change(&f.courses.Spec) }
}

// sourced gives the need a source of its own, and no objective names it.
func sourced(d *api.Drivers) func(*fixture) {
	return func(f *fixture) { f.courses.Spec.Drivers, f.goal.Spec.RequirementRefs = d, nil }
}

// fromRisk lets the need come from the risk, which is assessed before it.
func fromRisk(rating api.RiskRating, change func(*api.ResourceRequirementSpec)) func(*fixture) {
	return func(f *fixture) {
		f.leak.Spec.Rating = rating
		f.courses.Spec.Drivers.RiskRefs = []api.Reference{*ref("leak")}
		change(&f.courses.Spec)
	}
}

func days(assessed, raised string) func(*fixture) {
	return aNeedThat(func(s *api.ResourceRequirementSpec) {
		s.NeededBy = date("2027-01-01")
		s.AssessedOn, s.RaisedOn = api.Date{}, api.Date{}
		if assessed != "" {
			s.AssessedOn = date(assessed)
		}
		if raised != "" {
			s.RaisedOn = date(raised)
		}
	})
}

func riskAssessed(day string) func(*fixture) {
	return func(f *fixture) {
		fromRisk(api.RiskMedium, func(*api.ResourceRequirementSpec) {})(f)
		f.leak.Spec.AssessedOn = date(day)
	}
}

func neededBy(day string) func(*api.ResourceRequirementSpec) {
	return func(s *api.ResourceRequirementSpec) { s.NeededBy = date(day) }
}

var needRows = []row{
	{name: "sound", why: "nothing is wrong with the fixture"},
	{name: "no owner", why: "somebody answers for a need", change: aNeedThat(func(s *api.ResourceRequirementSpec) { s.Owner = nil }), want: []string{ownerAt}},
	{name: "no owner, refused", why: "a refusal closes it", change: aNeedThat(func(s *api.ResourceRequirementSpec) { s.Owner, s.Decision.State = nil, api.RequirementRejected })},
	{name: "owner stated as a department", why: "it names nobody who could answer", change: aNeedThat(func(s *api.ResourceRequirementSpec) { s.Owner = &api.Actor{StatedAs: "IT"} }), want: []string{"P3-02 OwnerMissing Minor spec.owner.statedAs"}},
	{name: "need of one word", why: "a department's name is no placeholder where no owner is asked", change: aNeedThat(func(s *api.ResourceRequirementSpec) { s.Need = "IT" })},
	{name: "owner stated only", why: "words answer for nothing", change: aNeedThat(func(s *api.ResourceRequirementSpec) { s.Owner = &api.Actor{StatedAs: "IT desk"} }), want: []string{"P3-02 OwnerNotARole Minor spec.owner.statedAs"}},
	{name: "owner vacant", why: "a role that nobody holds answers for nothing", change: func(f *fixture) { f.ism.Spec.Assignments = nil }, want: []string{"P3-02 OwnerInactive Minor spec.owner.roleRef"}},
	{name: "raised by a ghost", why: "a name must resolve", change: aNeedThat(func(s *api.ResourceRequirementSpec) { s.RaisedBy = actor("ghost") }), want: []string{"X-04 ReferenceNotFound Minor spec.raisedBy.personRef"}},
	{name: "raised tomorrow", why: "what was raised lies in the past", change: aNeedThat(func(s *api.ResourceRequirementSpec) { s.RaisedOn = date("2026-06-16") }), want: []string{"X-05 DateInFuture Minor spec.raisedOn"}},
	// P1-02
	{name: "no source", why: "nobody knows what it is for", change: sourced(nil), want: []string{noSource}},
	{name: "no source, raised by nobody", why: "nor who wanted it", change: func(f *fixture) {
		sourced(&api.Drivers{})(f)
		f.courses.Spec.RaisedBy = nil
	}, want: []string{noSource}},
	{name: "no source, refused", why: "a refusal closes it", change: func(f *fixture) {
		sourced(nil)(f)
		f.courses.Spec.Decision.State = api.RequirementRejected
	}},
	{name: "a control", why: "a control is a source", change: sourced(&api.Drivers{Controls: []api.ControlID{"A.6.3"}})},
	{name: "an obligation", why: "so is an obligation", change: sourced(&api.Drivers{Obligations: []string{"GDPR"}})},
	{name: "an obligation that says nothing", why: "a placeholder is none", change: sourced(&api.Drivers{Obligations: []string{"n/a"}}), want: []string{noSource}},
	{name: "a need that says nothing", why: "nobody knows what is needed", change: aNeedThat(func(s *api.ResourceRequirementSpec) { s.Need = "tbd" }), want: []string{"X-16 NothingStated Unknown spec.need"}},
	{name: "evidence that is nowhere", why: "a placeholder leads to no document", change: aNeedThat(func(s *api.ResourceRequirementSpec) {
		s.Evidence = []api.Evidence{{Name: "offer", URI: "n/a"}, {Name: "mail", URI: "mail.eml"}}
	}), want: []string{"X-16 NothingStated Unknown spec.evidence[offer].uri"}},
	{name: "evidence that was withdrawn", why: "it counts for nothing, wherever it leads", change: aNeedThat(func(s *api.ResourceRequirementSpec) {
		s.Evidence = []api.Evidence{{Name: "offer", URI: "n/a", Withdrawn: &api.Withdrawal{Reason: "of another need"}}}
	})},
	{name: "a blank obligation", why: "a blank one is none", change: sourced(&api.Drivers{Obligations: []string{" "}}), want: []string{noSource}},
	{name: "an objective that names it", why: "the link can be made on either side", change: func(f *fixture) { f.courses.Spec.Drivers = nil }},
	// P1-03
	{name: "a risk that does not exist", why: "the source must exist", change: sourced(&api.Drivers{RiskRefs: []api.Reference{*ref("ghost")}}), want: []string{"P1-03 DanglingSource Minor spec.drivers.riskRefs[ghost]"}},
	{name: "an objective that does not exist", why: "the source must exist", change: sourced(&api.Drivers{ObjectiveRefs: []api.Reference{*ref("ghost"), *ref("goal")}}), want: []string{"P1-03 DanglingSource Minor spec.drivers.objectiveRefs[ghost]"}},
	// P1-06
	{name: "needed tomorrow", why: "the day before is in time", change: aNeedThat(neededBy("2026-06-16"))},
	{name: "needed today", why: "so is the day", change: aNeedThat(neededBy(baseDay))},
	{name: "needed yesterday", why: "the day after is not", change: aNeedThat(neededBy("2026-06-14")), want: []string{needLate}},
	{name: "needed yesterday, medium risk", why: "a medium risk is minor", change: fromRisk(api.RiskMedium, neededBy("2026-06-14")), want: []string{needLate}},
	{name: "needed yesterday, high risk", why: "a high risk is major", change: fromRisk(api.RiskHigh, neededBy("2026-06-14")), want: []string{needLateHigh}},
	{name: "needed yesterday, proposed", why: "nobody has even decided", change: aNeedThat(func(s *api.ResourceRequirementSpec) { s.NeededBy, s.Decision = date("2026-06-14"), nil }), want: []string{needLate}},
	{name: "needed yesterday, refused", why: "a refusal closes it", change: aNeedThat(func(s *api.ResourceRequirementSpec) {
		s.NeededBy, s.Decision.State = date("2026-06-14"), api.RequirementRejected
	})},
	{name: "needed yesterday, there since today", why: "it is there", change: aNeedThat(func(s *api.ResourceRequirementSpec) {
		s.NeededBy, s.FulfilledOn = date("2026-06-14"), date(baseDay)
		s.SatisfiedByRefs = []api.ResourceReference{{Kind: api.ResourcePerson, Name: "ada"}}
	})},
	{name: "needed yesterday, there tomorrow", why: "tomorrow has not come", change: aNeedThat(func(s *api.ResourceRequirementSpec) {
		s.NeededBy, s.FulfilledOn = date("2026-06-14"), date("2026-06-16")
		s.Decision.State = api.RequirementFulfilled
	}), want: []string{needLate, "X-05 DateInFuture Minor spec.fulfilledOn"}},
	{name: "approved without a day", why: "nobody can tell whether it is late", change: aNeedThat(func(s *api.ResourceRequirementSpec) { s.NeededBy = api.Date{} }), want: []string{"P1-06 NeedUndated Unknown spec.neededBy"}},
	{name: "proposed without a day", why: "the day comes with the decision", change: aNeedThat(func(s *api.ResourceRequirementSpec) {
		s.NeededBy, s.Decision = api.Date{}, &api.RequirementDecision{State: api.RequirementProposed}
	})},
	// P1-08
	{name: "assessed a year ago", why: "twelve months to the day are in time", change: days("2025-06-15", "2025-01-01")},
	{name: "assessed a year less a day ago", why: "and so is less", change: days("2025-06-16", "2025-01-01")},
	{name: "assessed a year and a day ago", why: "more is not", change: days("2025-06-14", "2025-01-01"), want: []string{needStale}},
	{name: "interval by policy", why: "the interval is the organisation's to set", change: func(f *fixture) {
		days("2025-06-14", "2025-01-01")(f)
		f.isms.Spec.Policy.Identification.AssessmentIntervalMonths = ptr[int32](13)
	}},
	{name: "raised a year ago", why: "who raises it looks at it", change: days("", "2025-06-15")},
	{name: "raised a year and a day ago", why: "and nobody since", change: days("", "2025-06-14"), want: []string{needStale}},
	{name: "neither raised nor assessed", why: "nobody knows when somebody looked", change: days("", ""), want: []string{"P1-08 NeedAssessmentUnknown Unknown spec.assessedOn"}},
	{name: "assessed tomorrow", why: "tomorrow's look is none", change: days("2026-06-16", "2025-06-14"), want: []string{needStale, "X-05 DateInFuture Minor spec.assessedOn"}},
	{name: "risk assessed the same day", why: "the look may have followed", change: riskAssessed("2026-02-01")},
	{name: "risk assessed the day after", why: "the need was not looked at since", change: riskAssessed("2026-02-02"), want: []string{needStale}},
	{name: "risk assessed 90 days ago", why: "there is time to look at the need again", change: riskAssessed("2026-03-17")},
	{name: "risk assessed 91 days ago", why: "the time is over", change: riskAssessed("2026-03-16"), want: []string{needStale}},
	{name: "risk assessed tomorrow", why: "tomorrow has not", change: riskAssessed("2026-06-16")},
	{name: "not assessed, refused", why: "a refusal closes it", change: func(f *fixture) {
		days("2025-06-14", "2025-01-01")(f)
		f.courses.Spec.Decision.State = api.RequirementRejected
	}},
}

// refusal lets the need for the risk be refused; the risk has nothing else.
func refusal(changes ...func(*fixture)) func(*fixture) {
	return bare(append([]func(*fixture){func(f *fixture) {
		f.courses.Spec.Drivers.RiskRefs = []api.Reference{*ref("leak")}
		f.courses.Spec.Decision.State = api.RequirementRejected
	}}, changes...)...)
}

func treated(how api.RiskTreatment) func(*fixture) {
	return func(f *fixture) { f.leak.Spec.Treatment = how }
}

func decide(change func(*api.RequirementDecision)) func(*fixture) {
	return func(f *fixture) { change(f.courses.Spec.Decision) }
}

// escalate puts the need to top management on a day, and changes the decision.
func escalate(on string, change func(*api.ResourceRequirementSpec)) func(*fixture) {
	return aNeedThat(func(s *api.ResourceRequirementSpec) {
		if on != "" {
			s.EscalatedOn = date(on)
		}
		s.Decision = &api.RequirementDecision{State: api.RequirementEscalated}
		change(s)
	})
}

// answer is a decision on the need.
func answer(state api.RequirementState, by, on string) func(*api.ResourceRequirementSpec) {
	return func(s *api.ResourceRequirementSpec) {
		s.Decision = &api.RequirementDecision{State: state, Rationale: "worth it"}
		if by != "" {
			s.Decision.By = actor(by)
		}
		if on != "" {
			s.Decision.DecidedOn = date(on)
		}
	}
}

func needWaits(*api.ResourceRequirementSpec) {}

var needDecisionRows = []row{
	// P1-07
	{name: "refused, risk open", why: "the risk is known and nothing is done", change: refusal(), want: []string{untreated}},
	{name: "refused by nobody on no day", why: "it is refused all the same", change: refusal(decide(func(d *api.RequirementDecision) { d.By, d.DecidedOn = nil, api.Date{} })), want: []string{untreated, "P5-03 DecisionUnattributed Observation spec.decision.by"}},
	{name: "refused, risk not treated at all", why: "no treatment is none", change: refusal(treated("")), want: []string{untreated}},
	{name: "refused, risk treated by another need", why: "it is treated otherwise", change: refusal(needed(state(api.RequirementApproved)))},
	{name: "refused, risk treated by resources", why: "so by a resource", change: func(f *fixture) {
		f.courses.Spec.Drivers.RiskRefs, f.courses.Spec.Decision.State = []api.Reference{*ref("leak")}, api.RequirementRejected
	}},
	{name: "refused, risk avoided", why: "what it comes from is given up", change: refusal(treated(api.TreatmentAvoid))},
	{name: "refused, risk to be accepted by nobody", why: "nobody bears it", change: refusal(treated(api.TreatmentAccept)), want: []string{untreated}},
	{name: "refused, risk accepted", why: "the owner bears it", change: func(f *fixture) {
		refusal()(f)
		accepted("boss", "2026-01-20", baseDay)(f)
	}},
	{name: "refused, acceptance over", why: "the owner bears it no longer", change: func(f *fixture) {
		refusal()(f)
		accepted("boss", "2026-01-20", "2026-06-14")(f)
	}, want: []string{untreated}},
	{name: "refused, accepted by another", why: "another cannot bear it", change: func(f *fixture) {
		refusal()(f)
		accepted("ada", "2026-01-20", "")(f)
	}, want: []string{untreated}},
	{name: "refused, what is left accepted", why: "the owner bears it until it is mitigated", change: func(f *fixture) {
		refusal()(f)
		accepted("boss", "2026-01-20", "", treated(api.TreatmentMitigate))(f)
	}},
	{name: "refused tomorrow", why: "tomorrow's refusal is none", change: refusal(decide(func(d *api.RequirementDecision) { d.DecidedOn = date("2026-06-16") })), want: []string{"X-05 DateInFuture Minor spec.decision.decidedOn"}},
	{name: "refused today", why: "today's is one", change: refusal(decide(func(d *api.RequirementDecision) { d.DecidedOn = date(baseDay) })), want: []string{untreated}},
	{name: "refused and provided", why: "it is there after all", change: refusal(aNeedThat(func(s *api.ResourceRequirementSpec) {
		s.FulfilledOn, s.SatisfiedByRefs = date(baseDay), []api.ResourceReference{{Kind: api.ResourcePerson, Name: "ada"}}
	}))},
	{name: "refused, comes from no risk", why: "there is no risk to decide on", change: decide(func(d *api.RequirementDecision) { d.State = api.RequirementRejected })},
	// P5-03
	{name: "approved without rationale", why: "why did you approve this", change: decide(func(d *api.RequirementDecision) { d.Rationale = " " }), want: []string{noRationale}},
	{name: "refused without rationale", why: "why did you refuse it", change: decide(func(d *api.RequirementDecision) { d.Rationale, d.State = "", api.RequirementRejected }), want: []string{noRationale}},
	{name: "approved by nobody", why: "nobody can be asked", change: decide(func(d *api.RequirementDecision) { d.By = nil }), want: []string{"P5-03 DecisionUnattributed Observation spec.decision.by"}},
	{name: "refused on no day", why: "nobody knows when", change: decide(func(d *api.RequirementDecision) { d.DecidedOn, d.State = api.Date{}, api.RequirementRejected }), want: []string{"P5-03 DecisionUnattributed Observation spec.decision.decidedOn"}},
	{name: "proposed without rationale", why: "nobody has decided", change: decide(func(d *api.RequirementDecision) { d.Rationale, d.State = "", api.RequirementProposed })},
	{name: "decided by a ghost", why: "a name must resolve", change: decide(func(d *api.RequirementDecision) { d.By = actor("ghost") }), want: []string{"X-04 ReferenceNotFound Minor spec.decision.by.personRef"}},
	// P5-08: 30 days after 2026-05-16 is baseDay
	{name: "escalated, 29 days ago", why: "there is time", change: escalate("2026-05-17", needWaits)},
	{name: "escalated, 30 days ago", why: "the last day is in time", change: escalate("2026-05-16", needWaits)},
	{name: "escalated, 31 days ago", why: "more is not", change: escalate("2026-05-15", needWaits), want: []string{unanswered}},
	{name: "escalated, days by policy", why: "the time is the organisation's to set", change: func(f *fixture) {
		escalate("2026-05-15", needWaits)(f)
		f.isms.Spec.Policy.Support.EscalationAnswerDays = ptr[int32](31)
	}},
	{name: "escalated tomorrow", why: "tomorrow has not come", change: escalate("2026-06-16", needWaits), want: []string{"X-05 DateInFuture Minor spec.escalatedOn"}},
	{name: "escalated, on no day", why: "nobody knows since when", change: escalate("", needWaits), want: []string{"P5-08 EscalationUndated Unknown spec.escalatedOn"}},
	{name: "escalated, no decision", why: "no answer is none, whatever the state", change: escalate("2026-05-15", func(s *api.ResourceRequirementSpec) { s.Decision = nil }), want: []string{unanswered}},
	{name: "escalated, answered the same day", why: "top management decided", change: escalate("2026-01-01", answer(api.RequirementApproved, "boss", "2026-01-01"))},
	{name: "escalated, decided the day before", why: "what was decided before is no answer", change: escalate("2026-01-02", answer(api.RequirementApproved, "boss", "2026-01-01")), want: []string{unanswered}},
	{name: "escalated, answered late", why: "late is answered", change: escalate("2026-01-01", answer(api.RequirementApproved, "boss", baseDay))},
	{name: "escalated, answered tomorrow", why: "tomorrow's answer is none", change: escalate("2026-01-01", answer(api.RequirementApproved, "boss", "2026-06-16")), want: []string{unanswered, "X-05 DateInFuture Minor spec.decision.decidedOn"}},
	{name: "escalated, refused by top", why: "a refusal is an answer", change: escalate("2026-01-01", answer(api.RequirementRejected, "boss", "2026-01-15"))},
	{name: "escalated, refused by another", why: "another cannot answer for top management", change: escalate("2026-01-01", answer(api.RequirementRejected, "ada", "2026-01-15")), want: []string{"P5-08 EscalationUnanswered Minor spec.decision.by"}},
	{name: "escalated, answered by nobody", why: "nobody knows who answered", change: escalate("2026-01-01", answer(api.RequirementApproved, "", "2026-01-15")), want: []string{"P5-08 EscalationUnanswered Unknown spec.decision.by"}},
	{name: "escalated, answered on no day", why: "nobody knows whether it is the answer", change: escalate("2026-01-01", answer(api.RequirementApproved, "boss", "")), want: []string{"P5-08 EscalationUnanswered Unknown spec.decision.decidedOn"}},
	{name: "escalated, provided", why: "what is there needs no answer", change: escalate("2026-01-01", func(s *api.ResourceRequirementSpec) {
		s.FulfilledOn, s.SatisfiedByRefs = date(baseDay), []api.ResourceReference{{Kind: api.ResourcePerson, Name: "ada"}}
	})},
}

// met changes the need that is fulfilled.
func met(change func(*api.ResourceRequirementSpec)) func(*fixture) {
	return func(f *fixture) { change(&f.backups.Spec) }
}

func byNothing(s *api.ResourceRequirementSpec) { s.SatisfiedByRefs = nil }

// lapsedButWaived lets the licence lapse, and waives that until a day.
func lapsedButWaived(until string) func(*fixture) {
	return toolWaived("ContractExpired", "2026-06-01", until, toolTerm("2026-06-14"))
}

func toolUndated(f *fixture) { f.tool.Spec.Term.End = api.Date{} }

// metByProof lets the competence of ben satisfy the need.
func metByProof(change func(*fixture)) func(*fixture) {
	return func(f *fixture) {
		f.backups.Spec.SatisfiedByRefs = []api.ResourceReference{{Kind: api.ResourceCompetencyRecord, Name: "ben-basics"}}
		change(f)
	}
}

var fulfilledRows = []row{
	{name: "sound", why: "nothing is wrong with the fixture"},
	// P1-13
	{name: "satisfied by nothing", why: "saying so is no proof", change: met(byNothing), want: []string{hollow}},
	{name: "satisfied by nothing, high risk", why: "a high risk is major", change: func(f *fixture) {
		met(byNothing)(f)
		f.leak.Spec.Rating = api.RiskHigh
	}, want: []string{"P1-13 NeedNotSatisfied Major spec.satisfiedByRefs"}},
	{name: "satisfied until today", why: "the licence runs on its last day", change: toolTerm(baseDay)},
	{name: "satisfied until yesterday", why: "what has lapsed satisfies nothing", change: toolTerm("2026-06-14"), want: []string{hollow}},
	{name: "satisfied by a lapse that is waived", why: "what lowers the lapse lowers what follows from it", change: lapsedButWaived(baseDay), want: []string{hollowWaived}},
	{name: "waiver over", why: "the day after it does not", change: lapsedButWaived("2026-06-14"), want: []string{hollow}},
	{name: "another lapse waived", why: "a waiver is of one lapse", change: toolWaived("VendorSupportEnded", "2026-06-01", "2026-12-31", toolTerm("2026-06-14")), want: []string{hollow}},
	{name: "support over as well", why: "and does not hide another", change: func(f *fixture) {
		lapsedButWaived("2026-12-31")(f)
		toolSupport("2026-06-14", "")(f)
	}, want: []string{hollow}},
	{name: "waived, high risk", why: "a waived major is a minor", change: func(f *fixture) {
		lapsedButWaived(baseDay)(f)
		f.leak.Spec.Rating = api.RiskHigh
	}, want: []string{hollow}},
	{name: "end of the licence unknown", why: "nobody knows whether it runs", change: toolUndated, want: []string{hollowUnknown}},
	{name: "end unknown, high risk", why: "nor how grave that is", change: func(f *fixture) {
		toolUndated(f)
		f.leak.Spec.Rating = api.RiskHigh
	}, want: []string{hollowUnknown}},
	{name: "end unknown, support over", why: "what is known decides", change: func(f *fixture) {
		toolUndated(f)
		toolSupport("2026-06-14", "")(f)
	}, want: []string{hollow}},
	{name: "end unknown, out of use", why: "what is gone satisfies nothing", change: func(f *fixture) {
		toolUndated(f)
		f.tool.Spec.RetiredOn = date(baseDay)
	}, want: []string{hollow}},
	{name: "satisfied by proof", why: "competence is a resource", change: metByProof(func(*fixture) {})},
	{name: "proof without a known end", why: "nobody knows until when it counts", change: metByProof(func(f *fixture) { f.benSkill.Spec.Validity = nil }), want: []string{hollowUnknown}},
	{name: "proof, last day of its person", why: "the last day counts", change: metByProof(func(f *fixture) { f.ben.Spec.EngagedUntil = date(baseDay) })},
	{name: "proof of a leaver", why: "who has left takes the competence along", change: metByProof(func(f *fixture) { f.ben.Spec.EngagedUntil = date("2026-06-14") }), want: []string{hollow}},
	{name: "proof of nobody", why: "nobody has no competence", change: metByProof(func(f *fixture) { f.benSkill.Spec.PersonRef = *ref("ghost") }), want: []string{hollow}},
	{name: "satisfied by a ghost", why: "a name satisfies nothing", change: met(func(s *api.ResourceRequirementSpec) {
		s.SatisfiedByRefs = []api.ResourceReference{{Kind: api.ResourceOutsourcedService, Name: "ghost"}}
	}), want: []string{hollow, "X-04 ReferenceNotFound Minor spec.satisfiedByRefs[OutsourcedService/ghost]"}},
	{name: "a tool that names it", why: "the link can be made on either side", change: func(f *fixture) {
		met(byNothing)(f)
		f.tool.Spec.RequirementRefs = []api.Reference{*ref("backups")}
	}},
	{name: "a service that names it", why: "the link can be made on either side", change: func(f *fixture) {
		met(byNothing)(f)
		f.hosting.Spec.RequirementRefs = []api.Reference{*ref("backups")}
	}},
	{name: "an asset that names it", why: "the link can be made on either side", change: func(f *fixture) {
		met(byNothing)(f)
		f.add(&api.InfrastructureAsset{ObjectMeta: named("extra"), Spec: api.InfrastructureAssetSpec{RequirementRefs: []api.Reference{*ref("backups")}}})
	}},
	{name: "fulfilled by its state alone", why: "the state says so", change: met(func(s *api.ResourceRequirementSpec) { s.FulfilledOn = api.Date{} })},
	{name: "fulfilled by its state and nothing", why: "the state is no proof", change: met(func(s *api.ResourceRequirementSpec) { s.FulfilledOn, s.SatisfiedByRefs = api.Date{}, nil }), want: []string{hollow}},
	{name: "fulfilled, needed long ago", why: "what is there is not late", change: met(neededBy("2026-01-01"))},
	{name: "fulfilled without rationale", why: "what is done is closed", change: met(func(s *api.ResourceRequirementSpec) { s.Decision.Rationale = "" })},
}

func TestResourceRequirement(t *testing.T) {
	testRows(t, "ResourceRequirement/courses", needRows)
	testRows(t, "ResourceRequirement/courses", needDecisionRows)
	testRows(t, "ResourceRequirement/backups", fulfilledRows)
}
