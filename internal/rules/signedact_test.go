package rules_test

import (
	"slices"
	"strings"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/internal/signoff"
)

// actCase is an act that a record of the fixture states, and how it is changed.
type actCase struct {
	name   string
	what   api.ApprovedKind
	entry  string
	record func(*fixture) api.Record
	// state has the record state the act, by boss on a day.
	state func(f *fixture, by *api.Actor, on api.Date)
	// fields are who did it, the day and the signature, for edits.
	by        func(f *fixture, by *api.Actor)
	on        func(f *fixture) *api.Date
	signature func(f *fixture) *string
}

const actDay = "2026-03-10"

var actCases = []actCase{
	{
		"Appointment", api.ActAppointment, "ada", func(f *fixture) api.Record { return f.ism },
		func(f *fixture, by *api.Actor, on api.Date) {
			a := &f.ism.Spec.Assignments[0]
			a.AppointedBy, a.AppointedOn = by, on
		},
		func(f *fixture, by *api.Actor) { f.ism.Spec.Assignments[0].AppointedBy = by },
		func(f *fixture) *api.Date { return &f.ism.Spec.Assignments[0].AppointedOn },
		func(f *fixture) *string { return &f.ism.Spec.Assignments[0].AppointmentSignature },
	},
	{
		"Delegation", api.ActDelegation, "Budget@" + actDay, func(f *fixture) api.Record { return f.ism },
		func(f *fixture, by *api.Actor, on api.Date) {
			f.ism.Spec.Delegations = []api.Delegation{{What: api.SignBudget, From: on, By: by}}
		},
		func(f *fixture, by *api.Actor) { f.ism.Spec.Delegations[0].By = by },
		func(f *fixture) *api.Date { return &f.ism.Spec.Delegations[0].From },
		func(f *fixture) *string { return &f.ism.Spec.Delegations[0].Signature },
	},
	{
		"RiskAcceptance", api.ActRiskAcceptance, "", func(f *fixture) api.Record { return f.leak },
		func(f *fixture, by *api.Actor, on api.Date) {
			f.leak.Spec.Acceptance = &api.RiskAcceptance{By: *by, AcceptedOn: on, Rationale: "Too dear to mend", ValidUntil: date("2026-12-31")}
		},
		func(f *fixture, by *api.Actor) { f.leak.Spec.Acceptance.By = valueOf(by) },
		func(f *fixture) *api.Date { return &f.leak.Spec.Acceptance.AcceptedOn },
		func(f *fixture) *string { return &f.leak.Spec.Acceptance.Signature },
	},
	{
		"RiskAcceptance of the residual", api.ActRiskAcceptance, "residual", func(f *fixture) api.Record { return f.leak },
		func(f *fixture, by *api.Actor, on api.Date) {
			f.leak.Spec.Residual = &api.ResidualRisk{Rating: api.RiskLow, Acceptance: &api.RiskAcceptance{By: *by, AcceptedOn: on}}
		},
		func(f *fixture, by *api.Actor) { f.leak.Spec.Residual.Acceptance.By = valueOf(by) },
		func(f *fixture) *api.Date { return &f.leak.Spec.Residual.Acceptance.AcceptedOn },
		func(f *fixture) *string { return &f.leak.Spec.Residual.Acceptance.Signature },
	},
	{
		"Verification", api.ActVerification, "", func(f *fixture) api.Record { return f.adaCert },
		func(f *fixture, by *api.Actor, on api.Date) {
			f.adaCert.Spec.Verification = &api.Verification{By: *by, VerifiedOn: on}
			f.adaCert.Spec.Evidence = []api.Evidence{{Name: "a", URI: "a.pdf", CollectedOn: on}, {Name: "b", URI: "b.pdf", CollectedOn: on}}
		},
		func(f *fixture, by *api.Actor) { f.adaCert.Spec.Verification.By = valueOf(by) },
		func(f *fixture) *api.Date { return &f.adaCert.Spec.Verification.VerifiedOn },
		func(f *fixture) *string { return &f.adaCert.Spec.Verification.Signature },
	},
	{
		"RequirementDecision", api.ActRequirementDecision, "", func(f *fixture) api.Record { return f.courses },
		func(f *fixture, by *api.Actor, on api.Date) {
			f.courses.Spec.Decision.By, f.courses.Spec.Decision.DecidedOn = by, on
		},
		func(f *fixture, by *api.Actor) { f.courses.Spec.Decision.By = by },
		func(f *fixture) *api.Date { return &f.courses.Spec.Decision.DecidedOn },
		func(f *fixture) *string { return &f.courses.Spec.Decision.Signature },
	},
	{
		"RenewalDecision of a tool", api.ActRenewalDecision, "", func(f *fixture) api.Record { return f.tool },
		func(f *fixture, by *api.Actor, on api.Date) {
			f.tool.Spec.Term.RenewalDecision = &api.RenewalDecision{Decision: api.RenewalRenew, By: by, DecidedOn: on}
		},
		func(f *fixture, by *api.Actor) { f.tool.Spec.Term.RenewalDecision.By = by },
		func(f *fixture) *api.Date { return &f.tool.Spec.Term.RenewalDecision.DecidedOn },
		func(f *fixture) *string { return &f.tool.Spec.Term.RenewalDecision.Signature },
	},
	{
		"RenewalDecision of a service", api.ActRenewalDecision, "", func(f *fixture) api.Record { return f.hosting },
		func(f *fixture, by *api.Actor, on api.Date) {
			f.hosting.Spec.Term.RenewalDecision = &api.RenewalDecision{Decision: api.RenewalTerminate, By: by, DecidedOn: on}
		},
		func(f *fixture, by *api.Actor) { f.hosting.Spec.Term.RenewalDecision.By = by },
		func(f *fixture) *api.Date { return &f.hosting.Spec.Term.RenewalDecision.DecidedOn },
		func(f *fixture) *string { return &f.hosting.Spec.Term.RenewalDecision.Signature },
	},
	{
		"ReplacementDecision of a tool", api.ActReplacementDecision, "", func(f *fixture) api.Record { return f.tool },
		func(f *fixture, by *api.Actor, on api.Date) {
			f.tool.Spec.Replacement = &api.Replacement{Plan: "Move away", DueOn: date("2026-11-30"), DecidedBy: by, DecidedOn: on}
		},
		func(f *fixture, by *api.Actor) { f.tool.Spec.Replacement.DecidedBy = by },
		func(f *fixture) *api.Date { return &f.tool.Spec.Replacement.DecidedOn },
		func(f *fixture) *string { return &f.tool.Spec.Replacement.DecisionSignature },
	},
	{
		"ReplacementDecision of an asset", api.ActReplacementDecision, "", func(f *fixture) api.Record { return f.server },
		func(f *fixture, by *api.Actor, on api.Date) {
			f.server.Spec.Replacement = &api.Replacement{Plan: "A new one", DueOn: date("2026-11-30"), DecidedBy: by, DecidedOn: on}
		},
		func(f *fixture, by *api.Actor) { f.server.Spec.Replacement.DecidedBy = by },
		func(f *fixture) *api.Date { return &f.server.Spec.Replacement.DecidedOn },
		func(f *fixture) *string { return &f.server.Spec.Replacement.DecisionSignature },
	},
}

// valueOf is an actor that a record must have, empty where it is taken away.
func valueOf(by *api.Actor) (a api.Actor) {
	if by != nil {
		a = *by
	}
	return a
}

func refOf(r api.Record) assess.Ref {
	return assess.Ref{Kind: kindOf(rules.Registry(), r).Name, Name: r.GetName()}
}

// act finds the act in the record as it is now.
func (a *actCase) act(t *testing.T, f *fixture) *assess.Act {
	t.Helper()
	for _, act := range kindOf(rules.Registry(), a.record(f)).Acts(a.record(f)) {
		if act.What == a.what && (act.Entry == a.entry || a.what == api.ActDelegation) {
			return &act
		}
	}
	t.Fatalf("%s does not state the %s", refOf(a.record(f)), a.name)
	return nil
}

// sign signs the act as it is stated, with what is changed in what is signed.
func (a *actCase) sign(t *testing.T, f *fixture, by pen, change ...func(*signoff.Subject, *signoff.Act)) {
	t.Helper()
	act := a.act(t, f)
	of := signoff.SubjectOf(refOf(a.record(f)).Kind, signedISMS, a.record(f).GetName())
	statement := signoff.Act{What: act.What, Entry: act.Entry, By: act.By, On: act.On, Content: act.Content}
	for _, do := range change {
		do(&of, &statement)
	}
	*a.signature(f) = by.Sign(must(signoff.ActStatement(of, statement)), signoff.ActNamespace)
}

// actFixture is the ISMS of TestAttacks, which asks for a signature of the act, too, that boss
// signed.
func (a *actCase) fixture(t *testing.T) (f *fixture, leaver *api.Person) {
	t.Helper()
	f, leaver = signedFixture()
	f.isms.Spec.Policy.Signatures.Subjects = []api.ApprovedKind{a.what}
	a.state(f, actor("boss"), date(actDay))
	a.sign(t, f, bossPen)
	return f, leaver
}

// on20 are the findings of X-20 on a record.
func on20(t *testing.T, f *fixture, on, today string) (got []string, messages string) {
	t.Helper()
	for _, found := range (row{today: today, change: func(into *fixture) { *into = *f }}).judge(t, on) {
		if found.Rule == "X-20" {
			got = append(got, found.Reason+" "+string(found.Grade)+" "+found.Field)
			messages += found.Message + "\n"
		}
	}
	slices.Sort(got)
	return got, messages
}

// TestActAttacks: what holds of approvals holds of each other act that can be signed.
func TestActAttacks(t *testing.T) {
	for i := range actCases {
		a := &actCases[i]
		for _, attack := range actAttacks {
			t.Run(a.name+"/"+attack.name, func(t *testing.T) {
				f, leaver := a.fixture(t)
				field := a.act(t, f)
				attack.change(t, a, f, leaver)
				got, messages := on20(t, f, refOf(a.record(f)).String(), attack.today)
				var want []string
				if attack.want != "" {
					want = []string{attack.want + " " + field.Field(field.SignatureField)}
				}
				if !slices.Equal(got, want) || !strings.Contains(messages, attack.says) {
					t.Errorf("%s: got %q, want %q that says %q:\n%s", attack.why, got, want, attack.says, messages)
				}
			})
		}
	}
}

// TestActCopied: a signature that is copied into another record, or another entry, is told to
// be that of where it was made.
func TestActCopied(t *testing.T) {
	for i := range actCases {
		a := &actCases[i]
		f, _ := a.fixture(t)
		again := a.record(f).DeepCopyObject().(api.Record)
		again.SetName("again")
		f.add(again)
		of := refOf(a.record(f))
		got, messages := on20(t, f, of.Kind+"/again", "")
		if want := "it is that of the " + facts.ActName(a.act(t, f)) + " of " + of.Kind + " " + of.Name; len(got) != 1 || !strings.Contains(messages, want) {
			t.Errorf("%s: %q, want one that says %q:\n%s", a.name, got, want, messages)
		}
	}
	a := &actCases[0]
	f, _ := a.fixture(t)
	other := f.ism.Spec.Assignments[0]
	other.Name = "mallory"
	f.ism.Spec.Assignments = append(f.ism.Spec.Assignments, other)
	if got, messages := on20(t, f, "SecurityRole/ism", ""); len(got) != 1 || !strings.Contains(messages, `it is that of the appointment "ada" of SecurityRole ism`) {
		t.Errorf("another entry: %q\n%s", got, messages)
	}
}
