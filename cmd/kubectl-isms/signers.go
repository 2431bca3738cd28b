package main

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/manifest"
	"github.com/isms-operator/isms-operator/internal/signoff"
)

// heldKeys are the fingerprints of the keys of a person of a namespace that are not revoked.
func heldKeys(set *manifest.Set, namespace, person string) (held []string) {
	for i := range set.Namespaces {
		n := &set.Namespaces[i]
		for _, r := range n.Records {
			p, ok := r.(*api.Person)
			if !ok || n.Name != namespace || p.Name != person {
				continue
			}
			for k := range p.Spec.SigningKeys {
				key := &p.Spec.SigningKeys[k]
				if fingerprint, err := signoff.Fingerprint(key.PublicKey); err == nil && key.RevokedOn.IsZero() && !slices.Contains(held, fingerprint) {
					held = append(held, fingerprint)
				}
			}
		}
	}
	return held
}

// holderOf is the first Person of a namespace that has a key, but for one; "" where none has.
func holderOf(set *manifest.Set, namespace, fingerprint, but string) string {
	for i := range set.Namespaces {
		n := &set.Namespaces[i]
		for _, r := range n.Records {
			p, ok := r.(*api.Person)
			if !ok || n.Name != namespace || p.Name == but {
				continue
			}
			for k := range p.Spec.SigningKeys {
				if has, err := signoff.Fingerprint(p.Spec.SigningKeys[k].PublicKey); err == nil && has == fingerprint {
					return p.Name
				}
			}
		}
	}
	return ""
}

// checkVoucher fails where a registration was signed by the key of somebody else than who is said to
// register, so that it would not count. A key that no record has may be the trust root, which only
// who is told that can tell.
func checkVoucher(e *env, set *manifest.Set, namespace, by string, statement []byte, of, signature string) error {
	fingerprint := signoff.Verify(statement, of, signature).Fingerprint
	if slices.Contains(heldKeys(set, namespace, by), fingerprint) {
		return nil
	}
	if holder := holderOf(set, namespace, fingerprint, ""); holder != "" {
		if holder == by {
			return usagef("the registration is signed by %s, which is revoked: it would not count", fingerprint)
		}
		return usagef("the registration is signed by the key of %s (%s), and is said to be by %s: it would not count", holder, fingerprint, by)
	}
	fmt.Fprintf(e.err, "note: the registration is signed by %s, which no record has: it counts only where that is the trust root\n", fingerprint)
	return nil
}
