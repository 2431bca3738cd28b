package controllers

import (
	"context"
	"sync"
	"time"

	"k8s.io/utils/clock"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// longestSleep bounds a wait, because a timer does not notice that the machine slept or
// that its clock was set, ahead or back. It touches no API server.
const longestSleep = time.Minute

// waker asks for a pass over a namespace on the first day on which its verdict can
// change without an edit, and when the day is one before that which was judged. It is a
// source of the controller, so it runs on the leader only, and it follows the
// controller's clock.
type waker struct {
	clock   clock.WithTicker
	changed chan struct{}
	mu      sync.Mutex
	due     map[string]span
}

// span is the days for which a judgement holds: from the day that was judged to before
// until; for ever where that is absent.
type span struct{ judged, until api.Date }

func newWaker(c clock.WithTicker) *waker {
	return &waker{clock: c, changed: make(chan struct{}, 1), due: map[string]span{}}
}

// judged sets for which days the judgement of a namespace holds.
func (w *waker) judged(namespace string, day, until api.Date) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.due[namespace] = span{day, until}
	select {
	case w.changed <- struct{}{}:
	default:
	}
}

func (w *waker) cancel(namespace string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.due, namespace)
}

// Start implements source.Source.
func (w *waker) Start(ctx context.Context, q queue) error {
	go func() {
		for {
			timer := w.clock.NewTimer(w.enqueueDue(q))
			select {
			case <-ctx.Done():
				timer.Stop()
				return
			case <-w.changed:
			case <-timer.C():
			}
			timer.Stop()
		}
	}()
	return nil
}

// enqueueDue asks for the passes that are due and returns how long to wait for the next.
func (w *waker) enqueueDue(q queue) time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := w.clock.Now()
	today, wait := api.DateOf(now), longestSleep
	for namespace, s := range w.due {
		if today.Before(s.judged) || !s.until.IsZero() && !today.Before(s.until) {
			delete(w.due, namespace)
			q.Add(requestFor(namespace))
			continue
		}
		if !s.until.IsZero() {
			wait = min(wait, s.until.Time().Sub(now))
		}
	}
	return wait
}
