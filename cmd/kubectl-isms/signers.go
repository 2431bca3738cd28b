package main

import (
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
