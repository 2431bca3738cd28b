package outsourcing

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docMeasured = assess.Doc{
	ID: "P7-13", Aspect: assess.Covered, Clause: "A.5.22, 9.1",
	Requires: "What a measurement comes to is what its numbers say",
	Fires:    "the newest measurement of a target states a result that its number contradicts, where both are numbers (minor)",
	Reasons:  []string{"MeasurementContradicted"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Compare the numbers again, and record the result as another ServiceReview",
}

func checkMeasured(c *assess.Context, r *api.OutsourcedService) {
	for target, of := range eachTarget(r, samples(c, r)) {
		last := of[len(of)-1]
		met, known := facts.TargetMet(target.Target, last.value)
		if !known || met == (last.result == api.MeasurementMet) {
			continue
		}
		c.Report(assess.Finding{
			Reason: "MeasurementContradicted", Grade: api.GradeMinor, Field: "spec.serviceTargets[" + target.Name + "]", Since: last.review.Spec.PerformedOn,
			Message: fmt.Sprintf("ServiceReview %s says of the target %s that it was %s, and %s was measured", last.review.Name, facts.Quote(target.Target), last.result, facts.Quote(last.value)),
		})
	}
}

// eachTarget yields the targets of a service that were measured.
func eachTarget(r *api.OutsourcedService, measured map[string][]sample) func(yield func(*api.ServiceTarget, []sample) bool) {
	return func(yield func(*api.ServiceTarget, []sample) bool) {
		for i := range r.Spec.ServiceTargets {
			t := &r.Spec.ServiceTargets[i]
			if of := measured[t.Name]; len(of) > 0 && !yield(t, of) {
				return
			}
		}
	}
}
