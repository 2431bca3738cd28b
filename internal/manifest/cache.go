package manifest

import "sync"

// Cache keeps what contents say from one Load to the next, for those who read one folder at
// many revisions. Of a file that did not change nothing is read again. It is of use with a
// ContentFS alone, and may be shared by loads at the same time.
type Cache struct {
	mu sync.Mutex
	// loads counts the calls of Load.
	loads int
	kept  map[content]*kept
}

// content is a content and what is made of it, such as the records in a namespace.
type content struct{ name, as string }

// kept is what was made of a content, and the load that asked for it last.
type kept struct {
	what any
	used int
}

// keep is for how many loads something is kept that none of them asked for: a register of
// one file is another content at every revision.
const keep = 16

// begin starts a load: what was not asked for in a while is forgotten.
func (c *Cache) begin() {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.loads++
	for key, k := range c.kept {
		if k.used < c.loads-keep {
			delete(c.kept, key)
		}
	}
}

// remember returns what is kept of a content, or what is made of it, which is kept then.
func remember[T any](c *Cache, key content, read func() T) T {
	c.mu.Lock()
	known := c.kept[key]
	if known != nil {
		known.used = c.loads
	}
	c.mu.Unlock()
	if known != nil {
		return known.what.(T)
	}
	what := read()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.kept == nil {
		c.kept = map[content]*kept{}
	}
	c.kept[key] = &kept{what, c.loads}
	return what
}
