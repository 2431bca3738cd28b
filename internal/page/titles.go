package page

import (
	"cmp"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// titleOf is what a record calls itself, by which people know it; "" where it has but a name.
func titleOf(r api.Record) string {
	switch r := r.(type) {
	case *api.ClauseAssessment:
		return r.Spec.Organization
	case *api.CompetencyRecord:
		return r.Spec.Competency
	case *api.Improvement:
		return r.Spec.Title
	case *api.InfrastructureAsset:
		return r.Spec.Description
	case *api.OutsourcedService:
		return cmp.Or(r.Spec.Service, r.Spec.Supplier)
	case *api.Person:
		return r.Spec.DisplayName
	case *api.ResourceRequirement:
		return r.Spec.Need
	case *api.Risk:
		return r.Spec.Title
	case *api.SecurityException:
		return r.Spec.Reason
	case *api.SecurityObjective:
		return r.Spec.Objective
	case *api.SecurityRole:
		return r.Spec.Title
	case *api.ToolLicense:
		return r.Spec.Product
	}
	return ""
}
