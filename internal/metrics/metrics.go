// Package metrics exports what the last judgements say, for Prometheus. It reads no
// cluster; docs/metrics.md explains every metric.
package metrics

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"k8s.io/utils/clock"

	"github.com/isms-operator/isms-operator/internal/assess"
)

// Results of a write, for StatusWrites.
const (
	ResultSuccess  = "success"
	ResultError    = "error"
	ResultConflict = "conflict"
	// ResultUnanswered is for writes that the API server did not answer, or put off.
	ResultUnanswered = "unanswered"
)

// What the operator counts itself.
var (
	AssessmentDuration = prometheus.NewHistogram(prometheus.HistogramOpts{
		Name: "isms_assessment_duration_seconds", Help: "Time to judge one namespace, without reading and writing.",
		Buckets: prometheus.ExponentialBuckets(0.0001, 4, 8),
	})
	AssessmentFailures = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "isms_assessment_failures_total", Help: "Passes that broke, which is a fault of the operator.",
	}, []string{"namespace"})
	StatusWrites = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "isms_status_writes_total", Help: "Statuses written, by kind and result: success, error where the API server refused, conflict where the record changed meanwhile, unanswered where no answer came.",
	}, []string{"kind", "result"})
	EventsRefused = prometheus.NewCounter(prometheus.CounterOpts{
		Name: "isms_events_refused_total", Help: "Events that the API server refused.",
	})
)

// Options of a Reports.
type Options struct {
	// Registry of the kinds whose records are judged.
	Registry *assess.Registry
	// Clock tells which dates lie ahead.
	Clock clock.PassiveClock
	// Series says how fine the metrics about records are, and Limit with SeriesAuto of how
	// many records each is named at most.
	Series Series
	Limit  int
	// Held tells how many records there are, judged or not.
	Held func() int
	// Waiting tells since when something that no pass has seen waits in a namespace.
	Waiting func() map[string]time.Time
	// Listable tells of each kind whether its records can be listed.
	Listable func() map[string]bool
	// Rights tells of each resource by which a cluster grants rights whether all of it is seen;
	// of none where they are not observed, or where it is absent.
	Rights func() map[string]bool
	// Lifecycles tells since when files that say how long products are supported cannot be used,
	// so that what they said before counts; absent while they can. It is false where none are named.
	Lifecycles func() (refusedSince time.Time, named bool)
}

// Reports holds what a Collector exports of the last report of each namespace: numbers and
// names, not the report, which is as large as the register.
type Reports struct {
	Options

	mu   sync.RWMutex
	last map[string]*summary
	// judged is how many records these speak of.
	judged int
	// shown is SeriesRecord or SeriesAggregate; "" until it is known how many records there are.
	shown Series
	// slow are the namespaces of which a pass took longer than SlowPass.
	slow map[string]bool
}

// SlowPass is how long a pass may take, so that a single edit, whose pass begins while it
// waits for whether more follow, is judged within a second. The alert IsmsPassSlow says the same.
const SlowPass = 900 * time.Millisecond

// NewReports returns an empty Reports.
func NewReports(o Options) *Reports {
	for i := range o.Registry.Kinds {
		// From 0 on: an increase from nothing is none to Prometheus.
		for _, result := range []string{ResultSuccess, ResultError, ResultConflict, ResultUnanswered} {
			StatusWrites.WithLabelValues(o.Registry.Kinds[i].Name, result)
		}
	}
	r := &Reports{Options: o, last: map[string]*summary{}, slow: map[string]bool{}}
	if o.Series != SeriesAuto {
		r.shown = o.Series
	}
	return r
}

// Put replaces what is held of a namespace by what its report says. Passes begin once it is
// known which records there are, so from the first report on Held tells of all.
func (r *Reports) Put(report *assess.Report, at time.Time) {
	s := summarise(report, at, r.Series.names(len(report.Results), r.Limit))
	held := r.Held()
	r.mu.Lock()
	defer r.mu.Unlock()
	if before := r.last[s.namespace]; before != nil {
		r.judged -= before.records
		s.took = before.took
	}
	r.judged += s.records
	r.last[s.namespace] = s
	r.choose(held)
}

// Took tells how long the last pass over a namespace took until it was known what to write,
// and reports whether this is the first that took longer than SlowPass.
func (r *Reports) Took(namespace string, took time.Duration) (slow bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if s := r.last[namespace]; s != nil {
		slow = took > SlowPass && s.took <= SlowPass && !r.slow[namespace]
		next := *s // a scrape may be reading it
		next.took = took
		r.last[namespace] = &next
	}
	if slow {
		r.slow[namespace] = true
	}
	return slow
}

// Forget drops a namespace that has no record any more.
func (r *Reports) Forget(namespace string) {
	held := r.Held()
	r.mu.Lock()
	defer r.mu.Unlock()
	if before := r.last[namespace]; before != nil {
		r.judged -= before.records
		delete(r.last, namespace)
		r.choose(held)
	}
	delete(r.slow, namespace)
	AssessmentFailures.DeleteLabelValues(namespace)
}

// choose decides how fine the series are, of all namespaces alike. Records that were judged
// and are gone count until their namespace is judged again: so whatever is shown as
// SeriesRecord has the names of all its records.
func (r *Reports) choose(held int) {
	r.shown = r.Series.next(r.shown, max(held, r.judged), r.Limit)
}

// all returns what there is to export, by namespace, and how fine.
func (r *Reports) all() ([]*summary, Series) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	all := slices.Collect(maps.Values(r.last))
	slices.SortFunc(all, func(a, b *summary) int { return strings.Compare(a.namespace, b.namespace) })
	return all, r.shown
}
