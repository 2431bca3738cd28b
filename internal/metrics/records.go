package metrics

import (
	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"
)

// collectRecords exports series that name records and the role that answers for each, so that
// an alert finds its way to it. Records about people are never named, nor are people who answer.
func collectRecords(ch chan<- prometheus.Metric, namespace string, k *kindSummary) {
	l := recordLabels{
		kind: label("kind", &k.kind.Name), namespace: label("namespace", &namespace), called: "name",
		roles: make(map[*roleSummary]*dto.LabelPair, len(k.roles)),
	}
	for _, r := range k.roles {
		l.roles[r] = label("role", &r.role)
	}
	for i := range k.rows {
		r := &k.rows[i]
		labels := l.of(r)
		if r.conforming != unknown {
			ch <- &recordGauge{descConforming, labels, float64(r.conforming)}
		}
		if r.current != unknown {
			ch <- &recordGauge{descCurrent, labels, float64(r.current)}
		}
		if !r.until.IsZero() {
			ch <- &recordGauge{descValidUntil, labels, instantOf(r.until)}
		}
		if !r.notice.IsZero() {
			ch <- &recordGauge{descNotice, labels, instantOf(r.notice)}
		}
	}
}

// recordLabels makes the labels of the records of one kind. All but the name are shared
// among records, and all are among the series of one record: a scrape of a large register
// would else spend most of its time on them.
type recordLabels struct {
	kind, namespace *dto.LabelPair
	called          string // what the label is called that has the name
	roles           map[*roleSummary]*dto.LabelPair
}

// of returns the labels of a record, in the order of their names.
func (l *recordLabels) of(r *row) []*dto.LabelPair {
	return []*dto.LabelPair{l.kind, {Name: &l.called, Value: &r.name}, l.namespace, l.roles[r.role]}
}

func label(name string, value *string) *dto.LabelPair {
	return &dto.LabelPair{Name: &name, Value: value}
}

// recordGauge is a series of a record. Prometheus does not change labels that it is given.
type recordGauge struct {
	desc   *prometheus.Desc
	labels []*dto.LabelPair
	value  float64
}

// Desc implements prometheus.Metric.
func (g *recordGauge) Desc() *prometheus.Desc { return g.desc }

// Write implements prometheus.Metric.
func (g *recordGauge) Write(out *dto.Metric) error {
	out.Label, out.Gauge = g.labels, &dto.Gauge{Value: &g.value}
	return nil
}
