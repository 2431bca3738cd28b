package rules_test

import (
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

const (
	bareMinor    = "P1-04 RiskWithoutResources Minor spec.resourceRefs"
	riskStale    = "P1-11 RiskAssessmentOverdue Minor spec.assessedOn"
	bareMajor    = "P1-04 RiskWithoutResources Major spec.resourceRefs"
	notAccepted  = "P1-05 AcceptanceWithoutOwner Unknown spec.acceptance"
	notByOwner   = "P1-05 AcceptanceWithoutOwner Minor spec.acceptance.by"
	acceptExpiry = "P1-05 AcceptanceExpired Minor spec.acceptance.validUntil"
)

// bare leaves the risk without anything that carries its treatment, and then changes it.
func bare(changes ...func(*fixture)) func(*fixture) {
	return func(f *fixture) {
		f.leak.Spec.ResourceRefs, f.leak.Spec.Controls = nil, nil
		f.backups.Spec.Drivers.RiskRefs = nil
		for _, change := range changes {
			change(f)
		}
	}
}

// needed adds a need that comes from the risk.
func needed(change func(*api.ResourceRequirement)) func(*fixture) {
	return func(f *fixture) {
		need := aNeed("extra", "leak")
		change(need)
		f.add(need)
	}
}

func state(s api.RequirementState) func(*api.ResourceRequirement) {
	return func(r *api.ResourceRequirement) { r.Spec.Decision.State = s }
}

func rated(r api.RiskRating) func(*fixture) { return func(f *fixture) { f.leak.Spec.Rating = r } }

// controlled lets a control treat the risk that nobody else's fixture supports.
func controlled(f *fixture) {
	dropKind[*api.StatementOfApplicability](f)
	f.leak.Spec.Controls = []api.ControlID{"A.7.4"}
}

// riskStated adds a statement about the control with the tool allocated to it.
func riskStated(how api.Applicability, change func(*api.ControlStatement)) func(*fixture) {
	return func(f *fixture) {
		s := api.ControlStatement{ID: "A.7.4", Applicability: how, ResourceRefs: []api.ResourceReference{{Kind: api.ResourceToolLicense, Name: "backup"}}}
		change(&s)
		f.add(&api.StatementOfApplicability{ObjectMeta: named("extra"), Spec: api.StatementOfApplicabilitySpec{
			Controls: []api.ControlStatement{{ID: "A.7.4"}, s},
		}})
	}
}

func asIs(*api.ControlStatement) {}

func toolTerm(end string) func(*fixture) {
	return func(f *fixture) { f.tool.Spec.Term.End = date(end) }
}

func riskOwner(o *api.Actor) func(*fixture) { return func(f *fixture) { f.leak.Spec.Owner = o } }

var riskRows = []row{
	// P7-08
	{name: "service unknown", why: "a service that carries a treatment must be in the register", change: func(f *fixture) {
		f.leak.Spec.ResourceRefs = append(f.leak.Spec.ResourceRefs, api.ResourceReference{Kind: api.ResourceOutsourcedService, Name: "ghost"})
	}, want: []string{"P7-08 ServiceNotRegistered Minor spec.resourceRefs[OutsourcedService/ghost]"}},
	{name: "sound", why: "nothing is wrong with the fixture"},
	// P3-02
	{name: "no owner", why: "6.1.2 asks who owns a risk", change: riskOwner(nil), want: []string{ownerAt}},
	{name: "owner stated only", why: "words own nothing", change: riskOwner(&api.Actor{StatedAs: "the board"}), want: []string{"P3-02 OwnerNotARole Minor spec.owner.statedAs"}},
	{name: "owner vacant", why: "a role that nobody holds owns nothing", change: func(f *fixture) { f.risk.Spec.Assignments = nil }, want: []string{"P3-02 OwnerInactive Minor spec.owner.roleRef"}},
	// P1-04
	{name: "nothing carries it", why: "a treatment takes resources", change: bare(), want: []string{bareMinor}},
	{name: "nothing carries a transfer", why: "to transfer takes a contract", change: bare(func(f *fixture) { f.leak.Spec.Treatment = api.TreatmentTransfer }), want: []string{bareMinor}},
	{name: "nothing carries a low risk", why: "low is minor", change: bare(rated(api.RiskLow)), want: []string{bareMinor}},
	{name: "what carries it is waived", why: "what lowers the lapse lowers what follows from it", change: func(f *fixture) {
		lapsedButWaived(baseDay)(f)
		f.backups.Spec.Drivers.RiskRefs = nil
	}, want: []string{"P1-04 RiskWithoutResources Observation spec.resourceRefs"}},
	{name: "waiver over", why: "the day after it does not", change: func(f *fixture) {
		lapsedButWaived("2026-06-14")(f)
		f.backups.Spec.Drivers.RiskRefs = nil
	}, want: []string{bareMinor}},
	{name: "nothing carries a high risk", why: "high is major", change: bare(rated(api.RiskHigh)), want: []string{bareMajor}},
	{name: "nothing carries a critical risk", why: "critical is major", change: bare(rated(api.RiskCritical), riskOwner(&api.Actor{PersonRef: ref("boss")})), want: []string{bareMajor}},
	{name: "its own resource", why: "a resource that can be relied on carries it", change: func(f *fixture) { f.backups.Spec.Drivers.RiskRefs = nil }},
	{name: "its own resource, last day", why: "the licence runs on its last day", today: "2027-12-31", change: func(f *fixture) { f.backups.Spec.Drivers.RiskRefs = nil }, want: []string{riskStale}},
	{name: "its own resource lapsed", why: "what has lapsed carries nothing", today: "2028-01-01", change: func(f *fixture) { f.backups.Spec.Drivers.RiskRefs = nil }, want: []string{bareMinor, riskStale}},
	{name: "its own resource and the need lapsed", why: "the need that is fulfilled by it carries nothing either", today: "2028-01-01", want: []string{bareMinor, riskStale}},
	{name: "one of two resources lapsed", why: "the other is there", today: "2028-01-01", change: func(f *fixture) {
		f.leak.Spec.ResourceRefs = append(f.leak.Spec.ResourceRefs, api.ResourceReference{Kind: api.ResourcePerson, Name: "ada"})
	}, want: []string{riskStale}},
	{name: "a resource that does not exist", why: "a name carries nothing", change: bare(func(f *fixture) {
		f.leak.Spec.ResourceRefs = []api.ResourceReference{{Kind: api.ResourcePerson, Name: "ghost"}}
	}), want: []string{bareMinor, "X-04 ReferenceNotFound Minor spec.resourceRefs[Person/ghost]"}},
	{name: "an approved need", why: "it is determined what it takes", change: bare(needed(state(api.RequirementApproved)))},
	{name: "a proposed need", why: "determining comes before deciding, for a while", change: bare(needed(func(r *api.ResourceRequirement) {
		r.Spec.Decision, r.Spec.RaisedOn = nil, date("2026-06-01")
	})), want: []string{"P1-04 RiskWithoutResources Observation spec.resourceRefs"}},
	{name: "a refused need", why: "what is refused carries nothing", change: bare(needed(state(api.RequirementRejected))), want: []string{bareMinor}},
	{name: "a need refused tomorrow", why: "tomorrow's decision is none today", change: bare(needed(func(r *api.ResourceRequirement) {
		r.Spec.RaisedOn = date("2026-06-01")
		r.Spec.Decision.State, r.Spec.Decision.DecidedOn = api.RequirementRejected, date("2026-06-16")
	})), want: []string{"P1-04 RiskWithoutResources Observation spec.resourceRefs"}},
	{name: "a need refused today", why: "today's is one", change: bare(needed(func(r *api.ResourceRequirement) {
		r.Spec.Decision.State, r.Spec.Decision.DecidedOn = api.RequirementRejected, date(baseDay)
	})), want: []string{bareMinor}},
	{name: "a need fulfilled by nothing", why: "somebody says so, and nothing shows it", change: bare(needed(state(api.RequirementFulfilled))), want: []string{bareMinor}},
	{name: "a need of another risk", why: "the link must name this risk", change: bare(func(f *fixture) { f.add(aNeed("extra", "ghost")) }), want: []string{bareMinor}},
	{name: "a control that nothing supports", why: "the chain ends at the control", change: bare(controlled), want: []string{bareMinor}},
	{name: "a control that a tool supports", why: "risk, control and resource are a chain", change: bare(controlled, func(f *fixture) { f.tool.Spec.Controls = []api.ControlID{"A.7.4"} })},
	{name: "a control that a lapsed tool supports", why: "the chain ends at the tool", change: bare(controlled, toolTerm("2026-06-14"), func(f *fixture) { f.tool.Spec.Controls = []api.ControlID{"A.7.4"} }), want: []string{bareMinor}},
	{name: "a control that a service supports", why: "a service is a resource", change: bare(controlled, func(f *fixture) { f.hosting.Spec.Controls = []api.ControlID{"A.7.4"} })},
	{name: "a control that an asset supports", why: "so is an asset", change: bare(controlled, func(f *fixture) {
		f.add(&api.InfrastructureAsset{ObjectMeta: named("extra"), Spec: api.InfrastructureAssetSpec{Controls: []api.ControlID{"A.7.4"}}})
	})},
	{name: "a control with a resource in the statement", why: "the statement allocates resources", change: bare(controlled, riskStated(api.ApplicabilityApplicable, asIs))},
	{name: "an inherited control with a resource", why: "somebody else operates it, and the resource shows who", change: bare(controlled, riskStated(api.ApplicabilityInherited, asIs))},
	{name: "an excluded control with a resource", why: "what is excluded treats nothing", change: bare(controlled, riskStated(api.ApplicabilityExcluded, asIs)), want: []string{bareMinor}},
	{name: "a control with a lapsed resource in the statement", why: "the chain ends at the resource", change: bare(controlled, toolTerm("2026-06-14"), riskStated(api.ApplicabilityApplicable, asIs)), want: []string{bareMinor}},
	{name: "a statement that names the risk", why: "the link can be made on either side", change: bare(controlled, func(f *fixture) { f.leak.Spec.Controls = nil }, riskStated(api.ApplicabilityApplicable, func(s *api.ControlStatement) {
		s.RiskRefs = []api.Reference{*ref("leak")}
	}))},
	// P1-11
	{name: "not rated", why: "grades hang on the rating", change: rated(""), want: []string{"P1-11 RiskNotAssessed Unknown spec.rating"}},
	{name: "not rated, nothing carries it", why: "minor, as it may be low", change: bare(rated("")), want: []string{bareMinor, "P1-11 RiskNotAssessed Unknown spec.rating"}},
	{name: "not treated", why: "nobody has decided what to do", change: bare(func(f *fixture) { f.leak.Spec.Treatment = "" }), want: []string{"P1-11 RiskNotAssessed Unknown spec.treatment"}},
	{name: "no day of assessment", why: "an assessment has a day", change: func(f *fixture) { f.leak.Spec.AssessedOn = api.Date{} }, want: []string{"P1-11 RiskNotAssessed Unknown spec.assessedOn"}},
	{name: "assessed a year ago", why: "the last day of the interval", change: func(f *fixture) { f.leak.Spec.AssessedOn = date("2025-06-15") }},
	{name: "assessed more than a year ago", why: "a day is too long", change: func(f *fixture) { f.leak.Spec.AssessedOn = date("2025-06-14") }, want: []string{riskStale}},
	{name: "assessed long ago, by policy", why: "the interval is the organisation's to set", change: func(f *fixture) {
		f.leak.Spec.AssessedOn = date("2025-06-14")
		f.isms.Spec.Policy.Identification.AssessmentIntervalMonths = ptr[int32](24)
	}},
	{name: "assessed today", why: "today has come", change: func(f *fixture) { f.leak.Spec.AssessedOn = date(baseDay) }},
	{name: "assessed tomorrow", why: "an assessment lies in the past", change: func(f *fixture) { f.leak.Spec.AssessedOn = date("2026-06-16") }, want: []string{"X-05 DateInFuture Minor spec.assessedOn"}},
}

// accepted lets somebody accept the risk instead of treating it.
func accepted(by, on, until string, changes ...func(*fixture)) func(*fixture) {
	return bare(append([]func(*fixture){func(f *fixture) {
		f.leak.Spec.Treatment = api.TreatmentAccept
		f.leak.Spec.Acceptance = &api.RiskAcceptance{By: *actor(by)}
		if on != "" {
			f.leak.Spec.Acceptance.AcceptedOn = date(on)
		}
		if until != "" {
			f.leak.Spec.Acceptance.ValidUntil = date(until)
		}
	}}, changes...)...)
}

// mandated gives somebody the mandate of a risk owner.
func mandated(person string) func(*fixture) {
	return func(f *fixture) { f.risk.Spec.Assignments = append(f.risk.Spec.Assignments, assigned(person, "boss")) }
}

// cameOn sets the first day of ada.
func cameOn(day string) func(*fixture) {
	return func(f *fixture) { f.ada.Spec.EngagedFrom = date(day) }
}

var acceptanceRows = []row{
	// P1-05
	{name: "accepted by the holder", why: "who holds the role that owns it may accept it; resources are not asked for", change: accepted("boss", "2026-01-20", "")},
	{name: "avoided by the holder", why: "so for a risk that is avoided", change: accepted("boss", "2026-01-20", "", func(f *fixture) { f.leak.Spec.Treatment = api.TreatmentAvoid })},
	{name: "accepted by nobody", why: "a risk does not accept itself", change: accepted("boss", "2026-01-20", "", func(f *fixture) { f.leak.Spec.Acceptance = nil }), want: []string{notAccepted}},
	{name: "avoided by nobody", why: "what is avoided is not borne", change: accepted("boss", "2026-01-20", "", func(f *fixture) {
		f.leak.Spec.Acceptance, f.leak.Spec.Treatment = nil, api.TreatmentAvoid
	})},
	{name: "accepted by another", why: "only the owner accepts", change: accepted("ada", "2026-01-20", ""), want: []string{notByOwner}},
	{name: "accepted by the owner in person", why: "a person owns it, who has the mandate", change: accepted("ada", "2026-01-20", "", riskOwner(&api.Actor{PersonRef: ref("ada")}), mandated("ada"))},
	{name: "accepted for the owner in person", why: "another person does not", change: accepted("chair", "2026-01-20", "", riskOwner(&api.Actor{PersonRef: ref("ada")})), want: []string{notByOwner}},
	{name: "accepted by the owner before they came", why: "who is not there accepts nothing", change: accepted("ada", "2026-01-19", "", riskOwner(&api.Actor{PersonRef: ref("ada")}), mandated("ada"), cameOn("2026-01-20")), want: []string{notByOwner}},
	{name: "accepted on the first day of the owner", why: "the first day counts", change: accepted("ada", "2026-01-20", "", riskOwner(&api.Actor{PersonRef: ref("ada")}), mandated("ada"), cameOn("2026-01-20"))},
	{name: "accepted without owner", why: "without an owner nobody can accept for one", change: accepted("ada", "2026-01-20", "", riskOwner(nil)), want: []string{notByOwner, ownerAt}},
	{name: "accepted, owner stated only", why: "words own nothing", change: accepted("ada", "2026-01-20", "", riskOwner(&api.Actor{StatedAs: "the board"})), want: []string{notByOwner, "P3-02 OwnerNotARole Minor spec.owner.statedAs"}},
	{name: "accepted, owner role unknown", why: "nobody holds a role that does not exist", change: accepted("ada", "2026-01-20", "", riskOwner(&api.Actor{RoleRef: ref("ghost")})), want: []string{notByOwner, "P3-02 OwnerNotARole Minor spec.owner.roleRef"}},
	{name: "accepted by a ghost", why: "nor does somebody who does not exist", change: accepted("ghost", "2026-01-20", ""), want: []string{notByOwner, "X-04 ReferenceNotFound Minor spec.acceptance.by.personRef"}},
	{name: "accepted by the former holder", why: "a change of hands undoes no decision", change: accepted("ada", "2025-12-31", "", func(f *fixture) {
		former := assigned("ada", "boss")
		former.Until = date("2025-12-31")
		f.leak.Spec.AssessedOn = date("2025-12-01")
		f.risk.Spec.Assignments = append(f.risk.Spec.Assignments, former)
	})},
	{name: "accepted the day after the hand-over", why: "the former holder accepts nothing any more", change: accepted("ada", "2026-01-01", "", func(f *fixture) {
		former := assigned("ada", "boss")
		former.Until = date("2025-12-31")
		f.leak.Spec.AssessedOn = date("2025-12-01")
		f.risk.Spec.Assignments = append(f.risk.Spec.Assignments, former)
	}), want: []string{notByOwner}},
	{name: "acceptance, last day", why: "valid on the last day", change: accepted("boss", "2026-01-20", baseDay)},
	{name: "acceptance, day before the last", why: "and before", change: accepted("boss", "2026-01-20", "2026-06-16")},
	{name: "acceptance over", why: "not the day after", change: accepted("boss", "2026-01-20", "2026-06-14"), want: []string{acceptExpiry}},
	{name: "accepted today", why: "today has come", change: accepted("boss", baseDay, "")},
	{name: "accepted tomorrow", why: "tomorrow's acceptance is none", change: accepted("boss", "2026-06-16", ""), want: []string{"P1-05 AcceptanceWithoutOwner Minor spec.acceptance.acceptedOn", "X-05 DateInFuture Minor spec.acceptance.acceptedOn"}},
	{name: "accepted on no day", why: "nobody can tell whether the owner did", change: accepted("boss", "", ""), want: []string{"P1-05 AcceptanceWithoutOwner Minor spec.acceptance.acceptedOn"}},
	{name: "residual risk over", why: "what is treated needs no acceptance instead", change: func(f *fixture) {
		f.leak.Spec.Acceptance = &api.RiskAcceptance{By: *actor("boss"), AcceptedOn: date("2025-01-01"), ValidUntil: date("2026-01-01")}
	}},
}

func TestRisk(t *testing.T) {
	testRows(t, "Risk/leak", riskRows)
	testRows(t, "Risk/leak", acceptanceRows)
}

// achievedOn sets the day on which the objective was reached.
func achievedOn(day string, changes ...func(*fixture)) func(*fixture) {
	return func(f *fixture) {
		for _, change := range changes {
			change(f)
		}
		f.goal.Spec.AchievedOn = date(day)
	}
}

// idle leaves the objective without any resources, and then changes it.
func idle(changes ...func(*fixture)) func(*fixture) {
	return func(f *fixture) {
		f.goal.Spec.RequirementRefs, f.courses.Spec.Drivers.ObjectiveRefs = nil, nil
		for _, change := range changes {
			change(f)
		}
	}
}

const idleAt = "P1-10 ObjectiveWithoutResources Minor spec.resourceRefs"

var objectiveRows = []row{
	{name: "sound", why: "nothing is wrong with the fixture"},
	{name: "no owner", why: "6.2 asks who is responsible", change: func(f *fixture) { f.goal.Spec.Owner = nil }, want: []string{ownerAt}},
	{name: "no owner, achieved", why: "what is reached is closed", change: achievedOn(baseDay, func(f *fixture) { f.goal.Spec.Owner = nil })},
	{name: "owner stated only", why: "words answer for nothing", change: func(f *fixture) { f.goal.Spec.Owner = &api.Actor{StatedAs: "x@example.org"} }, want: []string{"P3-02 OwnerNotARole Minor spec.owner.statedAs"}},
	{name: "owner not engaged", why: "who is not there answers for nothing", change: func(f *fixture) {
		f.goal.Spec.Owner, f.chair.Spec.EngagedUntil = &api.Actor{PersonRef: ref("chair")}, date("2026-06-14")
	}, want: []string{"P3-02 OwnerInactive Minor spec.owner.personRef"}},
	// P1-10
	{name: "nothing stated", why: "6.2 asks what it takes", change: idle(), want: []string{idleAt}},
	{name: "nothing needed", why: "a reason is an answer", change: idle(func(f *fixture) { f.goal.Spec.NoResourcesNeeded = "a decision is enough" })},
	{name: "nothing needed, blank", why: "a blank reason is none", change: idle(func(f *fixture) { f.goal.Spec.NoResourcesNeeded = " " }), want: []string{idleAt}},
	{name: "nothing stated, achieved", why: "it is reached", change: achievedOn(baseDay, idle())},
	{name: "nothing stated, achieved tomorrow", why: "tomorrow has not come", change: achievedOn("2026-06-16", idle()), want: []string{idleAt, "X-05 DateInFuture Minor spec.achievedOn"}},
	{name: "its need", why: "the objective names the need", change: func(f *fixture) { f.courses.Spec.Drivers.ObjectiveRefs = nil }},
	{name: "a need that comes from it", why: "the link can be made on either side", change: func(f *fixture) { f.goal.Spec.RequirementRefs = nil }},
	{name: "its need refused", why: "what is refused is not there", change: func(f *fixture) { f.courses.Spec.Decision.State = api.RequirementRejected }, want: []string{idleAt}},
	{name: "its need unknown", why: "a name is no need", change: idle(func(f *fixture) { f.goal.Spec.RequirementRefs = []api.Reference{*ref("ghost")} }), want: []string{idleAt, "X-04 ReferenceNotFound Minor spec.requirementRefs[ghost]"}},
	{name: "its resource", why: "a resource that can be relied on will do", change: idle(func(f *fixture) {
		f.goal.Spec.ResourceRefs = []api.ResourceReference{{Kind: api.ResourcePerson, Name: "ben"}}
	})},
	{name: "its resource lapsed and waived", why: "what lowers the lapse lowers what follows from it", change: idle(lapsedButWaived(baseDay), func(f *fixture) {
		f.goal.Spec.ResourceRefs = f.leak.Spec.ResourceRefs
	}), want: []string{"P1-10 ObjectiveWithoutResources Observation spec.resourceRefs"}},
	{name: "its resource left", why: "who has left cannot be relied on", change: idle(func(f *fixture) {
		f.goal.Spec.ResourceRefs, f.ben.Spec.EngagedUntil = []api.ResourceReference{{Kind: api.ResourcePerson, Name: "ben"}}, date("2026-06-14")
	}), want: []string{idleAt}},
	// P1-12
	{name: "due today", why: "the due day is in time", today: "2026-12-31"},
	{name: "due tomorrow", why: "so is the day before", today: "2026-12-30"},
	{name: "overdue", why: "the day after is not", today: "2027-01-01", want: []string{"P1-12 ObjectiveOverdue Observation spec.dueOn"}},
	{name: "reached late", why: "reached is reached", today: "2027-01-01", change: achievedOn("2027-01-01")},
	{name: "no due day", why: "6.2 asks when", change: func(f *fixture) { f.goal.Spec.DueOn = api.Date{} }, want: []string{"P1-12 ObjectiveUndated Unknown spec.dueOn"}},
}

func TestSecurityObjective(t *testing.T) { testRows(t, "SecurityObjective/goal", objectiveRows) }
