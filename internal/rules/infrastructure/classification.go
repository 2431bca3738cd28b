package infrastructure

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// classified makes rule P3-07 for a kind.
func classified[T api.Record](of func(T) facts.Supply) assess.Rule {
	return assess.On(docClassification, func(c *assess.Context, r T) {
		if s := of(r); s.Criticality == "" && !s.Retired(c) {
			c.Report(assess.Finding{
				Reason: "ClassificationMissing", Grade: api.GradeUnknown, Field: "spec.criticality",
				Message: "Nobody has stated how critical it is",
			})
		}
	})
}
