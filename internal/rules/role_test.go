package rules_test

import (
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

const (
	unfilledMajor = "P2-12 RoleUnfilled Major spec.assignments"
	leaverMajor   = "P2-13 RoleHeldByLeaver Major spec.assignments[ada].until"
	informal      = "P8-07 AppointmentNotFormal Minor spec.assignments[ada].appointedBy"
	undescribed   = "P2-17 JobDescriptionMissing Observation spec.jobDescription"
	noLine        = "P5-07 NoReportingLine Observation spec.reportsToRef"
)

// own makes the role one of the organisation's own, without mandate.
func own(change func(*fixture)) func(*fixture) {
	return func(f *fixture) {
		f.ism.Spec.Mandate = api.MandateNone
		change(f)
	}
}

// contracted makes ada work under the contract "consulting".
func contracted(end, retired string) func(*fixture) {
	return func(f *fixture) {
		f.ada.Spec.Sourcing, f.ada.Spec.ServiceRef = api.SourcingExternal, ref("consulting")
		if end == "" {
			f.consulting.Spec.Term = nil
		} else {
			f.consulting.Spec.Term.End = date(end)
		}
		if retired != "" {
			f.consulting.Spec.RetiredOn = date(retired)
		}
	}
}

func assignment(change func(*api.Assignment)) func(*fixture) {
	return func(f *fixture) { change(&f.ism.Spec.Assignments[0]) }
}

// deputyLeft gives the manager's role a deputy who leaves on a day.
func deputyLeft(day string, change func(*fixture)) func(*fixture) {
	return func(f *fixture) {
		a := assigned("chair", "boss")
		a.Capacity = api.CapacityDeputy
		f.ism.Spec.Assignments = append(f.ism.Spec.Assignments, a)
		f.add(aSkill("chair-basics", "chair", "Security basics"))
		f.chair.Spec.EngagedUntil = date(day)
		if change != nil {
			change(f)
		}
	}
}

var roleRows = []row{
	// D-09, X-16
	{name: "duty with a slip", why: "it would hide a conflict", change: roleDuty("RequestAcess", "erp"), want: []string{"D-09 DutyNotKnown Unknown spec.duties[0].duty"}},
	{name: "duty of no pair", why: "it may conflict with nothing", change: roleDuty("DrawDiagrams", "erp"), want: []string{"D-09 DutyNotKnown Observation spec.duties[0].duty"}},
	{name: "duty of a pair of the policy", why: "the policy may add pairs", change: func(f *fixture) {
		roleDuty("DrawDiagrams", "erp")(f)
		f.isms.Spec.Policy.Segregation.DutyConflicts = []api.DutyConflict{{First: "Draw diagrams", Second: "CheckDiagrams"}}
	}},
	{name: "duty with what nobody sees", why: "invisible characters do not make another duty", change: roleDuty("Request\u200bAccess", "erp")},
	{name: "duty that says nothing", why: "a placeholder is no duty", change: roleDuty("tbd", "-"), want: []string{"X-16 NothingStated Unknown spec.duties[0].duty"}},
	{name: "sound", why: "nothing is wrong with the fixture"},
	// P2-12
	{name: "nobody assigned", why: "a mandatory role that nobody holds is major", change: func(f *fixture) { f.ism.Spec.Assignments = nil }, want: []string{unfilledMajor}},
	{name: "own role, nobody assigned", why: "one that is not mandatory is minor", change: own(func(f *fixture) { f.ism.Spec.Assignments = nil }), want: []string{"P2-12 RoleUnfilled Minor spec.assignments"}},
	{name: "mandate absent, nobody assigned", why: "an absent mandate is none", change: func(f *fixture) { f.ism.Spec.Mandate, f.ism.Spec.Assignments = "", nil }, want: []string{"P2-12 RoleUnfilled Minor spec.assignments"}},
	{name: "deputy alone", why: "a deputy stands in for somebody", change: assignment(func(a *api.Assignment) { a.Capacity = api.CapacityDeputy }), want: []string{"P2-12 RoleUnfilled Minor spec.assignments"}},
	{name: "assignment on its last day", why: "the last day counts", change: assignment(func(a *api.Assignment) { a.Until = date(baseDay) })},
	{name: "assignment over", why: "the day after does not", change: assignment(func(a *api.Assignment) { a.Until = date("2026-06-14") }), want: []string{unfilledMajor}},
	{name: "assignment starts today", why: "the first day counts", change: assignment(func(a *api.Assignment) { a.From = date(baseDay) })},
	{name: "assignment starts tomorrow", why: "before it nobody holds the role", change: assignment(func(a *api.Assignment) { a.From = date("2026-06-16") }), want: []string{unfilledMajor}},
	{name: "person unknown", why: "who does not exist holds nothing, and the reference dangles", change: assignment(func(a *api.Assignment) { a.PersonRef.Name = "ghost" }), want: []string{unfilledMajor, "X-04 ReferenceNotFound Minor spec.assignments[ada].personRef"}},
	{name: "person starts tomorrow", why: "who is not engaged yet holds nothing", change: func(f *fixture) { f.ada.Spec.EngagedFrom = date("2026-06-16") }, want: []string{unfilledMajor}},
	// P2-17
	{name: "no job description", why: "who holds a role can read what it is", change: func(f *fixture) { f.ism.Spec.JobDescription = "" }, want: []string{undescribed}},
	{name: "job description is a placeholder", why: "a placeholder says nothing", change: func(f *fixture) { f.ism.Spec.JobDescription = "TBD" }, want: []string{undescribed}},
	{name: "no job description, nobody holds it", why: "then nobody has to read it", change: func(f *fixture) {
		f.ism.Spec.JobDescription, f.ism.Spec.Assignments = "", nil
	}, want: []string{unfilledMajor}},
	{name: "no job description, held from tomorrow", why: "before the first day nobody holds it", change: func(f *fixture) {
		f.ism.Spec.JobDescription, f.ism.Spec.Assignments[0].From = "", date("2026-06-16")
	}, want: []string{unfilledMajor}},
	{name: "no job description, held from today", why: "on the first day somebody does", change: func(f *fixture) {
		f.ism.Spec.JobDescription, f.ism.Spec.Assignments[0].From = "", date(baseDay)
	}, want: []string{undescribed}},
	// P2-13
	{name: "holder on the last day", why: "who leaves today is still here", change: func(f *fixture) { f.ada.Spec.EngagedUntil = date(baseDay) }},
	{name: "holder left", why: "and has left the day after", change: func(f *fixture) { f.ada.Spec.EngagedUntil = date("2026-06-14") }, want: []string{leaverMajor, unfilledMajor}},
	{name: "own role, holder left", why: "minor where the role is not mandatory", change: own(func(f *fixture) { f.ada.Spec.EngagedUntil = date("2026-06-14") }), want: []string{"P2-13 RoleHeldByLeaver Minor spec.assignments[ada].until", "P2-12 RoleUnfilled Minor spec.assignments"}},
	{name: "own role, holder left on an unknown day", why: "who has left has left, whether the day is known or not", change: own(func(f *fixture) { f.ada.Spec.State = api.StateLeft }), want: []string{"P2-13 RoleHeldByLeaver Minor spec.assignments[ada].until", "P2-12 RoleUnfilled Minor spec.assignments"}},
	{name: "own role, holder stated to be engaged", why: "it says what no last day says anyway", change: own(func(f *fixture) { f.ada.Spec.State = api.StateEngaged })},
	{name: "left, assignment ended too", why: "an assignment that has ended is history", change: func(f *fixture) {
		f.ada.Spec.EngagedUntil, f.ism.Spec.Assignments[0].Until = date("2026-06-14"), date("2026-06-14")
	}, want: []string{unfilledMajor}},
	{name: "deputy left, principal present", why: "a deputy who left leaves the role with its principal", change: deputyLeft("2026-06-14", nil), want: []string{"P2-13 RoleHeldByLeaver Minor spec.assignments[chair].until"}},
	{name: "deputy leaves today", why: "the last day counts", change: deputyLeft(baseDay, nil)},
	{name: "deputy left, principal too", why: "then nobody is there", change: deputyLeft("2026-06-14", func(f *fixture) { f.ada.Spec.EngagedUntil = date("2026-06-14") }), want: []string{
		leaverMajor, unfilledMajor, "P2-13 RoleHeldByLeaver Major spec.assignments[chair].until"}},
	// P2-03
	{name: "no competency required", why: "it must be determined what a role takes", change: func(f *fixture) { f.ism.Spec.RequiredCompetencies = nil }, want: []string{"P2-03 RoleWithoutCompetenceRequirement Minor spec.requiredCompetencies"}},
	// P5-04
	{name: "time not stated", why: "not stated is minor", change: assignment(func(a *api.Assignment) { a.AllocationPercent = nil }), want: []string{"P5-04 NoTimeAllocated Minor spec.assignments[ada].allocationPercent"}},
	{name: "no time", why: "0 % is major", change: assignment(func(a *api.Assignment) { a.AllocationPercent = ptr[int32](0) }), want: []string{"P5-04 NoTimeAllocated Major spec.assignments[ada].allocationPercent"}},
	{name: "a little time", why: "1 % is some", change: assignment(func(a *api.Assignment) { a.AllocationPercent = ptr[int32](1) })},
	{name: "own role without time", why: "only the information security manager is asked", change: own(assignment(func(a *api.Assignment) { a.AllocationPercent = nil }))},
	{name: "deputy without time", why: "a deputy needs none", change: func(f *fixture) {
		deputy := assigned("boss", "chair")
		deputy.Capacity = api.CapacityDeputy
		f.ism.Spec.Assignments = append(f.ism.Spec.Assignments, deputy)
	}},
	// P5-07
	{name: "reports to nobody", why: "the manager needs a way to the top", change: func(f *fixture) { f.ism.Spec.ReportsToRef = nil }, want: []string{noLine}},
	{name: "reports through another", why: "the chain may be longer", change: func(f *fixture) { f.ism.Spec.ReportsToRef, f.risk.Spec.ReportsToRef = ref("risk"), ref("top") }},
	{name: "reports in a circle", why: "a circle leads nowhere and must end", change: func(f *fixture) { f.ism.Spec.ReportsToRef, f.risk.Spec.ReportsToRef = ref("risk"), ref("ism") }, want: []string{noLine}},
	{name: "reports into a circle", why: "so must one that the role is not part of", change: func(f *fixture) {
		f.ism.Spec.ReportsToRef, f.risk.Spec.ReportsToRef, f.audit.Spec.ReportsToRef = ref("risk"), ref("audit"), ref("risk")
	}, want: []string{noLine}},
	{name: "reports to itself", why: "that is a circle too", change: func(f *fixture) { f.ism.Spec.ReportsToRef = ref("ism") }, want: []string{noLine}},
	{name: "reports to a ghost", why: "the line breaks, and the reference dangles", change: func(f *fixture) { f.ism.Spec.ReportsToRef = ref("ghost") }, want: []string{noLine, "X-04 ReferenceNotFound Minor spec.reportsToRef"}},
	// P8-07
	{name: "appointed by nobody", why: "a role is given by somebody", change: assignment(func(a *api.Assignment) { a.AppointedBy = nil }), want: []string{informal}},
	{name: "appointed by themselves", why: "by somebody else", change: assignment(func(a *api.Assignment) { a.AppointedBy = actor("ada") }), want: []string{informal}},
	{name: "appointed by a role that they alone hold", why: "a role is no way around somebody else", change: assignment(func(a *api.Assignment) { a.AppointedBy = roleActor("ism") }), want: []string{informal}},
	{name: "appointed in words", why: "nobody is known who did", change: assignment(func(a *api.Assignment) { a.AppointedBy = &api.Actor{StatedAs: "TBD"} }), want: []string{informal}},
	{name: "appointed on no day", why: "on a known day", change: assignment(func(a *api.Assignment) { a.AppointedOn = api.Date{} }), want: []string{"P8-07 AppointmentDayUnknown Unknown spec.assignments[ada].appointedOn"}},
	{name: "appointed tomorrow", why: "an appointment lies in the past", change: assignment(func(a *api.Assignment) { a.AppointedOn = date("2026-06-16") }), want: []string{"X-05 DateInFuture Minor spec.assignments[ada].appointedOn"}},
	{name: "old informal assignment", why: "history is not asked", change: func(f *fixture) {
		f.ism.Spec.Assignments = append(f.ism.Spec.Assignments, api.Assignment{Name: "old", PersonRef: *ref("ben"), Until: date("2026-06-14")})
	}},
	{name: "appointer unknown", why: "a reference that dangles is found", change: assignment(func(a *api.Assignment) { a.AppointedBy = actor("ghost") }), want: []string{"X-04 ReferenceNotFound Minor spec.assignments[ada].appointedBy.personRef"}},
	{name: "authority from a ghost", why: "so is this one", change: func(f *fixture) { f.ism.Spec.AuthorityGrantedBy = actor("ghost") }, want: []string{"X-04 ReferenceNotFound Minor spec.authorityGrantedBy.personRef"}},
	{name: "owner unknown", why: "and the owner of a record", change: func(f *fixture) { f.ism.Spec.Owner = &api.Actor{PersonRef: ref("ghost"), RoleRef: ref("ghost")} }, want: []string{"X-04 ReferenceNotFound Minor spec.owner.personRef", "X-04 ReferenceNotFound Minor spec.owner.roleRef"}},
	//
	{name: "contract on its last day", why: "the contract still runs", change: contracted(baseDay, "")},
	{name: "contract over", why: "major for a mandatory role", change: contracted("2026-06-14", ""), want: []string{"X-02 ExternalContractEnded Major spec.assignments[ada].personRef"}},
	{name: "own role, contract over", why: "minor for another", change: own(contracted("2026-06-14", "")), want: []string{"X-02 ExternalContractEnded Minor spec.assignments[ada].personRef"}},
	{name: "service retired today", why: "a retired service carries nobody", change: contracted("2028-01-01", baseDay), want: []string{"X-02 ExternalContractEnded Major spec.assignments[ada].personRef"}},
	{name: "service retired tomorrow", why: "until then it does", change: contracted("2028-01-01", "2026-06-16")},
	{name: "contract without term", why: "an unknown end is asked of the service", change: contracted("", "")},
	{name: "internal with ended service", why: "only external people work under a contract", change: func(f *fixture) {
		contracted("2026-06-14", "")(f)
		f.ada.Spec.Sourcing = api.SourcingInternal
	}},
	//
	{name: "external manager", why: "the work of the manager can be contracted", change: contracted("2028-01-01", "")},
	{name: "external top management", why: "answering for it cannot: major", on: "SecurityRole/top", change: func(f *fixture) { f.boss.Spec.Sourcing = api.SourcingExternal }, want: []string{"X-03 AccountabilityOutsourced Major spec.assignments[boss].personRef"}},
	{name: "external risk owner", why: "minor for risks", on: "SecurityRole/risk", change: func(f *fixture) { f.boss.Spec.Sourcing = api.SourcingExternal }, want: []string{"X-03 AccountabilityOutsourced Minor spec.assignments[boss].personRef"}},
}

func TestSecurityRole(t *testing.T) { testRows(t, "SecurityRole/ism", roleRows) }

// roleDuty gives the role one duty.
func roleDuty(name, scope string) func(*fixture) {
	return func(f *fixture) { f.ism.Spec.Duties = []api.Duty{{Duty: name, Scope: scope}} }
}
