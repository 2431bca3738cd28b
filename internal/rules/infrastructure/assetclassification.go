package infrastructure

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docAssetClassification = assess.Doc{
	ID: "P3-07", Aspect: assess.Covered, Clause: docClassification.Clause,
	Requires: "It is known how critical an asset is, and how sensitive the information that it holds",
	Fires:    "the criticality or the classification is not stated, which other grades and controls hang on (unknown)",
	Reasons:  docClassification.Reasons, Grades: docClassification.Grades,
	Remedy: "Set spec.criticality and spec.classification",
}

func checkAssetClassification(c *assess.Context, r *api.InfrastructureAsset) {
	if facts.AssetSupply(r).Retired(c) {
		return
	}
	for _, missing := range []struct{ value, field, message, remedy string }{
		{string(r.Spec.Criticality), "spec.criticality", "Nobody has stated how critical it is", "Set spec.criticality"},
		{string(r.Spec.Classification), "spec.classification", "Nobody has stated how sensitive the information is that it holds", "Set spec.classification to that of the most sensitive information that it holds"},
	} {
		if missing.value == "" {
			c.Report(assess.Finding{
				Reason: "ClassificationMissing", Grade: api.GradeUnknown, Field: missing.field,
				Message: missing.message, Remedy: missing.remedy,
			})
		}
	}
}

var docClassification = assess.Doc{
	ID: "P3-07", Aspect: assess.Covered, Clause: "A.5.9, A.5.12",
	Requires: "It is known how critical a resource is",
	Fires:    "the criticality is not stated, which other grades hang on (unknown)",
	Reasons:  []string{"ClassificationMissing"}, Grades: []api.Grade{api.GradeUnknown},
	Remedy: "Set spec.criticality",
}
