package controllers

import (
	"context"
	"sync"
	"time"

	"k8s.io/client-go/util/workqueue"
	"k8s.io/utils/clock"
	ctrl "sigs.k8s.io/controller-runtime"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// longestSleep bounds a wait, because a timer does not notice that the machine
// slept or that its clock was set. It touches no API server.
const longestSleep = time.Hour

// waker asks for a pass over a namespace on the first day on which its verdict
// can change without an edit. It is a source of the controller, so it runs on
// the leader only, and it follows the controller's clock.
type waker struct {
	clock   clock.WithTicker
	changed chan struct{}
	mu      sync.Mutex
	due     map[string]api.Date
}

func newWaker(c clock.WithTicker) *waker {
	return &waker{clock: c, changed: make(chan struct{}, 1), due: map[string]api.Date{}}
}

// wakeAt sets the day of the namespace's next pass; an absent day sets none.
func (w *waker) wakeAt(namespace string, day api.Date) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if day.IsZero() {
		delete(w.due, namespace)
		return
	}
	w.due[namespace] = day
	select {
	case w.changed <- struct{}{}:
	default:
	}
}

func (w *waker) cancel(namespace string) { w.wakeAt(namespace, api.Date{}) }

// Start implements source.Source.
func (w *waker) Start(ctx context.Context, queue workqueue.TypedRateLimitingInterface[ctrl.Request]) error {
	go func() {
		for {
			timer := w.clock.NewTimer(w.enqueueDue(queue))
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
func (w *waker) enqueueDue(queue workqueue.TypedRateLimitingInterface[ctrl.Request]) time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := w.clock.Now()
	wait := longestSleep
	for namespace, day := range w.due {
		left := day.Time().Sub(now)
		if left <= 0 {
			delete(w.due, namespace)
			queue.Add(requestFor(namespace))
			continue
		}
		wait = min(wait, left)
	}
	return wait
}
