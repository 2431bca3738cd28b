package signoff

import "sync"

// memoSize is how many signatures are remembered. An entry takes some 200 bytes.
const memoSize = 1 << 16

// memoKey is a message, and a signature with its namespace, by their hashes. The signature
// holds the key that made it.
type memoKey struct{ message, signature [32]byte }

// memo remembers signatures over passes: what is verified is a function of the key alone, so
// nothing in it can grow stale.
var memo = memory{}

// memory is bounded: two halves, of which the older is dropped when the younger is full.
type memory struct {
	mu         sync.Mutex
	young, old map[memoKey]Verified
	// verified counts what was not remembered, for tests.
	verified int
}

func (m *memory) get(key memoKey) (Verified, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if v, ok := m.young[key]; ok {
		return v, true
	}
	v, ok := m.old[key]
	if ok {
		m.add(key, v)
	}
	return v, ok
}

func (m *memory) put(key memoKey, v Verified) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.verified++
	m.add(key, v)
}

func (m *memory) add(key memoKey, v Verified) {
	if m.young == nil || len(m.young) >= memoSize/2 {
		m.young, m.old = map[memoKey]Verified{}, m.young
	}
	m.young[key] = v
}
