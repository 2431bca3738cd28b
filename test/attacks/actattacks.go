package attacks

import (
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/signoff"
)

// actAttack is what is done to each signed act.
type actAttack struct {
	name, why string
	// day that is judged; Day where empty.
	day        string
	change     func(a *Act, o *Org)
	want, says string
}

// onActs are the attacks on acts: each on all acts at once, every one of which has to be found.
func onActs() (all []Attack) {
	var at, copied []Place
	for i := range Acts {
		at = append(at, Acts[i].At)
		copied = append(copied, Place{Acts[i].At.Record + "-copied", Acts[i].At.Field})
	}
	for _, attack := range actAttacks {
		a := Attack{Name: "act: " + attack.name, Why: attack.why, Day: attack.day, Places: at, Want: attack.want, Says: attack.says}
		if a.Day == "" {
			a.Day = Day
		}
		a.Change = func(o *Org) {
			o.StateActs()
			for i := range Acts {
				attack.change(&Acts[i], o)
			}
		}
		all = append(all, a)
	}
	return append(append(all, onStanding()...), Attack{
		Name: "act: copied into another record", Why: "the name is signed", Day: Day, Places: copied,
		Change: copyActs, Want: "SignatureInvalid Minor", Says: "of the record: it is that of the ",
	})
}

// onStanding are the attacks on acts that the rules take as done even where the record does not say
// who did them, or when: what is not stated is no way around a signature.
func onStanding() []Attack {
	var nobody, never []Place
	for i := range Acts {
		switch Acts[i].What {
		case api.ActAppointment, api.ActRequirementDecision:
			nobody, never = append(nobody, Acts[i].At), append(never, Acts[i].At)
		case api.ActRenewalDecision:
			nobody = append(nobody, Acts[i].At)
		}
	}
	strip := func(at []Place, change func(*Act, *Org)) func(*Org) {
		return func(o *Org) {
			o.StateActs()
			o.ISMS.Spec.Policy.Signatures.EarlierUntil = api.Date{}
			for i := range Acts {
				if a := &Acts[i]; slices.Contains(at, a.At) {
					a.By(o, nil)
					*a.Signature(o) = ""
					change(a, o)
				}
			}
		}
	}
	return []Attack{{
		Name: "act: stripped, and of nobody", Why: "it counts all the same", Day: Day, Places: nobody,
		Change: strip(nobody, func(*Act, *Org) {}), Want: "ApprovalNotSigned Minor", Says: "by nobody on " + ActDay,
	}, {
		Name: "act: stripped, of nobody and of no day", Why: "no day is no earlier than one that anybody can write", Day: Day, Places: never,
		Change: strip(never, func(a *Act, o *Org) { *a.On(o) = api.Date{} }), Want: "ApprovalNotSigned Minor", Says: "by nobody on a day that is not stated",
	}}
}

// copyActs has a second record state what each record states, by the same signature.
func copyActs(o *Org) {
	o.StateActs()
	done := map[api.Record]bool{}
	for i := range Acts {
		r := Acts[i].Record(o)
		if done[r] {
			continue
		}
		done[r] = true
		again := r.DeepCopyObject().(api.Record)
		again.SetName(r.GetName() + "-copied")
		o.Add(again)
	}
}

// resigned has each act stated anew by somebody on a day, and signed.
func resigned(person string, by Pen, on string) func(*Act, *Org) {
	return func(a *Act, o *Org) {
		a.State(o, api.PersonActor(person), api.MustDate(on))
		a.Sign(o, by)
	}
}

// signedAs has the boss sign something else than the record states.
func signedAs(change func(*signoff.Subject, *signoff.Act)) func(*Act, *Org) {
	return func(a *Act, o *Org) { a.Sign(o, Boss, change) }
}

// policy changes what is asked for, of an act without a signature.
func policy(change func(*api.SignaturesPolicy)) func(*Act, *Org) {
	return func(a *Act, o *Org) {
		*a.Signature(o) = ""
		change(&o.ISMS.Spec.Policy.Signatures)
	}
}

func (o *Org) bossKey() *api.SigningKey { return &o.Boss.Spec.SigningKeys[0] }

// bossKeyUntil has the boss's key registered until a day.
func (o *Org) bossKeyUntil(day string) {
	o.Boss.Spec.SigningKeys = nil
	Register(o.Boss, Boss, Ada, "ada", func(k *api.SigningKey) { k.ValidUntil = api.MustDate(day) })
}

var actAttacks = []actAttack{
	{nothing, "signed by who did it, with a key that leads to the root", "", func(*Act, *Org) {}, "", ""},
	{"person swapped", "who did it is signed", "", func(a *Act, o *Org) { a.By(o, api.PersonActor("ada")) }, "SignatureInvalid Minor", "of the person: boss signed it in their own name"},
	{"person by a role", "so is as what", "", func(a *Act, o *Org) { a.By(o, &api.Actor{RoleRef: &api.Reference{Name: "top"}}) }, "SignatureInvalid Minor", "of the person: boss"},
	{"content edited after", "what was decided on, or why, is signed", "", func(a *Act, o *Org) { a.Edit(o) }, "SignatureInvalid Minor", "of the content"},
	{"day moved", "the day is signed", "", func(a *Act, o *Org) { *a.On(o) = api.MustDate("2026-03-09") }, "SignatureInvalid Minor", "of the content"},
	{"another record", "the name is signed", "", signedAs(func(s *signoff.Subject, _ *signoff.Act) { s.Name = "other" }), "SignatureInvalid Minor", "of the content"},
	{"another kind", "the kind is signed", "", signedAs(func(s *signoff.Subject, _ *signoff.Act) { s.Kind = "SecurityBudget" }), "SignatureInvalid Minor", "of the content"},
	{"another ISMS", "so is the ISMS", "", signedAs(func(s *signoff.Subject, _ *signoff.Act) { s.ISMS = "isms.other" }), "SignatureInvalid Minor", "of the content"},
	{"another act", "and the act", "", signedAs(func(_ *signoff.Subject, a *signoff.Act) { a.What += "s" }), "SignatureInvalid Minor", "of the content"},
	{"another entry", "and which of several", "", signedAs(func(_ *signoff.Subject, a *signoff.Act) { a.Entry += "x" }), "SignatureInvalid Minor", "of the content"},
	{"another content", "and what was decided on", "", signedAs(func(_ *signoff.Subject, a *signoff.Act) { a.Content = "nothing" }), "SignatureInvalid Minor", "of the content"},
	{"the ISMS without a name", "then nobody can tell of which it is", "", func(_ *Act, o *Org) { o.ISMS.Spec.Isms = "" }, "KeyNotVouchedFor Unknown", "no identifier"},
	{"the ISMS renamed", "then no signature is of it", "", func(_ *Act, o *Org) { o.ISMS.Spec.Isms = "isms.other" }, "SignatureInvalid Minor", ""},
	{"moved to another namespace", "which is no part of what was done", "", func(_ *Act, o *Org) {
		for _, r := range o.Records() {
			r.SetNamespace("other")
		}
	}, "", ""},
	{"namespace of an approval", "an approval appoints and accepts nothing", "", func(a *Act, o *Org) { a.signIn(o, Boss, signoff.ApprovalNamespace) }, "SignatureInvalid Minor", "of the namespace: it was made for something else than such an act"},
	{"signature of an approval", "nor does one that is copied", "", func(a *Act, o *Org) { *a.Signature(o) = o.Approval().Signature }, "SignatureInvalid Minor", "of the namespace"},
	{"no signature at all", "words prove nothing", "", func(a *Act, o *Org) { *a.Signature(o) = "signed, boss" }, "SignatureInvalid Minor", "cannot be read"},
	{"leaver's key, in the boss's name", "the key is not the boss's", "", func(a *Act, o *Org) { a.Sign(o, Leaver) }, "SignatureInvalid Minor", "of the person: the key is of leaver"},
	{"leaver's key copied to the boss", "one key of two people is nobody's", "", func(a *Act, o *Org) {
		o.Boss.Spec.SigningKeys = o.Leaver.Spec.SigningKeys
		a.Sign(o, Leaver)
	}, "SignatureInvalid Minor", "boss and leaver have the same"},
	{"leaver's key registers the attacker's", "it may not", "", func(a *Act, o *Org) {
		o.Boss.Spec.SigningKeys = nil
		Register(o.Boss, Attacker, Leaver, "leaver")
		a.Sign(o, Attacker)
	}, "SignerWithoutAuthority Minor", "may not vouch"},
	{"leaver, the day before the last", "until then it counts", "", resigned("leaver", Leaver, "2026-03-30"), "", ""},
	{"leaver, on the last day", "that day as well", "", resigned("leaver", Leaver, "2026-03-31"), "", ""},
	{"leaver, the day after", "who has left does nothing more", "", resigned("leaver", Leaver, "2026-04-01"), "SignerNotEngaged Minor", "leaver was not engaged"},
	{"leaver without a day", "nobody knows whether it counts", "", func(a *Act, o *Org) {
		o.Leaver.Spec.EngagedUntil, o.Leaver.Spec.State = api.Date{}, api.StateLeft
		resigned("leaver", Leaver, ActDay)(a, o)
	}, "SignerNotEngaged Unknown", "on a day that nobody knows"},
	{"expired the day before", "the last day was before", "", func(_ *Act, o *Org) { o.bossKeyUntil("2026-03-09") }, "SignatureInvalid Minor", "was valid until 2026-03-09"},
	{"expired on the day", "the last day counts", "", func(_ *Act, o *Org) { o.bossKeyUntil("2026-03-10") }, "", ""},
	{"revoked the day before", "a revoked key signs no more", "", func(_ *Act, o *Org) { o.bossKey().RevokedOn = api.MustDate("2026-03-09") }, "KeyRevoked Minor", ""},
	{"revoked on the day", "from the day on", "", func(_ *Act, o *Org) { o.bossKey().RevokedOn = api.MustDate("2026-03-10") }, "KeyRevoked Minor", ""},
	{"revoked the day after", "what was signed before stands", "", func(_ *Act, o *Org) { o.bossKey().RevokedOn = api.MustDate("2026-03-11") }, "", ""},
	{"a key of the attacker", "anybody can add a key", "", func(a *Act, o *Org) {
		o.Boss.Spec.SigningKeys = []api.SigningKey{{Name: "mine", PublicKey: Attacker.Public()}}
		a.Sign(o, Attacker)
	}, "KeyNotVouchedFor Minor", "nobody has signed"},
	{"a key of the attacker, registered by itself", "nobody vouches for themselves", "", func(a *Act, o *Org) {
		o.Boss.Spec.SigningKeys = nil
		Register(o.Boss, Attacker, Attacker, "boss")
		a.Sign(o, Attacker)
	}, "KeySelfRegistered Minor", "its own holder"},
	{"a key of nobody", "which proves nobody", "", func(a *Act, o *Org) { a.Sign(o, Attacker) }, "SignatureInvalid Minor", "no Person has it"},
	{"a key that may only register", "it vouches for keys, and signs nothing else", "", resigned("ada", Ada, ActDay), "SignatureInvalid Minor", "and not to approve"},
	{"backdated before the key", "the key was not there", "", func(_ *Act, o *Org) {
		o.Boss.Spec.SigningKeys = nil
		Register(o.Boss, Boss, Ada, "ada", func(k *api.SigningKey) { k.RegisteredOn = api.MustDate("2026-03-11") })
	}, "SignatureBackdated Minor", "2026-03-11"},
	{"no root", "valid is not enough, and nobody can say more", "", func(_ *Act, o *Org) { o.Trusted = nil }, "KeyNotVouchedFor Unknown", "no trust root is given"},
	{"no root, forged", "what is forged is told without one", "", func(a *Act, o *Org) { o.Trusted = nil; *a.On(o) = api.MustDate("2026-03-09") }, "SignatureInvalid Minor", ""},
	{"not asked for, and nobody vouches", "what nobody asks for cannot lack", "", func(_ *Act, o *Org) { o.Trusted, o.ISMS.Spec.Policy.Signatures = nil, api.SignaturesPolicy{} }, "", ""},
	{"not asked for, and forged", "a forgery is one whoever asks", "", func(a *Act, o *Org) {
		*a.On(o), o.ISMS.Spec.Policy.Signatures = api.MustDate("2026-03-09"), api.SignaturesPolicy{}
	}, "SignatureInvalid Minor", ""},
	{"under pseudonyms", "nobody can tell", "", func(a *Act, o *Org) { *a.Signature(o) = signoff.Hidden }, "KeyNotVouchedFor Unknown", "pseudonyms"},
	{"stripped", "the policy asks for one", "", policy(func(*api.SignaturesPolicy) {}), "ApprovalNotSigned Minor", "it has no signature"},
	{"stripped, asked for from the day before", "the day after the first counts", "", policy(func(p *api.SignaturesPolicy) { p.RequiredFrom = api.MustDate("2026-03-09") }), "ApprovalNotSigned Minor", ""},
	{"stripped, asked for from the day on", "the day counts", "", policy(func(p *api.SignaturesPolicy) { p.RequiredFrom = api.MustDate("2026-03-10") }), "ApprovalNotSigned Minor", ""},
	{"stripped, asked for from the day after", "anybody can write an earlier day", "", policy(func(p *api.SignaturesPolicy) { p.RequiredFrom, p.EarlierUntil = api.MustDate("2026-03-11"), api.Date{} }), "ApprovalNotSigned Minor", "nothing but its own text"},
	{"stripped, and of before, on the last day of those", "the last day counts", "", policy(func(p *api.SignaturesPolicy) {
		p.RequiredFrom, p.EarlierUntil = api.MustDate("2026-03-11"), api.MustDate(Day)
	}), "", ""},
	{"stripped, and of before, on the day after", "and the next does not", "", policy(func(p *api.SignaturesPolicy) {
		p.RequiredFrom, p.EarlierUntil = api.MustDate("2026-03-11"), api.MustDate(Day).AddDays(-1)
	}), "ApprovalNotSigned Minor", ""},
	{"stripped, and nothing asked for", "ISO asks for no signature", "", policy(func(p *api.SignaturesPolicy) { *p = api.SignaturesPolicy{} }), "", ""},
	{"stripped, and all approvals asked for", "no act is asked for unless it is named", "", policy(func(p *api.SignaturesPolicy) { p.Subjects = nil }), "", ""},
	{"stripped, and others asked for", "each by itself", "", policy(func(p *api.SignaturesPolicy) { p.Subjects = []api.ApprovedKind{"SecurityBudget"} }), "", ""},
	{"before its day", "what has not come is not judged", "2026-03-09", policy(func(*api.SignaturesPolicy) {}), "", ""},
	{"on its day", "and is on its day", "2026-03-10", policy(func(*api.SignaturesPolicy) {}), "ApprovalNotSigned Minor", ""},
}
