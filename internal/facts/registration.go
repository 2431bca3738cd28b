package facts

import (
	"errors"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/signoff"
)

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
