package outsourcing

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docWeight = assess.Doc{
	ID: "P7-14", Aspect: assess.Covered, Clause: "A.5.19, A.5.21",
	Requires: "A service on which much rests is as critical as that",
	Fires:    "a service of Low criticality carries a High risk, or an implemented control of the Statement of Applicability, and does not say why it is Low (minor)",
	Reasons:  []string{"CriticalityUnderstated"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Set spec.criticality to what a failure would mean, or say in spec.criticalityReason why it means little",
}

func checkWeight(c *assess.Context, r *api.OutsourcedService) {
	if r.Spec.Criticality != api.CriticalityLow || facts.Stated(r.Spec.CriticalityReason) {
		return
	}
	rests := facts.RestingOn(c, api.ResourceReference{Kind: api.ResourceOutsourcedService, Name: r.Name})
	if len(rests) > 0 {
		c.Report(assess.Finding{
			Reason: "CriticalityUnderstated", Grade: api.GradeMinor, Field: "spec.criticality",
			Message: fmt.Sprintf("The service is said to be of Low criticality, and these rest on it: %s", assess.List(rests)),
		})
	}
}

var docSelfReviewed = assess.Doc{
	ID: "P7-15", Aspect: assess.Owned, Clause: "A.5.19, A.5.22",
	Requires: "A supplier is reviewed by somebody else than itself",
	Fires:    "the due diligence, or the newest review, was done by somebody who works under the contract of the supplier (minor)",
	Reasons:  []string{"SupplierReviewedItself"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Have somebody of the organization, or a third party, review the supplier, and record that as a ServiceReview",
}

func checkSelfReviewed(c *assess.Context, r *api.OutsourcedService) {
	report := func(field, what string, by *api.Actor, on api.Date) {
		names := facts.PeopleBehind(c, by, on)
		for _, name := range names {
			p, ok := assess.Get[*api.Person](c.World, name)
			if !ok || !facts.WorksFor(c, p, r) {
				return
			}
		}
		if len(names) > 0 {
			c.Report(assess.Finding{
				Reason: "SupplierReviewedItself", Grade: api.GradeMinor, Field: field, Since: on,
				Message: fmt.Sprintf("%s was done on %s by %s, who works for the supplier", what, on, by.Name()),
			})
		}
	}
	reviews := serviceReviews(c, r, api.ServiceReviewPeriodic, api.ServiceReviewDueDiligence)
	if d := r.Spec.DueDiligence; d != nil && len(reviews) == 0 {
		report("spec.dueDiligence.performedBy", "Due diligence", d.PerformedBy, d.PerformedOn)
	}
	var last *api.ServiceReview
	for _, review := range reviews {
		if last == nil || reviewAfter(review, last) {
			last = review
		}
	}
	if last != nil {
		report("", "The ServiceReview "+last.Name, last.Spec.PerformedBy, last.Spec.PerformedOn)
	}
}
