package outsourcing

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// reviewsByService finds service reviews by the service that they are of.
var reviewsByService = &assess.Index[*api.ServiceReview]{
	Keys: func(r *api.ServiceReview, yield func(string)) { yield(r.Spec.ServiceRef.Name) },
}

// serviceReviews returns the reviews of a service that were finished by the day;
// of all types where none is given.
func serviceReviews(c *assess.Context, service *api.OutsourcedService, types ...api.ServiceReviewType) []*api.ServiceReview {
	var all []*api.ServiceReview
	for _, r := range assess.By(c.World, reviewsByService, service.Name) {
		wanted := len(types) == 0
		for _, t := range types {
			wanted = wanted || r.Spec.Type == t
		}
		if wanted && c.Today.Reached(r.Spec.PerformedOn) {
			all = append(all, r)
		}
	}
	return all
}

// reviewAfter orders service reviews: by the day, and those of one day by name.
func reviewAfter(a, b *api.ServiceReview) bool {
	if a.Spec.PerformedOn != b.Spec.PerformedOn {
		return a.Spec.PerformedOn.After(b.Spec.PerformedOn)
	}
	return a.Name > b.Name
}
