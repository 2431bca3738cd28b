package facts

import (
	"errors"
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/signoff"
)

type signedKey struct {
	of   assess.Ref
	name string
}

// SignedBy is what the signature of an approval of a record is worth: it is of this record,
// content, approver and day; its key was the approver's on that day; and somebody who is
// trusted vouches for it; and its time stamp says nothing else. Whether the approver had the
// authority is asked of all approvals (SignatureOf).
func SignedBy(c *assess.Context, of assess.Ref, a *api.Approval) Signed {
	return assess.Once(c, signedKey{of, a.Name}, func(c *assess.Context) Signed {
		return stamped(c, of, a, signedBy(c, of, a))
	})
}

func signedBy(c *assess.Context, of assess.Ref, a *api.Approval) Signed {
	var s Signed
	isms := c.Assessment.Spec.Isms
	switch {
	case a.Signature == "":
		return s.fails(ApprovalNotSigned, "it has no signature")
	case a.Signature == signoff.Hidden:
		return s.unknown(KeyNotVouchedFor, "what was signed has the names of people, which are pseudonyms here")
	case isms == "":
		return s.unknown(KeyNotVouchedFor, "the ISMS has no identifier (spec.isms of the ClauseAssessment) that a signature could be of")
	}
	message, err := signoff.Approval(signoff.SubjectOf(of.Kind, isms, of.Name), a)
	if err != nil {
		return s.fails(SignatureInvalid, "what is signed cannot be written: %s", err)
	}
	verified := signoff.Verify(message, signoff.ApprovalNamespace, a.Signature)
	s.Fingerprint = verified.Fingerprint
	held := KeysOf(c, verified.Fingerprint)
	if verified.Err != nil {
		return s.fails(SignatureInvalid, "%s", whatElse(c, of, a, held, verified.Err))
	}
	behind := PeopleBehind(c, &a.By, a.ApprovedOn)
	at := slices.IndexFunc(held, func(h HeldKey) bool { return slices.Contains(behind, h.Person.Name) })
	switch {
	case len(held) == 0:
		return s.fails(SignatureInvalid, "of the key: no Person has it (%s)", verified.Fingerprint)
	case at < 0 && a.By.Role() != "":
		return s.fails(SignerWithoutAuthority, "the key is of %s, who did not hold the role %s on that day", held[0].Person.Name, a.By.Role())
	case at < 0:
		return s.fails(SignatureInvalid, "of the approver: the key is of %s", held[0].Person.Name)
	case heldBySeveral(held):
		return s.fails(SignatureInvalid, "of the key: %s have the same, so that nobody can tell which of them signed", ListAll(holders(held)))
	}
	return bestOf(c, s, held, a.ApprovedOn)
}

// whatElse says what a signature that is not of an approval is of, as far as that can be told.
func whatElse(c *assess.Context, of assess.Ref, a *api.Approval, held []HeldKey, err error) string {
	switch {
	case errors.Is(err, signoff.ErrNamespace):
		return "of the namespace: it was made for something else than an approval"
	case !errors.Is(err, signoff.ErrOther):
		return err.Error()
	}
	isms := c.Assessment.Spec.Isms
	is := func(kind, name string, other api.Approval) bool {
		message, err := signoff.Approval(signoff.SubjectOf(kind, isms, name), &other)
		return err == nil && signoff.Verify(message, signoff.ApprovalNamespace, a.Signature).Err == nil
	}
	for kind, r := range c.Every() {
		if kind.Approvals == nil {
			continue
		}
		for _, other := range kind.Approvals(r) {
			if other.Signature == a.Signature && (assess.Ref{Kind: kind.Name, Name: r.GetName()}) != of && is(kind.Name, r.GetName(), other) {
				return fmt.Sprintf("of the record: it is that of %s %s", kind.Name, r.GetName())
			}
		}
	}
	for _, h := range held {
		other := *a
		if other.By = *api.PersonActor(h.Person.Name); is(of.Kind, of.Name, other) {
			return fmt.Sprintf("of the approver: %s signed it in their own name", h.Person.Name)
		}
	}
	return "of the content: the content hash, record, ISMS, approver, day or rationale that was signed is another"
}
