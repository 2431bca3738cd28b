package facts

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/signoff"
)

// SignOff is an approval of a record, with what it is worth.
type SignOff struct {
	Record   assess.Ref
	Approval *api.Approval
	// Bound reports whether it is of what the record says now, and Required whether the policy
	// asks for a signature.
	Bound, Required bool
	// Signed is what its signature is worth on the day of the approval (rule X-20).
	Signed Signed
}

// SignOffs are all approvals, by kind, record and place. The context has to know the kinds
// (assess.LookWith).
func SignOffs(c *assess.Context) (all []SignOff) {
	for kind, r := range c.Every() {
		if kind.Approvals == nil {
			continue
		}
		of := assess.Ref{Kind: kind.Name, Name: r.GetName()}
		list := kind.Approvals(r)
		for i := range list {
			a := &list[i]
			all = append(all, SignOff{
				Record: of, Approval: a,
				Bound:    Binds(c, a, of, func() any { return kind.Content(r) }),
				Required: SignatureRequired(c, kind, r, a),
				Signed:   SignedBy(c, of, a),
			})
		}
	}
	return all
}

// SignaturesOf are the signatures that a record carries, with what each is worth.
func SignaturesOf(c *assess.Context, kind *assess.Kind, r api.Record) (all []api.SignatureStatus) {
	if kind.Approvals == nil {
		return nil
	}
	list := kind.Approvals(r)
	for i := range list {
		if a := &list[i]; a.Signature != "" {
			s := SignedBy(c, assess.Ref{Kind: kind.Name, Name: r.GetName()}, a)
			all = append(all, api.SignatureStatus{
				Field: "spec.approvals[" + a.Name + "]", Worth: s.Worth(), By: a.By.Name(), On: a.ApprovedOn.String(), Key: s.Key, Fingerprint: s.Fingerprint,
			})
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
