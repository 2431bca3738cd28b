package rules_test

import (
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

const (
	expiredMinor  = "P6-01 ContractExpired Minor spec.term.end"
	expiredMajor  = "P6-01 ContractExpired Major spec.term.end"
	renewObserve  = "P6-02 RenewalDecisionDue Observation spec.term.renewalDecision"
	noticeUnknown = "P6-02 NoticePeriodUnknown Observation spec.term.noticePeriodDays"
	renewMinor    = "P6-02 RenewalDecisionDue Minor spec.term.renewalDecision"
	ownerAt       = "P3-02 OwnerMissing Minor spec.owner"
)

func toolSupport(end string, plan string) func(*fixture) {
	return func(f *fixture) {
		f.tool.Spec.SupportEndsOn = date(end)
		if plan != "" {
			f.tool.Spec.Replacement = &api.Replacement{Plan: "move", DueOn: date(plan)}
		}
	}
}

func toolOwner(o *api.Actor) func(*fixture) {
	return func(f *fixture) { f.tool.Spec.Owner = o }
}

var toolRows = []row{
	{name: "sound", why: "nothing is wrong with the fixture"},
	// P3-02
	{name: "no owner", why: "a resource needs an owner", change: toolOwner(nil), want: []string{ownerAt}},
	{name: "owner TBD", why: "a placeholder is nobody, whatever its case and spacing", change: toolOwner(&api.Actor{StatedAs: " TbD "}), want: []string{"P3-02 OwnerMissing Minor spec.owner.statedAs"}},
	{name: "empty owner", why: "an owner without any name is none", change: toolOwner(&api.Actor{}), want: []string{"P3-02 OwnerMissing Minor spec.owner.statedAs"}},
	{name: "mailbox owner", why: "a mailbox answers for nothing", change: toolOwner(&api.Actor{StatedAs: "it@example.org"}), want: []string{"P3-02 OwnerNotARole Minor spec.owner.statedAs"}},
	{name: "owner role unknown", why: "a role that does not exist owns nothing", change: toolOwner(&api.Actor{RoleRef: ref("ghost")}), want: []string{"P3-02 OwnerNotARole Minor spec.owner.roleRef"}},
	{name: "owner person unknown", why: "nor does a person", change: toolOwner(&api.Actor{PersonRef: ref("ghost")}), want: []string{"P3-02 OwnerNotARole Minor spec.owner.personRef"}},
	{name: "owner person present", why: "a person who is engaged will do", change: toolOwner(&api.Actor{PersonRef: ref("ada")})},
	{name: "owner on the last day", why: "the last day of an engagement counts", change: func(f *fixture) {
		toolOwner(&api.Actor{PersonRef: ref("chair")})(f)
		f.chair.Spec.EngagedUntil = date(baseDay)
	}},
	{name: "owner left", why: "who has left answers for nothing", change: func(f *fixture) {
		toolOwner(&api.Actor{PersonRef: ref("chair")})(f)
		f.chair.Spec.EngagedUntil = date("2026-06-14")
	}, want: []string{"P3-02 OwnerInactive Minor spec.owner.personRef"}},
	{name: "owner not started", why: "who comes tomorrow answers for nothing today", change: func(f *fixture) {
		toolOwner(&api.Actor{PersonRef: ref("chair")})(f)
		f.chair.Spec.EngagedFrom = date("2026-06-16")
	}, want: []string{"P3-02 OwnerInactive Minor spec.owner.personRef"}},
	{name: "owner role vacant", why: "a role that nobody holds owns nothing", change: func(f *fixture) { f.ism.Spec.Assignments = nil }, want: []string{"P3-02 OwnerInactive Minor spec.owner.roleRef"}},
	{name: "owner role by deputy", why: "a deputy is somebody", change: func(f *fixture) { f.ism.Spec.Assignments[0].Capacity = api.CapacityDeputy }},
	// P3-05
	{name: "all seats used", why: "as many as bought is allowed"},
	{name: "one seat too many", why: "more than bought is not", change: func(f *fixture) { f.tool.Spec.Seats.Assigned = 11 }, want: []string{"P3-05 LicenseOverused Minor spec.seats.assigned"}},
	{name: "seats not counted", why: "a licence without seats has none to overuse", change: func(f *fixture) { f.tool.Spec.Seats = nil }},
	// P3-06
	{name: "critical, two administrators", why: "two are enough", change: func(f *fixture) { f.tool.Spec.Criticality = api.CriticalityCritical }},
	{name: "critical, one administrator", why: "one alone is a risk", change: func(f *fixture) {
		f.tool.Spec.Criticality, f.tool.Spec.AdministratorRefs = api.CriticalityCritical, []api.Reference{*ref("ada")}
	}, want: []string{"P3-06 SingleAdministrator Observation spec.administratorRefs"}},
	{name: "critical, second administrator left", why: "only those present count", change: func(f *fixture) {
		f.tool.Spec.Criticality, f.ben.Spec.EngagedUntil = api.CriticalityCritical, date("2026-06-14")
	}, want: []string{"P3-06 SingleAdministrator Observation spec.administratorRefs"}},
	{name: "critical, no administrator", why: "nobody is fewer than two", change: func(f *fixture) {
		f.tool.Spec.Criticality, f.tool.Spec.AdministratorRefs = api.CriticalityCritical, nil
	}, want: []string{"P3-06 SingleAdministrator Observation spec.administratorRefs"}},
	{name: "high, one administrator", why: "only critical tools need two", change: func(f *fixture) { f.tool.Spec.AdministratorRefs = nil }},
	{name: "administrator unknown", why: "a reference that dangles is found", change: func(f *fixture) {
		f.tool.Spec.AdministratorRefs = append(f.tool.Spec.AdministratorRefs, *ref("ghost"))
	}, want: []string{"X-04 ReferenceNotFound Minor spec.administratorRefs[ghost]"}},
	// P3-07
	{name: "criticality missing", why: "grades hang on it", change: func(f *fixture) { f.tool.Spec.Criticality = "" }, want: []string{"P3-07 ClassificationMissing Unknown spec.criticality"}},
	// P6-01
	{name: "term on its last day", why: "valid on the end date; the decision is due", today: "2027-12-31", want: []string{renewObserve}},
	{name: "term a day after", why: "lapsed the day after", today: "2028-01-01", want: []string{expiredMinor}},
	{name: "term over, critical", why: "critical is major", today: "2028-01-01", change: func(f *fixture) { f.tool.Spec.Criticality = api.CriticalityCritical }, want: []string{expiredMajor}},
	{name: "term over, control", why: "a control that rests on it is major", today: "2028-01-01", change: func(f *fixture) { f.tool.Spec.Controls = []api.ControlID{"A.8.13"} }, want: []string{expiredMajor}},
	{name: "term over, no control", why: "nothing rests on it for a control that does not exist", today: "2028-01-01", change: func(f *fixture) { f.tool.Spec.Controls = []api.ControlID{nobody} }, want: []string{expiredMinor, "X-12 ControlNotFound Unknown spec.controls"}},
	{name: "term over, retired that day", why: "what is out of use may lapse", today: "2028-01-01", change: func(f *fixture) { f.tool.Spec.RetiredOn = date("2028-01-01") }},
	{name: "term over, retires tomorrow", why: "it is in use until it is retired, and tomorrow has not happened", today: "2028-01-01", change: func(f *fixture) { f.tool.Spec.RetiredOn = date("2028-01-02") }, want: []string{expiredMinor, "X-05 DateInFuture Minor spec.retiredOn"}},
	{name: "term starts tomorrow", why: "nothing covers the use yet", change: func(f *fixture) { f.tool.Spec.Term.Start = date("2026-06-16") }, want: []string{"P6-01 TermNotStarted Observation spec.term.start"}},
	{name: "term starts today", why: "the first day counts", change: func(f *fixture) { f.tool.Spec.Term.Start = date(baseDay) }},
	// P6-02
	{name: "before the warning", why: "31 days before the end nothing is due", today: "2027-11-30"},
	{name: "first warning day", why: "30 days before it is", today: "2027-12-01", want: []string{renewObserve}},
	{name: "before the notice warning", why: "30 days before the notice day of 2027-10-02", today: "2027-09-01", change: func(f *fixture) { f.tool.Spec.Term.NoticePeriodDays = new(int32(90)) }},
	{name: "notice warning", why: "the warning is before the notice day, not the end", today: "2027-09-02", change: func(f *fixture) { f.tool.Spec.Term.NoticePeriodDays = new(int32(90)) }, want: []string{renewObserve}},
	{name: "notice day", why: "notice can still be given", today: "2027-10-02", change: func(f *fixture) { f.tool.Spec.Term.NoticePeriodDays = new(int32(90)) }, want: []string{renewObserve}},
	{name: "notice missed", why: "the day after it cannot", today: "2027-10-03", change: func(f *fixture) { f.tool.Spec.Term.NoticePeriodDays = new(int32(90)) }, want: []string{renewMinor}},
	{name: "renews by itself, no notice stated", why: "the day to act by cannot be told", change: func(f *fixture) { f.tool.Spec.Term.RenewalMode = api.RenewalAutomatic }, want: []string{noticeUnknown}},
	{name: "renews by itself, no notice agreed", why: "0 is an answer: the end is the day", change: func(f *fixture) {
		f.tool.Spec.Term.RenewalMode, f.tool.Spec.Term.NoticePeriodDays = api.RenewalAutomatic, new(int32(0))
	}},
	{name: "no warning window", why: "the policy can do without a warning", today: "2027-12-30", change: func(f *fixture) { f.isms.Spec.Policy.Maintenance.RenewalWarningDays = ptr[int32](0) }},
	{name: "decided", why: "a decision ends the question", today: "2027-12-15", change: func(f *fixture) {
		f.tool.Spec.Term.RenewalDecision = &api.RenewalDecision{DecidedOn: date("2027-12-15"), By: actor("boss")}
	}},
	{name: "decided tomorrow", why: "a decision that has not come is none", today: "2027-12-15", change: func(f *fixture) {
		f.tool.Spec.Term.RenewalDecision = &api.RenewalDecision{DecidedOn: date("2027-12-16")}
	}, want: []string{renewObserve, "X-05 DateInFuture Minor spec.term.renewalDecision.decidedOn"}},
	{name: "decided for an earlier term", why: "a decision from before the start was about another term", today: "2027-12-15", change: func(f *fixture) {
		f.tool.Spec.Term.RenewalDecision = &api.RenewalDecision{DecidedOn: date("2025-12-31"), By: actor("ghost")}
	}, want: []string{renewObserve, "X-04 ReferenceNotFound Minor spec.term.renewalDecision.by.personRef"}},
	// P6-03
	{name: "no term", why: "nobody knows until when", change: func(f *fixture) { f.tool.Spec.Term = nil }, want: []string{"P6-03 EndDateUnknown Unknown spec.term.end"}},
	{name: "no end", why: "an absent end is unknown, never endless", change: func(f *fixture) { f.tool.Spec.Term.End = api.Date{} }, want: []string{"P6-03 EndDateUnknown Unknown spec.term.end"}},
	{name: "evergreen", why: "endless with a reason is an answer", change: func(f *fixture) { f.tool.Spec.Term = &api.Term{Evergreen: &api.Evergreen{Reason: "free software"}} }},
	// P6-04: 180 days before 2026-12-12 is baseDay
	{name: "support, day before warning", why: "181 days before", change: toolSupport("2026-12-13", "")},
	{name: "support, first warning day", why: "180 days before", change: toolSupport("2026-12-12", ""), want: []string{"P6-04 VendorSupportEnding Observation spec.supportEndsOn"}},
	{name: "support, warning with plan", why: "a plan answers the warning", change: toolSupport("2026-12-12", "2026-12-01")},
	{name: "support, last day", why: "supported on the end date", change: toolSupport(baseDay, ""), want: []string{"P6-04 VendorSupportEnding Observation spec.supportEndsOn"}},
	{name: "support over", why: "not the day after", change: toolSupport("2026-06-14", ""), want: []string{"P6-04 VendorSupportEnded Minor spec.supportEndsOn"}},
	{name: "support over, plan due today", why: "the plan is still in time", change: toolSupport("2026-06-14", baseDay), want: []string{"P6-04 VendorSupportEnded Observation spec.supportEndsOn"}},
	{name: "support over, plan missed", why: "a plan that was missed is none", change: toolSupport("2026-06-13", "2026-06-14"), want: []string{"P6-04 VendorSupportEnded Minor spec.supportEndsOn"}},
	{name: "support over, control", why: "a control rests on it", change: func(f *fixture) {
		toolSupport("2026-06-14", "")(f)
		f.tool.Spec.Controls = []api.ControlID{"A.8.13"}
	}, want: []string{"P6-04 VendorSupportEnded Major spec.supportEndsOn"}},
	{name: "retired", why: "a tool out of use is asked nothing", change: func(f *fixture) {
		f.tool.Spec = api.ToolLicenseSpec{RetiredOn: date(baseDay), SupportEndsOn: date("2020-01-01"), Seats: &api.Seats{Assigned: 1}}
	}},
}

func TestToolLicense(t *testing.T) { testRows(t, "ToolLicense/backup", toolRows) }
