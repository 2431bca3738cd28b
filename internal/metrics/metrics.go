// Package metrics exports what the last judgements say, for Prometheus. It reads no
// cluster; docs/metrics.md explains every metric.
package metrics

import (
	"fmt"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"k8s.io/utils/clock"

	"github.com/isms-operator/isms-operator/internal/assess"
)

// Series says how fine the metrics about records are.
type Series string

const (
	// SeriesRecord makes series for each record, and for each kind. It is the default.
	SeriesRecord Series = "record"
	// SeriesAggregate makes series for each kind alone, however many records there are.
	SeriesAggregate Series = "aggregate"
)

// ParseSeries returns the Series of the name; SeriesRecord where it is empty.
func ParseSeries(name string) (Series, error) {
	switch s := Series(name); s {
	case "":
		return SeriesRecord, nil
	case SeriesRecord, SeriesAggregate:
		return s, nil
	}
	return "", fmt.Errorf("%q is neither %s nor %s", name, SeriesRecord, SeriesAggregate)
}

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

// Reports holds the last report of each namespace for a Collector to read.
type Reports struct {
	clock  clock.PassiveClock
	series Series
	// waiting tells since when something that no pass has seen waits in a namespace.
	waiting func() map[string]time.Time
	// listable tells of each kind whether its records can be listed.
	listable func() map[string]bool

	mu   sync.RWMutex
	last map[string]*judged
}

type judged struct {
	report *assess.Report
	at     time.Time
	// summary is made at the first scrape, so that a pass does not wait for it.
	summary func() []kindSummary
}

// NewReports returns an empty Reports. The clock tells which dates lie ahead; waiting
// tells since when something that was not judged yet waits in each namespace, and
// listable of each kind whether its records can be listed.
func NewReports(registry *assess.Registry, c clock.PassiveClock, series Series,
	waiting func() map[string]time.Time, listable func() map[string]bool) *Reports {
	for i := range registry.Kinds {
		// From 0 on: an increase from nothing is none to Prometheus.
		StatusWrites.WithLabelValues(registry.Kinds[i].Name, ResultSuccess)
		StatusWrites.WithLabelValues(registry.Kinds[i].Name, ResultError)
		StatusWrites.WithLabelValues(registry.Kinds[i].Name, ResultConflict)
		StatusWrites.WithLabelValues(registry.Kinds[i].Name, ResultUnanswered)
	}
	return &Reports{clock: c, series: series, waiting: waiting, listable: listable, last: map[string]*judged{}}
}

// Put replaces the report of a namespace.
func (r *Reports) Put(report *assess.Report, at time.Time) {
	j := &judged{report: report, at: at, summary: sync.OnceValue(func() []kindSummary { return summarise(report) })}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.last[report.Namespace] = j
}

// Forget drops a namespace that has no record any more.
func (r *Reports) Forget(namespace string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.last, namespace)
	AssessmentFailures.DeleteLabelValues(namespace)
}

func (r *Reports) all() []*judged {
	r.mu.RLock()
	defer r.mu.RUnlock()
	all := make([]*judged, 0, len(r.last))
	for _, j := range r.last {
		all = append(all, j)
	}
	return all
}
