package facts

import (
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// ReviewHeld reports whether the review took place; a plan is not a review.
func ReviewHeld(c *assess.Context, r *api.ManagementReview) bool {
	return c.Today.Reached(r.Spec.HeldOn)
}

// latestReviewKey is what LatestReview is remembered under.
type latestReviewKey struct{}

// LatestReview is the review held last; nil if none ever was.
func LatestReview(c *assess.Context) *api.ManagementReview {
	return assess.Once(c, latestReviewKey{}, func(c *assess.Context) *api.ManagementReview {
		var last *api.ManagementReview
		for r := range assess.All[*api.ManagementReview](c.World) {
			if ReviewHeld(c, r) && (last == nil || r.Spec.HeldOn.After(last.Spec.HeldOn)) {
				last = r
			}
		}
		return last
	})
}

// ReviewGrading grades findings on the review.
func ReviewGrading(c *assess.Context, r *api.ManagementReview) Grading {
	if LatestReview(c) != r {
		return func(api.Grade) api.Grade { return api.GradeObservation }
	}
	return func(g api.Grade) api.Grade { return g }
}

// ReviewDue is the last day for the review that follows: the end of the interval,
// or of the limit where a policy has set it shorter, or the day that was planned if that
// is earlier.
func ReviewDue(c *assess.Context, r *api.ManagementReview) api.Date {
	due := r.Spec.HeldOn.AddMonths(min(c.Policy.ReviewIntervalMonths(), c.Policy.ReviewLimitMonths()))
	if next := r.Spec.NextReviewOn; !next.IsZero() && next.Before(due) {
		return next
	}
	return due
}

type topManagementKey struct {
	name string
	on   api.Date
}

// TopOffice is how the person held a role of top management on the day.
func TopOffice(c *assess.Context, name string, on api.Date) Office {
	return assess.Once(c, topManagementKey{name, on}, func(c *assess.Context) Office {
		held := NoOffice
		for _, role := range assess.By(c.World, RolesByPerson, name) {
			if role.Spec.Mandate == api.MandateTopManagement {
				held = max(held, OfficeOf(c, role, name, on))
			}
		}
		return held
	})
}

// WasTopManagement reports whether the person was in an office of top management on the day.
func WasTopManagement(c *assess.Context, name string, on api.Date) bool {
	return TopOffice(c, name, on) == InOffice
}

// TopManagementAttended reports whether somebody of top management chaired or
// attended the review, and names all who did.
func TopManagementAttended(c *assess.Context, r *api.ManagementReview) (attended bool, names []string) {
	held, names := TopManagementAt(c, r)
	return held == InOffice, names
}

// TopManagementAt is how whoever was highest at the review held an office of top
// management on its day, and names all who chaired or attended it.
func TopManagementAt(c *assess.Context, r *api.ManagementReview) (held Office, names []string) {
	for _, ref := range r.Spec.AttendeeRefs {
		names = append(names, ref.Name)
	}
	if r.Spec.ChairRef != nil {
		names = append(names, r.Spec.ChairRef.Name)
	}
	for _, name := range names {
		held = max(held, TopOffice(c, name, r.Spec.HeldOn))
	}
	return held, names
}

// ReviewDecided reports whether the review takes a decision of the category.
func ReviewDecided(r *api.ManagementReview, category api.DecisionCategory) bool {
	for i := range r.Spec.Decisions {
		if d := &r.Spec.Decisions[i]; d.Category == category && Stated(d.Text) {
			return true
		}
	}
	return false
}

// CarriesDecision reports whether the review has a decision of the ID, its own or one that
// it carries on.
func CarriesDecision(r *api.ManagementReview, id string) bool {
	for i := range r.Spec.Decisions {
		if r.Spec.Decisions[i].ID == id {
			return true
		}
	}
	return false
}

type reviewsHeldKey struct{}

// ReviewsHeld are the reviews that took place, by their days. For reading.
func ReviewsHeld(c *assess.Context) []*api.ManagementReview {
	return assess.Once(c, reviewsHeldKey{}, func(c *assess.Context) (held []*api.ManagementReview) {
		for r := range assess.All[*api.ManagementReview](c.World) {
			if ReviewHeld(c, r) {
				held = append(held, r)
			}
		}
		slices.SortStableFunc(held, func(a, b *api.ManagementReview) int { return CompareDates(a.Spec.HeldOn, b.Spec.HeldOn) })
		return held
	})
}

// ReviewsSince are the reviews that were held on a day or after it, by their days.
func ReviewsSince(c *assess.Context, on api.Date) []*api.ManagementReview {
	held := ReviewsHeld(c)
	first, _ := slices.BinarySearchFunc(held, on, func(r *api.ManagementReview, on api.Date) int { return CompareDates(r.Spec.HeldOn, on) })
	return held[first:]
}

// Discussed reports whether a review says what was said on one of some topics.
func Discussed(r *api.ManagementReview, topics ...api.ReviewTopic) bool {
	return slices.ContainsFunc(r.Spec.Inputs, func(in api.ReviewInput) bool {
		return slices.Contains(topics, in.Topic) && Stated(in.Discussion)
	})
}
