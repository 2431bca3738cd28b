package rules_test

import (
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

const (
	certMinor    = "P2-07 CertificationExpired Minor spec.validity.validUntil"
	certMajor    = "P2-07 CertificationExpired Major spec.validity.validUntil"
	certExpiring = "P2-08 CertificationExpiring Observation spec.validity.validUntil"
	selfVerified = "P2-14 SelfVerifiedCompetence Minor spec.verification.by"
	noEffect     = "P2-10 EffectivenessNotEvaluated Observation spec.effectiveness"
)

func cert(change func(*api.CompetencyRecordSpec)) func(*fixture) {
	return func(f *fixture) { change(&f.adaCert.Spec) }
}

func until(day string) func(*fixture) {
	return cert(func(s *api.CompetencyRecordSpec) { s.Validity = &api.Validity{ValidUntil: date(day)} })
}

// requiredCert makes ada's role require the certificate.
func requiredCert(change func(*fixture)) func(*fixture) {
	return func(f *fixture) {
		f.ism.Spec.RequiredCompetencies = append(f.ism.Spec.RequiredCompetencies, api.RequiredCompetency{Competency: f.adaCert.Spec.Competency})
		change(f)
	}
}

// successor adds a newer record of the same certificate.
func successor(change func(*api.CompetencyRecordSpec)) func(*fixture) {
	return func(f *fixture) {
		until("2026-06-14")(f)
		next := f.adaCert.DeepCopy()
		next.Name = "ada-lead-2"
		next.Spec.Validity.ValidUntil = date("2029-06-30")
		change(&next.Spec)
		f.add(next)
	}
}

func training(e *api.Effectiveness) func(*fixture) {
	return cert(func(s *api.CompetencyRecordSpec) { s.Basis, s.Effectiveness = api.BasisTraining, e })
}

func plan(due string) func(*fixture) {
	return cert(func(s *api.CompetencyRecordSpec) {
		s.AchievedOn, s.Validity = api.Date{}, nil
		s.Plan = &api.CompetencyPlan{Action: "Training", DueOn: date(due)}
	})
}

// mandatoryTraining asks the competence of ada's certificate of the manager, as a training.
func mandatoryTraining(change func(*fixture)) func(*fixture) {
	return func(f *fixture) {
		f.isms.Spec.Policy.Competence.MandatoryTraining = []api.MandatoryTraining{{
			Training: f.adaCert.Spec.Competency, IntervalMonths: ptr[int32](48), RoleRefs: []api.Reference{*ref("ism")},
		}}
		change(f)
	}
}

var competencyRows = []row{
	{name: "sound", why: "nothing is wrong with the fixture"},
	// P2-07 and P2-08: 90 days before 2026-09-13 is baseDay
	{name: "before the warning", why: "91 days before the end", change: until("2026-09-14")},
	{name: "first warning day", why: "90 days before the end", change: until("2026-09-13"), want: []string{certExpiring}},
	{name: "no warning window", why: "the window is the organisation's to set", change: func(f *fixture) {
		until("2026-06-16")(f)
		f.isms.Spec.Policy.Competence.ProofWarningDays = ptr[int32](0)
	}},
	{name: "last day", why: "valid on the last day", change: until(baseDay), want: []string{certExpiring}},
	{name: "expired", why: "lapsed the day after", change: until("2026-06-14"), want: []string{certMinor}},
	{name: "expired, required", why: "the only proof for a mandatory role is major", change: requiredCert(until("2026-06-14")), want: []string{certMajor}},
	{name: "expired, required by own role", why: "minor for a role that is not mandatory", change: own(requiredCert(until("2026-06-14"))), want: []string{certMinor}},
	{name: "expired, role ended", why: "a role that is no longer held requires nothing", change: requiredCert(func(f *fixture) {
		until("2026-06-14")(f)
		f.ism.Spec.Assignments[0].Until = date("2026-06-14")
	}), want: []string{certMinor}},
	{name: "revoked today", why: "withdrawn counts from the day on", change: cert(func(s *api.CompetencyRecordSpec) { s.RevokedOn = date(baseDay) }), want: []string{"P2-07 CertificationRevoked Minor spec.revokedOn"}},
	{name: "revoked tomorrow", why: "a withdrawal of tomorrow is a slip", change: cert(func(s *api.CompetencyRecordSpec) { s.RevokedOn = date("2026-06-16") }), want: []string{"X-05 DateInFuture Minor spec.revokedOn"}},
	{name: "revoked, required", why: "major for a mandatory role", change: requiredCert(cert(func(s *api.CompetencyRecordSpec) { s.RevokedOn = date(baseDay) })), want: []string{"P2-07 CertificationRevoked Major spec.revokedOn"}},
	{name: "validity unknown", why: "an absent end is unknown, never endless", change: cert(func(s *api.CompetencyRecordSpec) { s.Validity = nil }), want: []string{"P2-07 ValidityUnknown Unknown spec.validity"}},
	{name: "validity empty", why: "nor is an empty validity", change: cert(func(s *api.CompetencyRecordSpec) { s.Validity = &api.Validity{} }), want: []string{"P2-07 ValidityUnknown Unknown spec.validity"}},
	// history
	{name: "expired, person left", why: "who has left needs no proof", change: func(f *fixture) {
		until("2026-06-14")(f)
		f.ada.Spec.EngagedUntil = date("2026-06-14")
	}},
	{name: "expired, person unknown", why: "a dangling person hides no lapse", change: func(f *fixture) {
		until("2026-06-14")(f)
		f.adaCert.Spec.PersonRef.Name = "ghost"
	}, want: []string{certMinor, "X-04 ReferenceNotFound Minor spec.personRef"}},
	{name: "superseded", why: "a newer proof makes this one history", change: successor(func(*api.CompetencyRecordSpec) {})},
	{name: "superseded by evergreen that gives no reason", why: "a placeholder is no reason to last for ever", change: successor(func(s *api.CompetencyRecordSpec) {
		s.Validity = &api.Validity{Evergreen: &api.Evergreen{Reason: "n/a"}}
	}), want: []string{"P2-07 CertificationExpired Minor spec.validity.validUntil"}},
	{name: "superseded by evergreen", why: "so does one that never lapses", change: successor(func(s *api.CompetencyRecordSpec) {
		s.Validity = &api.Validity{Evergreen: &api.Evergreen{Reason: "certificates of this issuer do not expire"}}
	})},
	{name: "successor on its last day", why: "as long as it counts", today: "2029-06-30", change: successor(func(*api.CompetencyRecordSpec) {})},
	{name: "successor over", why: "when it lapses both have", today: "2029-07-01", change: successor(func(*api.CompetencyRecordSpec) {}), want: []string{certMinor}},
	{name: "successor of a lower level", why: "a lower level does not replace a higher one", change: successor(func(s *api.CompetencyRecordSpec) { s.Level = api.LevelFoundation }), want: []string{certMinor}},
	{name: "successor without proof", why: "a claim does not replace a proof", change: successor(func(s *api.CompetencyRecordSpec) { s.Basis = api.BasisSelfAssertion }), want: []string{certMinor}},
	{name: "successor of another competency", why: "another competency proves something else", change: successor(func(s *api.CompetencyRecordSpec) { s.Competency = "Cooking" }), want: []string{certMinor}},
	{name: "expiring, superseded", why: "nobody need renew what is renewed", change: func(f *fixture) {
		successor(func(*api.CompetencyRecordSpec) {})(f)
		until("2026-07-01")(f)
	}},
	{name: "two that never lapse", why: "two evergreen proofs must not hide each other's flaws", on: "CompetencyRecord/ada-basics", change: func(f *fixture) {
		twin := f.adaSkill.DeepCopy()
		twin.Name = "ada-basics-2"
		f.add(twin)
		f.adaSkill.Spec.Verification = &api.Verification{By: *actor("ada"), VerifiedOn: date("2026-01-01")}
	}, want: []string{selfVerified}},
	{name: "evergreen revoked, another proves", why: "a withdrawn proof is history where another counts", on: "CompetencyRecord/ada-basics", change: func(f *fixture) {
		twin := f.adaSkill.DeepCopy()
		twin.Name = "ada-basics-2"
		f.add(twin)
		f.adaSkill.Spec.RevokedOn = date("2026-01-01")
	}},
	{name: "revoked before its end, another proves", why: "a withdrawn proof is not the only one, however long it would have run", change: requiredCert(func(f *fixture) {
		successor(func(s *api.CompetencyRecordSpec) { s.Validity.ValidUntil = date("2027-06-30") })(f)
		f.adaCert.Spec.Validity.ValidUntil, f.adaCert.Spec.RevokedOn = date("2028-06-30"), date("2026-01-01")
	})},
	// mandatory training is watched by P2-11
	{name: "mandatory training expired", why: "P2-11 reports it on the person", change: mandatoryTraining(until("2026-06-14"))},
	{name: "mandatory training expired, on the person", why: "where it is one finding", on: "Person/ada", change: mandatoryTraining(until("2026-06-14")), want: []string{overdue}},
	{name: "mandatory training on its last day", why: "the last day counts", on: "Person/ada", change: mandatoryTraining(until(baseDay))},
	{name: "mandatory training about to expire", why: "P2-11 sets the time", change: mandatoryTraining(until("2026-06-16"))},
	{name: "mandatory training withdrawn", why: "P2-11 reports that as well", change: mandatoryTraining(cert(func(s *api.CompetencyRecordSpec) { s.RevokedOn = date(baseDay) }))},
	{name: "mandatory training withdrawn, on the person", why: "on the day itself it counts no longer", on: "Person/ada", change: mandatoryTraining(cert(func(s *api.CompetencyRecordSpec) { s.RevokedOn = date(baseDay) })), want: []string{overdue}},
	{name: "mandatory training withdrawn tomorrow", why: "until then it counts", on: "Person/ada", change: mandatoryTraining(cert(func(s *api.CompetencyRecordSpec) { s.RevokedOn = date("2026-06-16") }))},
	{name: "mandatory training without end", why: "the interval of the policy ends it", change: mandatoryTraining(cert(func(s *api.CompetencyRecordSpec) { s.Validity = nil }))},
	{name: "training mandatory for others", why: "of who need not have it the proof is asked", change: func(f *fixture) {
		mandatoryTraining(until("2026-06-14"))(f)
		f.isms.Spec.Policy.Competence.MandatoryTraining[0].RoleRefs = []api.Reference{*ref("audit")}
	}, want: []string{certMinor}},
	// P2-09
	{name: "self-assertion", why: "a CV is no proof", change: cert(func(s *api.CompetencyRecordSpec) { s.Basis = api.BasisSelfAssertion }), want: []string{"P2-09 EvidenceNotVerified Minor spec.basis"}},
	{name: "no basis", why: "nor is what rests on nothing", change: cert(func(s *api.CompetencyRecordSpec) { s.Basis = "" }), want: []string{"P2-09 EvidenceNotVerified Minor spec.basis"}},
	{name: "support withdrawn", why: "what was withdrawn supports nothing", change: cert(func(s *api.CompetencyRecordSpec) {
		s.CredentialID, s.Evidence = "", []api.Evidence{{Name: "scan", URI: "scan.pdf", Withdrawn: &api.Withdrawal{Reason: "a forgery"}}}
	}), want: []string{"P2-09 EvidenceNotVerified Minor spec.evidence"}},
	{name: "support of another document", why: "one that was not withdrawn is enough", change: cert(func(s *api.CompetencyRecordSpec) {
		s.CredentialID, s.Evidence = "", []api.Evidence{{Name: "scan", URI: "scan.pdf", Withdrawn: &api.Withdrawal{Reason: "a forgery"}}, {Name: "letter", URI: "letter.pdf"}}
	})},
	{name: "no support", why: "something must support the record", change: cert(func(s *api.CompetencyRecordSpec) { s.CredentialID = "" }), want: []string{"P2-09 EvidenceNotVerified Minor spec.evidence"}},
	{name: "document", why: "a document does", change: cert(func(s *api.CompetencyRecordSpec) {
		s.CredentialID, s.Evidence = "", []api.Evidence{{Name: "scan", URI: "scan.pdf"}}
	})},
	{name: "checked today", why: "so does somebody's check", change: cert(func(s *api.CompetencyRecordSpec) {
		s.CredentialID, s.Verification = "", &api.Verification{By: *actor("ben"), VerifiedOn: date(baseDay)}
	})},
	{name: "checked tomorrow", why: "once it was done", change: cert(func(s *api.CompetencyRecordSpec) {
		s.CredentialID, s.Verification = "", &api.Verification{By: *actor("ben"), VerifiedOn: date("2026-06-16")}
	}), want: []string{"P2-09 EvidenceNotVerified Minor spec.evidence", "X-05 DateInFuture Minor spec.verification.verifiedOn"}},
	{name: "checked on the day it was attained", why: "that is in time", change: func(f *fixture) {
		f.adaCert.Spec.CredentialID, f.adaCert.Spec.Verification = "", &api.Verification{By: *actor("ben"), VerifiedOn: f.adaCert.Spec.AchievedOn}
	}},
	{name: "checked before it was attained", why: "what was not there cannot be checked", change: cert(func(s *api.CompetencyRecordSpec) {
		s.CredentialID, s.Verification = "", &api.Verification{By: *actor("ben"), VerifiedOn: s.AchievedOn.AddDays(-1)}
	}), want: []string{"P2-09 EvidenceNotVerified Minor spec.evidence"}},
	// P2-14
	{name: "verified by themselves", why: "that is no check, and a flaw of its own", change: cert(func(s *api.CompetencyRecordSpec) {
		s.CredentialID, s.Verification = "", &api.Verification{By: *actor("ada"), VerifiedOn: date(baseDay)}
	}), want: []string{"P2-09 EvidenceNotVerified Minor spec.evidence", selfVerified}},
	{name: "verified by a role that they alone hold", why: "a role is no way around somebody else", change: cert(func(s *api.CompetencyRecordSpec) {
		s.CredentialID, s.Verification = "", &api.Verification{By: *roleActor("ism"), VerifiedOn: date(baseDay)}
	}), want: []string{"P2-09 EvidenceNotVerified Minor spec.evidence", selfVerified}},
	{name: "verified by a role with others", why: "somebody else is behind it", change: cert(func(s *api.CompetencyRecordSpec) {
		s.CredentialID, s.Verification = "", &api.Verification{By: *roleActor("team"), VerifiedOn: date(baseDay)}
	})},
	{name: "verified in words", why: "words are nobody's check", change: cert(func(s *api.CompetencyRecordSpec) {
		s.CredentialID, s.Verification = "", &api.Verification{By: api.Actor{StatedAs: "TBD"}, VerifiedOn: date(baseDay)}
	}), want: []string{"P2-09 EvidenceNotVerified Minor spec.evidence"}},
	{name: "verifier unknown", why: "a reference that dangles is found", change: cert(func(s *api.CompetencyRecordSpec) {
		s.Verification = &api.Verification{By: *actor("ghost"), VerifiedOn: date(baseDay)}
	}), want: []string{"X-04 ReferenceNotFound Minor spec.verification.by.personRef"}},
	// P2-10
	{name: "training not evaluated", why: "its effect is to be evaluated", change: training(nil), want: []string{noEffect}},
	{name: "required training not evaluated", why: "minor where a role requires it", change: requiredCert(training(nil)), want: []string{"P2-10 EffectivenessNotEvaluated Minor spec.effectiveness"}},
	{name: "training evaluated today", why: "evaluated is evaluated", change: training(&api.Effectiveness{EvaluatedOn: date(baseDay), Result: api.ResultEffective})},
	{name: "training evaluated on its day", why: "a test at the end is an evaluation", change: func(f *fixture) {
		training(&api.Effectiveness{EvaluatedOn: f.adaCert.Spec.AchievedOn, Result: api.ResultEffective})(f)
	}},
	{name: "training evaluated before its day", why: "what was not had cannot have an effect", change: func(f *fixture) {
		training(&api.Effectiveness{EvaluatedOn: f.adaCert.Spec.AchievedOn.AddDays(-1), Result: api.ResultEffective})(f)
	}, want: []string{noEffect}},
	{name: "training evaluated tomorrow", why: "once it was done", change: training(&api.Effectiveness{EvaluatedOn: date("2026-06-16"), Result: api.ResultEffective}), want: []string{noEffect, "X-05 DateInFuture Minor spec.effectiveness.evaluatedOn"}},
	{name: "training without effect", why: "no effect is a gap", change: training(&api.Effectiveness{EvaluatedOn: date(baseDay), Result: api.ResultNotEffective}), want: []string{"P2-10 TrainingNotEffective Minor spec.effectiveness.result"}},
	// P2-11
	{name: "plan due today", why: "today is in time", change: plan(baseDay)},
	{name: "plan overdue", why: "the day after is not", change: plan("2026-06-14"), want: []string{"P2-11 TrainingOverdue Minor spec.plan.dueOn"}},
	{name: "overdue plan of a leaver", why: "who has left attains nothing", change: func(f *fixture) {
		plan("2026-06-14")(f)
		f.ada.Spec.EngagedUntil = date("2026-06-14")
	}},
	{name: "plan attained", why: "attained is done", change: func(f *fixture) {
		plan("2026-06-14")(f)
		f.adaCert.Spec.AchievedOn, f.adaCert.Spec.Validity = date(baseDay), &api.Validity{ValidUntil: date("2029-01-01")}
	}},
}

func TestCompetencyRecord(t *testing.T) { testRows(t, "CompetencyRecord/ada-lead", competencyRows) }
