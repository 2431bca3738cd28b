package rules

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

func serviceReview() assess.Kind {
	return assess.KindOf[*api.ServiceReview]("ServiceReview", "servicereviews", assess.Outsourcing, nil,
		append(common(serviceReviewFacts, withoutServices(serviceReviewReferences), nil),
			serviceRegistered(serviceReviewReferences))...)
}

func serviceReviewFacts(r *api.ServiceReview) []fact {
	facts := []fact{{"spec.performedOn", r.Spec.PerformedOn, "the review was finished"}}
	if p := r.Spec.Period; p != nil {
		facts = append(facts, fact{"spec.period.start", p.Start, "the period began"})
		if r.Spec.Type == api.ServiceReviewSLAMeasurement { // what is still to come cannot be measured
			facts = append(facts, fact{"spec.period.end", p.End, "the period that was measured ended"})
		}
	}
	return facts
}

// serviceReviewReferences leaves the Improvements that track actions to rule
// P7-11: a review cannot be changed, so it may name them before they exist.
func serviceReviewReferences(w *assess.World, r *api.ServiceReview) []reference {
	all := append(ownerReferences(w, "spec.owner", r.Spec.Owner),
		to[*api.OutsourcedService](w, "spec.serviceRef", "OutsourcedService", &r.Spec.ServiceRef)...)
	all = append(all, to[*api.Person](w, "spec.performedBy", "Person", r.Spec.PerformedBy)...)
	for i := range r.Spec.Actions {
		a := &r.Spec.Actions[i]
		all = append(all, ownerReferences(w, "spec.actions["+a.ID+"].owner", a.Owner)...)
	}
	return all
}

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

var docServiceRegistered = assess.Doc{
	ID: "P7-08", Point: assess.Outsourcing, Aspect: assess.Covered, Clause: "8.1, A.5.19",
	Requires: "A service that a record relies on is in the register of services",
	Fires:    "the record names an OutsourcedService that is not in the namespace (minor)",
	Reasons:  []string{"ServiceNotRegistered"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Record the service as an OutsourcedService, or name one that is in the register",
}

// serviceRegistered makes rule P7-08 for a kind, of those of its references that
// name services. Leave them out of X-04 by withoutServices.
func serviceRegistered[T api.Record](of func(*assess.World, T) []reference) assess.Rule {
	return assess.On(docServiceRegistered, func(c *assess.Context, r T) { checkRegistered(c, of(c.World, r)) })
}

func checkRegistered(c *assess.Context, references []reference) {
	for _, named := range references {
		if named.kind == string(api.ResourceOutsourcedService) && !named.found {
			c.Report(assess.Finding{
				Reason: "ServiceNotRegistered", Grade: api.GradeMinor, Field: named.field,
				Message: fmt.Sprintf("%s names the service %s, which is not in the register", named.field, quote(named.name)),
			})
		}
	}
}

// withoutServices leaves out the references to services, which rule P7-08 judges.
func withoutServices[T api.Record](of func(*assess.World, T) []reference) func(*assess.World, T) []reference {
	return func(w *assess.World, r T) []reference {
		var all []reference
		for _, named := range of(w, r) {
			if named.kind != string(api.ResourceOutsourcedService) {
				all = append(all, named)
			}
		}
		return all
	}
}
