// Package controllers keeps the status of every record up to date: gather a
// namespace, judge it, publish what changed. It holds no rule.
package controllers

import (
	"context"
	"fmt"
	"time"

	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/tools/events"
	"k8s.io/utils/clock"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/controller"
	"sigs.k8s.io/controller-runtime/pkg/log"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/metrics"
)

// An event is never patched: each tells of another version of its record.
//
// +kubebuilder:rbac:groups=events.k8s.io,resources=events,verbs=create

// FieldOwner is the name under which the operator writes.
const FieldOwner = "isms-operator"

// Options of the operator's controller.
type Options struct {
	// Registry of kinds and rules.
	Registry *assess.Registry
	// Clock that tells the day; the real one where absent.
	Clock clock.WithTicker
	// Observe lists the kinds of objects that records may name as proof that a
	// resource runs (rule P3-08). The operator watches their metadata, which its
	// role must allow.
	Observe []schema.GroupVersionKind
	// OpenReports publishes a Report of openreports.io for each namespace, where the
	// cluster has that kind.
	OpenReports bool
	// Namespaces that the manager's cache holds; all where there are none.
	Namespaces []string
	// Writers is how many statuses are written at once; 16 where 0.
	Writers int
	// Series says how fine the metrics about records are; metrics.SeriesRecord where empty.
	Series metrics.Series
}

// AssessmentReconciler judges one namespace at a time. A request names the
// namespace, never a record, so that a burst of edits is one pass and every
// status of a namespace speaks of the same day.
type AssessmentReconciler struct {
	client      client.Client
	registry    *assess.Registry
	clock       clock.WithTicker
	recorder    events.EventRecorder
	writers     int
	waker       *waker
	reports     *metrics.Reports
	pending     *edits
	written     *memory
	inFlight    *inFlight
	workloads   *workloads
	openReports *openReports
}

// SetupWithManager adds the controller, its watches and its metrics to the manager.
func SetupWithManager(mgr ctrl.Manager, options Options) error {
	if options.Clock == nil {
		options.Clock = clock.RealClock{}
	}
	if options.Writers == 0 {
		options.Writers = 16
	}
	if options.Series == "" {
		options.Series = metrics.SeriesRecord
	}
	r := &AssessmentReconciler{
		client:    mgr.GetClient(),
		registry:  options.Registry,
		clock:     options.Clock,
		recorder:  mgr.GetEventRecorder(FieldOwner),
		writers:   options.Writers,
		waker:     newWaker(options.Clock),
		reports:   metrics.NewReports(options.Registry, options.Clock, options.Series),
		pending:   newEdits(),
		written:   newMemory(),
		inFlight:  newInFlight(),
		workloads: newWorkloads(mgr.GetClient(), options.Observe),
	}
	if err := registerMetrics(r.reports); err != nil {
		return fmt.Errorf("register metrics: %w", err)
	}
	b := ctrl.NewControllerManagedBy(mgr).Named("assessment").
		WithOptions(controller.Options{MaxConcurrentReconciles: 4}).
		WatchesRawSource(r.waker)
	for i := range r.registry.Kinds {
		kind := &r.registry.Kinds[i]
		b = b.Watches(kind.New().(client.Object), r.onRecord(kind.Name))
	}
	if options.OpenReports {
		if err := r.publishOpenReports(mgr, b, options.Namespaces); err != nil {
			return err
		}
	}
	return r.workloads.watch(b).Complete(r)
}

// namespaceOf makes the request for the namespace of a record.
func (r *AssessmentReconciler) namespaceOf(_ context.Context, o client.Object) []ctrl.Request {
	r.pending.note(o.GetNamespace())
	return []ctrl.Request{requestFor(o.GetNamespace())}
}

func requestFor(namespace string) ctrl.Request {
	return ctrl.Request{NamespacedName: types.NamespacedName{Name: namespace}}
}

// Reconcile judges the namespace that the request names.
func (r *AssessmentReconciler) Reconcile(ctx context.Context, request ctrl.Request) (ctrl.Result, error) {
	namespace, began := request.Name, r.clock.Now()
	today := api.DateOf(began)
	failures := metrics.AssessmentFailures.WithLabelValues(namespace) // from 0 on
	edit := r.pending.current(namespace)
	world, err := r.gather(ctx, namespace)
	if err != nil {
		// Half a namespace would invent nonconformities; so nothing is written.
		failures.Inc()
		return ctrl.Result{}, err
	}
	if world == nil {
		r.reports.Forget(namespace)
		r.written.forget(namespace)
		r.inFlight.leave(namespace)
		r.waker.cancel(namespace)
		return ctrl.Result{}, r.openReports.remove(ctx, namespace)
	}
	start := time.Now()
	report := assess.Run(r.registry, world, today)
	judged := time.Since(start)
	metrics.AssessmentDuration.Observe(judged.Seconds())
	r.reports.Put(report, r.clock.Now())
	r.waker.wakeAt(namespace, report.Until)

	writes, complete, err := r.publish(ctx, report, func(since time.Duration) bool {
		return since > slice(judged) && r.pending.current(namespace) != edit
	})
	if writes > 0 || err != nil {
		log.FromContext(ctx).Info("Judged namespace", "namespace", namespace, "day", today.String(),
			"verdict", report.Rollup.Verdict, "records", len(report.Results), "statusWrites", writes,
			"complete", complete, "nextChange", report.Until.String())
	}
	if err != nil {
		return ctrl.Result{}, err
	}
	if !complete {
		return ctrl.Result{RequeueAfter: time.Millisecond}, nil
	}
	return ctrl.Result{}, r.openReports.publish(ctx, report)
}

// slice is how long a pass publishes before an edit may interrupt it: long
// enough that judging stays a small part of the work, short enough that the
// edit's verdict is seen within a second.
func slice(judged time.Duration) time.Duration {
	return min(max(4*judged, 50*time.Millisecond), 400*time.Millisecond)
}
