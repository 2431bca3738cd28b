package facts

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/signoff"
)

// SignOff is an approval of a record, or another act that it states, with what it is worth.
type SignOff struct {
	Record assess.Ref
	// Approval is nil where Act is what is signed.
	Approval *api.Approval
	Act      *assess.Act
	// Bound reports whether an approval is of what the record says now, and Required whether the
	// policy asks for a signature.
	Bound, Required bool
	// Signed is what its signature is worth on its day (rule X-20).
	Signed Signed
}

// By is who approved, or did what is signed; nil where nobody is stated.
func (s *SignOff) By() *api.Actor {
	if s.Act != nil {
		return s.Act.By
	}
	return &s.Approval.By
}

// On is the day of it; absent where none is stated.
func (s *SignOff) On() api.Date {
	if s.Act != nil {
		return s.Act.On
	}
	return s.Approval.ApprovedOn
}

// Signature of it; "" where there is none.
func (s *SignOff) Signature() string {
	if s.Act != nil {
		return s.Act.Signature
	}
	return s.Approval.Signature
}

// SignOffs are all approvals, and the acts beside them that are signed or have to be, by kind,
// record and place. The context has to know the kinds (assess.LookWith).
func SignOffs(c *assess.Context) (all []SignOff) {
	for kind, r := range c.Every() {
		if kind.Acts != nil {
			all = append(all, signedActs(c, kind, r)...)
		}
		if kind.Approvals == nil {
			continue
		}
		of := assess.Ref{Kind: kind.Name, Name: r.GetName()}
		list := kind.Approvals(r)
		for i := range list {
			a := &list[i]
			all = append(all, SignOff{
				Record: of, Approval: a,
				Bound:    Binds(c, a, kind.Name, r, func() any { return kind.Content(r) }),
				Required: SignatureRequired(c, kind, r, a),
				Signed:   SignedBy(c, of, a),
			})
		}
	}
	return all
}

// SignaturesOf are the signatures that a record carries, with what each is worth.
func SignaturesOf(c *assess.Context, kind *assess.Kind, r api.Record) (all []api.SignatureStatus) {
	of := assess.Ref{Kind: kind.Name, Name: r.GetName()}
	if kind.Approvals != nil {
		list := kind.Approvals(r)
		for i := range list {
			if a := &list[i]; a.Signature != "" {
				all = append(all, signatureStatus("spec.approvals["+a.Name+"]", &a.By, a.ApprovedOn, SignedBy(c, of, a)))
			}
		}
	}
	if kind.Acts != nil {
		list := kind.Acts(r)
		for i := range list {
			if a := &list[i]; a.Signature != "" {
				all = append(all, signatureStatus(a.Field(a.SignatureField), a.By, a.On, SignedAct(c, of, a)))
			}
		}
	}
	return all[:min(len(all), api.MaxSignatures)]
}

func signatureStatus(field string, by *api.Actor, on api.Date, s Signed) api.SignatureStatus {
	return api.SignatureStatus{Field: field, Worth: s.Worth(), By: by.Name(), StatedOn: on.String(), Key: s.Key, Fingerprint: s.Fingerprint, StampedAt: s.Stamped()}
}

// signedActs are the acts of a record that are signed, or have to be.
func signedActs(c *assess.Context, kind *assess.Kind, r api.Record) (all []SignOff) {
	of := assess.Ref{Kind: kind.Name, Name: r.GetName()}
	list := kind.Acts(r)
	for i := range list {
		a := &list[i]
		if required := ActSignatureRequired(c, kind, r, a); required || a.Signature != "" {
			all = append(all, SignOff{Record: of, Act: a, Required: required, Signed: SignedAct(c, of, a)})
		}
	}
	return all
}

// KeyWindow is a key with the days of which its signatures count.
type KeyWindow struct {
	HeldKey
	// From and Until are the first and the last day; absent where there is no bound.
	From, Until api.Date
	// MayRegister reports whether it vouches for others: the trust root does whatever its uses.
	MayRegister bool
}

// KeyWindows are the keys that count on some day, by the names of people, with the days, as
// SignedBy judges them; and those that count on none, with why.
func KeyWindows(c *assess.Context) (counting []KeyWindow, others []Signed) {
	for p := range assess.All[*api.Person](c.World) {
		for i := range p.Spec.SigningKeys {
			h := HeldKey{p, &p.Spec.SigningKeys[i]}
			w := KeyWindow{HeldKey: h, MayRegister: h.Key.MayRegister()}
			w.From, w.Until = windowOf(c, h)
			worth := KeyCounts(c, h, w.From)
			if worth.Reason == "" && !w.Until.IsZero() && w.Until.Before(w.From) {
				worth = worth.fails(KeyRevoked, "there is no day on which the key %s of %s counts", h.Key.Name, p.Name)
			}
			if worth.Reason != "" {
				others = append(others, worth)
				continue
			}
			w.MayRegister = w.MayRegister || c.World.Trusts(worth.Fingerprint)
			counting = append(counting, w)
		}
	}
	return counting, others
}

// windowOf are the first and the last day on which a key and its holder allow a signature.
func windowOf(c *assess.Context, h HeldKey) (from, until api.Date) {
	for _, on := range []api.Date{h.Key.ValidFrom, h.Key.RegisteredOn, h.Person.Spec.EngagedFrom} {
		if on.After(from) {
			from = on
		}
	}
	last := []api.Date{h.Key.ValidUntil, h.Person.Spec.EngagedUntil}
	if fingerprint, err := signoff.Fingerprint(h.Key.PublicKey); err == nil {
		if on := revokedOn(KeysOf(c, fingerprint)); !on.IsZero() {
			last = append(last, on.AddDays(-1))
		}
	}
	for _, on := range last {
		if !on.IsZero() && (until.IsZero() || on.Before(until)) {
			until = on
		}
	}
	return from, until
}
