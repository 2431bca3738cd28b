package rules_test

import (
	"slices"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

const (
	conflictMajor  = "D-01 DutiesConflict Major"
	conflictMinor  = "D-01 DutiesConflict Minor"
	mitigatedMinor = "D-02 ConflictMitigated Minor"
	deputyObserved = "D-06 DeputyConflict Observation spec.assignments[ben].personRef"
	selfApproved   = "D-03 WaiverSelfApproved Minor spec.approvals[board].by"
)

func duty(name, scope string) api.Duty { return api.Duty{Duty: name, Scope: scope} }

// duties gives ada, through the role ism, duties in the scope erp.
func duties(names ...string) func(*fixture) {
	return func(f *fixture) {
		for _, name := range names {
			f.ism.Spec.Duties = append(f.ism.Spec.Duties, duty(name, "erp"))
		}
	}
}

func dutyPolicy(pairs ...api.DutyConflict) func(*fixture) {
	return func(f *fixture) { f.isms.Spec.Policy.Segregation.DutyConflicts = pairs }
}

func together(changes ...func(*fixture)) func(*fixture) {
	return func(f *fixture) {
		for _, change := range changes {
			change(f)
		}
	}
}

// aWaiver waives the conflict of requesting and approving access for ada.
func aWaiver() *api.SecurityException {
	return &api.SecurityException{ObjectMeta: named("waiver"), Spec: api.SecurityExceptionSpec{
		Conflict:   &api.WaivedConflict{First: "approve access", Second: "RequestAccess", Scope: "ERP"},
		PersonRefs: []api.Reference{*ref("ada")}, Reason: "too few people", CompensatingControl: "monthly look by ben",
		RequestedBy: actor("ben"), RequestedOn: date("2026-01-02"),
		Approvals: []api.Approval{{Name: "board", By: *actor("boss"), ApprovedOn: date("2026-01-05")}},
		Validity:  &api.Validity{ValidFrom: date("2026-01-05"), ValidUntil: date("2026-12-31")},
	}}
}

// conflictWaiver adds the exception, changed, beside the conflict that it waives.
func conflictWaiver(change func(*api.SecurityException)) func(*fixture) {
	return func(f *fixture) {
		duties("RequestAccess", "ApproveAccess")(f)
		e := aWaiver()
		change(e)
		f.add(e)
	}
}

var segregationRows = []row{
	// D-01
	{name: "one duty", why: "a duty alone conflicts with nothing", change: duties("RequestAccess")},
	{name: "both in one role", why: "one role can hold both", change: duties("RequestAccess", "ApproveAccess"), want: []string{conflictMajor}},
	{name: "spelled otherwise", why: "spelling does not separate duties", change: duties("request access", "Approve-Access"), want: []string{conflictMajor}},
	{name: "minor pair", why: "each pair has its grade", change: duties("ApproveAccess", "ProvisionAccess"), want: []string{conflictMinor}},
	{name: "observed pair", why: "some are observations", change: duties("OperateBackup", "VerifyRestore"), want: []string{"D-01 DutiesConflict Observation"}},
	{name: "two pairs", why: "each pair is a finding", change: duties("RequestAccess", "ApproveAccess", "ProvisionAccess"), want: []string{conflictMajor, conflictMinor}},
	{name: "other scopes", why: "two systems are two scopes", change: func(f *fixture) {
		f.ism.Spec.Duties = []api.Duty{duty("RequestAccess", "erp"), duty("ApproveAccess", "crm")}
	}},
	{name: "scope spelled otherwise", why: "case and spacing do not make two scopes", change: func(f *fixture) {
		f.ism.Spec.Duties = []api.Duty{duty("RequestAccess", "erp system"), duty("ApproveAccess", "ERP  System")}
	}, want: []string{conflictMajor}},
	{name: "through two roles", why: "all roles of a person count together", change: func(f *fixture) {
		f.ism.Spec.Duties, f.team.Spec.Duties = []api.Duty{duty("RequestAccess", "erp")}, []api.Duty{duty("ApproveAccess", "erp")}
	}, want: []string{conflictMajor}},
	{name: "second role ended", why: "a role that has ended brings no duty", change: func(f *fixture) {
		f.ism.Spec.Duties, f.team.Spec.Duties = []api.Duty{duty("RequestAccess", "erp")}, []api.Duty{duty("ApproveAccess", "erp")}
		f.team.Spec.Assignments[1].Until = date("2026-06-14")
	}},
	{name: "second role ends today", why: "the last day counts", change: func(f *fixture) {
		f.ism.Spec.Duties, f.team.Spec.Duties = []api.Duty{duty("RequestAccess", "erp")}, []api.Duty{duty("ApproveAccess", "erp")}
		f.team.Spec.Assignments[1].Until = date(baseDay)
	}, want: []string{conflictMajor}},
	{name: "through a deputy", why: "who stands in holds the duties", on: "Person/ben", change: func(f *fixture) {
		f.audit.Spec.Duties, f.ism.Spec.Duties = []api.Duty{duty("RequestAccess", "erp")}, []api.Duty{duty("ApproveAccess", "erp")}
		f.ism.Spec.Assignments = append(f.ism.Spec.Assignments, deputy("ben"))
	}, want: []string{conflictMajor, conflictMajor}},
	{name: "manager audits", why: "mandates bring duties along", change: func(f *fixture) {
		f.audit.Spec.Assignments = append(f.audit.Spec.Assignments, assigned("ada", "boss"))
	}, want: []string{conflictMajor}},
	{name: "pair taken out", why: "the policy can take a pair out", change: together(duties("RequestAccess", "ApproveAccess"), dutyPolicy(api.DutyConflict{First: "ApproveAccess", Second: "requestaccess", DisabledBecause: "two steps"}))},
	{name: "pair taken out without reason", why: "but not without a reason", change: together(duties("RequestAccess", "ApproveAccess"), dutyPolicy(api.DutyConflict{First: "ApproveAccess", Second: "RequestAccess", DisabledBecause: " "})), want: []string{conflictMajor}},
	{name: "pair graded", why: "the policy can grade a pair", change: together(duties("RequestAccess", "ApproveAccess"), dutyPolicy(api.DutyConflict{First: "ApproveAccess", Second: "RequestAccess", Grade: "Opportunity"})), want: []string{"D-01 DutiesConflict Opportunity"}},
	{name: "pair added", why: "and add one, minor where no grade is given", change: together(duties("Cook", "Taste"), dutyPolicy(api.DutyConflict{First: "Taste", Second: "Cook"})), want: []string{conflictMinor}},
	{name: "pair of one duty", why: "a duty does not conflict with itself", change: together(duties("Cook"), dutyPolicy(api.DutyConflict{First: "Cook", Second: "cook"}))},
	{name: "independence taken out", why: "the independence of audit cannot be", change: together(duties("OperateControl", "AuditControl"), dutyPolicy(api.DutyConflict{First: "OperateControl", Second: "AuditControl", DisabledBecause: "few"})), want: []string{conflictMajor}},
	{name: "independence graded lower", why: "nor graded away", change: together(duties("OperateControl", "AuditControl"), dutyPolicy(api.DutyConflict{First: "OperateControl", Second: "AuditControl", Grade: "Opportunity"})), want: []string{conflictMajor}},
	// D-02
	{name: "waived", why: "a waiver lowers by one step and stays in sight", change: conflictWaiver(func(*api.SecurityException) {}), want: []string{mitigatedMinor}},
	{name: "waived in every scope", why: "without a scope it counts in all", change: conflictWaiver(func(e *api.SecurityException) { e.Spec.Conflict.Scope = "" }), want: []string{mitigatedMinor}},
	{name: "waived elsewhere", why: "another scope is not waived", change: conflictWaiver(func(e *api.SecurityException) { e.Spec.Conflict.Scope = "crm" }), want: []string{conflictMajor}},
	{name: "another pair waived", why: "nor another pair", change: conflictWaiver(func(e *api.SecurityException) { e.Spec.Conflict.First = "ReviewAccess" }), want: []string{conflictMajor}},
	{name: "somebody else named", why: "nor for somebody else", change: conflictWaiver(func(e *api.SecurityException) { e.Spec.PersonRefs = []api.Reference{*ref("ben")} }), want: []string{conflictMajor}},
	{name: "nobody named", why: "nor for nobody in particular", change: conflictWaiver(func(e *api.SecurityException) { e.Spec.PersonRefs = nil }), want: []string{conflictMajor}},
	{name: "approved by the person", why: "nobody waives their own conflict", change: conflictWaiver(func(e *api.SecurityException) { e.Spec.Approvals[0].By = *actor("ada") }), want: []string{conflictMajor}},
	{name: "no compensating control", why: "something stands in", change: conflictWaiver(func(e *api.SecurityException) { e.Spec.CompensatingControl = "" }), want: []string{conflictMajor}},
	{name: "no reason", why: "and a reason is given", change: conflictWaiver(func(e *api.SecurityException) { e.Spec.Reason = "" }), want: []string{conflictMajor}},
	{name: "twelve months", why: "a waiver may run for a year", change: conflictWaiver(func(e *api.SecurityException) { e.Spec.Validity.ValidUntil = date("2027-01-05") }), want: []string{mitigatedMinor}},
	{name: "a day longer", why: "and no longer", change: conflictWaiver(func(e *api.SecurityException) { e.Spec.Validity.ValidUntil = date("2027-01-06") }), want: []string{conflictMajor}},
	{name: "a day longer by policy", why: "unless the policy allows it", change: func(f *fixture) {
		conflictWaiver(func(e *api.SecurityException) { e.Spec.Validity.ValidUntil = date("2027-01-06") })(f)
		f.isms.Spec.Policy.Segregation.ExceptionMaxMonths = ptr[int32](13)
	}, want: []string{mitigatedMinor}},
	{name: "waiver on its last day", why: "it counts on its last day", change: conflictWaiver(func(e *api.SecurityException) { e.Spec.Validity.ValidUntil = date(baseDay) }), want: []string{mitigatedMinor}},
	{name: "waiver over", why: "and not the day after", change: conflictWaiver(func(e *api.SecurityException) { e.Spec.Validity.ValidUntil = date("2026-06-14") }), want: []string{conflictMajor}},
	{name: "waiver from tomorrow", why: "nor before its first day", change: conflictWaiver(func(e *api.SecurityException) { e.Spec.Validity.ValidFrom = date("2026-06-16") }), want: []string{conflictMajor}},
	{name: "waiver closed", why: "a closed one waives nothing", change: conflictWaiver(func(e *api.SecurityException) { e.Spec.ClosedOn = date(baseDay) }), want: []string{conflictMajor}},
	{name: "minor pair waived", why: "a minor becomes an observation", change: together(conflictWaiver(func(*api.SecurityException) {}), dutyPolicy(api.DutyConflict{First: "ApproveAccess", Second: "RequestAccess", Grade: "Minor"})), want: []string{"D-02 ConflictMitigated Observation"}},
	{name: "opportunity waived", why: "nothing is below an opportunity", change: together(conflictWaiver(func(*api.SecurityException) {}), dutyPolicy(api.DutyConflict{First: "ApproveAccess", Second: "RequestAccess", Grade: "Opportunity"})), want: []string{"D-02 ConflictMitigated Opportunity"}},
	{name: "independence waived", why: "the independence of audit cannot be waived", change: func(f *fixture) {
		conflictWaiver(func(e *api.SecurityException) {
			e.Spec.Conflict = &api.WaivedConflict{First: "RunISMS", Second: "AuditISMS"}
		})(f)
		f.ism.Spec.Duties = []api.Duty{duty("AuditISMS", "isms")}
	}, want: []string{conflictMajor}},
}

func TestSegregation(t *testing.T) { testRows(t, "Person/ada", segregationRows) }

// TestConflictMessage looks at what the sentence must name.
func TestConflictMessage(t *testing.T) {
	got := row{change: func(f *fixture) {
		conflictWaiver(func(*api.SecurityException) {})(f)
		f.ism.Spec.Duties = []api.Duty{duty("RequestAccess", "erp")}
		f.team.Spec.Duties = []api.Duty{duty("ApproveAccess", "erp")}
	}}.judge(t, "Person/ada")
	want := `ada holds RequestAccess (role ism) and ApproveAccess (role team) in the scope "erp", which conflict (pair 1); waived until 2026-12-31 by the SecurityException waiver`
	if len(got) != 1 || got[0].Message != want {
		t.Errorf("got %v, want %q", got, want)
	}
}

func deputy(person string) api.Assignment {
	a := assigned(person, "boss")
	a.Capacity = api.CapacityDeputy
	return a
}

// standIn makes ben, the auditor, deputy of a role with duties.
func standIn(own, stoodIn string, change func(*fixture)) func(*fixture) {
	return func(f *fixture) {
		f.ism.Spec.Mandate = api.MandateNone
		f.audit.Spec.Duties, f.ism.Spec.Duties = []api.Duty{duty(own, "erp")}, []api.Duty{duty(stoodIn, "erp")}
		f.ism.Spec.Assignments = append(f.ism.Spec.Assignments, deputy("ben"))
		change(f)
	}
}

var deputyRows = []row{
	{name: "deputy", why: "somebody else may stand in", change: standIn("RequestAccess", "ReviewAccess", func(*fixture) {})},
	{name: "deputy to themselves", why: "who is away stands in for nobody", change: func(f *fixture) {
		d := deputy("ada")
		d.Name = "ada too"
		f.ism.Spec.Assignments = append(f.ism.Spec.Assignments, d)
	}, want: []string{"D-06 DeputyConflict Minor spec.assignments[ada too].personRef"}},
	{name: "deputy before", why: "who was deputy before is none now", change: func(f *fixture) {
		d := deputy("ada")
		d.Name, d.Until = "ada too", date("2026-06-14")
		f.ism.Spec.Assignments = append(f.ism.Spec.Assignments, d)
	}},
	{name: "deputy until today", why: "the last day counts", change: func(f *fixture) {
		d := deputy("ada")
		d.Name, d.Until = "ada too", date(baseDay)
		f.ism.Spec.Assignments = append(f.ism.Spec.Assignments, d)
	}, want: []string{"D-06 DeputyConflict Minor spec.assignments[ada too].personRef"}},
	{name: "standing in creates a conflict", why: "D-01 grades the conflict on the person; the role points to it", change: standIn("RequestAccess", "ApproveAccess", func(*fixture) {}), want: []string{deputyObserved}},
	{name: "the conflict itself", why: "it is graded once, on the person", on: "Person/ben", change: standIn("RequestAccess", "ApproveAccess", func(*fixture) {}), want: []string{"D-01 DutiesConflict Major"}},
	{name: "conflict of their own", why: "what is there anyway is not by standing in", change: standIn("RequestAccess", "ApproveAccess", func(f *fixture) {
		f.audit.Spec.Duties = append(f.audit.Spec.Duties, duty("ApproveAccess", "erp"))
	})},
	{name: "observed conflict", why: "no graver than the conflict itself", change: standIn("OperateBackup", "VerifyRestore", func(*fixture) {}), want: []string{"D-06 DeputyConflict Observation spec.assignments[ben].personRef"}},
	{name: "waived conflict", why: "a waiver lowers this as well", change: standIn("RequestAccess", "ApproveAccess", func(f *fixture) {
		e := aWaiver()
		e.Spec.PersonRefs, e.Spec.RequestedBy = []api.Reference{*ref("ben")}, actor("ada")
		f.add(e)
	}), want: []string{"D-06 DeputyConflict Observation spec.assignments[ben].personRef"}},
	{name: "conflict of two deputyships", why: "two that meet only in the deputy count on each role", change: standIn("ReviewLogs", "ApproveAccess", func(f *fixture) {
		f.team.Spec.Duties = []api.Duty{duty("RequestAccess", "erp")}
		f.team.Spec.Assignments = append(f.team.Spec.Assignments, deputy("ben"))
	}), want: []string{deputyObserved}},
	//
	{name: "external, not accountable", why: "work can be contracted", change: contracted("2028-01-01", "")},
	{name: "external, accountable in a matrix", why: "answering for it cannot", change: together(contracted("2028-01-01", ""), raciRow(func(r *api.AccountabilityRow) { r.AccountableRoleRefs[0].Name = "ism" })), want: []string{"X-03 AccountabilityOutsourced Minor spec.assignments[ada].personRef"}},
	{name: "external, accountable in the statement", why: "neither there", change: together(contracted("2028-01-01", ""), control(func(e *api.ControlStatement) { e.AccountableRoleRef = ref("ism") })), want: []string{"X-03 AccountabilityOutsourced Minor spec.assignments[ada].personRef"}},
	{name: "external, accountable for an excluded control", why: "nobody answers for what is not needed", change: together(contracted("2028-01-01", ""), excluded(control(func(e *api.ControlStatement) { e.AccountableRoleRef = ref("ism") })))},
	{name: "external beside somebody internal", why: "one inside is enough to answer", change: together(contracted("2028-01-01", ""), func(f *fixture) {
		f.raci.Spec.Rows[0].AccountableRoleRefs[0].Name = "ism"
		inside := assigned("ben", "boss")
		inside.AllocationPercent = ptr[int32](10)
		f.ism.Spec.Assignments = append(f.ism.Spec.Assignments, inside)
	})},
	{name: "external principal, internal deputy", why: "a deputy does not answer", change: together(contracted("2028-01-01", ""), func(f *fixture) {
		f.ism.Spec.Mandate = api.MandateNone
		f.raci.Spec.Rows[0].AccountableRoleRefs[0].Name = "ism"
		f.ism.Spec.Assignments = append(f.ism.Spec.Assignments, deputy("ben"))
	}), want: []string{"X-03 AccountabilityOutsourced Minor spec.assignments[ada].personRef"}},
}

func TestDeputies(t *testing.T) { testRows(t, "SecurityRole/ism", deputyRows) }

// onlyAda lets everybody leave but ada.
func onlyAda(f *fixture) {
	f.drop(f.boss, f.chair, f.ben, f.ext)
}

var selfApprovalRows = []row{
	{name: "approved by somebody else", why: "that is as it should be", change: conflictWaiver(func(*api.SecurityException) {})},
	{name: "approved by the person", why: "nobody waives their own conflict", change: conflictWaiver(func(e *api.SecurityException) { e.Spec.Approvals[0].By = *actor("ada") }), want: []string{selfApproved}},
	{name: "approved by a role that they alone hold", why: "a role is no way around somebody else", change: conflictWaiver(func(e *api.SecurityException) { e.Spec.Approvals[0].By = *roleActor("ism") }), want: []string{selfApproved}},
	{name: "self-approved, last day", why: "it counts on its last day", change: conflictWaiver(func(e *api.SecurityException) {
		e.Spec.Approvals[0].By, e.Spec.Validity.ValidUntil = *actor("ada"), date(baseDay)
	}), want: []string{selfApproved}},
	{name: "approved by the requester", why: "the requester's conflict it is not; P6-08 judges that", change: conflictWaiver(func(e *api.SecurityException) { e.Spec.RequestedBy = actor("boss") })},
	{name: "approver left", why: "the approval was given by somebody else", change: together(conflictWaiver(func(*api.SecurityException) {}), func(f *fixture) { f.boss.Spec.EngagedUntil = date("2026-06-14") })},
	{name: "nobody else", why: "where nobody else is engaged, somebody outside must", change: together(conflictWaiver(func(e *api.SecurityException) { e.Spec.Approvals = nil }), onlyAda), want: []string{"D-03 WaiverSelfApproved Minor spec.approvals"}},
	{name: "nobody else, self-approved", why: "being alone is no excuse", change: together(conflictWaiver(func(e *api.SecurityException) { e.Spec.Approvals[0].By = *actor("ada") }), onlyAda), want: []string{selfApproved}},
	{name: "independence waived", why: "such an exception has no effect", change: conflictWaiver(func(e *api.SecurityException) {
		e.Spec.Conflict = &api.WaivedConflict{First: "AuditISMS", Second: "run ISMS"}
	}), want: []string{"D-07 IndependenceNotWaivable Minor spec.conflict"}},
}

// TestSelfApproval looks at these rules alone: what else is wrong with an exception
// has its own test.
func TestSelfApproval(t *testing.T) {
	for _, r := range selfApprovalRows {
		t.Run(r.name, func(t *testing.T) {
			var got []string
			for _, f := range r.judge(t, "SecurityException/waiver") {
				if f.Rule == "D-03" || f.Rule == "D-07" {
					got = append(got, line(f))
				}
			}
			if !slices.Equal(got, r.want) {
				t.Errorf("%s: got %q, want %q", r.why, got, r.want)
			}
		})
	}
}
