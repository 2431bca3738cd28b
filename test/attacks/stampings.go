package attacks

import (
	"crypto"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/signoff"
)

// stampings are what is done to the time stamp of the budget's approval, to the authorities of the
// policy, and to who vouches for them. Whoever holds a leaver's key dates no approval back that
// has to be stamped.
var stampings = []edit{
	{nothing, "signed, and stamped on the day by who is vouched for", func(*Org) {}, "", ""},
	{"no time stamp", "the policy asks for one", func(o *Org) { o.budgetApproval().Timestamp = "" }, "TimestampMissing Minor", "no time stamp shows"},
	{"no time stamp, policy off", "ISO asks for none", func(o *Org) {
		o.stampsOff()
		o.budgetApproval().Timestamp = ""
	}, "", ""},
	{"no time stamp, policy silent", "off is the default", func(o *Org) {
		o.ISMS.Spec.Policy.Signatures.Timestamps, o.budgetApproval().Timestamp = "", ""
	}, "", ""},
	{"no time stamp, of before", "a leaver's key can sign an earlier day", func(o *Org) {
		o.ISMS.Spec.Policy.Signatures.RequiredFrom, o.budgetApproval().Timestamp = api.MustDate("2026-04-21"), ""
	}, "TimestampMissing Minor", ""},
	{"no time stamp, of before, on the last day of those", "the last day counts", func(o *Org) {
		o.ISMS.Spec.Policy.Signatures.RequiredFrom, o.ISMS.Spec.Policy.Signatures.EarlierUntil = api.MustDate("2026-04-21"), api.MustDate(Day)
		o.budgetApproval().Timestamp = ""
	}, "", ""},
	{"no time stamp, of the first day", "the day counts", func(o *Org) {
		o.ISMS.Spec.Policy.Signatures.RequiredFrom, o.budgetApproval().Timestamp = api.MustDate("2026-04-20"), ""
	}, "TimestampMissing Minor", ""},
	{"no time stamp, unsigned", "what is not signed cannot be stamped", func(o *Org) {
		o.budgetApproval().Signature, o.budgetApproval().Timestamp = "", ""
	}, "ApprovalNotSigned Minor", ""},
	{"leaver's key, dated back, no time stamp", "nothing shows that it was signed in time", func(o *Org) {
		o.backdated()
		o.budgetApproval().Timestamp = ""
	}, "TimestampMissing Minor", ""},
	{"leaver's key, dated back, stamped today", "the time stamp tells", func(o *Org) {
		o.backdated()
		o.Stamp(tsa, Day, noon)
	}, "SignatureBackdated Minor", "of 2026-06-15T12:00:00Z"},
	{"leaver's key, dated back, stamped today, policy off", "whoever asks", func(o *Org) {
		o.stampsOff()
		o.backdated()
		o.Stamp(tsa, Day, noon)
	}, "SignatureBackdated Minor", ""},
	{"leaver's key, dated back, stamped by themselves", "an authority of one's own is nobody's", func(o *Org) {
		o.backdated()
		o.Stamp(fakeTSA, "2026-03-31", noon)
	}, "TimestampInvalid Minor", "not named"},
	{"leaver's key, dated back, the old time stamp of another", "it is of that signature", func(o *Org) {
		o.budgetApproval().ApprovedOn = api.MustDate("2026-03-31")
		o.signBudget(Boss)
		o.Stamp(tsa, "2026-03-31", noon)
		old := o.budgetApproval().Timestamp
		o.backdated()
		o.budgetApproval().Timestamp = old
	}, "TimestampInvalid Minor", "another signature"},
	{"own authority, registered by nobody", "who edits records adds no authority", func(o *Org) {
		o.authorities(fakeCA, Attacker, "boss")
		o.ISMS.Spec.Policy.Signatures.TimestampAuthorities[0].Registration = ""
		o.Stamp(fakeTSA, "2026-04-20", noon)
	}, "TimestampInvalid Minor", "nobody has signed a registration of the authority notary"},
	{"own authority, registered by a key of nobody", "nor by a key of their own", func(o *Org) {
		o.authorities(fakeCA, Attacker, "boss")
		o.Stamp(fakeTSA, "2026-04-20", noon)
	}, "TimestampInvalid Minor", `is not by a key of "boss"`},
	{"own authority, registered by the leaver's key", "which may not register", func(o *Org) {
		o.authorities(fakeCA, Leaver, "leaver")
		o.Stamp(fakeTSA, "2026-04-20", noon)
	}, "TimestampInvalid Minor", "may not vouch"},
	{"own authority, registered by the leaver's key that says it may", "what a key may is signed", func(o *Org) {
		o.Leaver.Spec.SigningKeys[0].Uses = []api.KeyUse{api.UseRegistrations}
		o.authorities(fakeCA, Leaver, "leaver")
		o.Stamp(fakeTSA, "2026-04-20", noon)
	}, "TimestampInvalid Minor", "who registered the authority does not count"},
	{"own authority under a registration of the notary", "the certificate is signed", func(o *Org) {
		o.ISMS.Spec.Policy.Signatures.TimestampAuthorities[0].Certificate = fakeCA.PEM()
		o.Stamp(fakeTSA, "2026-04-20", noon)
	}, "TimestampInvalid Minor", "is not of this certificate and time"},
	{"own authority beside the notary", "each by itself", func(o *Org) {
		o.vouch(fakeCA, Attacker, "boss", func(a *api.TimestampAuthority) { a.Name = "mine" })
		o.Stamp(fakeTSA, "2026-04-20", noon)
	}, "TimestampInvalid Minor", "the authority mine"},
	{"own authority beside the notary, unused", "what stamps nothing harms nobody", func(o *Org) {
		o.vouch(fakeCA, Attacker, "boss", func(a *api.TimestampAuthority) { a.Name = "mine" })
	}, "", ""},
	{"own authority, own root", "the root the records do not say", func(o *Org) {
		o.authorities(fakeCA, Attacker, "chair")
		o.Chair.Spec.SigningKeys[0].PublicKey = Attacker.Public()
		o.Stamp(fakeTSA, "2026-04-20", noon)
	}, "TimestampInvalid Minor", ""},
	{"registered by the root", "which needs nobody to vouch for it", func(o *Org) { o.authorities(Notary, Root, "chair") }, "", ""},
	{"registered for another organisation", "the ISMS is signed", func(o *Org) {
		a := &o.ISMS.Spec.Policy.Signatures.TimestampAuthorities[0]
		a.Registration = Ada.Sign(must(signoff.Authority("isms.other", a)), signoff.AuthorityNamespace)
	}, "TimestampInvalid Minor", "is not of this certificate"},
	{"registered in the namespace of keys", "a registration of a key is none of an authority", func(o *Org) {
		a := &o.ISMS.Spec.Policy.Signatures.TimestampAuthorities[0]
		a.Registration = Ada.Sign(must(signoff.Authority(ISMS, a)), signoff.RegistrationNamespace)
	}, "TimestampInvalid Minor", "another namespace"},
	{"who registered it was revoked", "by then the key vouched for nothing", func(o *Org) { o.Ada.Spec.SigningKeys[0].RevokedOn = api.MustDate("2025-01-10") }, "KeyRevoked Minor", ""},
	{"registered by who has left, nobody knows when", "nobody knows whether that counts", func(o *Org) {
		o.Leaver.Spec.SigningKeys, o.Leaver.Spec.EngagedUntil, o.Leaver.Spec.State = nil, api.Date{}, api.StateLeft
		Register(o.Leaver, Leaver, Ada, "ada", MayRegister)
		o.authorities(Notary, Leaver, "leaver")
	}, "TimestampInvalid Unknown", "on a day that nobody knows"},
	{"the same, policy off", "what nobody asks for cannot lack", func(o *Org) {
		o.Leaver.Spec.SigningKeys, o.Leaver.Spec.EngagedUntil, o.Leaver.Spec.State = nil, api.Date{}, api.StateLeft
		Register(o.Leaver, Leaver, Ada, "ada", MayRegister)
		o.authorities(Notary, Leaver, "leaver")
		o.ISMS.Spec.Policy.Signatures.RequiredFrom = api.Date{}
	}, "", ""},
	{"authority taken out", "then nobody named it", func(o *Org) { o.ISMS.Spec.Policy.Signatures.TimestampAuthorities = nil }, "TimestampInvalid Minor", "not named"},
	{"authority taken out, policy off", "a time stamp that is there is judged", func(o *Org) {
		o.stampsOff()
		o.ISMS.Spec.Policy.Signatures.TimestampAuthorities = nil
	}, "TimestampInvalid Minor", "not named"},
	{"a certificate for nothing", "one for time stamps says so (RFC 3161, 2.3)", func(o *Org) { o.Stamp(useless, "2026-04-20", noon) }, "TimestampInvalid Minor", "not one for time stamps"},
	{"garbage", "nobody can read it", func(o *Org) { o.budgetApproval().Timestamp = "MIIC" }, "TimestampInvalid Minor", "cannot be read"},
	{"signature stripped, policy off", "a time stamp of nothing shows that something is gone", func(o *Org) {
		o.ISMS.Spec.Policy.Signatures = api.SignaturesPolicy{}
		o.budgetApproval().Signature = ""
	}, "TimestampInvalid Minor", "no signature"},
	{"two days before", "who signs ahead dates nothing back", func(o *Org) { o.Stamp(tsa, "2026-04-18", noon) }, "", ""},
	{"the day before", "the day ends later in the west, and begins earlier in the east", func(o *Org) { o.Stamp(tsa, "2026-04-19", lateNight) }, "", ""},
	{"the first second of the day", "the day counts", func(o *Org) { o.Stamp(tsa, "2026-04-20", 0) }, "", ""},
	{"the last second of the day", "the day counts", func(o *Org) { o.Stamp(tsa, "2026-04-20", lateNight) }, "", ""},
	{"the last second of the day after", "where the approver is, it may be the day", func(o *Org) { o.Stamp(tsa, "2026-04-21", lateNight) }, "", ""},
	{"the first second of two days after", "nowhere is it the day any more", func(o *Org) { o.Stamp(tsa, "2026-04-22", 0) }, "SignatureBackdated Minor", ""},
	{"revoked on the day of the time stamp", "until then anybody may have signed", func(o *Org) {
		o.Boss.Spec.SigningKeys[0].RevokedOn = api.MustDate("2026-04-21")
		o.Stamp(tsa, "2026-04-21", 0)
	}, "KeyRevoked Minor", "2026-04-21"},
	{"revoked the day after the time stamp", "what was there before stands", func(o *Org) {
		o.Boss.Spec.SigningKeys[0].RevokedOn = api.MustDate("2026-04-22")
		o.Stamp(tsa, "2026-04-21", 0)
	}, "", ""},
	{"left before the time stamp", "on that day they signed no more", func(o *Org) {
		o.Boss.Spec.EngagedUntil = api.MustDate("2026-04-20")
		o.Stamp(tsa, "2026-04-21", 0)
	}, "SignerNotEngaged Minor", "its time stamp is of 2026-04-21"},
	{"left on the day of the time stamp", "the last day counts", func(o *Org) {
		o.Boss.Spec.EngagedUntil = api.MustDate("2026-04-21")
		o.Stamp(tsa, "2026-04-21", 0)
	}, "", ""},
	{"no root", "nobody can say more", func(o *Org) { o.Trusted = nil }, "KeyNotVouchedFor Unknown", "no trust root is given"},
	{"no root, of another signature", "what is forged is told without one", func(o *Org) {
		o.Trusted = nil
		o.signBudget(Boss)
		old := o.budgetApproval().Timestamp
		o.budgetApproval().Rationale = "As discussed again"
		o.signBudget(Boss)
		o.budgetApproval().Timestamp = old
	}, "TimestampInvalid Minor", "another signature"},
	{"leaver without a day, stamped today", "however long they stayed, the day was over", func(o *Org) {
		o.backdated()
		o.Leaver.Spec.EngagedUntil, o.Leaver.Spec.State = api.Date{}, api.StateLeft
		o.Stamp(tsa, Day, noon)
	}, "SignatureBackdated Minor", ""},
	{"forged signature", "what is forged needs no time stamp to be told", func(o *Org) { o.budgetApproval().Rationale = "other words" }, "SignatureInvalid Minor", ""},
	{"under pseudonyms", "nobody can tell", func(o *Org) {
		o.budgetApproval().Signature, o.budgetApproval().Timestamp = signoff.Hidden, ""
	}, "KeyNotVouchedFor Unknown", "pseudonyms"},
	{"cut", "half of a token is none", func(o *Org) {
		a := o.budgetApproval()
		a.Timestamp = a.Timestamp[:len(a.Timestamp)/8*4]
	}, "TimestampInvalid Minor", "cannot be read"},
	{"signed by a hash that is too weak", "whoever finds two texts of one SHA-1 has one stamped and shows the other", func(o *Org) { o.stampBy(crypto.SHA1, tsa, "2026-04-20", noon) }, "TimestampInvalid Minor", "not signed by its authority"},
	{"before the certificate of the authority began", "its own time is asked", func(o *Org) { o.Stamp(young, "2026-04-20", noon) }, "TimestampInvalid Minor", "was not valid at that time"},
	{"by who the authority let in", "an attacker who has a certificate of the notary for code stamps nothing", func(o *Org) { o.Stamp(forCode, "2026-04-20", noon) }, "TimestampInvalid Minor", "not one for time stamps"},
}
