package signoff

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// Namespaces of signatures, so that one of an approval is never one of a key, a commit or a
// file.
const (
	ApprovalNamespace     = "approval@isms-operator.io"
	RegistrationNamespace = "key@isms-operator.io"
)

// Hidden stands for a signature where names of people are pseudonyms: there is one, and what
// it is of is not to be seen.
const Hidden = "hidden: what was signed has the names of people"

// approved is the one decision that an approval can be of.
const approved = "Approved"

// Approval is what the signature of an approval is over.
func Approval(s Subject, a *api.Approval) ([]byte, error) {
	return Canonical(struct {
		ContentHash string    `json:"contentHash"`
		Record      Subject   `json:"record"`
		By          api.Actor `json:"by"`
		ApprovedOn  api.Date  `json:"approvedOn"`
		Rationale   string    `json:"rationale"`
		Decision    string    `json:"decision"`
	}{a.ContentHash, s, a.By, a.ApprovedOn, a.Rationale, approved})
}

// Registration is what the signature of a registration is over: whose key it is, what for
// and for which days, and who says so.
func Registration(isms, person string, k *api.SigningKey) ([]byte, error) {
	return Canonical(struct {
		ISMS         string       `json:"isms"`
		Person       string       `json:"person"`
		PublicKey    string       `json:"publicKey"`
		Uses         []api.KeyUse `json:"uses"`
		ValidFrom    api.Date     `json:"validFrom,omitzero"`
		ValidUntil   api.Date     `json:"validUntil,omitzero"`
		RegisteredBy *api.Actor   `json:"registeredBy"`
		RegisteredOn api.Date     `json:"registeredOn,omitzero"`
	}{isms, person, k.PublicKey, usesOf(k), k.ValidFrom, k.ValidUntil, k.RegisteredBy, k.RegisteredOn})
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
