package controllers

import (
	"errors"
	"sync/atomic"

	"github.com/prometheus/client_golang/prometheus"
	ctrlmetrics "sigs.k8s.io/controller-runtime/pkg/metrics"

	"github.com/isms-operator/isms-operator/internal/metrics"
)

// registerMetrics registers the collector and the instruments. A second
// controller in one process, as in tests, replaces what the collector reads.
func registerMetrics(r *metrics.Reports) error {
	current.Store(r)
	for _, c := range []prometheus.Collector{
		metrics.AssessmentDuration, metrics.AssessmentFailures, metrics.StatusWrites, metrics.EventsRefused, metrics.Collector(current.Load),
	} {
		if err := ctrlmetrics.Registry.Register(c); err != nil && !errors.As(err, &prometheus.AlreadyRegisteredError{}) {
			return err
		}
	}
	return nil
}

// current is what the collector reads: the reports of the running controller.
var current atomic.Pointer[metrics.Reports]
