package facts

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/signoff"
)

// actNames are what acts are called in sentences.
var actNames = map[api.ApprovedKind]string{
	api.ActAppointment: "appointment", api.ActDelegation: "delegation", api.ActRiskAcceptance: "acceptance of the risk", api.ActVerification: "verification",
	api.ActRequirementDecision: "decision", api.ActRenewalDecision: "decision on the renewal", api.ActReplacementDecision: "decision on the replacement",
}

// ActName is what an act is called in a sentence, with its entry where the record has several.
func ActName(a *assess.Act) string {
	if a.Entry == "" {
		return actNames[a.What]
	}
	return actNames[a.What] + " " + Quote(a.Entry)
}

// ActSignatureRequired reports whether an act has to be signed: it was done since the policy asks
// for it, or is in force still and only says itself that it was done before (SignatureRequired).
// One of which no day is stated gains as much as one that is dated back, and no more. Of one that
// nobody is known to have done, and that therefore counts for nothing, other rules ask.
func ActSignatureRequired(c *assess.Context, kind *assess.Kind, r api.Record, a *assess.Act) bool {
	p := &c.Policy.Signatures
	switch {
	case !a.Stated() && (!a.Stands || !Started(c, a.From)) || !c.Policy.SignaturesOfAct(a.What):
		return false
	case !a.On.IsZero() && !a.On.Before(p.RequiredFrom):
		return true
	case a.Signature != "" || !c.Today.Reached(p.EarlierLapse()):
		return false
	}
	return !c.Today.Past(a.Until) && !approvedForPast(c, kind, r)
}

type signedActKey struct {
	of    assess.Ref
	field string
}

// SignedAct is what the signature of an act of a record is worth, by the same chain as that of
// an approval (SignedBy): it is of this record, entry, content, person and day.
func SignedAct(c *assess.Context, of assess.Ref, a *assess.Act) Signed {
	if a.Signature != "" && !a.Stated() {
		return Signed{}.fails(SignatureInvalid, "of the content: who did it and when are signed, and the record does not say both")
	}
	return assess.Once(c, signedActKey{of, a.Field(a.SignatureField)}, func(c *assess.Context) Signed {
		return signedBy(c, &signable{
			namespace: signoff.ActNamespace, by: a.By, on: a.On, signature: a.Signature,
			what: "such an act", who: "person", parts: "the record, entry, ISMS, person, day or what was decided on",
			messages:  func(by *api.Actor) ([][]byte, error) { return ActMessages(c.Assessment.Spec.Isms, of, a, by) },
			elsewhere: func() string { return otherAct(c, of, a) },
		})
	})
}

// ActMessages are what a signature of an act by somebody may be over: the act as the record
// states it, which is the first, and as it was before it was ended.
func ActMessages(isms string, of assess.Ref, a *assess.Act, by *api.Actor) (all [][]byte, err error) {
	for _, content := range []any{a.Content, a.Before} {
		if content == nil {
			continue
		}
		message, err := signoff.ActStatement(signoff.SubjectOf(of.Kind, isms, of.Name), signoff.Act{What: a.What, Entry: a.Entry, By: by, On: a.On, Content: content})
		if err != nil {
			return nil, err
		}
		all = append(all, message)
	}
	return all, nil
}

// otherAct is the act whose signature another one has; "" where there is none.
func otherAct(c *assess.Context, of assess.Ref, a *assess.Act) string {
	for kind, r := range c.Every() {
		if kind.Acts == nil {
			continue
		}
		ref := assess.Ref{Kind: kind.Name, Name: r.GetName()}
		for _, other := range kind.Acts(r) {
			if other.Signature != a.Signature || !other.Stated() || ref == of && other.At == a.At {
				continue
			}
			messages, err := ActMessages(c.Assessment.Spec.Isms, ref, &other, other.By)
			for _, message := range messages {
				if err == nil && signoff.Verify(message, signoff.ActNamespace, a.Signature).Err == nil {
					return fmt.Sprintf("the %s of %s %s", ActName(&other), ref.Kind, ref.Name)
				}
			}
		}
	}
	return ""
}
