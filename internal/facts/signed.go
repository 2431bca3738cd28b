package facts

import (
	"errors"
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/signoff"
)

// signable is something that a record states, and that is signed.
type signable struct {
	namespace, signature string
	by                   *api.Actor
	on                   api.Date
	// What it is, who does it, and what else of it is signed, in words.
	what, who, parts string
	// messages are what a signature of it by somebody may be over.
	messages func(by *api.Actor) ([][]byte, error)
	// elsewhere names what else of the records the signature is of; "" where it is of nothing
	// there.
	elsewhere func() string
}

// verify verifies the signature against what it may be over by somebody.
func (of *signable) verify(by *api.Actor) (v signoff.Verified, err error) {
	messages, err := of.messages(by)
	for _, message := range messages {
		if v = signoff.Verify(message, of.namespace, of.signature); v.Err == nil {
			break
		}
	}
	return v, err
}

func signedBy(c *assess.Context, of *signable) Signed {
	var s Signed
	isms := c.Assessment.Spec.Isms
	switch {
	case of.signature == "":
		return s.fails(ApprovalNotSigned, "it has no signature")
	case of.signature == signoff.Hidden:
		return s.unknown(KeyNotVouchedFor, "what was signed has the names of people, which are pseudonyms here")
	case isms == "":
		return s.unknown(KeyNotVouchedFor, "the ISMS has no identifier (spec.isms of the ClauseAssessment) that a signature could be of")
	}
	verified, err := of.verify(of.by)
	if err != nil {
		return s.fails(SignatureInvalid, "what is signed cannot be written: %s", err)
	}
	s.Fingerprint = verified.Fingerprint
	held := KeysOf(c, verified.Fingerprint)
	if verified.Err != nil {
		return s.fails(SignatureInvalid, "%s", of.whatElse(held, verified.Err))
	}
	behind := PeopleBehind(c, of.by, of.on)
	at := slices.IndexFunc(held, func(h HeldKey) bool { return slices.Contains(behind, h.Person.Name) })
	switch {
	case len(held) == 0:
		return s.fails(SignatureInvalid, "of the key: no Person has it (%s)", verified.Fingerprint)
	case at < 0 && of.by.Role() != "":
		return s.fails(SignerWithoutAuthority, "the key is of %s, who did not hold the role %s on that day", held[0].Person.Name, of.by.Role())
	case at < 0:
		return s.fails(SignatureInvalid, "of the %s: the key is of %s", of.who, held[0].Person.Name)
	case heldBySeveral(held):
		return s.fails(SignatureInvalid, "of the key: %s have the same, so that nobody can tell which of them signed", ListAll(holders(held)))
	}
	return bestOf(c, s, held, of.on)
}

// whatElse says what a signature that is not of this is of, as far as that can be told.
func (of *signable) whatElse(held []HeldKey, err error) string {
	switch {
	case errors.Is(err, signoff.ErrNamespace):
		return "of the namespace: it was made for something else than " + of.what
	case !errors.Is(err, signoff.ErrOther):
		return err.Error()
	}
	if other := of.elsewhere(); other != "" {
		return "of the record: it is that of " + other
	}
	for _, h := range held {
		if v, err := of.verify(api.PersonActor(h.Person.Name)); err == nil && v.Err == nil {
			return fmt.Sprintf("of the %s: %s signed it in their own name", of.who, h.Person.Name)
		}
	}
	return "of the content: " + of.parts + " that was signed is another"
}

// approvalMessage is what the signature of an approval by somebody is over.
func approvalMessage(c *assess.Context, of assess.Ref, a *api.Approval, by *api.Actor) ([][]byte, error) {
	other := *a
	other.By = *by
	message, err := signoff.Approval(signoff.SubjectOf(of.Kind, c.Assessment.Spec.Isms, of.Name), &other)
	return [][]byte{message}, err
}

// otherApproval is the record whose approval the signature is of that another has; "" where
// there is none.
func otherApproval(c *assess.Context, of assess.Ref, a *api.Approval) string {
	for kind, r := range c.Every() {
		if kind.Approvals == nil {
			continue
		}
		ref := assess.Ref{Kind: kind.Name, Name: r.GetName()}
		for _, other := range kind.Approvals(r) {
			if other.Signature != a.Signature || ref == of {
				continue
			}
			message, err := signoff.Approval(signoff.SubjectOf(ref.Kind, c.Assessment.Spec.Isms, ref.Name), &other)
			if err == nil && signoff.Verify(message, signoff.ApprovalNamespace, a.Signature).Err == nil {
				return fmt.Sprintf("%s %s", ref.Kind, ref.Name)
			}
		}
	}
	return ""
}
