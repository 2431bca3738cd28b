package rules_test

import (
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/signoff"
)

// actAttack is what is done to a signed act, and the one finding of it, as "Reason Grade".
type actAttack struct {
	name, why string
	// today is the day that is judged; baseDay where empty.
	today      string
	change     func(t *testing.T, a *actCase, f *fixture, leaver *api.Person)
	want, says string
}

// resigned has the act stated anew by somebody on a day, and signed.
func resigned(person string, by pen, on string) func(*testing.T, *actCase, *fixture, *api.Person) {
	return func(t *testing.T, a *actCase, f *fixture, _ *api.Person) {
		a.state(f, actor(person), date(on))
		a.sign(t, f, by)
	}
}

// signedAs has boss sign something else than the record states.
func signedAs(change func(*signoff.Subject, *signoff.Act)) func(*testing.T, *actCase, *fixture, *api.Person) {
	return func(t *testing.T, a *actCase, f *fixture, _ *api.Person) { a.sign(t, f, bossPen, change) }
}

// policy changes what is asked for, of an act without a signature.
func policy(change func(*api.SignaturesPolicy)) func(*testing.T, *actCase, *fixture, *api.Person) {
	return func(_ *testing.T, a *actCase, f *fixture, _ *api.Person) {
		*a.signature(f) = ""
		change(&f.isms.Spec.Policy.Signatures)
	}
}

func edit(change func(a *actCase, f *fixture)) func(*testing.T, *actCase, *fixture, *api.Person) {
	return func(_ *testing.T, a *actCase, f *fixture, _ *api.Person) { change(a, f) }
}

func bossKey(f *fixture) *api.SigningKey { return &f.boss.Spec.SigningKeys[0] }

var actAttacks = []actAttack{
	{"none", "signed by who did it, with a key that leads to the root", "", edit(func(*actCase, *fixture) {}), "", ""},
	{"person swapped", "who did it is signed", "", edit(func(a *actCase, f *fixture) { a.by(f, actor("ada")) }), "SignatureInvalid Minor", "of the person: boss signed it in their own name"},
	{"person by a role", "so is as what", "", edit(func(a *actCase, f *fixture) { a.by(f, roleActor("top")) }), "SignatureInvalid Minor", "of the person: boss"},
	{"person taken away", "nobody signs for nobody", "", edit(func(a *actCase, f *fixture) { a.by(f, nil) }), "SignatureInvalid Minor", "by nobody on 2026-03-10"},
	{"day moved", "the day is signed", "", edit(func(a *actCase, f *fixture) { *a.on(f) = date("2026-03-09") }), "SignatureInvalid Minor", "of the content"},
	{"another record", "the name is signed", "", signedAs(func(s *signoff.Subject, _ *signoff.Act) { s.Name = "other" }), "SignatureInvalid Minor", "of the content"},
	{"another kind", "the kind is signed", "", signedAs(func(s *signoff.Subject, _ *signoff.Act) { s.Kind = "SecurityBudget" }), "SignatureInvalid Minor", "of the content"},
	{"another ISMS", "so is the ISMS", "", signedAs(func(s *signoff.Subject, _ *signoff.Act) { s.ISMS = "isms.other" }), "SignatureInvalid Minor", "of the content"},
	{"another act", "and the act", "", signedAs(func(_ *signoff.Subject, a *signoff.Act) { a.What += "s" }), "SignatureInvalid Minor", "of the content"},
	{"another entry", "and which of several", "", signedAs(func(_ *signoff.Subject, a *signoff.Act) { a.Entry += "x" }), "SignatureInvalid Minor", "of the content"},
	{"another content", "and what was decided on", "", signedAs(func(_ *signoff.Subject, a *signoff.Act) { a.Content = "nothing" }), "SignatureInvalid Minor", "of the content"},
	{"the ISMS without a name", "then nobody can tell of which it is", "", edit(func(_ *actCase, f *fixture) { f.isms.Spec.Isms = "" }), "KeyNotVouchedFor Unknown", "no identifier"},
	{"the ISMS renamed", "then no signature is of it", "", edit(func(_ *actCase, f *fixture) { f.isms.Spec.Isms = "isms.other" }), "SignatureInvalid Minor", ""},
	{"moved to another namespace", "which is no part of what was done", "", edit(func(a *actCase, f *fixture) { a.record(f).SetNamespace("other") }), "", ""},
	{"namespace of an approval", "an approval appoints and accepts nothing", "", func(t *testing.T, a *actCase, f *fixture, _ *api.Person) {
		act := a.act(t, f)
		s := signoff.SubjectOf(refOf(a.record(f)).Kind, signedISMS, a.record(f).GetName())
		*a.signature(f) = bossPen.Sign(must(signoff.ActStatement(s, signoff.Act{What: act.What, Entry: act.Entry, By: act.By, On: act.On, Content: act.Content})), signoff.ApprovalNamespace)
	}, "SignatureInvalid Minor", "of the namespace: it was made for something else than such an act"},
	{"signature of an approval", "nor does one that is copied", "", edit(func(a *actCase, f *fixture) { *a.signature(f) = f.matrixApproval().Signature }), "SignatureInvalid Minor", "of the namespace"},
	{"no signature at all", "words prove nothing", "", edit(func(a *actCase, f *fixture) { *a.signature(f) = "signed, boss" }), "SignatureInvalid Minor", "cannot be read"},
	{"leaver's key, in the boss's name", "the key is not the boss's", "", func(t *testing.T, a *actCase, f *fixture, _ *api.Person) { a.sign(t, f, leaverPen) }, "SignatureInvalid Minor", "of the person: the key is of leaver"},
	{"leaver, the day before the last", "until then it counts", "", resigned("leaver", leaverPen, "2026-03-30"), "", ""},
	{"leaver, on the last day", "that day as well", "", resigned("leaver", leaverPen, "2026-03-31"), "", ""},
	{"leaver, the day after", "who has left does nothing more", "", resigned("leaver", leaverPen, "2026-04-01"), "SignerNotEngaged Minor", "leaver was not engaged"},
	{"leaver without a day", "nobody knows whether it counts", "", func(t *testing.T, a *actCase, f *fixture, leaver *api.Person) {
		leaver.Spec.EngagedUntil, leaver.Spec.State = api.Date{}, api.StateLeft
		resigned("leaver", leaverPen, actDay)(t, a, f, leaver)
	}, "SignerNotEngaged Unknown", "on a day that nobody knows"},
	{"revoked the day before", "a revoked key signs no more", "", edit(func(_ *actCase, f *fixture) { bossKey(f).RevokedOn = date("2026-03-09") }), "KeyRevoked Minor", ""},
	{"revoked on the day", "from the day on", "", edit(func(_ *actCase, f *fixture) { bossKey(f).RevokedOn = date("2026-03-10") }), "KeyRevoked Minor", ""},
	{"revoked the day after", "what was signed before stands", "", edit(func(_ *actCase, f *fixture) { bossKey(f).RevokedOn = date("2026-03-11") }), "", ""},
	{"a key of the attacker", "anybody can add a key", "", func(t *testing.T, a *actCase, f *fixture, _ *api.Person) {
		f.boss.Spec.SigningKeys = []api.SigningKey{{Name: "mine", PublicKey: attackerPen.Public()}}
		a.sign(t, f, attackerPen)
	}, "KeyNotVouchedFor Minor", "nobody has signed"},
	{"a key of nobody", "which proves nobody", "", func(t *testing.T, a *actCase, f *fixture, _ *api.Person) { a.sign(t, f, attackerPen) }, "SignatureInvalid Minor", "no Person has it"},
	{"a key that may only register", "it vouches for keys, and signs nothing else", "", resigned("ada", managerPen, actDay), "SignatureInvalid Minor", "and not to approve"},
	{"backdated before the key", "the key was not there", "", func(_ *testing.T, _ *actCase, f *fixture, _ *api.Person) {
		f.boss.Spec.SigningKeys = nil
		register(f.boss, bossPen, managerPen, "ada", func(k *api.SigningKey) { k.RegisteredOn = date("2026-03-11") })
	}, "SignatureBackdated Minor", "2026-03-11"},
	{"no root", "valid is not enough, and nobody can say more", "", edit(func(_ *actCase, f *fixture) { f.trusted = nil }), "KeyNotVouchedFor Unknown", "no trust root is given"},
	{"no root, forged", "what is forged is told without one", "", edit(func(a *actCase, f *fixture) { f.trusted = nil; *a.on(f) = date("2026-03-09") }), "SignatureInvalid Minor", ""},
	{"not asked for, and nobody vouches", "what nobody asks for cannot lack", "", edit(func(_ *actCase, f *fixture) { f.trusted, f.isms.Spec.Policy.Signatures = nil, api.SignaturesPolicy{} }), "", ""},
	{"not asked for, and forged", "a forgery is one whoever asks", "", edit(func(a *actCase, f *fixture) {
		*a.on(f), f.isms.Spec.Policy.Signatures = date("2026-03-09"), api.SignaturesPolicy{}
	}), "SignatureInvalid Minor", ""},
	{"under pseudonyms", "nobody can tell", "", edit(func(a *actCase, f *fixture) { *a.signature(f) = signoff.Hidden }), "KeyNotVouchedFor Unknown", "pseudonyms"},
	{"stripped", "the policy asks for one", "", policy(func(*api.SignaturesPolicy) {}), "ApprovalNotSigned Minor", "it has no signature"},
	{"stripped, asked for from the day before", "the day after the first counts", "", policy(func(p *api.SignaturesPolicy) { p.RequiredFrom = date("2026-03-09") }), "ApprovalNotSigned Minor", ""},
	{"stripped, asked for from the day on", "the day counts", "", policy(func(p *api.SignaturesPolicy) { p.RequiredFrom = date("2026-03-10") }), "ApprovalNotSigned Minor", ""},
	{"stripped, asked for from the day after", "anybody can write an earlier day", "", policy(func(p *api.SignaturesPolicy) { p.RequiredFrom = date("2026-03-11") }), "ApprovalNotSigned Minor", "nothing but its own text"},
	{"stripped, and of before, on the last day of those", "the last day counts", "", policy(func(p *api.SignaturesPolicy) { p.RequiredFrom, p.EarlierUntil = date("2026-03-11"), date(baseDay) }), "", ""},
	{"stripped, and of before, on the day after", "and the next does not", "", policy(func(p *api.SignaturesPolicy) {
		p.RequiredFrom, p.EarlierUntil = date("2026-03-11"), date(baseDay).AddDays(-1)
	}), "ApprovalNotSigned Minor", ""},
	{"stripped, and nothing asked for", "ISO asks for no signature", "", policy(func(p *api.SignaturesPolicy) { *p = api.SignaturesPolicy{} }), "", ""},
	{"stripped, and all approvals asked for", "no act is asked for unless it is named", "", policy(func(p *api.SignaturesPolicy) { p.Subjects = nil }), "", ""},
	{"stripped, and others asked for", "each by itself", "", policy(func(p *api.SignaturesPolicy) { p.Subjects = []api.ApprovedKind{"SecurityBudget", "Nothing"} }), "", ""},
	{"before its day", "what has not come is not judged", "2026-03-09", policy(func(*api.SignaturesPolicy) {}), "", ""},
	{"on its day", "and is on its day", "2026-03-10", policy(func(*api.SignaturesPolicy) {}), "ApprovalNotSigned Minor", ""},
}
