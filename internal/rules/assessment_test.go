package rules_test

import (
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

const (
	noExpert      = "P2-01 NoIso27001Expertise Major"
	expertLeaves  = "P2-02 ExpertiseLeavingWithContract Observation"
	missingMajor  = "P8-06 MandatoryRoleMissing Major"
	missingMinor  = "P8-06 MandatoryRoleMissing Minor"
	noPhase       = "L-01 PhaseUnknown Unknown spec.phase"
	auditUnknown  = "L-01 PhaseUnknown Unknown spec.nextExternalAudit.startsOn"
	certExpires   = "L-05 CertificateExpiring Observation spec.certificate.expiresOn"
	certIsExpired = "L-05 CertificateExpired Major spec.certificate.expiresOn"
	noServices    = "P7-12 ServicesNotDetermined Unknown spec.declarations"
)

// expertExternal makes the only expert external, engaged until a day.
func expertExternal(engaged, contract string) func(*fixture) {
	return func(f *fixture) {
		f.ada.Spec.Sourcing, f.ada.Spec.ServiceRef = api.SourcingExternal, ref("consulting")
		if engaged != "" {
			f.ada.Spec.EngagedUntil = date(engaged)
		}
		if contract == "" {
			f.consulting.Spec.Term = &api.Term{Evergreen: &api.Evergreen{Reason: "open end"}}
		} else {
			f.consulting.Spec.Term.End = date(contract)
		}
	}
}

func certificate(issued, expires string) func(*fixture) {
	return func(f *fixture) {
		f.isms.Spec.Phase, f.isms.Spec.Certificate = api.PhaseMaintenance, &api.Certificate{IssuedOn: date(issued)}
		f.isms.Spec.LastExternalAudit = &api.ExternalAudit{StartsOn: date("2025-12-01")}
		f.isms.Spec.NextExternalAudit = &api.ExternalAudit{StartsOn: date("2026-11-01")}
		if expires != "" {
			f.isms.Spec.Certificate.ExpiresOn = date(expires)
		}
	}
}

func audits(last, next string) func(*fixture) {
	return func(f *fixture) {
		if last != "" {
			f.isms.Spec.LastExternalAudit = &api.ExternalAudit{StartsOn: date(last)}
		}
		f.isms.Spec.NextExternalAudit = &api.ExternalAudit{StartsOn: date(next)}
	}
}

// coverage makes a training mandatory for five people, of whom n have had it.
func coverage(n int) func(*fixture) {
	return func(f *fixture) {
		f.isms.Spec.Policy.Competence.MandatoryTraining = []api.MandatoryTraining{{Training: "Awareness"}}
		for _, p := range []string{"boss", "chair", "ada", "ben", "ext"}[:n] {
			f.add(aSkill("awareness-"+p, p, "Awareness"))
			f.more[len(f.more)-1].(*api.CompetencyRecord).Spec.AchievedOn = date("2026-01-01")
		}
	}
}

var assessmentRows = []row{
	{name: "sound", why: "nothing is wrong with the fixture"},
	// P2-01
	{name: "expert's last day", why: "valid on the last day", change: until(baseDay)},
	{name: "expertise lapsed", why: "nobody knows ISO 27001 the day after", change: until("2026-06-14"), want: []string{noExpert}},
	{name: "expert left", why: "expertise leaves with the expert, and so does the role", change: adaUntil("2026-06-14"), want: []string{noExpert, missingMajor, missingMinor}},
	{name: "expert unknown", why: "a certificate of nobody is nobody's", change: func(f *fixture) { f.adaCert.Spec.PersonRef.Name = "ghost" }, want: []string{noExpert}},
	{name: "no certificate at all", why: "no record is no expertise", change: func(f *fixture) { f.drop(f.adaCert) }, want: []string{noExpert}},
	{name: "other expertise by policy", why: "what counts is the organisation's to set", change: func(f *fixture) {
		f.drop(f.adaCert)
		f.isms.Spec.Policy.Competence.Expertise = []string{"security BASICS"}
	}, want: []string{"X-14 PolicyBeyondFloor Minor spec.policy.competence.expertise"}},
	{name: "expert of a low level", why: "who is aware of a standard cannot run an ISMS by it", change: func(f *fixture) { f.adaCert.Spec.Level = api.LevelFoundation }, want: []string{noExpert}},
	{name: "expert of the level", why: "who applied it can", change: func(f *fixture) {
		f.adaCert.Spec.Level, f.adaCert.Spec.Basis = api.LevelPractitioner, api.BasisExperience
	}},
	{name: "expert without a level", why: "a level that is missing is neither high nor low", change: func(f *fixture) { f.adaCert.Spec.Basis, f.adaCert.Spec.Level = api.BasisExperience, "" }, want: []string{"P2-01 ExpertiseLevelUnknown Unknown"}},
	{name: "certificate without a level", why: "that of a Lead Implementer is passed at the level", change: func(f *fixture) { f.adaCert.Spec.Basis, f.adaCert.Spec.Level = api.BasisCertification, "" }},
	{name: "higher level by policy", why: "the level is the organisation's to raise", change: func(f *fixture) {
		f.adaCert.Spec.Level = api.LevelPractitioner
		f.isms.Spec.Policy.Competence.ExpertiseLevel = api.LevelExpert
	}, want: []string{noExpert}},
	// P2-02: 90 days before 2026-09-13 is baseDay
	{name: "external expert, open end", why: "nothing ends", change: expertExternal("", "")},
	{name: "external expert, before the warning", why: "91 days before the end", change: expertExternal("2026-09-14", "")},
	{name: "external expert, warning", why: "90 days before it", change: expertExternal("2026-09-13", ""), want: []string{expertLeaves}},
	{name: "external expert, contract ends first", why: "the contract or the engagement, whichever is first", change: expertExternal("2027-09-13", "2026-09-13"), want: []string{expertLeaves}},
	{name: "window by policy", why: "the window is the organisation's to set", change: func(f *fixture) {
		expertExternal("2026-09-13", "")(f)
		f.isms.Spec.Policy.Competence.ExpertiseContractWarningDays = ptr[int32](89)
	}, want: []string{"X-14 PolicyWeakened Observation spec.policy.competence.expertiseContractWarningDays"}},
	{name: "one internal expert", why: "one inside is enough", change: func(f *fixture) {
		expertExternal("2026-09-13", "")(f)
		f.add(aSkill("ben-lead", "ben", "ISO/IEC 27001 Lead Auditor"))
	}},
	{name: "two external experts", why: "the last to leave decides", change: func(f *fixture) {
		expertExternal("2026-09-13", "")(f)
		f.ben.Spec.Sourcing = api.SourcingExternal
		f.add(aSkill("ben-lead", "ben", "ISO/IEC 27001 Lead Auditor"))
	}},
	{name: "external expert in maintenance", why: "an ISMS in maintenance needs its own", change: func(f *fixture) {
		expertExternal("", "")(f)
		certificate("2025-06-01", "2028-05-31")(f)
	}, want: []string{"P2-02 ExpertiseLeavingWithContract Minor", leftTooLong}},
	// P2-11
	{name: "four of five trained", why: "80 % are enough", change: coverage(4)},
	{name: "three of five trained", why: "60 % are not", change: coverage(3), want: []string{lowCoverage}},
	{name: "three of five by policy", why: "the share is the organisation's to set", change: func(f *fixture) {
		coverage(3)(f)
		f.isms.Spec.Policy.Competence.TrainingCoveragePercent = ptr[int32](60)
	}, want: []string{"X-14 PolicyWeakened Observation spec.policy.competence.trainingCoveragePercent"}},
	{name: "training of no one", why: "nobody needs it, so all who do have it", change: func(f *fixture) {
		coverage(0)(f)
		f.isms.Spec.Policy.Competence.MandatoryTraining[0].RoleRefs = []api.Reference{*ref("ghost")}
	}, want: []string{"X-04 ReferenceNotFound Minor spec.policy.competence.mandatoryTraining[Awareness].roleRefs[ghost]"}},
	// P5-01 and P8-06
	{name: "no top management", why: "major by three rules, as nobody can have decided; nobody of the team is top", change: func(f *fixture) { f.top.Spec.Assignments = nil }, want: []string{"P5-01 NoTopManagement Major", "P5-02 NoResourceDecision Major", missingMajor, missingMinor}},
	{name: "top management by a deputy", why: "a deputy stands in for somebody", change: func(f *fixture) { f.top.Spec.Assignments[0].Capacity = api.CapacityDeputy }, want: []string{"P5-01 NoTopManagement Major", "P5-02 NoResourceDecision Major", missingMinor, missingMinor}},
	{name: "manager by a deputy", why: "a deputy who was appointed and is present is less than a principal, and more than nobody", change: managerByDeputy(func(*api.Assignment) {}), want: []string{missingMinor}},
	{name: "manager by a deputy of tomorrow", why: "who does not stand in yet is nobody", change: managerByDeputy(func(a *api.Assignment) { a.From = date("2026-06-16") }), want: []string{missingMajor}},
	{name: "manager by a deputy until today", why: "the last day counts", change: managerByDeputy(func(a *api.Assignment) { a.Until = date(baseDay) }), want: []string{missingMinor}},
	{name: "manager by a deputy until yesterday", why: "the day after does not", change: managerByDeputy(func(a *api.Assignment) { a.Until = date("2026-06-14") }), want: []string{missingMajor}},
	{name: "manager by a deputy whom nobody appointed", why: "who was not appointed stands in for nobody", change: managerByDeputy(func(a *api.Assignment) { a.AppointedBy = nil }), want: []string{missingMajor}},
	{name: "manager by a deputy appointed on no day", why: "nor who was on no day", change: managerByDeputy(func(a *api.Assignment) { a.AppointedOn = api.Date{} }), want: []string{missingMajor}},
	{name: "manager by a deputy appointed today", why: "today has come", change: managerByDeputy(func(a *api.Assignment) { a.AppointedOn = date(baseDay) }), want: []string{missingMinor}},
	{name: "manager by a deputy appointed tomorrow", why: "tomorrow has not", change: managerByDeputy(func(a *api.Assignment) { a.AppointedOn = date("2026-06-16") }), want: []string{missingMajor}},
	{name: "no manager", why: "major", change: func(f *fixture) {
		f.ism.Spec.Mandate, f.ism.Spec.Duties = api.MandateNone, []api.Duty{{Duty: "WriteCode", Scope: "shop"}}
	}, want: []string{missingMajor}},
	{name: "auditor's last day", why: "the last day counts", change: func(f *fixture) { f.audit.Spec.Assignments[0].Until = date(baseDay) }},
	{name: "no auditor", why: "major", change: func(f *fixture) { f.audit.Spec.Assignments[0].Until = date("2026-06-14") }, want: []string{missingMajor}},
	{name: "the risk owner's last day was yesterday", why: "since today nobody is", change: func(f *fixture) {
		f.risk.Spec.Assignments = f.risk.Spec.Assignments[:1]
		f.risk.Spec.Assignments[0].Until = date("2026-06-14")
	}, want: []string{missingMinor}},
	{name: "no risk owner", why: "minor", change: func(f *fixture) { f.drop(f.risk) }, want: []string{missingMinor}},
	{name: "no review team", why: "minor", change: func(f *fixture) { f.drop(f.team) }, want: []string{missingMinor}},
	{name: "review team of one", why: "one is no team", change: func(f *fixture) { f.team.Spec.Assignments = f.team.Spec.Assignments[:1] }, want: []string{missingMinor}},
	{name: "review team without top", why: "top management must be of it", change: func(f *fixture) { f.team.Spec.Assignments[0].PersonRef.Name = "ben" }, want: []string{missingMinor}},
	{name: "review team of two roles", why: "two roles make one team", change: func(f *fixture) {
		f.team.Spec.Assignments = f.team.Spec.Assignments[:1]
		f.add(aRole("team-2", api.MandateManagementReviewTeam, assigned("ben", "boss")))
	}},
	// P7-12
	{name: "no services", why: "an empty register is no answer", change: func(f *fixture) { f.drop(f.hosting, f.consulting) }, want: []string{noServices}},
	{name: "no services, declared", why: "a reason is", change: func(f *fixture) {
		f.drop(f.hosting, f.consulting)
		f.isms.Spec.Declarations = []api.Declaration{{None: api.DeclareOutsourcedServices, Reason: "all is done inside"}}
	}},
	// P9-01
	{name: "no review", why: "none was ever held", change: func(f *fixture) { f.drop(f.review) }, want: []string{"P9-01 NoManagementReview Major"}},
	{name: "review of today", why: "held today is held", today: "2026-03-02"},
	{name: "review of tomorrow", why: "a planned one is not a review", today: "2026-03-01", want: []string{"P9-01 NoManagementReview Major"}},
	// L-01
	{name: "phase not stated", why: "nobody knows where the ISMS stands", change: func(f *fixture) { f.isms.Spec.Phase = "" }, want: []string{noPhase}},
	{name: "maintenance without certificate", why: "maintenance follows certification", change: func(f *fixture) { f.isms.Spec.Phase = api.PhaseMaintenance }, want: []string{"L-01 PhaseUnknown Unknown spec.certificate.expiresOn"}},
	//
	{name: "no scope", why: "nobody knows what is certified", change: func(f *fixture) {
		certificate("2025-06-01", "2028-05-31")(f)
		f.isms.Spec.Scope = ""
	}, want: []string{"X-10 ScopeNotStated Unknown spec.scope"}},
	{name: "scope to be decided", why: "a placeholder is no scope", change: certifying(func(f *fixture) { f.isms.Spec.Scope = "TBD" }), want: []string{"X-10 ScopeNotStated Unknown spec.scope"}},
	{name: "no scope yet", why: "before certification it may still be worked out", change: func(f *fixture) { f.isms.Spec.Scope = "" }},
	// P2-11
	{name: "no training is mandatory", why: "nobody knows whether people are aware", change: certifying(func(f *fixture) { f.isms.Spec.Policy.Competence.MandatoryTraining = nil }), want: []string{"P2-11 TrainingNotDetermined Unknown spec.policy.competence.mandatoryTraining"}},
	{name: "no training is mandatory yet", why: "before certification there is time", change: func(f *fixture) { f.isms.Spec.Policy.Competence.MandatoryTraining = nil }},
	{name: "maintenance, certificate without end", why: "an absent end is unknown", change: certificate("2025-06-01", ""), want: []string{"L-01 PhaseUnknown Unknown spec.certificate.expiresOn"}},
	{name: "audits in order", why: "the next is after the last", change: audits("2026-05-01", "2027-05-01")},
	{name: "audits on one day", why: "the next cannot be the last", change: audits("2026-05-01", "2026-05-01"), want: []string{auditUnknown}},
	{name: "next audit today", why: "today is not over", change: audits("", baseDay)},
	{name: "next audit yesterday", why: "it took place, or it did not", change: audits("", "2026-06-14"), want: []string{auditUnknown}},
	{name: "last audit tomorrow", why: "an audit of tomorrow did not take place", change: func(f *fixture) { audited("2026-06-16")(f) }, want: []string{"X-05 DateInFuture Minor spec.lastExternalAudit.startsOn"}},
	// L-05: 180 days before 2026-12-12 is baseDay
	{name: "before the warning", why: "181 days before the end", change: certificate("2025-01-01", "2026-12-13")},
	{name: "first warning day", why: "180 days before it", change: certificate("2025-01-01", "2026-12-12"), want: []string{certExpires}},
	{name: "window by policy", why: "the window is the organisation's to set", change: func(f *fixture) {
		certificate("2025-01-01", "2026-12-12")(f)
		f.isms.Spec.Policy.Lifecycle.CertificateWarningDays = ptr[int32](179)
	}, want: []string{"X-14 PolicyWeakened Observation spec.policy.lifecycle.certificateWarningDays"}},
	{name: "certificate's last day", why: "valid on the last day", change: certificate("2025-01-01", baseDay), want: []string{certExpires, auditUnpaidM}},
	{name: "certificate over", why: "expired the day after", change: certificate("2025-01-01", "2026-06-14"), want: []string{certIsExpired, auditUnpaidM}},
	{name: "certificate of tomorrow", why: "what was issued was issued", change: certificate("2026-06-16", "2029-06-15"), want: []string{"X-05 DateInFuture Minor spec.certificate.issuedOn"}},
	// no assessment, or two
	{name: "no assessment", why: "the ISMS is judged without one too", on: "ClauseAssessment/", change: func(f *fixture) { f.drop(f.isms, f.review) }, want: []string{"L-01 PhaseUnknown Unknown", "P9-01 NoManagementReview Major"}},
	{name: "two assessments, first", why: "it is open whose policy holds", change: func(f *fixture) {
		f.add(&api.ClauseAssessment{ObjectMeta: named("other")})
	}, want: []string{"X-08 AssessmentAmbiguous Unknown metadata.name"}},
	{name: "two assessments, second", why: "the second is not asked about the ISMS", on: "ClauseAssessment/other", change: func(f *fixture) {
		f.add(&api.ClauseAssessment{ObjectMeta: named("other")})
	}, want: []string{"X-08 AssessmentAmbiguous Unknown metadata.name"}},
}

func TestClauseAssessment(t *testing.T) { testRows(t, "ClauseAssessment/isms", assessmentRows) }

// managerByDeputy leaves the manager's role to a deputy.
func managerByDeputy(change func(*api.Assignment)) func(*fixture) {
	return func(f *fixture) {
		f.ism.Spec.Assignments[0].Capacity = api.CapacityDeputy
		change(&f.ism.Spec.Assignments[0])
	}
}
