// Package attacks holds what somebody tries who may edit every record, keys included, and
// holds the key of somebody who has left, but not the trust root. Tests try it on the engine,
// on files, and on an API server.
package attacks

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"fmt"
	"reflect"
	"strings"

	"github.com/hiddeco/sshsig"
	"golang.org/x/crypto/ssh"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/signoff"
)

// Pen is a private key, which nobody has of the records but its holder.
type Pen struct{ signer ssh.Signer }

func newPen(seed byte) Pen {
	signer, err := ssh.NewSignerFromKey(ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, ed25519.SeedSize)))
	if err != nil {
		panic(err)
	}
	return Pen{signer}
}

// Public is the public half, as records hold it.
func (p Pen) Public() string {
	return strings.TrimSpace(string(ssh.MarshalAuthorizedKey(p.signer.PublicKey())))
}

// Fingerprint is that of the key.
func (p Pen) Fingerprint() string { return ssh.FingerprintSHA256(p.signer.PublicKey()) }

// Sign signs a message in a namespace.
func (p Pen) Sign(message []byte, namespace string) string {
	s, err := sshsig.SignWithRand(bytes.NewReader(message), rand.Reader, p.signer, sshsig.HashSHA512, namespace)
	if err != nil {
		panic(err)
	}
	return string(sshsig.Armor(s))
}

// The pens: the trust root, which the attacker does not hold; the boss's; Ada's, who may
// register; that of somebody who left, which the attacker holds; and the attacker's own.
var (
	Root     = newPen(1)
	Boss     = newPen(2)
	Ada      = newPen(3)
	Leaver   = newPen(4)
	Attacker = newPen(5)
)

// ISMS is the identifier of the ISMS.
const ISMS = "isms.example"

// Matrix is the name of the record whose approval is attacked.
const Matrix = "raci"

// Day on which all is judged.
const Day = "2026-06-15"

// Org are the records that attacks are on.
type Org struct {
	ISMS                          *api.ClauseAssessment
	Matrix                        *api.AccountabilityMatrix
	Boss, Chair, Ada, Ben, Leaver *api.Person
	// Records that state acts, and the budget that is stamped; nil until something is done to them.
	Role    *api.SecurityRole
	Risk    *api.Risk
	Proof   *api.CompetencyRecord
	Need    *api.ResourceRequirement
	Tool    *api.ToolLicense
	Service *api.OutsourcedService
	Asset   *api.InfrastructureAsset
	Budget  *api.SecurityBudget
	// Trusted are the trust roots that who judges is told.
	Trusted []string
	// More are all other records.
	More []api.Record
}

// NewOrg is an organisation that is small and asks for signatures, and whose matrix is signed
// by its boss.
func NewOrg() *Org {
	person := func(name string) *api.Person {
		return &api.Person{ObjectMeta: metav1.ObjectMeta{Name: name}, Spec: api.PersonSpec{Sourcing: api.SourcingInternal, EngagedFrom: api.MustDate("2020-01-01")}}
	}
	top := &api.SecurityRole{ObjectMeta: metav1.ObjectMeta{Name: "top"}, Spec: api.SecurityRoleSpec{
		Title: "Top management", Mandate: api.MandateTopManagement,
		Assignments: []api.Assignment{{
			Name: "boss", PersonRef: api.Reference{Name: "boss"}, AppointedBy: api.PersonActor("chair"),
			From: api.MustDate("2024-01-01"), AppointedOn: api.MustDate("2023-12-20"),
		}},
	}}
	o := &Org{
		ISMS: &api.ClauseAssessment{ObjectMeta: metav1.ObjectMeta{Name: "isms"}, Spec: api.ClauseAssessmentSpec{Organization: "Example Ltd", Scope: "All of Example", Phase: api.PhaseImplementation}},
		Matrix: &api.AccountabilityMatrix{ObjectMeta: metav1.ObjectMeta{Name: Matrix}, Spec: api.AccountabilityMatrixSpec{
			Approvals: []api.Approval{{Name: "board", By: *api.PersonActor("boss"), ApprovedOn: api.MustDate("2026-01-20")}},
			Rows: []api.AccountabilityRow{{
				Name: string(api.ActivityInternalAudit), Activity: api.ActivityInternalAudit,
				AccountableRoleRefs: []api.Reference{{Name: "top"}}, ResponsibleRoleRefs: []api.Reference{{Name: "top"}},
			}},
		}},
		Boss: person("boss"), Chair: person("chair"), Ada: person("ada"), Ben: person("ben"),
		More: []api.Record{top},
	}
	o.AskForSignatures()
	return o
}

// AskForSignatures has the policy ask for them and the matrix signed: the chair holds the root,
// which vouches for Ada's key, which vouches for the boss's and the leaver's.
func (o *Org) AskForSignatures() {
	o.Leaver = &api.Person{ObjectMeta: metav1.ObjectMeta{Name: "leaver", Namespace: o.Boss.Namespace}, Spec: api.PersonSpec{
		Sourcing: api.SourcingInternal, EngagedFrom: api.MustDate("2020-01-01"), EngagedUntil: api.MustDate("2026-03-31"),
	}}
	o.ISMS.Spec.Isms = ISMS
	o.ISMS.Spec.Policy.Signatures = api.SignaturesPolicy{RequiredFrom: api.MustDate("2026-01-01"), Subjects: []api.ApprovedKind{"AccountabilityMatrix"}}
	o.Trusted = []string{Root.Fingerprint()}
	o.Chair.Spec.SigningKeys = []api.SigningKey{{Name: "root", PublicKey: Root.Public(), Uses: []api.KeyUse{api.UseRegistrations}}}
	Register(o.Ada, Ada, Root, "chair", MayRegister)
	Register(o.Boss, Boss, Ada, "ada")
	Register(o.Leaver, Leaver, Ada, "ada", func(k *api.SigningKey) { k.Name = "leaver" })
	o.Approval().ApprovedOn = api.MustDate("2026-04-20")
	o.Approval().Rationale = "As discussed"
	o.Sign(Boss)
}

// Records are all records of the organisation, each with its kind.
func (o *Org) Records() []api.Record {
	all := append([]api.Record{o.ISMS, o.Matrix, o.Boss, o.Chair, o.Ada, o.Ben, o.Leaver}, o.More...)
	if o.Role != nil {
		all = append(all, o.Role, o.Risk, o.Proof, o.Need, o.Tool, o.Service, o.Asset)
	}
	if o.Budget != nil {
		all = append(all, o.Budget)
	}
	for _, r := range all {
		r.GetObjectKind().SetGroupVersionKind(api.GroupVersion.WithKind(kindName(r)))
	}
	return all
}

func kindName(r api.Record) string { return reflect.TypeOf(r).Elem().Name() }

// Add adds records.
func (o *Org) Add(records ...api.Record) { o.More = append(o.More, records...) }

// Approval is the first approval of the matrix.
func (o *Org) Approval() *api.Approval { return &o.Matrix.Spec.Approvals[0] }

// Sign binds and signs the first approval of the matrix.
func (o *Org) Sign(by Pen) {
	a := o.Approval()
	s := signoff.SubjectOf("AccountabilityMatrix", ISMS, o.Matrix.Name)
	a.ContentHash = signoff.Hash(s, o.Matrix.Spec.Approvable())
	a.Signature = by.Sign(must(signoff.Approval(s, a)), signoff.ApprovalNamespace)
}

// Register gives a person a key, registered by somebody with a pen.
func Register(p *api.Person, key, by Pen, voucher string, change ...func(*api.SigningKey)) *api.SigningKey {
	k := api.SigningKey{Name: "key", PublicKey: key.Public(), RegisteredBy: api.PersonActor(voucher), RegisteredOn: api.MustDate("2025-01-10")}
	if n := len(p.Spec.SigningKeys); n > 0 {
		k.Name = fmt.Sprintf("key-%d", n+1)
	}
	for _, do := range change {
		do(&k)
	}
	k.Registration = by.Sign(must(signoff.Registration(ISMS, p.Name, &k)), signoff.RegistrationNamespace)
	p.Spec.SigningKeys = append(p.Spec.SigningKeys, k)
	return &p.Spec.SigningKeys[len(p.Spec.SigningKeys)-1]
}

// MayRegister lets a key vouch for others, and not approve.
func MayRegister(k *api.SigningKey) { k.Uses = []api.KeyUse{api.UseRegistrations} }

func must(text []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return text
}
