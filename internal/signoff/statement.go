package signoff

import (
	"bytes"
	"encoding/json"
	"errors"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// Namespaces of signatures, so that one of an approval is never one of a key, a commit or a
// file.
const (
	ApprovalNamespace     = "approval@isms-operator.io"
	ActNamespace          = "act@isms-operator.io"
	RegistrationNamespace = "key@isms-operator.io"
	AuthorityNamespace    = "timestamp-authority@isms-operator.io"
)

// Hidden stands for a signature where names of people are pseudonyms: there is one, and what
// it is of is not to be seen.
const Hidden = "hidden: what was signed has the names of people"

// approved is the one decision that an approval can be of.
const approved = "Approved"

// Approval is what the signature of an approval is over.
func Approval(s Subject, a *api.Approval) ([]byte, error) {
	return Canonical(approval{a.ContentHash, s, a.By, a.ApprovedOn, a.Rationale, approved})
}

// approval is the statement of an approval.
type approval struct {
	ContentHash string    `json:"contentHash"`
	Record      Subject   `json:"record"`
	By          api.Actor `json:"by"`
	ApprovedOn  api.Date  `json:"approvedOn"`
	Rationale   string    `json:"rationale"`
	Decision    string    `json:"decision"`
}

// ReadApproval reads what Approval writes: the record, and the approval without its name and
// signature. It fails where a byte of it is another, since a signature would be of that.
func ReadApproval(text []byte) (Subject, *api.Approval, error) {
	var a approval
	if err := json.Unmarshal(text, &a); err != nil {
		return Subject{}, nil, errStatement
	}
	read := &api.Approval{By: a.By, ApprovedOn: a.ApprovedOn, Rationale: a.Rationale, ContentHash: a.ContentHash}
	if again, err := Approval(a.Record, read); err != nil || !bytes.Equal(again, text) {
		return Subject{}, nil, errStatement
	}
	return a.Record, read, nil
}

// errStatement is a statement that is not as this package writes it.
var errStatement = errors.New("it is not what was written to be signed, byte for byte: it may have been edited, or given a line end")

// Registration is what the signature of a registration is over: whose key it is, what for
// and for which days, and who says so.
func Registration(isms, person string, k *api.SigningKey) ([]byte, error) {
	return Canonical(registration{isms, person, k.PublicKey, usesOf(k), k.ValidFrom, k.ValidUntil, k.RegisteredBy, k.RegisteredOn})
}

// registration is the statement of a registration.
type registration struct {
	ISMS         string       `json:"isms"`
	Person       string       `json:"person"`
	PublicKey    string       `json:"publicKey"`
	Uses         []api.KeyUse `json:"uses"`
	ValidFrom    api.Date     `json:"validFrom,omitzero"`
	ValidUntil   api.Date     `json:"validUntil,omitzero"`
	RegisteredBy *api.Actor   `json:"registeredBy"`
	RegisteredOn api.Date     `json:"registeredOn,omitzero"`
}

// ReadRegistration reads what Registration writes: the ISMS, the person, and the key without
// its name and signature. It fails where a byte of it is another.
func ReadRegistration(text []byte) (isms, person string, k *api.SigningKey, err error) {
	var r registration
	if err := json.Unmarshal(text, &r); err != nil {
		return "", "", nil, errStatement
	}
	k = &api.SigningKey{PublicKey: r.PublicKey, Uses: r.Uses, ValidFrom: r.ValidFrom, ValidUntil: r.ValidUntil, RegisteredBy: r.RegisteredBy, RegisteredOn: r.RegisteredOn}
	if again, err := Registration(r.ISMS, r.Person, k); err != nil || !bytes.Equal(again, text) {
		return "", "", nil, errStatement
	}
	return r.ISMS, r.Person, k, nil
}

// usesOf are the uses of a key in one order, whatever the file's.
func usesOf(k *api.SigningKey) (uses []api.KeyUse) {
	if k.MayApprove() {
		uses = append(uses, api.UseApprovals)
	}
	if k.MayRegister() {
		uses = append(uses, api.UseRegistrations)
	}
	return uses
}
