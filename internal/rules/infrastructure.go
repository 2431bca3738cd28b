package rules

import (
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// infrastructureRules judge the ISMS as a whole on point 3.
func infrastructureRules() []assess.Rule {
	return []assess.Rule{
		assess.OnISMS(docNoInfrastructure, checkNoInfrastructure),
		assess.OnISMS(docNothingMaintained, checkNothingMaintained),
	}
}

var docNoInfrastructure = assess.Doc{
	ID: "P3-01", Point: assess.Infrastructure, Aspect: assess.Covered, Clause: "7.1",
	Requires: "The tools and the infrastructure that the ISMS needs are recorded, or it is stated that it needs none",
	Fires:    "neither a tool nor an asset is on record that is not retired, and nothing declares that none is needed (major)",
	Reasons:  []string{"NoInfrastructureRecorded"}, Grades: []api.Grade{api.GradeMajor},
	Remedy: "Record tools as ToolLicenses and assets as InfrastructureAssets, or declare none: Infrastructure with a reason in spec.declarations",
}

func checkNoInfrastructure(c *assess.Context, a *api.ClauseAssessment) {
	if declared(a, api.DeclareInfrastructure) || inUse(c) {
		return
	}
	c.Report(assess.Finding{
		Reason: "NoInfrastructureRecorded", Grade: api.GradeMajor, Field: "spec.declarations",
		Message: "No tool and no infrastructure in use is recorded, and nothing says that none is needed",
	})
}

// declared reports whether the assessment says that the ISMS has none of something.
func declared(a *api.ClauseAssessment, subject api.DeclarationSubject) bool {
	return slices.ContainsFunc(a.Spec.Declarations, func(d api.Declaration) bool { return d.None == subject })
}

// inUse reports whether a tool or an asset is on record that is not retired.
func inUse(c *assess.Context) bool {
	for r := range assess.All[*api.ToolLicense](c.World) {
		if !licenceSupply(r).retired(c) {
			return true
		}
	}
	for r := range assess.All[*api.InfrastructureAsset](c.World) {
		if !assetSupply(r).retired(c) {
			return true
		}
	}
	return false
}

var docNothingMaintained = assess.Doc{
	ID: "P6-10", Point: assess.Maintenance, Aspect: assess.Covered, Clause: "7.1",
	Requires: "It is known what has to be maintained",
	Fires:    "no tool, asset or service in use is on record, and no declaration says that there is none (unknown)",
	Reasons:  []string{"NothingToMaintain"}, Grades: []api.Grade{api.GradeUnknown},
	Remedy: "Record what is in use, or declare none: Infrastructure and none: OutsourcedServices with their reasons in spec.declarations",
}

func checkNothingMaintained(c *assess.Context, a *api.ClauseAssessment) {
	if inUse(c) || (declared(a, api.DeclareInfrastructure) && declared(a, api.DeclareOutsourcedServices)) {
		return
	}
	for r := range assess.All[*api.OutsourcedService](c.World) {
		if !serviceSupply(r).retired(c) {
			return
		}
	}
	c.Report(assess.Finding{
		Reason: "NothingToMaintain", Grade: api.GradeUnknown, Field: "spec.declarations",
		Message: "Nothing in use is recorded that could be maintained, and nothing says that there is none",
	})
}
