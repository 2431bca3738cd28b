package signoff

import (
	"slices"
	"sync"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// hashesKept is how many hashes of a record are kept: with the identifier of the ISMS, and
// without one.
const hashesKept = 2

// Hashes are the content hashes of one record, for as long as it says the same: each is
// computed once, however many passes ask. The zero value is ready to use.
type Hashes struct {
	mu  sync.Mutex
	all []ofISMS
	// computed counts what was not kept, for tests.
	computed int
}

type ofISMS struct{ isms, hash string }

// Holds is Holds for the record whose hashes these are.
func (h *Hashes) Holds(hash string, s Subject, content func() any) bool {
	switch Version(hash) {
	case 2:
		if hash == h.hash(s, content) {
			return true
		}
		s.ISMS = ""
		return hash == h.hash(s, content)
	case 1:
		return hash == api.ContentHash(content())
	}
	return false
}

func (h *Hashes) hash(s Subject, content func() any) string {
	h.mu.Lock()
	defer h.mu.Unlock()
	if i := slices.IndexFunc(h.all, func(k ofISMS) bool { return k.isms == s.ISMS }); i >= 0 {
		return h.all[i].hash
	}
	h.computed++
	if len(h.all) == hashesKept {
		h.all = slices.Delete(h.all, 0, 1)
	}
	hash := Hash(s, content())
	h.all = append(h.all, ofISMS{s.ISMS, hash})
	return hash
}
