package attacks

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/signoff"
)

// edits are what is done to a signed approval, to the keys, and to who holds them.
var edits = []edit{
	{nothing, "signed by who approved, with a key that leads to the root", func(*Org) {}, "", ""},
	{"content edited after", "the hash is signed", func(o *Org) { o.Matrix.Spec.Rows[0].Name = "other" }, "ApprovalStale Minor", ""},
	{"content edited, and hashed anew", "and so is what it is of", func(o *Org) {
		o.Matrix.Spec.Rows[0].Name = "other"
		o.Approval().ContentHash = signoff.Hash(signoff.SubjectOf("AccountabilityMatrix", ISMS, o.Matrix.Name), o.Matrix.Spec.Approvable())
	}, "SignatureInvalid Minor", "of the content"},
	{"edited, and hashed by version 1", "an older hash is no way around", func(o *Org) {
		o.Matrix.Spec.Rows[0].Name = "other"
		o.Approval().ContentHash = api.ContentHash(o.Matrix.Spec.Approvable())
	}, "SignatureInvalid Minor", "of the content"},
	{"copied from another record", "the name is signed", func(o *Org) {
		other := o.Matrix.DeepCopy()
		other.Name = "raci-2"
		o.Add(other)
		o.Matrix.Name, other.Name = other.Name, o.Matrix.Name // the signed one is raci-2 now, and what raci says is its copy
		o.Sign(Boss)
		other.Spec.Approvals[0] = *o.Approval()
	}, "ApprovalStale Minor|SignatureInvalid Minor", "of the record: it is that of AccountabilityMatrix raci-2"},
	{"copied from another kind", "the kind is signed", func(o *Org) {
		s := signoff.SubjectOf("StatementOfApplicability", ISMS, o.Matrix.Name)
		o.Approval().Signature = Boss.Sign(must(signoff.Approval(s, o.Approval())), signoff.ApprovalNamespace)
	}, "SignatureInvalid Minor", "record"},
	{"copied from another organisation", "so is the ISMS", func(o *Org) {
		s := signoff.SubjectOf("AccountabilityMatrix", "isms.other", o.Matrix.Name)
		o.Approval().ContentHash = signoff.Hash(s, o.Matrix.Spec.Approvable())
		o.Approval().Signature = Boss.Sign(must(signoff.Approval(s, o.Approval())), signoff.ApprovalNamespace)
	}, "ApprovalStale Minor|SignatureInvalid Minor", "ISMS"},
	{"the ISMS without a name", "then nobody can tell of which it is", func(o *Org) { o.ISMS.Spec.Isms = "" }, "ApprovalStale Minor|KeyNotVouchedFor Unknown", "no identifier"},
	{"the ISMS renamed", "then no signature is of it", func(o *Org) { o.ISMS.Spec.Isms = "isms.other" }, "ApprovalStale Minor|SignatureInvalid Minor", ""},
	{"moved to another namespace", "which is no part of what is approved", func(o *Org) {
		for _, r := range o.Records() {
			r.SetNamespace("other")
		}
	}, "", ""},
	{"approver swapped", "who approves is signed", func(o *Org) { o.Approval().By = *api.PersonActor("ada") }, "SignatureInvalid Minor", "of the approver: boss"},
	{"approver by a role", "so is as what", func(o *Org) { o.Approval().By = api.Actor{RoleRef: &api.Reference{Name: "top"}} }, "SignatureInvalid Minor", "of the approver: boss"},
	{"rationale swapped", "the words are signed", func(o *Org) { o.Approval().Rationale = "As discusssed" }, "SignatureInvalid Minor", "rationale"},
	{"rationale that looks alike", "and what looks alike is not the same", func(o *Org) { o.Approval().Rationale = "As\u00a0discussed" }, "SignatureInvalid Minor", "rationale"},
	{"another namespace of SSHSIG", "a signature of a commit approves nothing", func(o *Org) {
		s := signoff.SubjectOf("AccountabilityMatrix", ISMS, o.Matrix.Name)
		o.Approval().Signature = Boss.Sign(must(signoff.Approval(s, o.Approval())), "git")
	}, "SignatureInvalid Minor", "of the namespace"},
	{"namespace of an act", "nor does one of an appointment", func(o *Org) {
		s := signoff.SubjectOf("AccountabilityMatrix", ISMS, o.Matrix.Name)
		o.Approval().Signature = Boss.Sign(must(signoff.Approval(s, o.Approval())), signoff.ActNamespace)
	}, "SignatureInvalid Minor", "of the namespace: it was made for something else than an approval"},
	{"signature of an act", "nor one that is copied", func(o *Org) {
		o.StateActs()
		o.ISMS.Spec.Policy.Signatures.Subjects = []api.ApprovedKind{"AccountabilityMatrix"}
		o.Approval().Signature = o.Role.Spec.Assignments[0].AppointmentSignature
	}, "SignatureInvalid Minor", "of the namespace"},
	{"leaver's key, in the boss's name", "the key is not the boss's", func(o *Org) { o.Sign(Leaver) }, "SignatureInvalid Minor", "of the approver: the key is of leaver"},
	{"leaver's key, in the leaver's", "who has left signs no more", func(o *Org) {
		o.Approval().By = *api.PersonActor("leaver")
		o.Sign(Leaver)
	}, "SignerNotEngaged Minor", "leaver was not engaged"},
	{"leaver's key, on the last day", "until then it counts", func(o *Org) {
		o.Approval().By, o.Approval().ApprovedOn = *api.PersonActor("leaver"), api.MustDate("2026-03-31")
		o.Sign(Leaver)
	}, "", ""},
	{"leaver without a day", "nobody knows whether it counts", func(o *Org) {
		o.Leaver.Spec.EngagedUntil, o.Leaver.Spec.State = api.Date{}, api.StateLeft
		o.Approval().By = *api.PersonActor("leaver")
		o.Sign(Leaver)
	}, "SignerNotEngaged Unknown", "on a day that nobody knows"},
	{"leaver's key moved to the boss", "whose key it is, is signed", func(o *Org) {
		o.Boss.Spec.SigningKeys, o.Leaver.Spec.SigningKeys = o.Leaver.Spec.SigningKeys, nil
		o.Sign(Leaver)
	}, "KeyNotVouchedFor Minor", "not of this person"},
	{"leaver's key copied to the boss", "one key of two people is nobody's", func(o *Org) {
		o.Boss.Spec.SigningKeys = append(o.Boss.Spec.SigningKeys, o.Leaver.Spec.SigningKeys...)
		o.Sign(Leaver)
	}, "SignatureInvalid Minor", "boss and leaver have the same"},
	{"leaver's key registers the attacker's", "it may not", func(o *Org) {
		o.Boss.Spec.SigningKeys = nil
		Register(o.Boss, Attacker, Leaver, "leaver")
		o.Sign(Attacker)
	}, "SignerWithoutAuthority Minor", "may not vouch"},
	{"leaver's key that says it may", "what a key may is signed", func(o *Org) {
		o.Leaver.Spec.SigningKeys[0].Uses = []api.KeyUse{api.UseRegistrations}
		o.Boss.Spec.SigningKeys = nil
		Register(o.Boss, Attacker, Leaver, "leaver")
		o.Sign(Attacker)
	}, "KeyNotVouchedFor Minor", "who registered the key does not count"},
	{"expired", "the day after the last", func(o *Org) {
		o.Boss.Spec.SigningKeys = nil
		Register(o.Boss, Boss, Ada, "ada", func(k *api.SigningKey) { k.ValidUntil = api.MustDate("2026-04-19") })
	}, "SignatureInvalid Minor", "was valid until 2026-04-19"},
	{"on its last day", "the last day counts", func(o *Org) {
		o.Boss.Spec.SigningKeys = nil
		Register(o.Boss, Boss, Ada, "ada", func(k *api.SigningKey) { k.ValidUntil = api.MustDate("2026-04-20") })
	}, "", ""},
	{"expired, and prolonged by an edit", "the window is signed", func(o *Org) {
		o.Boss.Spec.SigningKeys = nil
		Register(o.Boss, Boss, Ada, "ada", func(k *api.SigningKey) { k.ValidUntil = api.MustDate("2026-04-19") }).ValidUntil = api.MustDate("2027-12-31")
	}, "KeyNotVouchedFor Minor", "not of this person"},
	{"revoked before", "a revoked key signs no more", func(o *Org) { o.Boss.Spec.SigningKeys[0].RevokedOn = api.MustDate("2026-04-19") }, "KeyRevoked Minor", ""},
	{"revoked on the day", "from the day on", func(o *Org) { o.Boss.Spec.SigningKeys[0].RevokedOn = api.MustDate("2026-04-20") }, "KeyRevoked Minor", ""},
	{"revoked after", "what was signed before stands", func(o *Org) { o.Boss.Spec.SigningKeys[0].RevokedOn = api.MustDate("2026-04-21") }, "", ""},
	{"revoked, and entered again", "a second entry of a key undoes no revocation", func(o *Org) {
		again := o.Boss.Spec.SigningKeys[0]
		again.Name, o.Boss.Spec.SigningKeys[0].RevokedOn = "again", api.MustDate("2026-04-19")
		o.Boss.Spec.SigningKeys = append(o.Boss.Spec.SigningKeys, again)
	}, "KeyRevoked Minor", ""},
	{"who registered it is revoked since", "what was registered before stands", func(o *Org) { o.Ada.Spec.SigningKeys[0].RevokedOn = api.MustDate("2025-01-11") }, "", ""},
	{"who registered it was revoked", "and what was after does not", func(o *Org) { o.Ada.Spec.SigningKeys[0].RevokedOn = api.MustDate("2025-01-10") }, "KeyRevoked Minor", "who registered the key"},
	{"added, and registered by nobody", "anybody can add a key", func(o *Org) {
		o.Boss.Spec.SigningKeys = []api.SigningKey{{Name: "mine", PublicKey: Attacker.Public()}}
		o.Sign(Attacker)
	}, "KeyNotVouchedFor Minor", "nobody has signed"},
	{"added, and registered by itself", "nobody vouches for themselves", func(o *Org) {
		o.Boss.Spec.SigningKeys = nil
		Register(o.Boss, Attacker, Attacker, "boss")
		o.Sign(Attacker)
	}, "KeySelfRegistered Minor", "its own holder"},
	{"registered by another key of the holder", "nor with another key", func(o *Org) {
		Register(o.Ada, Attacker, Ada, "ada")
		o.Approval().By = *api.PersonActor("ada")
		o.Sign(Attacker)
	}, "KeySelfRegistered Minor", ""},
	{"two keys that vouch for each other", "a circle leads to no root", func(o *Org) {
		o.Boss.Spec.SigningKeys, o.Ben.Spec.SigningKeys = nil, nil
		both := func(k *api.SigningKey) { k.Uses = []api.KeyUse{api.UseApprovals, api.UseRegistrations} }
		Register(o.Boss, Attacker, Leaver, "ben", both)
		Register(o.Ben, Leaver, Attacker, "boss", both)
		o.Leaver.Spec.SigningKeys = nil
		o.Sign(Attacker)
	}, "KeyNotVouchedFor Minor", "leads to no trust root"},
	{"another root", "who vouches, the records do not say", func(o *Org) { o.Trusted = []string{Attacker.Fingerprint()} }, "KeyNotVouchedFor Minor", ""},
	{"no root", "valid is not enough, and nobody can say more", func(o *Org) { o.Trusted = nil }, "KeyNotVouchedFor Unknown", "no trust root is given"},
	{"no root, forged", "what is forged is told without one", func(o *Org) {
		o.Trusted, o.Approval().Rationale = nil, "other words"
	}, "SignatureInvalid Minor", ""},
	{"day moved", "the day is signed", func(o *Org) { o.Approval().ApprovedOn = api.MustDate("2026-04-19") }, "SignatureInvalid Minor", "day"},
	{"backdated before the key", "the key was not there", func(o *Org) {
		o.Boss.Spec.SigningKeys = nil
		Register(o.Boss, Boss, Ada, "ada", func(k *api.SigningKey) { k.RegisteredOn = api.MustDate("2026-04-21") })
	}, "SignatureBackdated Minor", "2026-04-21"},
	{"signature stripped", "the policy asks for one", func(o *Org) { o.Approval().Signature = "" }, "ApprovalNotSigned Minor", ""},
	{"hash stripped", "one that is of nothing approves nothing", func(o *Org) { o.Approval().ContentHash = "" }, "ApprovalNotBound Minor", ""},
	{"both stripped", "nor does one without anything", func(o *Org) {
		o.Approval().ContentHash, o.Approval().Signature = "", ""
	}, "ApprovalNotBound Minor", ""},
	{"a second approval, unsigned", "each has to be signed, or the one that counts would not be", func(o *Org) {
		again := *o.Approval()
		again.Name, again.Signature = "again", ""
		o.Matrix.Spec.Approvals = append(o.Matrix.Spec.Approvals, again)
	}, "ApprovalNotSigned Minor", ""},
	{"from the day on, unsigned", "the day counts", func(o *Org) {
		o.Approval().ApprovedOn, o.Approval().Signature = api.MustDate("2026-01-01"), ""
	}, "ApprovalNotSigned Minor", ""},
	{"not asked for, unsigned", "ISO asks for no signature", func(o *Org) {
		o.Approval().Signature, o.ISMS.Spec.Policy.Signatures = "", api.SignaturesPolicy{}
	}, "", ""},
	{"asked for of others", "each kind by itself", func(o *Org) {
		o.Approval().Signature, o.ISMS.Spec.Policy.Signatures.Subjects = "", []api.ApprovedKind{"SecurityBudget"}
	}, "", ""},
	{"not asked for, and nobody vouches", "what nobody asks for cannot lack", func(o *Org) {
		o.Trusted, o.ISMS.Spec.Policy.Signatures = nil, api.SignaturesPolicy{}
	}, "", ""},
	{"not asked for, and forged", "a forgery is one whoever asks", func(o *Org) {
		o.Approval().Rationale, o.ISMS.Spec.Policy.Signatures = "other words", api.SignaturesPolicy{}
	}, "SignatureInvalid Minor", ""},
	{"under pseudonyms", "nobody can tell", func(o *Org) { o.Approval().Signature = signoff.Hidden }, "KeyNotVouchedFor Unknown", "pseudonyms"},
}
