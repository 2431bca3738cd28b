package assess

import (
	"context"
	"runtime"
	"sync/atomic"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/parallel"
)

// togetherEach is how many records there must be for each processor that judges some of them:
// it takes a world of its own with indexes of all, which for fewer is not worth it. Tests
// change it.
var togetherEach = 1000

// togetherShare is how many records are taken at a time: some kinds take longer than others,
// and lie side by side.
const togetherShare = 64

// together judges the records of some results on a first day, on all processors. What comes
// of it does not hang on who judged which: a check sees the world, and what it notes is put
// together in the order of the results.
func (c *Context) together(ctx context.Context, results []Result, today api.Date) error {
	var (
		next   atomic.Int64
		shares = (len(results) + togetherShare - 1) / togetherShare
		noted  = make([]notes, shares)
		judges = []*Context{c}
	)
	for len(judges) < min(runtime.GOMAXPROCS(0), len(results)/togetherEach) {
		judges = append(judges, c.twin())
	}
	err := parallel.Do(ctx, len(judges), func(i int) {
		for c := judges[i]; ctx.Err() == nil; {
			n := int(next.Add(1)) - 1
			if n >= shares {
				return
			}
			c.notes = notes{}
			for at := n * togetherShare; at < min((n+1)*togetherShare, len(results)); at++ {
				c.judge(&results[at], nil, today, false)
			}
			noted[n] = c.notes
		}
	})
	c.notes = notes{}
	for i := range noted {
		c.note(&noted[i])
	}
	for _, twin := range judges[1:] {
		c.World.looked += twin.World.looked
	}
	return err
}

// twin returns a context that judges the same on the same, for another goroutine.
func (c *Context) twin() *Context {
	return &Context{
		registry: c.registry, World: c.World.twin(), Assessment: c.Assessment, Policy: c.Policy,
		follows: c.follows, memos: map[any]memo{},
	}
}

// twin returns the same world for another goroutine.
func (w *World) twin() *World {
	twin := *w
	twin.indexes, twin.looked, twin.seen = map[any]any{}, 0, newLooks(w)
	return &twin
}
