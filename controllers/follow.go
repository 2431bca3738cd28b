package controllers

import (
	"context"
	"sync"
	"time"

	"github.com/go-logr/logr"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/tools/cache"
	"k8s.io/klog/v2"
)

// A kind counts as one that cannot be listed when the API server has refused its list
// for unlistableAfter, all the while being ready: while it starts, it refuses what it
// serves soon. Where it does not tell whether it is ready, the refusals must have gone on
// for unlistableAtLast.
const (
	unlistableAfter  = 3 * time.Second
	unlistableAtLast = 30 * time.Second
)

// listBackoff paces the attempts to list what cannot be listed. Its end is how long a
// definition that is back stays unseen.
var listBackoff = wait.Backoff{Duration: 500 * time.Millisecond, Factor: 1.6, Steps: 8, Jitter: 0.2, Cap: 10 * time.Second}

// resource is what a follower lists and watches.
type resource interface {
	List(ctx context.Context, options metav1.ListOptions) (runtime.Object, error)
	Watch(ctx context.Context, options metav1.ListOptions) (watch.Interface, error)
}

// follower keeps a store at what the API server holds of one resource. It runs on every
// replica, so that a standby is ready to take over, and it never fails: what cannot be
// listed now is asked for again, and can be listed another time.
type follower struct {
	name     string
	resource resource
	sample   runtime.Object
	store    cache.ReflectorStore
	outage   *outage
	log      logr.Logger
	// without says what follows while the resource cannot be listed.
	without string
	// ready asks the API server whether it is ready.
	ready func(context.Context) bool
	// changed is called when it turns out that the resource cannot be listed, or that it can.
	changed func()

	mu      sync.Mutex
	listed  bool
	first   time.Time // of the refusals in a row
	since   time.Time // of those in a row at which the API server was ready
	refused error     // why the resource cannot be listed; nil where it can
}

// NeedLeaderElection implements manager.LeaderElectionRunnable.
func (f *follower) NeedLeaderElection() bool { return false }

// Start implements manager.Runnable.
func (f *follower) Start(ctx context.Context) error {
	quiet := logr.Discard() // client-go would repeat what is told once here
	reflector := cache.NewReflectorWithOptions(f.listWatch(), f.sample, replaced{f.store, f.succeeded},
		cache.ReflectorOptions{Name: f.name, Logger: &quiet, Backoff: &listBackoff})
	reflector.RunWithContext(klog.NewContext(ctx, quiet))
	return nil
}

func (f *follower) listWatch() *cache.ListWatch {
	return &cache.ListWatch{
		ListWithContextFunc: func(ctx context.Context, options metav1.ListOptions) (runtime.Object, error) {
			list, err := f.resource.List(ctx, options)
			f.note(ctx, err)
			return list, err
		},
		WatchFuncWithContext: func(ctx context.Context, options metav1.ListOptions) (watch.Interface, error) {
			w, err := f.resource.Watch(ctx, options)
			f.note(ctx, err)
			return w, err
		},
	}
}

// note keeps whether the API server refuses to list the resource. An answer that did
// not come says nothing about the resource.
func (f *follower) note(ctx context.Context, err error) {
	if err == nil || ctx.Err() != nil {
		f.outage.over(err == nil)
		return
	}
	if !refusal(err) {
		f.outage.began(f.log, err)
		return
	}
	f.outage.over(true)
	ready, now := f.ready(ctx), time.Now()
	f.mu.Lock()
	if f.first.IsZero() {
		f.first = now
	}
	switch {
	case !ready:
		f.since = time.Time{}
	case f.since.IsZero():
		f.since = now
	}
	turned := f.refused == nil && (ready && now.Sub(f.since) >= unlistableAfter || now.Sub(f.first) >= unlistableAtLast)
	if turned {
		f.refused = err
	}
	f.mu.Unlock()
	if turned {
		f.log.Info("A kind cannot be listed; "+f.without, "resource", f.name, "cause", reasonOf(err))
		f.changed()
	}
}

// succeeded is called when the store holds what was listed.
func (f *follower) succeeded() {
	f.mu.Lock()
	turned := !f.listed || f.refused != nil
	f.listed, f.refused, f.first, f.since = true, nil, time.Time{}, time.Time{}
	f.mu.Unlock()
	if turned {
		f.changed()
	}
}

// state reports whether it is known what there is, or that it cannot be known, and why.
func (f *follower) state() (known bool, refused error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.listed || f.refused != nil, f.refused
}

// refusal reports whether an error is the API server's answer that the resource cannot
// be listed, rather than that it cannot answer now.
func refusal(err error) bool {
	return apierrors.IsNotFound(err) || apierrors.IsForbidden(err) || apierrors.IsMethodNotSupported(err) ||
		apierrors.IsInternalError(err) || apierrors.IsNotAcceptable(err) || apierrors.IsBadRequest(err) ||
		apierrors.IsUnauthorized(err) || meta.IsNoMatchError(err)
}

// reasonOf says in words without names why the API server refuses.
func reasonOf(err error) string {
	switch {
	case apierrors.IsNotFound(err), meta.IsNoMatchError(err):
		return "the API server does not have its definition"
	case apierrors.IsForbidden(err), apierrors.IsUnauthorized(err):
		return "the operator may not list it"
	}
	return "the API server cannot list it: " + string(apierrors.ReasonForError(err))
}

// replaced tells when a whole list has arrived in a store.
type replaced struct {
	cache.ReflectorStore
	then func()
}

// Replace implements cache.ReflectorStore.
func (r replaced) Replace(list []any, version string) error {
	err := r.ReflectorStore.Replace(list, version)
	r.then()
	return err
}

// outage is an API server that does not answer. It is told once a minute, by whichever
// follower notices it.
type outage struct {
	mu          sync.Mutex
	since, told time.Time
}

const outageEvery = time.Minute

func (o *outage) began(logger logr.Logger, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	now := time.Now()
	if o.since.IsZero() {
		o.since = now
	}
	if now.Sub(o.told) >= outageEvery {
		o.told = now
		logger.Info("The API server does not answer; verdicts stay as they are", "since", o.since.UTC().Format(time.RFC3339), "error", errorWithoutNames(err))
	}
}

func (o *outage) over(answered bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if answered {
		o.since = time.Time{}
	}
}
