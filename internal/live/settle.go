package live

import (
	"context"
	"time"
)

// Settle waits for a change and then for quiet, so that many changes at once are one; but no
// longer than some time after the first. It reports whether there was one before the context
// ended.
func Settle(ctx context.Context, changed <-chan struct{}, quiet, most time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-changed:
	}
	end := time.NewTimer(most)
	defer end.Stop()
	for {
		calm := time.NewTimer(quiet)
		select {
		case <-ctx.Done():
			calm.Stop()
			return false
		case <-end.C:
			calm.Stop()
			return true
		case <-calm.C:
			return true
		case <-changed:
			calm.Stop()
		}
	}
}
