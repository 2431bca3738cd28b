package rules_test

import (
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

const (
	overdue     = "P2-11 TrainingOverdue Minor"
	leaving     = "X-09 HolderLeaving Observation spec.engagedUntil"
	keyPerson   = "P5-06 KeyPersonDependency Observation"
	overworked  = "P5-05 PersonOverallocated Minor"
	noContract  = "X-01 ExternalWithoutContract Minor spec.serviceRef"
	notSourced  = "X-01 SourcingNotStated Minor spec.sourcing"
	lowCoverage = "P2-11 TrainingCoverageLow Major spec.policy.competence.mandatoryTraining[Awareness]"
)

// trained makes a training mandatory, and adds when ada had it.
func trained(months int32, days ...string) func(*fixture) {
	return func(f *fixture) {
		f.isms.Spec.Policy.Competence.MandatoryTraining = []api.MandatoryTraining{{Training: "Awareness", IntervalMonths: ptr(months)}}
		for i, day := range days {
			r := aSkill("ada-awareness-"+string(rune('a'+i)), "ada", "awareness")
			r.Spec.AchievedOn = date(day)
			f.add(r)
		}
	}
}

// holds gives ada n further roles of the organisation's own.
func holds(n int, share int32, capacity api.Capacity) func(*fixture) {
	return func(f *fixture) {
		for i := range n {
			a := assigned("ada", "boss")
			a.AllocationPercent, a.Capacity = ptr(share), capacity
			f.add(aRole("more-"+string(rune('a'+i)), api.MandateNone, a))
		}
	}
}

func adaUntil(day string) func(*fixture) {
	return func(f *fixture) { f.ada.Spec.EngagedUntil = date(day) }
}

var personRows = []row{
	{name: "sound", why: "nothing is wrong with the fixture"},
	// P2-11
	{name: "never trained", why: "everybody needs a mandatory training", change: trained(12), want: []string{overdue}},
	{name: "trained today", why: "trained is trained", change: trained(12, baseDay)},
	{name: "trained tomorrow", why: "once it was done", change: trained(12, "2026-06-16"), want: []string{overdue}},
	{name: "refresher due today", why: "the due day is in time", change: trained(12, "2025-06-15")},
	{name: "refresher overdue", why: "the day after is not", change: trained(12, "2025-06-14"), want: []string{overdue}},
	{name: "last of two counts", why: "the last completion counts", change: trained(12, "2020-01-01", "2026-01-01")},
	{name: "one month after 31 January", why: "due on 28 February", today: "2026-02-28", change: trained(1, "2026-01-31")},
	{name: "a day after it", why: "and overdue on 1 March", today: "2026-03-01", change: trained(1, "2026-01-31"), want: []string{overdue}},
	{name: "one month after 31 January, leap year", why: "due on 29 February", today: "2028-02-29", change: trained(1, "2028-01-31")},
	{name: "default interval", why: "12 months where absent", change: func(f *fixture) {
		trained(1, "2025-06-15")(f)
		f.isms.Spec.Policy.Competence.MandatoryTraining[0].IntervalMonths = nil
	}},
	{name: "training of a role not held", why: "only its holders need it", change: func(f *fixture) {
		trained(12)(f)
		f.isms.Spec.Policy.Competence.MandatoryTraining[0].RoleRefs = []api.Reference{*ref("audit")}
	}},
	{name: "training of a role held", why: "and they do", change: func(f *fixture) {
		trained(12)(f)
		f.isms.Spec.Policy.Competence.MandatoryTraining[0].RoleRefs = []api.Reference{*ref("ism")}
	}, want: []string{overdue}},
	{name: "leaver not trained", why: "who has left needs none", change: func(f *fixture) {
		trained(12)(f)
		adaUntil("2026-06-14")(f)
	}},
	{name: "newcomer not trained", why: "nor does who starts tomorrow", change: func(f *fixture) {
		trained(12)(f)
		f.ada.Spec.EngagedFrom = date("2026-06-16")
	}},
	// P5-05
	{name: "all time given", why: "60 and 40 are 100", change: holds(1, 40, "")},
	{name: "a little more", why: "60 and 41 are more", change: holds(1, 41, ""), want: []string{overworked}},
	{name: "more time by policy", why: "the limit is the organisation's to set", change: func(f *fixture) {
		holds(1, 41, "")(f)
		f.isms.Spec.Policy.Support.AllocationLimitPercent = ptr[int32](101)
	}},
	{name: "too much until today", why: "an assignment counts on its last day", change: func(f *fixture) {
		holds(1, 41, "")(f)
		f.ism.Spec.Assignments[0].Until = date(baseDay)
	}, want: []string{overworked}},
	{name: "too much until yesterday", why: "not after it", change: func(f *fixture) {
		holds(1, 41, "")(f)
		f.ism.Spec.Assignments[0].Until = date("2026-06-14")
	}},
	// P5-09
	{name: "alone in two mandates", why: "the ISMS would stand still without her", change: func(f *fixture) {
		f.risk.Spec.Assignments = []api.Assignment{assigned("ada", "boss")}
	}, want: []string{"P5-09 SoleHolder Observation"}},
	{name: "with a deputy in one", why: "somebody stands in for one of the two", change: func(f *fixture) {
		f.risk.Spec.Assignments = []api.Assignment{assigned("ada", "boss"), deputed("chair")}
	}},
	{name: "deputy from tomorrow", why: "until then nobody stands in", change: func(f *fixture) {
		f.risk.Spec.Assignments = []api.Assignment{assigned("ada", "boss"), deputed("chair")}
		f.risk.Spec.Assignments[1].From = date("2026-06-16")
	}, want: []string{"P5-09 SoleHolder Observation"}},
	{name: "mandate shared by another role", why: "the function is held by another as well", change: func(f *fixture) {
		f.risk.Spec.Assignments = []api.Assignment{assigned("ada", "boss")}
		f.add(aRole("risk-2", api.MandateRiskOwner, assigned("boss", "chair")))
	}},
	// P5-06: ada holds ism and team
	{name: "four roles", why: "four are allowed", change: holds(2, 0, "")},
	{name: "five roles", why: "five are too many", change: holds(3, 0, ""), want: []string{keyPerson}},
	{name: "five roles, three as deputy", why: "a deputy helps, and is no dependency", change: holds(3, 0, api.CapacityDeputy)},
	{name: "five roles by policy", why: "the limit is the organisation's to set", change: func(f *fixture) {
		holds(3, 0, "")(f)
		f.isms.Spec.Policy.Support.RolesPerPersonLimit = ptr[int32](5)
	}},
	//
	{name: "sourcing not stated", why: "it must be known who is employed", change: func(f *fixture) { f.ada.Spec.Sourcing = "" }, want: []string{notSourced}},
	{name: "sourcing of a leaver", why: "who has left is history", change: func(f *fixture) {
		f.ada.Spec.Sourcing = ""
		adaUntil("2026-06-14")(f)
	}},
	{name: "external without contract", why: "and who is contracted under what", change: func(f *fixture) { f.ada.Spec.Sourcing = api.SourcingExternal }, want: []string{noContract}},
	{name: "contract unknown", why: "a reference that dangles is found", change: func(f *fixture) {
		f.ada.Spec.Sourcing, f.ada.Spec.ServiceRef = api.SourcingExternal, ref("ghost")
	}, want: []string{"P7-08 ServiceNotRegistered Minor spec.serviceRef"}},
	{name: "manager unknown", why: "so is this one", change: func(f *fixture) { f.ada.Spec.ManagerRef = ref("ghost") }, want: []string{"X-04 ReferenceNotFound Minor spec.managerRef"}},
	// 30 days before 2026-07-15 is baseDay
	{name: "before the warning", why: "31 days before the end", change: adaUntil("2026-07-16")},
	{name: "first warning day", why: "30 days before it", change: adaUntil("2026-07-15"), want: []string{leaving}},
	{name: "last day", why: "until the last day", change: adaUntil(baseDay), want: []string{leaving}},
	{name: "left", why: "then rule P2-13 takes over", change: adaUntil("2026-06-14")},
	{name: "leaves, roles end with it", why: "an assignment that ends in time is settled", change: func(f *fixture) {
		adaUntil("2026-07-01")(f)
		f.ism.Spec.Assignments[0].Until, f.team.Spec.Assignments[1].Until = date("2026-07-01"), date("2026-07-01")
	}},
	{name: "leaves, a role goes on for a day", why: "one that ends a day later is not", change: func(f *fixture) {
		adaUntil("2026-07-01")(f)
		f.ism.Spec.Assignments[0].Until, f.team.Spec.Assignments[1].Until = date("2026-07-01"), date("2026-07-02")
	}, want: []string{leaving}},
	{name: "leaves without a role", why: "nothing is left behind", on: "Person/chair", change: func(f *fixture) {
		f.risk.Spec.Assignments = f.risk.Spec.Assignments[:1]
		f.chair.Spec.EngagedUntil = date("2026-07-01")
	}},
}

func TestPerson(t *testing.T) { testRows(t, "Person/ada", personRows) }
