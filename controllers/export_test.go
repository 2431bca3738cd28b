package controllers

import (
	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"
	ctrlmetrics "sigs.k8s.io/controller-runtime/pkg/metrics"

	"github.com/isms-operator/isms-operator/internal/metrics"
)

// StatusesWritten reads the operator's own counter of written statuses.
func StatusesWritten() float64 {
	all := make(chan prometheus.Metric, 64)
	go func() {
		metrics.StatusWrites.Collect(all)
		close(all)
	}()
	total := 0.0
	for m := range all {
		var value dto.Metric
		if m.Write(&value) == nil {
			total += value.GetCounter().GetValue()
		}
	}
	return total
}

// Passes reads how many namespaces the operator has judged.
func Passes() uint64 {
	var value dto.Metric
	if metrics.AssessmentDuration.Write(&value) != nil {
		return 0
	}
	return value.GetHistogram().GetSampleCount()
}

// Shown reads a gauge about a namespace as a scrape does; ok is false where it is absent.
func Shown(gauge, namespace string) (value float64, ok bool) {
	families, err := ctrlmetrics.Registry.Gather()
	if err != nil {
		return 0, false
	}
	for _, f := range families {
		for _, m := range f.GetMetric() {
			if f.GetName() == gauge && len(m.GetLabel()) == 1 && m.GetLabel()[0].GetValue() == namespace {
				return m.GetGauge().GetValue(), true
			}
		}
	}
	return 0, false
}
