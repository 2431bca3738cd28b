package identification

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

var docNoNeeds = assess.Doc{
	ID: "P1-01", Point: assess.Identification, Aspect: assess.Covered, Clause: "7.1",
	Requires: "It is determined what resources the ISMS needs",
	Fires:    "no ResourceRequirement is recorded (major)",
	Reasons:  []string{"NoResourceNeedsIdentified"}, Grades: []api.Grade{api.GradeMajor},
	Remedy: "Determine what the risks, objectives and controls take, and record each need as a ResourceRequirement",
}

func checkNoNeeds(c *assess.Context, _ *api.ClauseAssessment) {
	for range assess.All[*api.ResourceRequirement](c.World) {
		return
	}
	c.Report(assess.Finding{
		Reason: "NoResourceNeedsIdentified", Grade: api.GradeMajor,
		Message: "No resource need is recorded; 7.1 starts with determining them",
	})
}
