package rules_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"slices"
	"strings"
	"testing"

	"github.com/hiddeco/sshsig"
	"golang.org/x/crypto/ssh"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/signoff"
)

// pen is a private key, which nobody of the records has but its holder.
type pen struct{ signer ssh.Signer }

func aPen(seed byte) pen {
	signer, err := ssh.NewSignerFromKey(ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, ed25519.SeedSize)))
	if err != nil {
		panic(err)
	}
	return pen{signer}
}

func (p pen) public() string {
	return strings.TrimSpace(string(ssh.MarshalAuthorizedKey(p.signer.PublicKey())))
}

func (p pen) fingerprint() string { return ssh.FingerprintSHA256(p.signer.PublicKey()) }

func (p pen) sign(message []byte, namespace string) string {
	s, err := sshsig.SignWithRand(bytes.NewReader(message), rand.Reader, p.signer, sshsig.HashSHA512, namespace)
	if err != nil {
		panic(err)
	}
	return string(sshsig.Armor(s))
}

// The pens of the table: the trust root, which the attacker does not hold; the boss's; the
// manager's, who may register; of somebody who left, which the attacker holds; and the
// attacker's own.
var rootPen, bossPen, managerPen, leaverPen, attackerPen = aPen(1), aPen(2), aPen(3), aPen(4), aPen(5)

const signedISMS = "isms.example"

// register gives a person a key, registered by somebody with a pen.
func register(p *api.Person, key, by pen, voucher string, change ...func(*api.SigningKey)) *api.SigningKey {
	k := api.SigningKey{Name: "key", PublicKey: key.public(), RegisteredBy: actor(voucher), RegisteredOn: date("2025-01-10")}
	for _, do := range change {
		do(&k)
	}
	k.Registration = by.sign(must(signoff.Registration(signedISMS, p.Name, &k)), signoff.RegistrationNamespace)
	p.Spec.SigningKeys = append(p.Spec.SigningKeys, k)
	return &p.Spec.SigningKeys[len(p.Spec.SigningKeys)-1]
}

func must(text []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return text
}

func mayRegister(k *api.SigningKey) { k.Uses = []api.KeyUse{api.UseRegistrations} }

// signMatrix binds and signs the approval of the matrix.
func (f *fixture) signMatrix(by pen) {
	a := f.matrixApproval()
	s := signoff.SubjectOf("AccountabilityMatrix", signedISMS, f.raci.Name)
	a.ContentHash = signoff.Hash(s, f.raci.Spec.Approvable())
	a.Signature = by.sign(must(signoff.Approval(s, a)), signoff.ApprovalNamespace)
}

func (f *fixture) matrixApproval() *api.Approval { return &f.raci.Spec.Approvals[0] }

// signedFixture is an ISMS that asks for signatures: the chair holds the root, which vouches
// for the manager's key, which vouches for the boss's and the leaver's.
func signedFixture() (f *fixture, leaver *api.Person) {
	f = newFixture()
	leaver = aPerson("leaver")
	leaver.Spec.EngagedUntil = date("2026-03-31")
	f.add(leaver)
	f.isms.Spec.Isms = signedISMS
	f.isms.Spec.Policy.Signatures = api.SignaturesPolicy{RequiredFrom: date("2026-01-01"), Subjects: []api.ApprovedKind{"AccountabilityMatrix"}}
	f.trusted = []string{rootPen.fingerprint()}
	f.chair.Spec.SigningKeys = []api.SigningKey{{Name: "root", PublicKey: rootPen.public(), Uses: []api.KeyUse{api.UseRegistrations}}}
	register(f.ada, managerPen, rootPen, "chair", mayRegister)
	register(f.boss, bossPen, managerPen, "ada")
	register(leaver, leaverPen, managerPen, "ada")
	f.matrixApproval().ApprovedOn = date("2026-04-20")
	f.matrixApproval().Rationale = "As discussed"
	f.signMatrix(bossPen)
	return f, leaver
}

// onSignature are the findings of a record that say what its approval is worth.
func onSignature(t *testing.T, f *fixture, on string) (got []string, messages string) {
	t.Helper()
	for _, found := range (row{change: func(into *fixture) { *into = *f }}).judge(t, on) {
		if slices.Contains([]string{"X-07", "X-19", "X-20"}, found.Rule) {
			got = append(got, found.Reason+" "+string(found.Grade))
			messages += found.Message + "\n"
		}
	}
	return got, messages
}

type attack struct {
	name, why string
	change    func(f *fixture, leaver *api.Person)
	// want are the findings, and says what one of them says.
	want, says string
}

var attacks = []attack{
	{"none", "signed by who approved, with a key that leads to the root", func(*fixture, *api.Person) {}, "", ""},
	{"content edited after", "the hash is signed", func(f *fixture, _ *api.Person) { f.raci.Spec.Rows[0].Name = "other" }, "ApprovalStale Minor", ""},
	{"content edited, and hashed anew", "and so is what it is of", func(f *fixture, _ *api.Person) {
		f.raci.Spec.Rows[0].Name = "other"
		f.matrixApproval().ContentHash = signoff.Hash(signoff.SubjectOf("AccountabilityMatrix", signedISMS, f.raci.Name), f.raci.Spec.Approvable())
	}, "SignatureInvalid Minor", "of the content"},
	{"edited, and hashed by version 1", "an older hash is no way around", func(f *fixture, _ *api.Person) {
		f.raci.Spec.Rows[0].Name = "other"
		f.matrixApproval().ContentHash = api.ContentHash(f.raci.Spec.Approvable())
	}, "SignatureInvalid Minor", "of the content"},
	{"copied from another record", "the name is signed", func(f *fixture, _ *api.Person) {
		other := f.raci.DeepCopy()
		other.Name = "raci-2"
		f.add(other)
		f.raci.Name, other.Name = other.Name, f.raci.Name // the signed one is raci-2 now, and what raci says is its copy
		f.signMatrix(bossPen)
		other.Spec.Approvals[0] = *f.matrixApproval()
	}, "ApprovalStale Minor|SignatureInvalid Minor", "of the record: it is that of AccountabilityMatrix raci-2"},
	{"copied from another kind", "the kind is signed", func(f *fixture, _ *api.Person) {
		s := signoff.SubjectOf("StatementOfApplicability", signedISMS, f.raci.Name)
		f.matrixApproval().Signature = bossPen.sign(must(signoff.Approval(s, f.matrixApproval())), signoff.ApprovalNamespace)
	}, "SignatureInvalid Minor", "record"},
	{"copied from another organisation", "so is the ISMS", func(f *fixture, _ *api.Person) {
		s := signoff.SubjectOf("AccountabilityMatrix", "isms.other", f.raci.Name)
		f.matrixApproval().ContentHash = signoff.Hash(s, f.raci.Spec.Approvable())
		f.matrixApproval().Signature = bossPen.sign(must(signoff.Approval(s, f.matrixApproval())), signoff.ApprovalNamespace)
	}, "ApprovalStale Minor|SignatureInvalid Minor", "ISMS"},
	{"the ISMS without a name", "then nobody can tell of which it is", func(f *fixture, _ *api.Person) { f.isms.Spec.Isms = "" }, "ApprovalStale Minor|KeyNotVouchedFor Unknown", "no identifier"},
	{"the ISMS renamed", "then no signature is of it", func(f *fixture, _ *api.Person) { f.isms.Spec.Isms = "isms.other" }, "ApprovalStale Minor|SignatureInvalid Minor", ""},
	{"moved to another namespace", "which is no part of what is approved", func(f *fixture, _ *api.Person) { f.raci.Namespace = "other" }, "", ""},
	{"approver swapped", "who approves is signed", func(f *fixture, _ *api.Person) { f.matrixApproval().By = *actor("ada") }, "SignatureInvalid Minor", "of the approver: boss"},
	{"approver by a role", "so is as what", func(f *fixture, _ *api.Person) { f.matrixApproval().By = *roleActor("top") }, "SignatureInvalid Minor", "of the approver: boss"},
	{"rationale swapped", "the words are signed", func(f *fixture, _ *api.Person) { f.matrixApproval().Rationale = "As discusssed" }, "SignatureInvalid Minor", "rationale"},
	{"rationale that looks alike", "and what looks alike is not the same", func(f *fixture, _ *api.Person) { f.matrixApproval().Rationale = "As\u00a0discussed" }, "SignatureInvalid Minor", "rationale"},
	{"another namespace of SSHSIG", "a signature of a commit approves nothing", func(f *fixture, _ *api.Person) {
		s := signoff.SubjectOf("AccountabilityMatrix", signedISMS, f.raci.Name)
		f.matrixApproval().Signature = bossPen.sign(must(signoff.Approval(s, f.matrixApproval())), "git")
	}, "SignatureInvalid Minor", "of the namespace"},
	{"leaver's key, in the boss's name", "the key is not the boss's", func(f *fixture, _ *api.Person) { f.signMatrix(leaverPen) }, "SignatureInvalid Minor", "of the approver: the key is of leaver"},
	{"leaver's key, in the leaver's", "who has left signs no more", func(f *fixture, _ *api.Person) {
		f.matrixApproval().By = *actor("leaver")
		f.signMatrix(leaverPen)
	}, "SignerNotEngaged Minor", "leaver was not engaged"},
	{"leaver's key, on the last day", "until then it counts", func(f *fixture, _ *api.Person) {
		f.matrixApproval().By, f.matrixApproval().ApprovedOn = *actor("leaver"), date("2026-03-31")
		f.signMatrix(leaverPen)
	}, "", ""},
	{"leaver without a day", "nobody knows whether it counts", func(f *fixture, leaver *api.Person) {
		leaver.Spec.EngagedUntil, leaver.Spec.State = api.Date{}, api.StateLeft
		f.matrixApproval().By = *actor("leaver")
		f.signMatrix(leaverPen)
	}, "SignerNotEngaged Unknown", "on a day that nobody knows"},
	{"leaver's key moved to the boss", "whose key it is, is signed", func(f *fixture, leaver *api.Person) {
		f.boss.Spec.SigningKeys, leaver.Spec.SigningKeys = leaver.Spec.SigningKeys, nil
		f.signMatrix(leaverPen)
	}, "KeyNotVouchedFor Minor", "not of this person"},
	{"leaver's key copied to the boss", "one key of two people is nobody's", func(f *fixture, leaver *api.Person) {
		f.boss.Spec.SigningKeys = append(f.boss.Spec.SigningKeys, leaver.Spec.SigningKeys...)
		f.signMatrix(leaverPen)
	}, "SignatureInvalid Minor", "boss and leaver have the same"},
	{"leaver's key registers the attacker's", "it may not", func(f *fixture, _ *api.Person) {
		f.boss.Spec.SigningKeys = nil
		register(f.boss, attackerPen, leaverPen, "leaver")
		f.signMatrix(attackerPen)
	}, "SignerWithoutAuthority Minor", "may not vouch"},
	{"leaver's key that says it may", "what a key may is signed", func(f *fixture, leaver *api.Person) {
		leaver.Spec.SigningKeys[0].Uses = []api.KeyUse{api.UseRegistrations}
		f.boss.Spec.SigningKeys = nil
		register(f.boss, attackerPen, leaverPen, "leaver")
		f.signMatrix(attackerPen)
	}, "KeyNotVouchedFor Minor", "who registered the key does not count"},
	{"expired", "the day after the last", func(f *fixture, _ *api.Person) {
		f.boss.Spec.SigningKeys = nil
		register(f.boss, bossPen, managerPen, "ada", func(k *api.SigningKey) { k.ValidUntil = date("2026-04-19") })
	}, "SignatureInvalid Minor", "was valid until 2026-04-19"},
	{"on its last day", "the last day counts", func(f *fixture, _ *api.Person) {
		f.boss.Spec.SigningKeys = nil
		register(f.boss, bossPen, managerPen, "ada", func(k *api.SigningKey) { k.ValidUntil = date("2026-04-20") })
	}, "", ""},
	{"expired, and prolonged by an edit", "the window is signed", func(f *fixture, _ *api.Person) {
		f.boss.Spec.SigningKeys = nil
		register(f.boss, bossPen, managerPen, "ada", func(k *api.SigningKey) { k.ValidUntil = date("2026-04-19") }).ValidUntil = date("2027-12-31")
	}, "KeyNotVouchedFor Minor", "not of this person"},
	{"revoked before", "a revoked key signs no more", func(f *fixture, _ *api.Person) { f.boss.Spec.SigningKeys[0].RevokedOn = date("2026-04-19") }, "KeyRevoked Minor", ""},
	{"revoked on the day", "from the day on", func(f *fixture, _ *api.Person) { f.boss.Spec.SigningKeys[0].RevokedOn = date("2026-04-20") }, "KeyRevoked Minor", ""},
	{"revoked after", "what was signed before stands", func(f *fixture, _ *api.Person) { f.boss.Spec.SigningKeys[0].RevokedOn = date("2026-04-21") }, "", ""},
	{"revoked, and entered again", "a second entry of a key undoes no revocation", func(f *fixture, _ *api.Person) {
		again := f.boss.Spec.SigningKeys[0]
		again.Name, f.boss.Spec.SigningKeys[0].RevokedOn = "again", date("2026-04-19")
		f.boss.Spec.SigningKeys = append(f.boss.Spec.SigningKeys, again)
	}, "KeyRevoked Minor", ""},
	{"who registered it is revoked since", "what was registered before stands", func(f *fixture, _ *api.Person) { f.ada.Spec.SigningKeys[0].RevokedOn = date("2025-01-11") }, "", ""},
	{"who registered it was revoked", "and what was after does not", func(f *fixture, _ *api.Person) { f.ada.Spec.SigningKeys[0].RevokedOn = date("2025-01-10") }, "KeyRevoked Minor", "who registered the key"},
	{"added, and registered by nobody", "anybody can add a key", func(f *fixture, _ *api.Person) {
		f.boss.Spec.SigningKeys = []api.SigningKey{{Name: "mine", PublicKey: attackerPen.public()}}
		f.signMatrix(attackerPen)
	}, "KeyNotVouchedFor Minor", "nobody has signed"},
	{"added, and registered by itself", "nobody vouches for themselves", func(f *fixture, _ *api.Person) {
		f.boss.Spec.SigningKeys = nil
		register(f.boss, attackerPen, attackerPen, "boss")
		f.signMatrix(attackerPen)
	}, "KeySelfRegistered Minor", "its own holder"},
	{"registered by another key of the holder", "nor with another key", func(f *fixture, _ *api.Person) {
		register(f.ada, attackerPen, managerPen, "ada")
		f.matrixApproval().By = *actor("ada")
		f.signMatrix(attackerPen)
	}, "KeySelfRegistered Minor", ""},
	{"two keys that vouch for each other", "a circle leads to no root", func(f *fixture, leaver *api.Person) {
		f.boss.Spec.SigningKeys, f.ben.Spec.SigningKeys = nil, nil
		both := func(k *api.SigningKey) { k.Uses = []api.KeyUse{api.UseApprovals, api.UseRegistrations} }
		register(f.boss, attackerPen, leaverPen, "ben", both)
		register(f.ben, leaverPen, attackerPen, "boss", both)
		leaver.Spec.SigningKeys = nil
		f.signMatrix(attackerPen)
	}, "KeyNotVouchedFor Minor", "leads to no trust root"},
	{"another root", "who vouches, the records do not say", func(f *fixture, _ *api.Person) { f.trusted = []string{attackerPen.fingerprint()} }, "KeyNotVouchedFor Minor", ""},
	{"no root", "valid is not enough, and nobody can say more", func(f *fixture, _ *api.Person) { f.trusted = nil }, "KeyNotVouchedFor Unknown", "no trust root is given"},
	{"no root, forged", "what is forged is told without one", func(f *fixture, _ *api.Person) {
		f.trusted, f.matrixApproval().Rationale = nil, "other words"
	}, "SignatureInvalid Minor", ""},
	{"day moved", "the day is signed", func(f *fixture, _ *api.Person) { f.matrixApproval().ApprovedOn = date("2026-04-19") }, "SignatureInvalid Minor", "day"},
	{"backdated before the key", "the key was not there", func(f *fixture, _ *api.Person) {
		f.boss.Spec.SigningKeys = nil
		register(f.boss, bossPen, managerPen, "ada", func(k *api.SigningKey) { k.RegisteredOn = date("2026-04-21") })
	}, "SignatureBackdated Minor", "2026-04-21"},
	{"signature stripped", "the policy asks for one", func(f *fixture, _ *api.Person) { f.matrixApproval().Signature = "" }, "ApprovalNotSigned Minor", ""},
	{"hash stripped", "one that is of nothing approves nothing", func(f *fixture, _ *api.Person) { f.matrixApproval().ContentHash, f.unbound = "", true }, "ApprovalNotBound Minor", ""},
	{"both stripped", "nor does one without anything", func(f *fixture, _ *api.Person) {
		f.matrixApproval().ContentHash, f.matrixApproval().Signature, f.unbound = "", "", true
	}, "ApprovalNotBound Minor", ""},
	{"a second approval, unsigned", "each has to be signed, or the one that counts would not be", func(f *fixture, _ *api.Person) {
		again := *f.matrixApproval()
		again.Name, again.Signature = "again", ""
		f.raci.Spec.Approvals = append(f.raci.Spec.Approvals, again)
	}, "ApprovalNotSigned Minor", ""},
	{"from the day on, unsigned", "the day counts", func(f *fixture, _ *api.Person) {
		f.matrixApproval().ApprovedOn, f.matrixApproval().Signature = date("2026-01-01"), ""
	}, "ApprovalNotSigned Minor", ""},
	{"not asked for, unsigned", "ISO asks for no signature", func(f *fixture, _ *api.Person) {
		f.matrixApproval().Signature, f.isms.Spec.Policy.Signatures = "", api.SignaturesPolicy{}
	}, "", ""},
	{"asked for of others", "each kind by itself", func(f *fixture, _ *api.Person) {
		f.matrixApproval().Signature, f.isms.Spec.Policy.Signatures.Subjects = "", []api.ApprovedKind{"SecurityBudget"}
	}, "", ""},
	{"not asked for, and nobody vouches", "what nobody asks for cannot lack", func(f *fixture, _ *api.Person) {
		f.trusted, f.isms.Spec.Policy.Signatures = nil, api.SignaturesPolicy{}
	}, "", ""},
	{"not asked for, and forged", "a forgery is one whoever asks", func(f *fixture, _ *api.Person) {
		f.matrixApproval().Rationale, f.isms.Spec.Policy.Signatures = "other words", api.SignaturesPolicy{}
	}, "SignatureInvalid Minor", ""},
	{"under pseudonyms", "nobody can tell", func(f *fixture, _ *api.Person) { f.matrixApproval().Signature = signoff.Hidden }, "KeyNotVouchedFor Unknown", "pseudonyms"},
}

// TestAttacks: whoever edits records, keys included, and holds a leaver's key and not the
// root, leaves no approval that counts, and the finding names what they did.
func TestAttacks(t *testing.T) { tryAttacks(t, attacks) }

func tryAttacks(t *testing.T, all []attack) {
	for _, a := range all {
		t.Run(a.name, func(t *testing.T) {
			f, leaver := signedFixture()
			a.change(f, leaver)
			got, messages := onSignature(t, f, "AccountabilityMatrix/raci")
			slices.Sort(got)
			if have := strings.Join(got, "|"); have != a.want || !strings.Contains(messages, a.says) {
				t.Errorf("%s: got %q, want %q that says %q:\n%s", a.why, have, a.want, a.says, messages)
			}
		})
	}
}

// TestKeptOutside: the root may be of nobody of the records, such as of a notary.
func TestKeptOutside(t *testing.T) {
	f, _ := signedFixture()
	f.chair.Spec.SigningKeys = nil
	if got, messages := onSignature(t, f, "AccountabilityMatrix/raci"); len(got) > 0 {
		t.Errorf("%q: %s", got, messages)
	}
}
