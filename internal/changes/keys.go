package changes

import (
	"fmt"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

const engagedUntilField = "spec.engagedUntil"

// person tells where keys of a person count longer, or by another registration.
func (s *signOffs) person(ref assess.Ref, old, now api.Record) {
	was, ok := old.(*api.Person)
	if !ok {
		return
	}
	is := now.(*api.Person)
	s.engagement(ref, &was.Spec, &is.Spec)
	gone := map[string]bool{}
	for i := range was.Spec.SigningKeys {
		k := &was.Spec.SigningKeys[i]
		entries := entriesOf(is.Spec.SigningKeys, k.PublicKey)
		if len(entries) > 0 {
			s.registration(ref, k, entries)
		} else if !gone[k.PublicKey] {
			gone[k.PublicKey] = true
			message := fmt.Sprintf("The key %s is gone", k.Name)
			if !k.RevokedOn.IsZero() {
				message += fmt.Sprintf(", and with it that it was revoked on %s", k.RevokedOn)
			}
			s.say(ref, keyField(k, ""), KeyGone, message)
		}
	}
}

// engagement tells where keys of somebody who has left, or was to leave, count longer.
func (s *signOffs) engagement(ref assess.Ref, was, is *api.PersonSpec) {
	from, to, today := was.EngagedUntil, is.EngagedUntil, s.after.AsOf
	left := was.State == api.StateLeft && is.State != api.StateLeft && (to.IsZero() || !to.Before(today))
	switch {
	case left && countsAfter(is.SigningKeys, today.AddDays(-1)):
		s.say(ref, "spec.state", EngagementReopened, "The person had left, and has not any more, so that signatures by their keys count again")
		return
	case from.IsZero() || is.State == api.StateLeft || !to.IsZero() && !to.After(from) || !countsAfter(is.SigningKeys, from):
		return
	}
	message := "The last day of the engagement was %s and " + became(to) + ", so that signatures by keys of the person count longer"
	if from.Before(today) {
		message += ", and those since they left, too"
	}
	s.say(ref, engagedUntilField, EngagementReopened, fmt.Sprintf(message, from))
}

// became says what a day is now.
func became(to api.Date) string {
	if to.IsZero() {
		return "is taken away"
	}
	return "is " + to.String() + " now"
}

// countsAfter reports whether any of some keys counts after a day, by its own days.
func countsAfter(keys []api.SigningKey, day api.Date) bool {
	for i := range keys {
		k := &keys[i]
		if (k.RevokedOn.IsZero() || k.RevokedOn.After(day.AddDays(1))) && (k.ValidUntil.IsZero() || k.ValidUntil.After(day)) {
			return true
		}
	}
	return false
}

// registration tells that what somebody vouched for is gone from all entries of a key, or
// is another.
func (s *signOffs) registration(ref assess.Ref, was *api.SigningKey, entries []*api.SigningKey) {
	if was.Registration == "" {
		return
	}
	var other *api.SigningKey
	for _, k := range entries {
		if bare(k.Registration) == bare(was.Registration) {
			return
		}
		if k.Name == was.Name || other == nil {
			other = k
		}
	}
	message := fmt.Sprintf("The registration of the key %s, by %s of %s, ", was.Name, was.RegisteredBy.Name(), was.RegisteredOn)
	if other.Registration == "" {
		message += "is gone"
	} else {
		message += fmt.Sprintf("is another: by %s of %s", other.RegisteredBy.Name(), other.RegisteredOn)
	}
	s.say(ref, keyField(other, ".registration"), RegistrationChanged, message)
}

// heldKey is a key and the person who has it.
type heldKey struct {
	of  assess.Ref
	key *api.SigningKey
}

// revocations tells of keys that count again, whoever has them: a key is revoked in all its
// entries once it is in one.
func (s *signOffs) revocations(was, now map[assess.Ref]*assess.Result) {
	is := s.held(now)
	for public, old := range s.held(was) {
		from := firstRevoked(old)
		if from.IsZero() || len(is[public]) == 0 || s.unknown(old, now) {
			continue // it was not revoked; or it is gone, which is told; or nobody knows
		}
		if to := firstRevoked(is[public]); to.IsZero() || to.After(from) {
			at := is[public][0]
			for _, h := range is[public][1:] {
				if h.of.Name < at.of.Name {
					at = h
				}
			}
			s.say(at.of, keyField(at.key, ".revokedOn"), RevocationTakenBack,
				fmt.Sprintf("The key %s was revoked on %s, which %s", at.key.Name, from, became(to)))
		}
	}
}

// held are the keys of all people, by public key.
func (s *signOffs) held(records map[assess.Ref]*assess.Result) map[string][]heldKey {
	all := map[string][]heldKey{}
	for ref, r := range records {
		p, ok := r.Record.(*api.Person)
		if !ok {
			continue
		}
		for i := range p.Spec.SigningKeys {
			k := &p.Spec.SigningKeys[i]
			all[k.PublicKey] = append(all[k.PublicKey], heldKey{ref, k})
		}
	}
	return all
}

// unknown reports whether a record that had a key cannot be read any more.
func (s *signOffs) unknown(held []heldKey, now map[assess.Ref]*assess.Result) bool {
	for _, h := range held {
		if now[h.of] == nil && s.after.There(h.of) {
			return true
		}
	}
	return false
}

// firstRevoked is the first day on which a key was revoked; absent where it was not.
func firstRevoked(held []heldKey) (first api.Date) {
	for _, h := range held {
		if on := h.key.RevokedOn; !on.IsZero() && (first.IsZero() || on.Before(first)) {
			first = on
		}
	}
	return first
}

func entriesOf(keys []api.SigningKey, public string) (entries []*api.SigningKey) {
	for i := range keys {
		if keys[i].PublicKey == public {
			entries = append(entries, &keys[i])
		}
	}
	return entries
}

func keyField(k *api.SigningKey, field string) string {
	return "spec.signingKeys[" + k.Name + "]" + field
}

// bare is a signature without the white space that YAML may wrap it by.
func bare(signature string) string { return strings.Join(strings.Fields(signature), " ") }
