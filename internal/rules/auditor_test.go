package rules_test

import (
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

var auditorRows = []row{
	// D-04
	{name: "auditor runs the ISMS", why: "nobody audits their own work", change: func(f *fixture) {
		auditsControl(f)
		benHolds(theISM, "", "")(f)
	}, want: []string{notIndependent}},
	{name: "auditor took the role on a day later", why: "on the day it was another's", change: benHolds(theISM, "2026-02-11", "")},
	{name: "auditor took the role on the day", why: "the first day counts", change: benHolds(theISM, "2026-02-10", ""), want: []string{notIndependent}},
	{name: "auditor gave the role up on the day", why: "the last day counts", change: benHolds(theISM, "", "2026-02-10"), want: []string{notIndependent}},
	{name: "auditor gave the role up a day before", why: "the day after does not", change: benHolds(theISM, "", "2026-02-09")},
	{name: "auditor stands in", why: "a deputy does the work too", change: func(f *fixture) {
		benHolds(theISM, "", "")(f)
		f.ism.Spec.Assignments[1].Capacity = api.CapacityDeputy
	}, want: []string{notIndependent}},
	{name: "another role", why: "it is not audited", change: benHolds(desk, "", "")},
	{name: "audited role", why: "it is", change: func(f *fixture) {
		benHolds(desk, "", "")(f)
		f.iaudit.Spec.Scope.RoleRefs = []api.Reference{*ref("desk")}
	}, want: []string{notIndependent}},
	{name: "accountable for an audited control", why: "so the statement says", change: func(f *fixture) {
		auditsControl(f)
		benHolds(desk, "", "")(f)
		for i := range f.soa.Spec.Controls {
			if f.soa.Spec.Controls[i].ID == "A.8.13" {
				f.soa.Spec.Controls[i].AccountableRoleRef = ref("desk")
			}
		}
	}, want: []string{notIndependent}},
	{name: "accountable by a statement that was replaced", why: "it decides nothing any more", change: func(f *fixture) {
		auditsControl(f)
		benHolds(desk, "", "")(f)
		f.add(&api.StatementOfApplicability{ObjectMeta: named("zz"), Spec: api.StatementOfApplicabilitySpec{
			IssuedOn: date("2025-01-15"), Controls: []api.ControlStatement{{ID: "A.8.13", AccountableRoleRef: ref("desk")}},
		}})
	}},
	{name: "responsible for an audited clause", why: "so the matrix says", change: func(f *fixture) {
		benHolds(desk, "", "")(f)
		f.add(&api.AccountabilityMatrix{ObjectMeta: named("zz"), Spec: api.AccountabilityMatrixSpec{
			Rows: []api.AccountabilityRow{{Name: "r", Clause: "7.1", ResponsibleRoleRefs: []api.Reference{*ref("desk")}}},
		}})
	}, want: []string{notIndependent}},
	{name: "responsible for an audited clause, written otherwise", why: "the number tells", change: aRowOn("Clause 7.1 of ISO 27001", "7.1"), want: []string{notIndependent}},
	{name: "responsible for part of an audited clause", why: "who audits a clause audits its parts", change: aRowOn("7.5.3", "§ 7.5"), want: []string{notIndependent}},
	{name: "responsible for more than is audited", why: "the part is in it", change: aRowOn("7", "7.5.3"), want: []string{notIndependent}},
	{name: "responsible within a span", why: "a span is of all clauses between", change: aRowOn("7.3", "4 to 10"), want: []string{notIndependent}},
	{name: "responsible for the clause beside", why: "7.4 is no part of 7.5", change: aRowOn("7.4", "7.5")},
	{name: "clause that is none", why: "nobody knows what is audited", change: aRowOn("7.1", "the rest"), want: []string{"X-17 ClauseNotFound Unknown spec.scope.clauses"}},
	{name: "owner of a risk, clauses on risks", why: "the audit looks at how the owner dealt with it", change: auditsRisks("ben", "8.3"), want: []string{notIndependent}},
	{name: "owner of a risk, whole clause", why: "8.2 is part of it", change: auditsRisks("ben", "8"), want: []string{notIndependent}},
	{name: "owner of a risk, other clause", why: "8.1 is not about risks", change: auditsRisks("ben", "8.1")},
	{name: "no owner of a risk", why: "risks of others are theirs", change: auditsRisks("boss", "8.3")},
	{name: "auditing is the auditor's duty", why: "the role of an auditor is no operation", change: func(f *fixture) {
		f.add(&api.AccountabilityMatrix{ObjectMeta: named("zz"), Spec: api.AccountabilityMatrixSpec{
			Rows: []api.AccountabilityRow{{Name: "r", Clause: "7.1", ResponsibleRoleRefs: []api.Reference{*ref("audit")}}},
		}})
	}},
	{name: "owner of an audited risk", why: "the control treats it", change: func(f *fixture) {
		auditsControl(f)
		f.add(&api.Risk{ObjectMeta: named("storm"), Spec: api.RiskSpec{Common: api.Common{Owner: &api.Actor{PersonRef: ref("ben")}}, Controls: []api.ControlID{"A.8.13"}}})
	}, want: []string{notIndependent}},
	{name: "owner of an audited risk by role", why: "through a role that the auditor holds", change: func(f *fixture) {
		auditsControl(f)
		benHolds(desk, "", "")(f)
		f.add(&api.Risk{ObjectMeta: named("storm"), Spec: api.RiskSpec{Common: api.Common{Owner: &api.Actor{RoleRef: ref("desk")}}, Controls: []api.ControlID{"A.8.13"}}})
	}, want: []string{notIndependent}},
	{name: "reports to who runs the ISMS", why: "nobody judges their manager", change: func(f *fixture) { f.ben.Spec.ManagerRef = ref("ada") }, want: []string{notIndependent}},
	{name: "reports through another", why: "the line is followed upwards", change: func(f *fixture) { f.ben.Spec.ManagerRef, f.chair.Spec.ManagerRef = ref("chair"), ref("ada") }, want: []string{notIndependent}},
	{name: "reports in a circle", why: "a circle ends", change: func(f *fixture) { f.ben.Spec.ManagerRef, f.chair.Spec.ManagerRef = ref("chair"), ref("ben") }},
	{name: "reports to top management that is audited", why: "everybody does in the end", change: func(f *fixture) {
		f.ben.Spec.ManagerRef = ref("boss")
		f.iaudit.Spec.Scope.RoleRefs = []api.Reference{*ref("top")}
	}},
	{name: "planned auditor runs the ISMS", why: "before the audit it can be mended", change: func(f *fixture) {
		plannedAudit("2026-07-01", "2026-02-10")(f)
		benHolds(theISM, "2026-07-01", "")(f)
	}, want: []string{notIndependent}},
	{name: "waiver of independence", why: "no exception waives it", change: func(f *fixture) {
		benHolds(theISM, "", "")(f)
		f.add(&api.SecurityException{ObjectMeta: named("zz"), Spec: api.SecurityExceptionSpec{
			Lapse:  &api.WaivedLapse{Reason: "AuditorNotIndependent", RecordRef: api.RecordReference{Kind: api.KindInternalAudit, Name: "audit-2026"}},
			Reason: "small", CompensatingControl: "none", RequestedBy: actor("ada"), Approvals: []api.Approval{{Name: "board", By: *actor("boss"), ApprovedOn: date("2026-02-01")}},
			Validity: &api.Validity{ValidUntil: date("2026-12-31")},
		}})
	}, want: []string{notIndependent}},
	{name: "a year old", why: "on the last day of the interval it still proves something", today: "2027-02-10", change: benHolds(theISM, "", ""), want: []string{notIndependent}},
	{name: "older than the interval", why: "it proves nothing any more", today: "2027-02-11", change: func(f *fixture) {
		benHolds(theISM, "", "")(f)
		f.iaudit.Spec.Auditors[0].ClaimedCompetencies = []string{"CISA"}
		f.drop(f.benSkill)
	}, want: []string{
		"D-04 AuditorNotIndependent Observation spec.auditors[ben].personRef", "D-05 AuditorNotCompetent Observation spec.auditors",
		"P2-16 ClaimWithoutRecord Observation spec.auditors[ben].claimedCompetencies",
	}},
	{name: "no scope", why: "independent of what", change: anAudit(func(s *api.InternalAuditSpec) { s.Scope = nil }), want: []string{"D-04 AuditScopeUnknown Unknown spec.scope"}},
	{name: "empty scope", why: "an empty scope is none", change: anAudit(func(s *api.InternalAuditSpec) { s.Scope = &api.AuditScope{} }), want: []string{"D-04 AuditScopeUnknown Unknown spec.scope"}},
	{name: "auditor not on record", why: "nobody knows who it is", change: anAudit(func(s *api.InternalAuditSpec) { s.Auditors[0].PersonRef = nil }), want: []string{"D-04 AuditorUnknown Unknown spec.auditors[ben].personRef", notCompetent}},
	{name: "skipped", why: "nobody audited", change: func(f *fixture) {
		skippedAudit(api.SkippedOther, "2026-07-01", "2026-02-10")(f)
		f.iaudit.Spec.Auditors, f.iaudit.Spec.Scope = []api.Auditor{{Name: "x", ClaimedCompetencies: []string{"CISA"}}}, nil
	}},
	// D-05
	{name: "auditor without proof", why: "nothing shows that they can audit", change: func(f *fixture) { f.drop(f.benSkill) }, want: []string{notCompetent}},
	{name: "planned auditor without proof", why: "there is time to prove it", change: func(f *fixture) {
		plannedAudit("2026-07-01", "2026-02-10")(f)
		f.drop(f.benSkill)
	}, want: []string{"D-05 AuditorNotCompetent Observation spec.auditors"}},
	{name: "training without effect on the day", why: "it proves nothing", change: benUntaught("2026-02-10"), want: []string{notCompetent}},
	{name: "training found without effect a day later", why: "on the day it counted", change: benUntaught("2026-02-11")},
	{name: "auditor with expertise", why: "ISO 27001 expertise will do", change: func(f *fixture) {
		f.drop(f.benSkill)
		f.add(aSkill("ben-lead", "ben", "ISO 27001 Lead Auditor"))
	}},
	{name: "auditor below the level", why: "the role of an auditor takes more", change: func(f *fixture) {
		f.audit.Spec.RequiredCompetencies[0].Level = api.LevelExpert
	}, want: []string{notCompetent}},
	{name: "auditor with proof that does not count", why: "the role accepts certificates alone", change: func(f *fixture) {
		f.audit.Spec.RequiredCompetencies[0].AcceptedBases = []api.CompetencyBasis{api.BasisCertification}
	}, want: []string{notCompetent}},
	{name: "role of auditors without requirement", why: "it proves nothing", change: func(f *fixture) { f.audit.Spec.RequiredCompetencies = nil }, want: []string{notCompetent}},
	{name: "one of two can", why: "the team can", change: func(f *fixture) {
		f.iaudit.Spec.Auditors = append(f.iaudit.Spec.Auditors, api.Auditor{Name: "chair", PersonRef: ref("chair")})
	}},
	{name: "nobody named", why: "an audit by nobody", change: anAudit(func(s *api.InternalAuditSpec) { s.Auditors = nil }), want: []string{notCompetent}},
	{name: "nobody named yet", why: "a plan may name them later", change: func(f *fixture) {
		plannedAudit("2026-07-01", "2026-02-10")(f)
		f.iaudit.Spec.Auditors = nil
	}},
	{name: "auditor on the last day", why: "the last day of an engagement counts", change: auditorFor("2026-07-01", func(p *api.PersonSpec) { p.EngagedUntil = date("2026-07-01") })},
	{name: "auditor leaves the day before", why: "who has left audits nothing", change: auditorFor("2026-07-01", func(p *api.PersonSpec) { p.EngagedUntil = date("2026-06-30") }), want: []string{auditorGone}},
	{name: "auditor has left", why: "nobody is left to hold it", change: auditorFor("2026-07-01", func(p *api.PersonSpec) { p.EngagedUntil = date("2026-06-14") }), want: []string{auditorGone}},
	{name: "auditor has left on an unknown day", why: "nor then, though what they did before stays theirs", change: auditorFor("2026-07-01", func(p *api.PersonSpec) { p.State = api.StateLeft }), want: []string{auditorGone}},
	{name: "auditor left since the day planned", why: "nor to make up for it", change: func(f *fixture) {
		auditorFor("2026-06-01", func(p *api.PersonSpec) { p.EngagedUntil = date("2026-06-14") })(f)
	}, want: []string{auditNotHeld, auditorGone}},
	{name: "auditor leaves today, day planned over", why: "today they can still make up for it", change: auditorFor("2026-06-01", func(p *api.PersonSpec) { p.EngagedUntil = date(baseDay) }), want: []string{auditNotHeld}},
	{name: "auditor comes on the day", why: "the first day counts", change: auditorFor("2026-07-01", func(p *api.PersonSpec) { p.EngagedFrom = date("2026-07-01") })},
	{name: "auditor comes the day after", why: "that is too late", change: auditorFor("2026-07-01", func(p *api.PersonSpec) { p.EngagedFrom = date("2026-07-02") }), want: []string{auditorGone}},
	{name: "auditor has come since", why: "who is here can hold it now", change: auditorFor("2026-06-01", func(p *api.PersonSpec) { p.EngagedFrom = date(baseDay) }), want: []string{auditNotHeld}},
	{name: "auditor left, audit replaced", why: "another audit was held since", change: func(f *fixture) {
		auditorFor("2026-02-01", func(p *api.PersonSpec) { p.EngagedUntil = date("2026-06-14") })(f)
	}},
	{name: "dangling names", why: "what is named exists", change: func(f *fixture) {
		f.iaudit.Spec.Scope.RoleRefs = []api.Reference{*ref("ghost")}
		f.iaudit.Spec.Auditors[0].PersonRef = ref("ghost")
		f.iaudit.Spec.Owner = &api.Actor{RoleRef: ref("ghost")}
	}, want: []string{
		"D-04 AuditorUnknown Unknown spec.auditors[ben].personRef", notCompetent, "X-04 ReferenceNotFound Minor spec.auditors[ben].personRef",
		"X-04 ReferenceNotFound Minor spec.owner.roleRef", "X-04 ReferenceNotFound Minor spec.scope.roleRefs[ghost]",
	}},
}

// benUntaught makes the auditor's proof a training that an evaluation found without effect.
func benUntaught(on string) func(*fixture) {
	return func(f *fixture) {
		f.benSkill.Spec.Basis = api.BasisTraining
		f.benSkill.Spec.Effectiveness = &api.Effectiveness{EvaluatedOn: date(on), Result: api.ResultNotEffective}
	}
}

func TestAuditors(t *testing.T) { testRows(t, "InternalAudit/audit-2026", auditorRows) }

const (
	notImpartial = "P7-10 AuditorImpartiality Major spec.certificationBodyRelation"
	tieUnknown   = "P7-10 ImpartialityUnknown Unknown spec.certificationBodyRelation"
)

// body makes the host the certification body, or somebody tied to it.
func body(relation api.CertificationBodyRelation, provides ...api.ProvidedService) func(*fixture) {
	return func(f *fixture) {
		f.hosting.Spec.CertificationBodyRelation, f.hosting.Spec.Provides = relation, provides
		f.hosting.Spec.AssuranceReports = []api.AssuranceReport{{Name: "accreditation", ValidUntil: date("2027-12-31")}}
	}
}

// fromBody engages the auditor from the certification body.
func fromBody(f *fixture) {
	body(api.CertificationBodyIs, api.ProvidesCertification)(f)
	f.ben.Spec.Sourcing, f.ben.Spec.ServiceRef = api.SourcingExternal, ref("hosting")
	f.audit.Spec.Assignments[0].PersonRef.Name = "ada"
}

var impartialityRows = []row{
	{name: "body certifies alone", why: "that is its business", change: body(api.CertificationBodyIs, api.ProvidesCertification)},
	{name: "consultant's tie not stated", why: "it may be the body's own", change: func(f *fixture) {
		body("", api.ProvidesConsultancy)(f)
		f.consulting.Spec.CertificationBodyRelation = api.CertificationBodyIs
	}, want: []string{tieUnknown}},
	{name: "neither tie nor service stated", why: "it may be a consultant", change: func(f *fixture) {
		body("")(f)
		f.consulting.Spec.CertificationBodyRelation = api.CertificationBodyIs
	}, want: []string{tieUnknown}},
	{name: "operator's tie not stated", why: "who does not advise or audit may be tied", change: func(f *fixture) {
		body("", api.ProvidesOperations)(f)
		f.consulting.Spec.CertificationBodyRelation = api.CertificationBodyIs
	}},
	{name: "tie not stated, nobody certifies", why: "there is nobody to be tied to", change: body("", api.ProvidesConsultancy)},
	{name: "tie not stated, body is gone", why: "nor is there any more", change: func(f *fixture) {
		body("", api.ProvidesConsultancy)(f)
		f.consulting.Spec.CertificationBodyRelation, f.consulting.Spec.RetiredOn = api.CertificationBodyIs, date(baseDay)
	}},
	{name: "body advises", why: "it would certify its own advice", change: body(api.CertificationBodyIs, api.ProvidesCertification, api.ProvidesConsultancy), want: []string{notImpartial}},
	{name: "sister of the body audits", why: "so would who is tied to it", change: body(api.CertificationBodyRelated, api.ProvidesInternalAudit), want: []string{notImpartial}},
	{name: "certifies and advises", why: "whatever the relation says", change: body(api.CertificationBodyNone, api.ProvidesCertification, api.ProvidesConsultancy), want: []string{notImpartial}},
	{name: "consultant", why: "who does not certify may advise", change: body(api.CertificationBodyNone, api.ProvidesConsultancy)},
	{name: "same supplier advises by another contract", why: "one supplier, two contracts", change: func(f *fixture) {
		body(api.CertificationBodyIs, api.ProvidesCertification)(f)
		f.consulting.Spec.Supplier, f.consulting.Spec.Provides = " HOST", []api.ProvidedService{api.ProvidesConsultancy}
	}, want: []string{notImpartial}},
	{name: "same supplier advised until today", why: "that contract is out of use", change: func(f *fixture) {
		body(api.CertificationBodyIs, api.ProvidesCertification)(f)
		f.consulting.Spec.Supplier, f.consulting.Spec.Provides = "Host", []api.ProvidedService{api.ProvidesConsultancy}
		f.consulting.Spec.RetiredOn = date(baseDay)
	}},
	{name: "body's people hold a role", why: "they would certify their own work", change: func(f *fixture) {
		fromBody(f)
		f.drop(f.iaudit)
		benHolds(desk, "", baseDay)(f)
	}, want: []string{notImpartial}},
	{name: "body's people held a role", why: "until yesterday", change: func(f *fixture) {
		fromBody(f)
		f.drop(f.iaudit)
		benHolds(desk, "", "2026-06-14")(f)
	}},
	{name: "body's people audit internally", why: "the internal audit is not theirs", change: fromBody, want: []string{notImpartial}},
	{name: "body's people audited two years ago", why: "two years count", change: func(f *fixture) {
		fromBody(f)
		f.iaudit.Spec.HeldOn = date("2024-06-15")
	}, want: []string{notImpartial}},
	{name: "body's people audited more than two years ago", why: "longer does not", change: func(f *fixture) {
		fromBody(f)
		f.iaudit.Spec.HeldOn = date("2024-06-14")
	}},
	{name: "supplier without a name", why: "the contract itself is looked at", change: func(f *fixture) {
		fromBody(f)
		f.hosting.Spec.Supplier = ""
	}, want: []string{notImpartial}},
	{name: "body out of use", why: "a service out of use is asked nothing", change: func(f *fixture) {
		body(api.CertificationBodyIs, api.ProvidesConsultancy)(f)
		f.hosting.Spec.RetiredOn = date(baseDay)
	}},
}

func TestImpartiality(t *testing.T) { testRows(t, "OutsourcedService/hosting", impartialityRows) }

const auditorGone = "D-05 AuditorNotEngaged Observation spec.auditors[ben].personRef"

// auditorFor plans the audit for a day, after one that was held, and changes when its
// auditor is engaged. The proof of who has left is still proof of what they can.
func auditorFor(planned string, change func(*api.PersonSpec)) func(*fixture) {
	return func(f *fixture) {
		plannedAudit(planned, "2026-02-10")(f)
		change(&f.ben.Spec)
	}
}

// aRowOn gives an auditor a role that is responsible for a clause, and has another audited.
func aRowOn(clause, audited string) func(*fixture) {
	return func(f *fixture) {
		benHolds(desk, "", "")(f)
		f.iaudit.Spec.Scope.Clauses = []string{audited}
		f.add(&api.AccountabilityMatrix{ObjectMeta: named("zz"), Spec: api.AccountabilityMatrixSpec{
			Rows: []api.AccountabilityRow{{Name: "r", Clause: clause, ResponsibleRoleRefs: []api.Reference{*ref("desk")}}},
		}})
	}
}

// auditsRisks gives somebody a risk, and has a clause audited.
func auditsRisks(owner, clause string) func(*fixture) {
	return func(f *fixture) {
		f.iaudit.Spec.Scope.Clauses = []string{clause}
		f.add(&api.Risk{ObjectMeta: named("storm"), Spec: api.RiskSpec{Common: api.Common{Owner: &api.Actor{PersonRef: ref(owner)}}}})
	}
}
