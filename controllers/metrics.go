package controllers

import (
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"sigs.k8s.io/controller-runtime/pkg/metrics"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

var (
	assessmentDuration = prometheus.NewHistogram(prometheus.HistogramOpts{
		Name: "isms_assessment_duration_seconds", Help: "Time to judge one namespace, without reading and writing.",
		Buckets: prometheus.ExponentialBuckets(0.0001, 4, 8),
	})
	assessmentFailures = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "isms_assessment_failures_total", Help: "Passes that could not read their namespace.",
	}, []string{"namespace"})
	statusWrites = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "isms_status_writes_total", Help: "Statuses written, by kind and result.",
	}, []string{"kind", "result"})
)

// registerMetrics registers the collector and the instruments. A second
// controller in one process, as in tests, replaces the collector.
func registerMetrics(r *reports) error {
	for _, c := range []prometheus.Collector{assessmentDuration, assessmentFailures, statusWrites} {
		if err := metrics.Registry.Register(c); err != nil && !errors.As(err, &prometheus.AlreadyRegisteredError{}) {
			return err
		}
	}
	current.Store(r)
	if err := metrics.Registry.Register(collector{}); err != nil && !errors.As(err, &prometheus.AlreadyRegisteredError{}) {
		return err
	}
	return nil
}

// reports holds the last report of each namespace for the collector to read.
type reports struct {
	mu   sync.RWMutex
	last map[string]judged
}

type judged struct {
	report *assess.Report
	at     time.Time
}

func newReports() *reports { return &reports{last: map[string]judged{}} }

func (r *reports) put(report *assess.Report, at time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.last[report.Namespace] = judged{report, at}
}

func (r *reports) forget(namespace string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.last, namespace)
}

func (r *reports) all() []judged {
	r.mu.RLock()
	defer r.mu.RUnlock()
	all := make([]judged, 0, len(r.last))
	for _, j := range r.last {
		all = append(all, j)
	}
	return all
}

var (
	descRecords    = desc("isms_records", "Records in the namespace, by kind.", "namespace", "kind")
	descFindings   = desc("isms_findings", "Open findings, by point, rule, reason, kind of record and grade.", "namespace", "point", "rule", "reason", "kind", "grade")
	descCompliant  = desc("isms_record_compliant", "1 if the record is compliant, 0 if not; absent while unknown.", "namespace", "kind", "name")
	descValidUntil = desc("isms_record_valid_until_timestamp_seconds", "First instant after the last valid day of the record; absent where the record has no such day.", "namespace", "kind", "name")
	descVerdict    = desc("isms_assessment_verdict", "1 for the verdict of the namespace, 0 for the others.", "namespace", "verdict")
	descPoint      = desc("isms_assessment_point_conforming", "1 if the point is conforming, 0 if not; absent while unknown.", "namespace", "point")
	descNext       = desc("isms_assessment_next_change_timestamp_seconds", "First instant at which a verdict can change without an edit; absent if none can.", "namespace")
	descSuccess    = desc("isms_assessment_last_success_timestamp_seconds", "When the namespace was last judged.", "namespace")
)

func desc(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc(name, help, labels, nil)
}

var verdicts = []api.Verdict{api.VerdictConforming, api.VerdictMinor, api.VerdictMajor, api.VerdictUnknown}

// collector reads the last reports at each scrape, so that no series outlives
// what it speaks of.
type collector struct{}

// Describe implements prometheus.Collector.
func (collector) Describe(ch chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{descRecords, descFindings, descCompliant, descValidUntil, descVerdict, descPoint, descNext, descSuccess} {
		ch <- d
	}
}

// Collect implements prometheus.Collector.
func (collector) Collect(ch chan<- prometheus.Metric) {
	for _, j := range current.Load().all() {
		collectRecords(ch, j.report)
		collectFindings(ch, j.report)
		collectRollup(ch, j)
	}
}

func gauge(ch chan<- prometheus.Metric, d *prometheus.Desc, value float64, labels ...string) {
	ch <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
}

func collectRecords(ch chan<- prometheus.Metric, report *assess.Report) {
	kinds := map[string]int{}
	for i := range report.Results {
		result := &report.Results[i]
		kind, name := result.Kind.Name, result.Record.GetName()
		kinds[kind]++
		switch n := result.Counts; {
		case n.Major+n.Minor > 0:
			gauge(ch, descCompliant, 0, report.Namespace, kind, name)
		case n.Unknown == 0:
			gauge(ch, descCompliant, 1, report.Namespace, kind, name)
		}
		if until := result.Kind.ValidUntil; until != nil {
			if day := until(result.Record); !day.IsZero() {
				gauge(ch, descValidUntil, float64(day.AddDays(1).Time().Unix()), report.Namespace, kind, name)
			}
		}
	}
	for kind, n := range kinds {
		gauge(ch, descRecords, float64(n), report.Namespace, kind)
	}
}

func collectFindings(ch chan<- prometheus.Metric, report *assess.Report) {
	type key struct{ point, rule, reason, kind, grade string }
	open := map[key]int{}
	for i := range report.Rollup.Findings {
		f := &report.Rollup.Findings[i]
		open[key{f.Point.ID, f.Rule, f.Reason, f.Record.Kind, string(f.Grade)}]++
	}
	for k, n := range open {
		gauge(ch, descFindings, float64(n), report.Namespace, k.point, k.rule, k.reason, k.kind, k.grade)
	}
}

func collectRollup(ch chan<- prometheus.Metric, j judged) {
	namespace := j.report.Namespace
	for _, v := range verdicts {
		value := 0.0
		if v == j.report.Rollup.Verdict {
			value = 1
		}
		gauge(ch, descVerdict, value, namespace, string(v))
	}
	for i := range j.report.Rollup.Points {
		switch p := &j.report.Rollup.Points[i]; p.Verdict {
		case api.VerdictConforming:
			gauge(ch, descPoint, 1, namespace, p.Condition)
		case api.VerdictMajor, api.VerdictMinor:
			gauge(ch, descPoint, 0, namespace, p.Condition)
		}
	}
	if !j.report.Until.IsZero() {
		gauge(ch, descNext, float64(j.report.Until.Time().Unix()), namespace)
	}
	gauge(ch, descSuccess, float64(j.at.Unix()), namespace)
}

// current is what the collector reads: the reports of the running controller.
var current atomic.Pointer[reports]
