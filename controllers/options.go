package controllers

import (
	"fmt"

	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/utils/clock"

	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/metrics"
	"github.com/isms-operator/isms-operator/internal/running"
)

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
	// ObserveVersions lists kinds of which more than metadata is watched: of each object what
	// running.Cut keeps (rules P6-18 to P6-20; docs/adr/0024), which its role must allow. A kind
	// that running does not know is an error. One that Observe lists, too, is observed as here.
	ObserveVersions []schema.GroupVersionKind
	// Lifecycles are files and folders of files that say how long products are supported (rules P6-04
	// and P6-17), in the forms that internal/lifecycles reads. They are read again every half minute.
	Lifecycles []string
	// ObserveRights watches roles and their bindings, in the whole cluster or in Namespaces,
	// where an ISMS is to have them held against the register (rules P8-14 to P8-19, D-12 and
	// D-13). The operator's role must allow it.
	ObserveRights bool
	// TrustRoots are the fingerprints of keys that signatures of approvals are followed to.
	TrustRoots []string
	// OpenReports publishes a Report of openreports.io for each namespace, while the
	// cluster has that kind.
	OpenReports bool
	// Namespaces to judge; all where there are none.
	Namespaces []string
	// Leads reports whether this replica is the one that writes: the manager asks who
	// leads, and this is asked before each write, by a leader that may have been frozen.
	// It always is where absent.
	Leads func() bool
	// Writers is how many statuses are written at once; 16 where 0.
	Writers int
	// Series says how fine the metrics about records are; metrics.SeriesAuto where empty.
	Series metrics.Series
	// SeriesLimit is how many records metrics.SeriesAuto names at most;
	// metrics.DefaultLimit where 0.
	SeriesLimit int
}

// withDefaults returns the options with what is absent filled in.
func (o Options) withDefaults() Options {
	if o.Clock == nil {
		o.Clock = clock.RealClock{}
	}
	if o.Writers == 0 {
		o.Writers = 16
	}
	if o.Leads == nil {
		o.Leads = func() bool { return true }
	}
	if o.Series == "" {
		o.Series = metrics.SeriesAuto
	}
	if o.SeriesLimit == 0 {
		o.SeriesLimit = metrics.DefaultLimit
	}
	return o
}

// refused says of which kind no more than metadata may be looked at, though it was asked for.
func (o Options) refused() error {
	for _, kind := range o.ObserveVersions {
		if !running.Known(kind) {
			return fmt.Errorf("nothing of a %s of %s is looked at beyond its metadata", kind.Kind, kind.GroupVersion())
		}
	}
	return nil
}
