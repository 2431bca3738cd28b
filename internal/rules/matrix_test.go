package rules_test

import (
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

const (
	noAccountableMajor = "P8-01 NoAccountable Major spec.rows[Policy].accountableRoleRefs"
	noResponsible      = "P8-03 NoResponsible Minor spec.rows[Policy].responsibleRoleRefs"
	ownershipConflict  = "P8-08 OwnershipConflict Observation spec.rows[extra].accountableRoleRefs"
)

// extraRow adds a row to the matrix.
func extraRow(change func(*api.AccountabilityRow)) func(*fixture) {
	return func(f *fixture) {
		r := api.AccountabilityRow{Name: "extra", AccountableRoleRefs: []api.Reference{*ref("top")}, ResponsibleRoleRefs: []api.Reference{*ref("ism")}}
		change(&r)
		f.raci.Spec.Rows = append(f.raci.Spec.Rows, r)
	}
}

// matrixBeside adds a second matrix with one row.
func matrixBeside(r api.AccountabilityRow) func(*fixture) {
	return func(f *fixture) {
		f.add(&api.AccountabilityMatrix{ObjectMeta: named("beside"), Spec: api.AccountabilityMatrixSpec{Rows: []api.AccountabilityRow{r}}})
	}
}

var matrixRows = []row{
	{name: "sound", why: "nothing is wrong with the fixture"},
	// P8-01
	{name: "nobody accountable, mandatory", why: "a mandatory activity without anybody is major", change: raciRow(func(r *api.AccountabilityRow) { r.AccountableRoleRefs = nil }), want: []string{noAccountableMajor}},
	{name: "nobody accountable, own activity", why: "one of the organisation's own is minor", change: extraRow(func(r *api.AccountabilityRow) { r.AccountableRoleRefs = nil }), want: []string{"P8-01 NoAccountable Minor spec.rows[extra].accountableRoleRefs"}},
	{name: "nobody accountable, not mandatory here", why: "the policy says what is mandatory", change: func(f *fixture) {
		f.isms.Spec.Policy.Allocation.MandatoryActivities = []api.Activity{api.ActivityAwareness}
		f.raci.Spec.Rows[0].AccountableRoleRefs = nil
	}, want: []string{"P8-01 NoAccountable Minor spec.rows[Policy].accountableRoleRefs"}},
	// P8-02
	{name: "two accountable", why: "one alone answers", change: extraRow(func(r *api.AccountabilityRow) { r.AccountableRoleRefs = append(r.AccountableRoleRefs, *ref("risk")) }), want: []string{"P8-02 MultipleAccountable Minor spec.rows[extra].accountableRoleRefs"}},
	// P8-03
	{name: "nobody responsible", why: "somebody does the work", change: raciRow(func(r *api.AccountabilityRow) { r.ResponsibleRoleRefs = nil }), want: []string{noResponsible}},
	{name: "accountable and responsible", why: "who answers may do the work", change: raciRow(func(r *api.AccountabilityRow) { r.ResponsibleRoleRefs = r.AccountableRoleRefs })},
	// P8-04
	{name: "accountable role unknown", why: "a role that does not exist answers for nothing", change: raciRow(func(r *api.AccountabilityRow) { r.AccountableRoleRefs[0].Name = "ghost" }), want: []string{"P8-04 RaciRoleUnknown Minor spec.rows[Policy].accountableRoleRefs[ghost]"}},
	{name: "responsible role unknown", why: "and does nothing", change: raciRow(func(r *api.AccountabilityRow) { r.ResponsibleRoleRefs[0].Name = "ghost" }), want: []string{"P8-04 RaciRoleUnknown Minor spec.rows[Policy].responsibleRoleRefs[ghost]"}},
	{name: "consulted and informed unknown", why: "nor can it be asked or told", change: raciRow(func(r *api.AccountabilityRow) {
		r.ConsultedRoleRefs, r.InformedRoleRefs = []api.Reference{*ref("ghost")}, []api.Reference{*ref("ghost")}
	}), want: []string{"P8-04 RaciRoleUnknown Minor spec.rows[Policy].consultedRoleRefs[ghost]", "P8-04 RaciRoleUnknown Minor spec.rows[Policy].informedRoleRefs[ghost]"}},
	{name: "responsible role vacant", why: "a role that nobody holds does nothing", change: func(f *fixture) {
		f.add(aRole("empty", api.MandateNone))
		f.raci.Spec.Rows[0].ResponsibleRoleRefs[0].Name = "empty"
	}, want: []string{"P8-04 RaciRoleUnfilled Minor spec.rows[Policy].responsibleRoleRefs[empty]"}},
	{name: "accountable role vacant", why: "nor does it answer", change: func(f *fixture) {
		f.add(aRole("empty", api.MandateNone))
		f.raci.Spec.Rows[0].AccountableRoleRefs[0].Name = "empty"
	}, want: []string{"P8-04 RaciRoleUnfilled Minor spec.rows[Policy].accountableRoleRefs[empty]"}},
	{name: "role held by a deputy", why: "a deputy is somebody; P2-12 asks for more", change: func(f *fixture) {
		f.add(aRole("own", api.MandateNone, assigned("ada", "boss")))
		f.more[len(f.more)-1].(*api.SecurityRole).Spec.Assignments[0].Capacity = api.CapacityDeputy
		f.raci.Spec.Rows[0].ResponsibleRoleRefs[0].Name = "own"
	}},
	{name: "informed role vacant", why: "only who answers or works must be there", change: func(f *fixture) {
		f.add(aRole("empty", api.MandateNone))
		f.raci.Spec.Rows[0].InformedRoleRefs = []api.Reference{*ref("empty")}
	}},
	// P8-08
	{name: "another matrix agrees", why: "two documents may say the same", change: matrixBeside(api.AccountabilityRow{Name: "p", Activity: api.ActivityPolicy, AccountableRoleRefs: []api.Reference{*ref("top")}})},
	{name: "another matrix differs", why: "but not different things", change: matrixBeside(api.AccountabilityRow{Name: "p", Activity: api.ActivityPolicy, AccountableRoleRefs: []api.Reference{*ref("ism")}}),
		want: []string{"P8-08 OwnershipConflict Observation spec.rows[Policy].accountableRoleRefs"}},
	{name: "another matrix names nobody", why: "nobody is no other role", change: matrixBeside(api.AccountabilityRow{Name: "p", Activity: api.ActivityPolicy})},
	{name: "control agrees with the statement", why: "the statement says top as well", change: extraRow(func(r *api.AccountabilityRow) { r.Control = "A.5.1" })},
	{name: "control differs from the statement", why: "the statement says top", change: extraRow(func(r *api.AccountabilityRow) {
		r.Control, r.AccountableRoleRefs = "A.5.1", []api.Reference{*ref("ism")}
	}), want: []string{ownershipConflict}},
	{name: "control that is excluded", why: "what is not needed has nobody", change: excluded(extraRow(func(r *api.AccountabilityRow) {
		r.Control, r.AccountableRoleRefs = "A.5.1", []api.Reference{*ref("ism")}
	}))},
	{name: "service agrees with its owner", why: "the owner of the service is the role top", change: extraRow(func(r *api.AccountabilityRow) { r.ServiceRef = ref("consulting") })},
	{name: "service differs from its owner", why: "the owner of the service is another role", change: extraRow(func(r *api.AccountabilityRow) {
		r.ServiceRef, r.AccountableRoleRefs = ref("consulting"), []api.Reference{*ref("ism")}
	}), want: []string{ownershipConflict}},
	{name: "retired service", why: "who owned what is out of use does not matter", change: func(f *fixture) {
		extraRow(func(r *api.AccountabilityRow) {
			r.ServiceRef, r.AccountableRoleRefs = ref("consulting"), []api.Reference{*ref("ism")}
		})(f)
		f.consulting.Spec.RetiredOn = date(baseDay)
	}},
	{name: "service owned by a person", why: "a person is no role to compare with", change: extraRow(func(r *api.AccountabilityRow) {
		r.ServiceRef, r.AccountableRoleRefs = ref("hosting"), []api.Reference{*ref("ism")}
	})},
	{name: "one clause twice", why: "spelling does not make two clauses", change: func(f *fixture) {
		extraRow(func(r *api.AccountabilityRow) { r.Clause = "9.3" })(f)
		matrixBeside(api.AccountabilityRow{Name: "c", Clause: "Clause  9.3", AccountableRoleRefs: []api.Reference{*ref("ism")}})(f)
	}, want: []string{ownershipConflict}},
	{name: "a row of one name in another matrix", why: "two departments may mean two things by it", change: func(f *fixture) {
		extraRow(func(*api.AccountabilityRow) {})(f)
		matrixBeside(api.AccountabilityRow{Name: " Extra", AccountableRoleRefs: []api.Reference{*ref("ism")}})(f)
	}},
	// P8-09
	{name: "empty row", why: "nobody knows what it says", change: extraRow(func(r *api.AccountabilityRow) { r.AccountableRoleRefs, r.ResponsibleRoleRefs = nil, nil }), want: []string{
		"P8-09 RaciCellUnreadable Unknown spec.rows[extra]"}},
	{name: "empty row, mandatory", why: "a mandatory activity does not get away by being empty", change: raciRow(func(r *api.AccountabilityRow) {
		r.AccountableRoleRefs, r.ResponsibleRoleRefs, r.ConsultedRoleRefs, r.InformedRoleRefs = nil, nil, nil, nil
	}), want: []string{noAccountableMajor}},
	{name: "row of consulted alone", why: "a row that says something is asked for the rest", change: extraRow(func(r *api.AccountabilityRow) {
		r.AccountableRoleRefs, r.ResponsibleRoleRefs, r.ConsultedRoleRefs = nil, nil, []api.Reference{*ref("top")}
	}), want: []string{
		"P8-01 NoAccountable Minor spec.rows[extra].accountableRoleRefs", "P8-03 NoResponsible Minor spec.rows[extra].responsibleRoleRefs"}},
	{name: "unreadable cells", why: "nor what a letter means that is none of the four", change: extraRow(func(r *api.AccountabilityRow) { r.Unreadable = []string{"ciso: X"} }), want: []string{"P8-09 RaciCellUnreadable Unknown spec.rows[extra].unreadable"}},
	{name: "accountable and informed", why: "who answers need not be told", change: extraRow(func(r *api.AccountabilityRow) { r.InformedRoleRefs = r.AccountableRoleRefs }), want: []string{"P8-09 RaciCellUnreadable Unknown spec.rows[extra].informedRoleRefs[top]"}},
	{name: "clause unknown", why: "a clause that does not exist is about nothing", change: extraRow(func(r *api.AccountabilityRow) { r.Clause = "11.4" }), want: []string{"X-17 ClauseNotFound Unknown spec.rows[extra].clause"}},
	{name: "clause in words", why: "the number tells", change: extraRow(func(r *api.AccountabilityRow) { r.Clause = "Clause 7.2 b" })},
	{name: "control unknown", why: "a control that does not exist is about nothing", change: extraRow(func(r *api.AccountabilityRow) { r.Control = "A.5.99" }), want: []string{"X-12 ControlNotFound Unknown spec.rows[extra].control"}},
	//
	{name: "service unknown", why: "a reference that dangles is found", change: extraRow(func(r *api.AccountabilityRow) { r.ServiceRef = ref("ghost") }), want: []string{"P7-08 ServiceNotRegistered Minor spec.rows[extra].serviceRef"}},
	{name: "approver unknown", why: "so is the approver", change: func(f *fixture) { f.raci.Spec.Approvals[0].By = *actor("ghost") }, want: []string{"X-04 ReferenceNotFound Minor spec.approvals[board].by.personRef"}},
	{name: "approved today", why: "today has come", change: func(f *fixture) { f.raci.Spec.Approvals[0].ApprovedOn = date(baseDay) }},
	{name: "approved tomorrow", why: "an approval lies in the past", change: func(f *fixture) { f.raci.Spec.Approvals[0].ApprovedOn = date("2026-06-16") }, want: []string{"P8-10 MatrixNotApproved Minor spec.approvals[board].approvedOn", "X-05 DateInFuture Minor spec.approvals[board].approvedOn"}},
	{name: "changed after approval", why: "an approval is of the content as it was", change: func(f *fixture) {
		f.raci.Spec.Approvals[0].ContentHash = api.ContentHash(f.raci.Spec.Approvable())
		f.raci.Spec.Rows[0].Name = "other"
	}, want: []string{"X-07 ApprovalStale Minor spec.approvals[board].contentHash"}},
	{name: "not approved", why: "nobody stands behind it", change: func(f *fixture) { f.raci.Spec.Approvals = nil }, want: []string{"P8-10 MatrixNotApproved Minor spec.approvals"}},
	{name: "no rows", why: "what is missing is found on the ISMS", change: func(f *fixture) { f.raci.Spec.Rows = nil }},
}

func TestAccountabilityMatrix(t *testing.T) { testRows(t, "AccountabilityMatrix/raci", matrixRows) }

// controlsRows are asked of the ISMS as a whole.
var controlsRows = []row{
	// D-08
	{name: "no duties", why: "what is not stated cannot be compared", change: func(f *fixture) { f.top.Spec.Duties = nil }, want: []string{"D-08 DutiesNotStated Unknown"}},
	// S-01
	{name: "no statement", why: "there must be one", change: func(f *fixture) { f.drop(f.soa) }, want: []string{"S-01 NoStatementOfApplicability Major"}},
	{name: "statement issued today", why: "today it is in force", change: func(f *fixture) { f.soa.Spec.IssuedOn = date(baseDay) }},
	{name: "statement issued tomorrow", why: "until then none is", change: func(f *fixture) { f.soa.Spec.IssuedOn = date("2026-06-16") }, want: []string{"S-01 NoStatementOfApplicability Major"}},
	{name: "statement without date", why: "one there is; its date is asked of it", change: func(f *fixture) { f.soa.Spec.IssuedOn = api.Date{} }},
	// P8-05
	{name: "activities missing", why: "each is a finding", change: func(f *fixture) { f.raci.Spec.Rows = f.raci.Spec.Rows[2:] }, want: []string{"P8-05 RaciActivityMissing Minor", "P8-05 RaciActivityMissing Minor"}},
	{name: "activity in another matrix", why: "all matrices count together", change: func(f *fixture) {
		f.raci.Spec.Rows = f.raci.Spec.Rows[1:]
		matrixBeside(api.AccountabilityRow{Name: "p", Activity: api.ActivityPolicy})(f)
	}},
	{name: "activities of the policy", why: "the policy says what is mandatory", change: func(f *fixture) {
		f.isms.Spec.Policy.Allocation.MandatoryActivities = []api.Activity{api.ActivityAwareness}
		f.raci.Spec.Rows = f.raci.Spec.Rows[2:]
	}, want: []string{"X-14 PolicyWeakened Observation spec.policy.allocation.mandatoryActivities"}},
	{name: "no matrix, one activity", why: "without any matrix all that is mandatory is missing", change: func(f *fixture) {
		f.isms.Spec.Policy.Allocation.MandatoryActivities = []api.Activity{api.ActivityAwareness}
		f.drop(f.raci)
	}, want: []string{"P8-05 RaciActivityMissing Minor", "X-14 PolicyWeakened Observation spec.policy.allocation.mandatoryActivities"}},
	// D-07
	{name: "independence taken out", why: "an auditor stays independent", change: dutyPolicy(api.DutyConflict{First: "audit isms", Second: "RunISMS", DisabledBecause: "we are few"}), want: []string{"D-07 IndependenceNotWaivable Minor spec.policy.segregation.dutyConflicts[audit isms/RunISMS]"}},
	{name: "independence graded lower", why: "grading it away is the same", change: dutyPolicy(api.DutyConflict{First: "OperateControl", Second: "AuditControl", Grade: "Observation"}), want: []string{"D-07 IndependenceNotWaivable Minor spec.policy.segregation.dutyConflicts[OperateControl/AuditControl]"}},
	{name: "independence repeated", why: "what is said again takes nothing away", change: dutyPolicy(api.DutyConflict{First: "OperateControl", Second: "AuditControl", Grade: "Major"})},
	{name: "another pair taken out", why: "other pairs are the organisation's to weigh", change: dutyPolicy(api.DutyConflict{First: "RequestAccess", Second: "ApproveAccess", DisabledBecause: "two systems"}), want: []string{"X-14 PolicyWeakened Observation spec.policy.segregation.dutyConflicts"}},
}

func TestControlsOfTheISMS(t *testing.T) { testRows(t, "ClauseAssessment/isms", controlsRows) }
