package improvement

import (
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// optimising are the types of improvement that concern the use of resources.
var optimising = []api.ImprovementType{
	api.ImprovementAutomation, api.ImprovementOptimization, api.ImprovementConsolidation,
	api.ImprovementReuse, api.ImprovementReallocation,
}

var docOptimization = assess.Doc{
	ID: "P10-04", Point: assess.Improvement, Aspect: assess.Covered, Clause: "10.1, 7.1",
	Requires: "The use of resources is improved too",
	Fires:    "improvements are on record, and none is of a type that concerns the use of resources (opportunity)",
	Reasons:  []string{"NoResourceOptimization"}, Grades: []api.Grade{api.GradeOpportunity},
	Remedy: "Look for what could be automated, optimised, consolidated, reused or reallocated, and record it with its type",
}

func checkOptimization(c *assess.Context, _ *api.ClauseAssessment) {
	recorded := false
	for r := range assess.All[*api.Improvement](c.World) {
		recorded = true
		if slices.Contains(optimising, r.Spec.Type) {
			return
		}
	}
	if recorded {
		c.Report(assess.Finding{
			Reason: "NoResourceOptimization", Grade: api.GradeOpportunity,
			Message: "No improvement concerns the use of resources",
		})
	}
}
