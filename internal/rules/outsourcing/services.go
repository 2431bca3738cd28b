package outsourcing

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docServices = assess.Doc{
	ID: "P7-12", Point: assess.Outsourcing, Aspect: assess.Covered, Clause: "8.1",
	Requires: "It is determined what is outsourced",
	Fires:    "no OutsourcedService is recorded, and nothing declares that nothing is outsourced (unknown)",
	Reasons:  []string{"ServicesNotDetermined"}, Grades: []api.Grade{api.GradeUnknown},
	Remedy: "Record the services, or declare none: OutsourcedServices with a reason in spec.declarations",
}

func checkServices(c *assess.Context, a *api.ClauseAssessment) {
	for range assess.All[*api.OutsourcedService](c.World) {
		return
	}
	if facts.Declared(a, api.DeclareOutsourcedServices) {
		return
	}
	c.Report(assess.Finding{
		Reason: "ServicesNotDetermined", Grade: api.GradeUnknown, Field: "spec.declarations",
		Message: "No outsourced service is recorded, and nothing says that there is none",
	})
}
