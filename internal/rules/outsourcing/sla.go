package outsourcing

import (
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// sample is one measurement of a service target.
type sample struct {
	review *api.ServiceReview
	result api.MeasurementResult
	value  string
}

// covered is the last day that a measurement speaks of.
func covered(r *api.ServiceReview) api.Date {
	if p := r.Spec.Period; p != nil && !p.End.IsZero() && p.End.Before(r.Spec.PerformedOn) {
		return p.End
	}
	return r.Spec.PerformedOn
}

// samples returns what was really measured of each target, in the order of time.
func samples(c *assess.Context, r *api.OutsourcedService) map[string][]sample {
	reviews := serviceReviews(c, r, api.ServiceReviewSLAMeasurement)
	slices.SortStableFunc(reviews, func(a, b *api.ServiceReview) int {
		switch x, y := covered(a), covered(b); {
		case x.Before(y) || (x == y && reviewAfter(b, a)):
			return -1
		default:
			return 1
		}
	})
	all := map[string][]sample{}
	for _, review := range reviews {
		for _, m := range review.Spec.Measurements {
			if m.Result == api.MeasurementMet || m.Result == api.MeasurementMissed {
				all[m.Target] = append(all[m.Target], sample{review, m.Result, m.Measured})
			}
		}
	}
	return all
}
