package facts

import (
	"errors"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/signoff"
)

// signedKey tells approvals apart by all that they say: in a file two can have one name.
type signedKey struct {
	of       assess.Ref
	approval api.Approval
}

// SignedBy is what the signature of an approval of a record is worth: it is of this record,
// content, approver and day; its key was the approver's on that day; and somebody who is
// trusted vouches for it; and its time stamp says nothing else. Whether the approver had the
// authority is asked of all approvals (SignatureOf).
func SignedBy(c *assess.Context, of assess.Ref, a *api.Approval) Signed {
	return assess.Once(c, signedKey{of, *a}, func(c *assess.Context) Signed {
		return stamped(c, of, a, signedBy(c, &signable{
			namespace: signoff.ApprovalNamespace, by: &a.By, on: a.ApprovedOn, signature: a.Signature,
			what: "an approval", who: "approver", parts: "the content hash, record, ISMS, approver, day or rationale",
			messages:  func(by *api.Actor) ([][]byte, error) { return approvalMessage(c, of, a, by) },
			elsewhere: func() string { return otherApproval(c, of, a) },
		}))
	})
}

// HighStakes reports whether top management alone may give the approvals of a record, so that
// somebody who dates back gains most: the statement, the review, the budget, and exceptions
// that waive what would be a major nonconformity.
func HighStakes(c *assess.Context, of assess.Ref) bool {
	switch of.Kind {
	case "StatementOfApplicability", "ManagementReview", "SecurityBudget":
		return true
	}
	e, ok := assess.Get[*api.SecurityException](c.World, of.Name)
	if !ok || of.Kind != "SecurityException" {
		return false
	}
	return LapseAct(c, e) == api.SignMajorException ||
		e.Spec.Conflict != nil && ConflictActOf(c, e.Spec.Conflict) == api.SignMajorException
}

// timestampRequired reports whether the signature of an approval needs a time stamp: the approval
// is of high stakes, and was given since the policy asks for signatures, or states an earlier day
// and is the last that counts. Whoever dates back could else date back to before that day.
func timestampRequired(c *assess.Context, of assess.Ref, a *api.Approval) bool {
	p := &c.Policy.Signatures
	switch {
	case p.Timestamps != api.TimestampsHigh || !c.Policy.SignaturesOf(of.Kind) || !HighStakes(c, of):
		return false
	case !a.ApprovedOn.Before(p.RequiredFrom):
		return true
	case !c.Today.Reached(p.EarlierLapse()):
		return false
	}
	kind, r := c.KindOf(of), c.Record(of)
	if kind == nil || r == nil || approvedForPast(c, kind, r) {
		return false
	}
	return !slices.ContainsFunc(kind.Approvals(r), func(later api.Approval) bool {
		return later.ApprovedOn.After(a.ApprovedOn) && c.Today.Reached(later.ApprovedOn) && later.Signature != "" &&
			SignedBy(c, of, &later).Reason == "" && Entitled(c, r, &later)
	})
}

// stamped adds to what a signature is worth what its time stamp says: by when it was there,
// which nobody can date back who does not hold the key of the authority. What is wrong with a
// time stamp that is there is told whoever asks for one, and also where nobody can tell what
// the signature is worth.
func stamped(c *assess.Context, of assess.Ref, a *api.Approval, s Signed) Signed {
	unknown := s.Grade == api.GradeUnknown
	switch {
	case s.Reason == ApprovalNotSigned && a.Timestamp != "" && (!c.Policy.SignaturesOf(of.Kind) || a.ApprovedOn.Before(c.Policy.Signatures.RequiredFrom)):
		return s.fails(TimestampInvalid, "it has a time stamp, and no signature that this could be of")
	case s.Reason != "" && !unknown || a.Signature == signoff.Hidden:
		return s
	case a.Timestamp == "":
		if s.Reason == "" && timestampRequired(c, of, a) {
			return s.fails(TimestampMissing, "top management alone may sign this, and no time stamp shows that it was signed on that day")
		}
		return s
	}
	stamp, worth := stampOf(c, a)
	switch {
	case stamp.Err != nil:
		return s.fails(TimestampInvalid, "the time stamp of the signature does not count: %s", stamp.Err)
	case worth.Reason != "" && worth.Grade == api.GradeUnknown && unknown:
		return s
	case worth.Reason != "":
		s = s.fails(TimestampInvalid, "the time stamp of the signature does not count: %s", worth.Why)
		s.Grade = worth.Grade
		return s
	}
	s.StampedAt = stamp.Time
	return onStampedDay(c, a, s)
}

// onStampedDay finishes what a signature is worth by the day of its time stamp, which is the
// last on which it can have been made. That day is one of UTC, and the day of the approval one
// of wherever the approver was, so that one day lies between them at most.
func onStampedDay(c *assess.Context, a *api.Approval, s Signed) Signed {
	day := api.DateOf(s.StampedAt)
	if day.After(a.ApprovedOn.AddDays(1)) {
		return s.fails(SignatureBackdated, "its time stamp is of %s, so that nothing shows that it was signed on that day", s.Stamped())
	}
	if s.Reason != "" || !day.After(a.ApprovedOn) {
		return s
	}
	worth := bestOf(c, s, KeysOf(c, s.Fingerprint), day)
	if worth.Reason != "" {
		worth.Why += "; its time stamp is of " + day.String()
	}
	return worth
}

// stampOf verifies the time stamp of an approval by the authorities that are vouched for. Of one
// by another that the policy names it says what that is worth.
func stampOf(c *assess.Context, a *api.Approval) (signoff.Stamped, Signed) {
	all := c.Policy.Signatures.TimestampAuthorities
	var vouched []string
	var others []*api.TimestampAuthority
	for i := range all {
		if AuthorityCounts(c, &all[i]).Reason == "" {
			vouched = append(vouched, all[i].Certificate)
		} else {
			others = append(others, &all[i])
		}
	}
	stamp := signoff.VerifyTimestamp(a.Signature, a.Timestamp, vouched)
	if !errors.Is(stamp.Err, signoff.ErrStampAuthority) {
		return stamp, Signed{}
	}
	for _, other := range others {
		by := signoff.VerifyTimestamp(a.Signature, a.Timestamp, []string{other.Certificate})
		if !errors.Is(by.Err, signoff.ErrStampAuthority) {
			return by, AuthorityCounts(c, other)
		}
	}
	return stamp, Signed{}
}

type authorityKey struct{ name string }

// AuthorityCounts is what the registration of an authority for time stamps is worth: whether it
// is signed by the trust root, or by a key that may register.
func AuthorityCounts(c *assess.Context, a *api.TimestampAuthority) Signed {
	return assess.Once(c, authorityKey{a.Name}, func(c *assess.Context) Signed {
		switch {
		case !c.World.HasTrustRoot():
			return Signed{}.unknown(KeyNotVouchedFor, "it is by the authority %s, which is not vouched for: no trust root is given", a.Name)
		case c.Assessment.Spec.Isms == "":
			return Signed{}.unknown(KeyNotVouchedFor, "the ISMS has no identifier (spec.isms of the ClauseAssessment) that the registration of the authority %s could be of", a.Name)
		}
		return registrationCounts(c, Signed{}, &registration{
			what: "the authority " + a.Name, terms: "this certificate and time",
			by: a.RegisteredBy, on: a.RegisteredOn, signature: a.Registration, namespace: signoff.AuthorityNamespace,
			message: func() ([]byte, error) { return signoff.Authority(c.Assessment.Spec.Isms, a) },
		}, nil)
	})
}
