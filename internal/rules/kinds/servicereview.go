package kinds

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// ServiceReview is a look at a supplier (A.5.22).
func ServiceReview() assess.Kind {
	return assess.Of[*api.ServiceReview]{
		Name: "ServiceReview", Plural: "servicereviews", Plain: "service reviews", Home: assess.Outsourcing,
		Unsaid:     serviceReviewUnsaid,
		Happened:   serviceReviewHappened,
		References: registered(serviceReviewReferences),
	}.Kind()
}

func serviceReviewHappened(r *api.ServiceReview) []assess.Happening {
	all := []assess.Happening{{Field: "spec.performedOn", On: r.Spec.PerformedOn, What: "the review was finished", By: []*api.Actor{r.Spec.PerformedBy}}}
	if p := r.Spec.Period; p != nil {
		all = append(all, assess.Happening{Field: "spec.period.start", On: p.Start, What: "the period began"})
		if r.Spec.Type == api.ServiceReviewSLAMeasurement { // what is still to come cannot be measured
			all = append(all, assess.Happening{Field: "spec.period.end", On: p.End, What: "the period that was measured ended"})
		}
	}
	return all
}

// serviceReviewReferences leaves the Improvements that track actions to rule
// P7-11: a review cannot be changed, so it may name them before they exist.
func serviceReviewReferences(w *assess.World, r *api.ServiceReview) []assess.Reference {
	all := append(assess.ReferToActor(w, "spec.owner", r.Spec.Owner),
		assess.ReferTo[*api.OutsourcedService](w, "spec.serviceRef", &r.Spec.ServiceRef)...)
	all = append(all, assess.ReferToActor(w, "spec.performedBy", r.Spec.PerformedBy)...)
	for i := range r.Spec.Actions {
		a := &r.Spec.Actions[i]
		all = append(all, assess.ReferToActor(w, "spec.actions["+a.ID+"].owner", a.Owner)...)
	}
	return all
}

func serviceReviewUnsaid(r *api.ServiceReview) (fields []string) {
	for i := range r.Spec.Actions {
		if a := &r.Spec.Actions[i]; facts.SaysNothing(a.Text) {
			fields = append(fields, "spec.actions["+a.ID+"].text")
		}
	}
	if p := r.Spec.Period; p != nil {
		fields = facts.Unending(fields, "spec.period.end", p.End)
	}
	for i := range r.Spec.Measurements {
		m := &r.Spec.Measurements[i]
		fields = facts.Ungiven(fields, "spec.measurements["+m.Target+"].measured", m.Measured)
	}
	return fields
}
