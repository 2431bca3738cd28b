// Package controllers keeps the status of every record up to date: follow what the API
// server holds, judge a namespace, publish what changed. It holds no rule.
package controllers

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/util/flowcontrol"
	"k8s.io/utils/clock"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/log"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/metrics"
)

// An event is never patched: each tells of another version of its record. A namespace is
// asked for when records of it were deleted: one that goes is not judged any more.
//
// +kubebuilder:rbac:groups=events.k8s.io,resources=events,verbs=create
// +kubebuilder:rbac:groups="",resources=namespaces,verbs=get

// AssessmentReconciler judges one namespace at a time. A request names the
// namespace, never a record, so that a burst of edits is one pass and every
// status of a namespace speaks of the same day.
type AssessmentReconciler struct {
	registry    *assess.Registry
	clock       clock.WithTicker
	clients     *clients
	trustRoots  []string
	register    *register
	workloads   *workloads
	rights      *rights
	products    *products
	settler     *settler
	waker       *waker
	publisher   *publisher
	teller      *teller
	reports     *metrics.Reports
	openReports *openReports
	// outOfReach paces passes while the API server does not answer.
	outOfReach *flowcontrol.Backoff
	// leaving are namespaces that are being deleted.
	leaving sync.Map
}

// ready is the check of readiness. It tells of the process: that it knows which records
// there are, as far as this can be known. What is wrong with records, kinds or the API
// server later on is told by conditions, events, metrics and alerts, so that no record
// can block a rollout.
func (r *AssessmentReconciler) ready(*http.Request) error {
	if !r.complete() {
		return fmt.Errorf("it is not known yet which records there are")
	}
	return nil
}

func (r *AssessmentReconciler) complete() bool {
	return r.register.complete() && r.workloads.complete() && r.rights.complete()
}

// listable reports for each kind whether its records can be listed everywhere.
func (r *AssessmentReconciler) listable() map[string]bool {
	all := make(map[string]bool, len(r.registry.Kinds))
	for key, s := range r.register.shelves {
		known, refused := s.follower.state()
		before, seen := all[key.kind]
		all[key.kind] = known && refused == nil && (before || !seen)
	}
	return all
}

// noticed returns what is done about each change that the register notices.
func (r *AssessmentReconciler) noticed(mgr ctrl.Manager) func(string, change, *entry) {
	logger := mgr.GetLogger()
	return func(namespace string, what change, e *entry) {
		metrics.AssessmentFailures.WithLabelValues(namespace) // from 0 on, before the first pass
		if what == edited && len(e.faults) > 0 {
			kind := e.record.GetObjectKind().GroupVersionKind().Kind
			logger.Info("A record cannot be read and is not judged", "namespace", namespace, "kind", kind,
				"record", r.nameForLog(kind, e.record), "faults", len(e.faults), "field", e.faults[0].Field)
		}
		r.settler.note(namespace, what)
		r.rights.claimed()
	}
}

// nameForLog names a record in the log: one about a person by its UID.
func (r *AssessmentReconciler) nameForLog(kind string, record api.Record) string {
	for i := range r.registry.Kinds {
		if r.registry.Kinds[i].Name == kind && r.registry.Kinds[i].Personal {
			return string(record.GetUID())
		}
	}
	return record.GetName()
}

// Reconcile judges the namespace that the request names.
func (r *AssessmentReconciler) Reconcile(ctx context.Context, request ctrl.Request) (ctrl.Result, error) {
	namespace, now := request.Name, r.clock.Now()
	failures := metrics.AssessmentFailures.WithLabelValues(namespace)
	defer func() {
		if cause := recover(); cause != nil { // the controller logs it, and tries again later
			failures.Inc()
			panic(cause)
		}
	}()
	judging, pass := r.settler.begin(ctx, namespace)
	defer r.settler.end(namespace, pass)
	began := time.Now()
	if r.isLeaving(ctx, namespace, pass.seen.removals > 0) {
		return ctrl.Result{}, nil
	}
	gathered, entries := r.register.gather(r.registry, namespace)
	if gathered == nil {
		return ctrl.Result{}, r.forget(ctx, namespace)
	}
	r.workloads.observe(gathered)
	r.rights.observe(gathered)
	r.products.observe(gathered)
	gathered.TrustRoots = r.trustRoots
	start := time.Now()
	report, err := assess.Run(judging, r.registry, gathered.World(), api.DateOf(now))
	if err != nil {
		return ctrl.Result{}, nil // it was broken off, or the operator stops
	}
	judged := time.Since(start)
	changed, err := changedStatuses(judging, report, entries, now)
	took := time.Since(began)
	if err != nil || !r.settler.rest(judging, namespace, pass, took) {
		return ctrl.Result{}, nil // the same; nobody has seen anything of it
	}
	metrics.AssessmentDuration.Observe(judged.Seconds())
	r.reports.Put(report, now)
	r.waker.judged(namespace, report.AsOf, report.Until)
	r.timed(ctx, report, took)
	out := r.publisher.publish(ctx, report, changed, func(since time.Duration) bool {
		return since > slice(judged) && r.settler.waits(namespace)
	})
	r.log(ctx, report, pass.seen, out)
	if out.complete {
		r.teller.tell(report, pass.atRest())
	}
	return r.after(ctx, report, pass.seen, out)
}

// timed tells how long a pass took, in the log the first time that it is too long.
func (r *AssessmentReconciler) timed(ctx context.Context, report *assess.Report, took time.Duration) {
	if r.reports.Took(report.Namespace, took) {
		log.FromContext(ctx).Info("A pass takes long, so that an edit is not judged within a second; told once for a namespace",
			"records", len(report.Results), "seconds", took.Seconds(), "limit", metrics.SlowPass.Seconds())
	}
}

// after says when the namespace is to be judged again on account of what was not
// written, and publishes the Report where all was.
func (r *AssessmentReconciler) after(ctx context.Context, report *assess.Report, seen unrest, out outcome) (ctrl.Result, error) {
	namespace := report.Namespace
	switch {
	case out.unanswered > 0 || out.deposed:
		r.settler.owe(namespace, seen.first)
		r.outOfReach.Next(namespace, time.Now())
		return ctrl.Result{RequeueAfter: r.outOfReach.Get(namespace)}, nil
	case out.conflicts > 0:
		return ctrl.Result{RequeueAfter: settleQuiet}, nil // what the records are now is on its way
	case !out.complete:
		return ctrl.Result{RequeueAfter: time.Millisecond}, nil
	}
	r.outOfReach.Reset(namespace)
	result := ctrl.Result{RequeueAfter: out.retry}
	if r.teller.waits(namespace) && (result.RequeueAfter == 0 || result.RequeueAfter > settleArrival) {
		result.RequeueAfter = settleArrival // to tell of it, should nothing else happen
	}
	if err := r.openReports.publish(ctx, report); err != nil {
		log.FromContext(ctx).Info("The Report of a namespace could not be written", "error", errorWithoutNames(err))
		if wait := r.openReports.later(namespace); result.RequeueAfter == 0 || wait < result.RequeueAfter {
			result.RequeueAfter = wait
		}
	}
	return result, nil
}

// log writes one line about a pass that did or met something.
func (r *AssessmentReconciler) log(ctx context.Context, report *assess.Report, seen unrest, out outcome) {
	logger := log.FromContext(ctx)
	if seen.forgeries > 0 {
		logger.Info("Somebody else wrote statuses; the namespace was judged again", "statuses", seen.forgeries)
	}
	if out.failures.total > 0 {
		logger.Info("Statuses could not be written", "failures", out.failures.total, "first", strings.Join(out.failures.first, "; "))
	}
	if judged, not := report.Judged(); out.written > 0 {
		logger.Info("Judged namespace", "day", report.AsOf.String(), "verdict", report.Rollup.Verdict,
			"records", judged, "notJudged", not, "statusWrites", out.written,
			"complete", out.complete, "nextChange", report.Until.String())
	}
}

// isLeaving reports whether a namespace is being deleted. It is asked when records of
// it were deleted, and as long as it was.
func (r *AssessmentReconciler) isLeaving(ctx context.Context, namespace string, ask bool) bool {
	_, was := r.leaving.Load(namespace)
	if !was && !ask {
		return false
	}
	ns, err := r.clients.core.CoreV1().Namespaces().Get(ctx, namespace, metav1.GetOptions{})
	is := apierrors.IsNotFound(err) || err == nil && ns.DeletionTimestamp != nil
	switch {
	case is && !was:
		log.FromContext(ctx).Info("The namespace is being deleted and is not judged any more")
		r.leaving.Store(namespace, true)
	case !is:
		r.leaving.Delete(namespace)
	}
	if !is {
		return false
	}
	if gathered, _ := r.register.gather(r.registry, namespace); gathered == nil {
		r.drop(namespace)
		r.leaving.Delete(namespace)
	}
	return true
}

// forget drops a namespace that has no records any more, and its Report.
func (r *AssessmentReconciler) forget(ctx context.Context, namespace string) error {
	r.drop(namespace)
	return r.openReports.remove(ctx, namespace)
}

func (r *AssessmentReconciler) drop(namespace string) {
	r.reports.Forget(namespace)
	r.teller.forget(namespace)
	r.settler.forget(namespace)
	r.rights.forget(namespace)
	r.waker.cancel(namespace)
	r.outOfReach.DeleteEntry(namespace)
}

// slice is how long a pass publishes before an edit may interrupt it: long
// enough that judging stays a small part of the work, short enough that the
// edit's verdict is seen within a second.
func slice(judged time.Duration) time.Duration {
	return min(max(4*judged, 50*time.Millisecond), 400*time.Millisecond)
}
