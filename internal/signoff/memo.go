package signoff

import "sync"

// memoSize is how many signatures, and how many time stamps, are remembered. An entry takes
// some 200 bytes.
const memoSize = 1 << 16

// memoKey is what was signed, and what proves it, by their hashes. Of a signature the second is
// of the signature, which holds the key that made it, with its namespace; of a time stamp it is
// of the token with the certificates of authorities.
type memoKey struct{ message, proof [32]byte }

// memory remembers over passes: what is verified is a function of the key alone, so nothing in it
// can grow stale. It is bounded: two halves, of which the older is dropped when the younger is full.
type memory[V any] struct {
	mu         sync.Mutex
	young, old map[memoKey]V
	// verified counts what was not remembered, for tests.
	verified int
}

// of is what is remembered of a key, or else what verify says, which is remembered then.
func (m *memory[V]) of(key memoKey, verify func() V) V {
	if v, ok := m.get(key); ok {
		return v
	}
	v := verify()
	m.put(key, v)
	return v
}

func (m *memory[V]) get(key memoKey) (V, bool) {
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

func (m *memory[V]) put(key memoKey, v V) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.verified++
	m.add(key, v)
}

func (m *memory[V]) add(key memoKey, v V) {
	if m.young == nil || len(m.young) >= memoSize/2 {
		m.young, m.old = map[memoKey]V{}, m.young
	}
	m.young[key] = v
}
