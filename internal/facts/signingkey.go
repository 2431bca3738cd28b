package facts

import (
	"errors"
	"fmt"
	"slices"
	"time"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/signoff"
)

// Reasons why the signature of an approval does not count.
const (
	ApprovalNotSigned      = "ApprovalNotSigned"
	SignatureInvalid       = "SignatureInvalid"
	SignatureBackdated     = "SignatureBackdated"
	SignerNotEngaged       = "SignerNotEngaged"
	SignerWithoutAuthority = "SignerWithoutAuthority"
	KeyNotVouchedFor       = "KeyNotVouchedFor"
	KeySelfRegistered      = "KeySelfRegistered"
	KeyRevoked             = "KeyRevoked"
	TimestampMissing       = "TimestampMissing"
	TimestampInvalid       = "TimestampInvalid"
)

// Signed is what the signature of an approval is worth.
type Signed struct {
	// Reason, Grade and Why say why it does not count; empty where it does. Unknown is what
	// nobody here can tell.
	Reason string
	Grade  api.Grade
	Why    string
	// Fingerprint of the key that signed, and the Person and name under which records have it;
	// empty where they have not.
	Fingerprint, Signer, Key string
	// StampedAt is the time by which the signature was there, by an authority that is vouched
	// for; zero where no time stamp says so.
	StampedAt time.Time
}

// Stamped is the time by which the signature was there (RFC 3339, in UTC, to the second); "" where
// no time stamp says so.
func (s *Signed) Stamped() string {
	if s.StampedAt.IsZero() {
		return ""
	}
	return s.StampedAt.UTC().Format(time.RFC3339)
}

// Worth is what the signature is worth in one word.
func (s *Signed) Worth() api.SignatureWorth {
	switch {
	case s.Reason == "":
		return api.SignatureValid
	case s.Grade == api.GradeUnknown:
		return api.SignatureUnknown
	}
	return api.SignatureInvalid
}

// fails is a signature that does not count.
func (s Signed) fails(reason, why string, args ...any) Signed {
	s.Reason, s.Grade, s.Why = reason, api.GradeMinor, fmt.Sprintf(why, args...)
	return s
}

// unknown is a signature of which nobody here can tell whether it counts.
func (s Signed) unknown(reason, why string, args ...any) Signed {
	s = s.fails(reason, why, args...)
	s.Grade = api.GradeUnknown
	return s
}

// HeldKey is a key with the Person whose record has it.
type HeldKey struct {
	Person *api.Person
	Key    *api.SigningKey
}

type keysKey struct{}

// KeysOf are the keys of a fingerprint that records have, by the names of people.
func KeysOf(c *assess.Context, fingerprint string) []HeldKey {
	return assess.Once(c, keysKey{}, func(c *assess.Context) map[string][]HeldKey {
		all := map[string][]HeldKey{}
		for p := range assess.All[*api.Person](c.World) {
			for i := range p.Spec.SigningKeys {
				k := &p.Spec.SigningKeys[i]
				if fingerprint, err := signoff.Fingerprint(k.PublicKey); err == nil {
					all[fingerprint] = append(all[fingerprint], HeldKey{p, k})
				}
			}
		}
		return all
	})[fingerprint]
}

// KeyCounts is what a key is worth for a signature of a day.
func KeyCounts(c *assess.Context, h HeldKey, on api.Date) Signed {
	s := Signed{Signer: h.Person.Name, Key: h.Key.Name}
	var err error
	if s.Fingerprint, err = signoff.Fingerprint(h.Key.PublicKey); err != nil {
		return s.fails(SignatureInvalid, "of the key: %s", err)
	}
	if held := KeysOf(c, s.Fingerprint); heldBySeveral(held) {
		return s.fails(SignatureInvalid, "of the key: %s have the same, so that nobody can tell which of them signed", ListAll(holders(held)))
	}
	return keyCounts(c, s, h, on, nil)
}

// bestOf is what a signature is worth by the one of several entries of a key, all of one
// person, that counts; of the first where none does. A key that has been registered again is
// another entry.
func bestOf(c *assess.Context, s Signed, held []HeldKey, on api.Date) Signed {
	var first Signed
	for i, h := range held {
		worth := s
		worth.Signer, worth.Key = h.Person.Name, h.Key.Name
		if h.Key.MayApprove() {
			worth = keyCounts(c, worth, h, on, nil)
		} else {
			worth = worth.fails(SignatureInvalid, "of the key: it is registered to vouch for keys, and not to approve")
		}
		if worth.Reason == "" {
			return worth
		}
		if i == 0 {
			first = worth
		}
	}
	return first
}

// longestChain is how many registrations may stand between a key and the trust root. Those
// who register are few, and an attacker must not make the engine walk for long.
const longestChain = 8

// keyCounts finishes what a signature by a key is worth: the holder was engaged on the day,
// the key was valid on it, and a chain of registrations leads to the trust root. Through are
// the fingerprints of the keys that lead here.
func keyCounts(c *assess.Context, s Signed, h HeldKey, on api.Date, through []string) Signed {
	k := h.Key
	root, revoked := c.World.Trusts(s.Fingerprint), revokedOn(KeysOf(c, s.Fingerprint))
	since := k.ValidFrom
	if k.RegisteredOn.After(since) {
		since = k.RegisteredOn
	}
	switch {
	case !revoked.IsZero() && !on.Before(revoked):
		return s.fails(KeyRevoked, "the key %s of %s was revoked on %s", k.Name, h.Person.Name, revoked)
	case on.Before(since):
		return s.fails(SignatureBackdated, "the key %s of %s counts from %s on only", k.Name, h.Person.Name, since)
	case !k.ValidUntil.IsZero() && on.After(k.ValidUntil):
		return s.fails(SignatureInvalid, "of the key: %s of %s was valid until %s", k.Name, h.Person.Name, k.ValidUntil)
	case !wasEngaged(h.Person, on):
		return s.fails(SignerNotEngaged, "%s was not engaged on that day", h.Person.Name)
	case h.Person.Spec.State == api.StateLeft:
		return s.unknown(SignerNotEngaged, "%s has left, on a day that nobody knows", h.Person.Name)
	case root:
		return s
	}
	return vouchedFor(c, s, h, append(through, s.Fingerprint))
}

// revokedOn is the first day on which a key was revoked in any of its entries.
func revokedOn(held []HeldKey) (first api.Date) {
	for _, h := range held {
		if on := h.Key.RevokedOn; !on.IsZero() && (first.IsZero() || on.Before(first)) {
			first = on
		}
	}
	return first
}

// vouchedFor finishes what a signature is worth by who vouches for its key.
func vouchedFor(c *assess.Context, s Signed, h HeldKey, through []string) Signed {
	if !c.World.HasTrustRoot() {
		return s.unknown(KeyNotVouchedFor, "the signature is valid, and its key is not vouched for: no trust root is given")
	}
	k, person := h.Key, h.Person.Name
	return registrationCounts(c, s, &registration{
		what: "the key " + k.Name, holder: person, terms: "this person, key, use and time",
		by: k.RegisteredBy, on: k.RegisteredOn, signature: k.Registration, namespace: signoff.RegistrationNamespace,
		message: func() ([]byte, error) { return signoff.Registration(c.Assessment.Spec.Isms, person, k) },
	}, through)
}

// registration is a statement by which somebody vouches for a key, or for an authority for time
// stamps.
type registration struct {
	// what is registered, such as "the key laptop", and the Person whose it is; "" for nobody's.
	what, holder string
	// terms are what the signature is of, in words.
	terms                string
	by                   *api.Actor
	on                   api.Date
	signature, namespace string
	message              func() ([]byte, error)
}

// full is what is registered, with whose it is.
func (r *registration) full() string {
	if r.holder == "" {
		return r.what
	}
	return r.what + " of " + r.holder
}

// registrationCounts finishes what a signature is worth by a registration that it hangs on: it
// is signed by the trust root, or by a key that may register and counted on that day. Through
// are the fingerprints of the keys that lead here.
func registrationCounts(c *assess.Context, s Signed, r *registration, through []string) Signed {
	switch {
	case r.signature == "" || r.by == nil || r.on.IsZero():
		return s.fails(KeyNotVouchedFor, "nobody has signed a registration of %s", r.full())
	case len(through) > longestChain:
		return s.fails(KeyNotVouchedFor, "more than %d registrations lead from the key to a trust root", longestChain)
	}
	message, err := r.message()
	if err == nil {
		verified := signoff.Verify(message, r.namespace, r.signature)
		err = verified.Err
		if err == nil {
			return registered(c, s, r, verified.Fingerprint, through)
		}
	}
	if errors.Is(err, signoff.ErrOther) {
		return s.fails(KeyNotVouchedFor, "the registration of %s is not of %s", r.what, r.terms)
	}
	return s.fails(KeyNotVouchedFor, "the registration of %s does not count: %s", r.what, err)
}

// registered finishes what a signature is worth by the key that signed a registration.
func registered(c *assess.Context, s Signed, r *registration, by string, through []string) Signed {
	root := c.World.Trusts(by)
	if root && len(KeysOf(c, by)) == 0 { // kept outside the records
		return s
	}
	behind := PeopleBehind(c, r.by, r.on)
	for _, voucher := range KeysOf(c, by) {
		if voucher.Person.Name == r.holder && !root {
			return s.fails(KeySelfRegistered, "%s was registered by its own holder", r.full())
		}
		if !slices.Contains(behind, voucher.Person.Name) {
			continue
		}
		if !voucher.Key.MayRegister() && !root {
			return s.fails(SignerWithoutAuthority, "%s was registered by %s, whose key may not vouch for others", r.full(), voucher.Person.Name)
		}
		if slices.Contains(through, by) || heldBySeveral(KeysOf(c, by)) {
			return s.fails(KeyNotVouchedFor, "%s leads to no trust root", r.full())
		}
		worth := keyCounts(c, Signed{Fingerprint: by}, voucher, r.on, through)
		if worth.Reason == "" {
			return s
		}
		s.Reason, s.Grade, s.Why = worth.Reason, worth.Grade, "who registered "+r.short()+" does not count: "+worth.Why
		return s
	}
	return s.fails(KeyNotVouchedFor, "the registration of %s is not by a key of %s", r.what, Quote(r.by.Name()))
}

// short is what kind of thing is registered.
func (r *registration) short() string {
	if r.namespace == signoff.AuthorityNamespace {
		return "the authority"
	}
	return "the key"
}

// heldBySeveral reports whether more than one Person has the key.
func heldBySeveral(held []HeldKey) bool { return len(holders(held)) > 1 }

func holders(held []HeldKey) (names []string) {
	for _, h := range held {
		if !slices.Contains(names, h.Person.Name) {
			names = append(names, h.Person.Name)
		}
	}
	return names
}
