package controllers

import (
	"context"
	"sync"
	"time"

	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/util/workqueue"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/event"
	"sigs.k8s.io/controller-runtime/pkg/handler"
	"sigs.k8s.io/controller-runtime/pkg/log"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// foreignPause is the least time between two passes over a namespace that only
// statuses written by others ask for. Two operators that judge one namespace
// differently would otherwise write as fast as they can.
const foreignPause = time.Second

type queue = workqueue.TypedRateLimitingInterface[ctrl.Request]

// onRecord asks for a pass over the namespace of a record that came, went or was
// edited, or whose status somebody else wrote: a verdict that is not the
// operator's must not stand. Its own writes and edits of labels ask for none.
func (r *AssessmentReconciler) onRecord(kind string) handler.EventHandler {
	enqueue := handler.EnqueueRequestsFromMapFunc(r.namespaceOf)
	return handler.Funcs{
		CreateFunc: enqueue.Create,
		DeleteFunc: func(ctx context.Context, e event.DeleteEvent, q queue) {
			r.inFlight.forget(e.Object.GetUID())
			enqueue.Delete(ctx, e, q)
		},
		UpdateFunc: func(ctx context.Context, e event.UpdateEvent, q queue) {
			namespace := e.ObjectNew.GetNamespace()
			switch {
			case e.ObjectNew.GetGeneration() != e.ObjectOld.GetGeneration():
				enqueue.Update(ctx, e, q)
			case r.foreign(e.ObjectOld, e.ObjectNew):
				log.FromContext(ctx).Info("Somebody else wrote a status; the namespace is judged again", "namespace", namespace, "kind", kind)
				q.AddAfter(requestFor(namespace), r.inFlight.pause(namespace, time.Now()))
			}
		},
	}
}

// foreign reports whether an update brought a status that the operator did not write.
func (r *AssessmentReconciler) foreign(before, after client.Object) bool {
	was, is := before.(api.Record), after.(api.Record)
	if was.GetUID() != is.GetUID() {
		return true // made again while the watch was interrupted
	}
	status := statusOf(is)
	return !r.inFlight.arrived(is.GetUID(), status) && !equalStatuses(statusOf(was), status)
}

// inFlight holds the statuses that were written and that the watch has not shown
// yet, so that the operator knows its own writes when they come back to it.
type inFlight struct {
	mu       sync.Mutex
	statuses map[types.UID]any
	// next is when a status of another writer may ask for a pass again.
	next map[string]time.Time
}

func newInFlight() *inFlight {
	return &inFlight{statuses: map[types.UID]any{}, next: map[string]time.Time{}}
}

// expect is called before the write: the watch can be faster than its answer.
func (f *inFlight) expect(uid types.UID, status any) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.statuses[uid] = status
}

func (f *inFlight) forget(uid types.UID) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.statuses, uid)
}

// arrived reports whether the status is the one that is expected, which then is
// expected no longer.
func (f *inFlight) arrived(uid types.UID, status any) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	want, ok := f.statuses[uid]
	if !ok || !equalStatuses(want, status) {
		return false
	}
	delete(f.statuses, uid)
	return true
}

// pause returns how long to wait before the pass that a status of another writer asks for.
func (f *inFlight) pause(namespace string, now time.Time) time.Duration {
	f.mu.Lock()
	defer f.mu.Unlock()
	if left := f.next[namespace].Sub(now); left > 0 {
		return left
	}
	f.next[namespace] = now.Add(foreignPause)
	return 0
}

// leave drops what is held of a namespace that has no records any more.
func (f *inFlight) leave(namespace string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.next, namespace)
}
