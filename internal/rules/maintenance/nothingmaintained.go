package maintenance

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docNothingMaintained = assess.Doc{
	ID: "P6-10", Point: assess.Maintenance, Aspect: assess.Covered, Clause: "7.1",
	Requires: "It is known what has to be maintained",
	Fires:    "no tool, asset or service in use is on record, and no declaration says that there is none (unknown)",
	Reasons:  []string{"NothingToMaintain"}, Grades: []api.Grade{api.GradeUnknown},
	Remedy: "Record what is in use, or declare none: Infrastructure and none: OutsourcedServices with their reasons in spec.declarations",
}

func checkNothingMaintained(c *assess.Context, a *api.ClauseAssessment) {
	if facts.ToolOrAssetInUse(c) || (facts.Declared(a, api.DeclareInfrastructure) && facts.Declared(a, api.DeclareOutsourcedServices)) {
		return
	}
	for r := range assess.All[*api.OutsourcedService](c.World) {
		if !facts.ServiceSupply(r).Retired(c) {
			return
		}
	}
	c.Report(assess.Finding{
		Reason: "NothingToMaintain", Grade: api.GradeUnknown, Field: "spec.declarations",
		Message: "Nothing in use is recorded that could be maintained, and nothing says that there is none",
	})
}
