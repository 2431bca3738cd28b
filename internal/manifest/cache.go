package manifest

import (
	"io/fs"
	"path"
	"sync"
)

// ContentFS is a file system that names the contents of its files: two of the same name are
// the same, in whatever file and whenever they are read.
type ContentFS interface {
	fs.FS
	// Content names the content of a file; "" where it has none.
	Content(name string) string
}

// Cache keeps what contents say from one Load to the next, for those who read one folder at
// many revisions. Of a file that did not change nothing is read again. It is of use with a
// ContentFS alone, and may be shared by loads at the same time.
type Cache struct {
	mu sync.Mutex
	// loads counts the calls of Load.
	loads   int
	results map[content]*kept[[]result]
	digests map[content]*kept[string]
}

// content is a content as it is read: its name, and the namespace of records that name none.
type content struct{ name, namespace string }

// kept is what a content says, and the load that asked for it last.
type kept[T any] struct {
	what T
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
	forget(c.results, c.loads-keep)
	forget(c.digests, c.loads-keep)
}

func forget[T any](all map[content]*kept[T], before int) {
	for key, k := range all {
		if k.used < before {
			delete(all, key)
		}
	}
}

// contentOf names the content of a file; false where it cannot be named, or nothing is kept.
func (l *loader) contentOf(name, namespace string) (content, bool) {
	named, ok := l.options.FS.(ContentFS)
	if !ok || l.options.Cache == nil {
		return content{}, false
	}
	id := named.Content(path.Clean(name))
	return content{id, namespace}, id != ""
}

// remember returns what is kept of a content, or what is made of it, which is kept then.
func remember[T any](c *Cache, all *map[content]*kept[T], key content, make func() T) T {
	c.mu.Lock()
	known := (*all)[key]
	if known != nil {
		known.used = c.loads
	}
	c.mu.Unlock()
	if known != nil {
		return known.what
	}
	what := make()
	c.mu.Lock()
	defer c.mu.Unlock()
	if *all == nil {
		*all = map[content]*kept[T]{}
	}
	(*all)[key] = &kept[T]{what, c.loads}
	return what
}
