package infrastructure

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docNoInfrastructure = assess.Doc{
	ID: "P3-01", Point: assess.Infrastructure, Aspect: assess.Covered, Clause: "7.1",
	Requires: "The tools and the infrastructure that the ISMS needs are recorded, or it is stated that it needs none",
	Fires:    "neither a tool nor an asset is on record that is not retired, and nothing declares that none is needed (major)",
	Reasons:  []string{"NoInfrastructureRecorded"}, Grades: []api.Grade{api.GradeMajor},
	Remedy: "Record tools as ToolLicenses and assets as InfrastructureAssets, or declare none: Infrastructure with a reason in spec.declarations",
}

func checkNoInfrastructure(c *assess.Context, a *api.ClauseAssessment) {
	if facts.Declared(a, api.DeclareInfrastructure) || facts.ToolOrAssetInUse(c) {
		return
	}
	c.Report(assess.Finding{
		Reason: "NoInfrastructureRecorded", Grade: api.GradeMajor, Field: "spec.declarations",
		Message: "No tool and no infrastructure in use is recorded, and nothing says that none is needed",
	})
}
