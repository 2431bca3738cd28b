package facts

import (
	"iter"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// resource is what controls and needs rest on: a tool, an asset or a service.
type resource struct {
	api.ResourceReference
	retiredOn api.Date
}

// resources finds tools, assets and services by a key that they carry.
type resources struct {
	tools    *assess.Index[*api.ToolLicense]
	assets   *assess.Index[*api.InfrastructureAsset]
	services *assess.Index[*api.OutsourcedService]
}

// resourcesBy makes an index of what each of them carries.
func resourcesBy(keys func(controls []api.ControlID, needs []api.Reference, yield func(string))) *resources {
	return &resources{
		tools: &assess.Index[*api.ToolLicense]{Keys: func(r *api.ToolLicense, yield func(string)) {
			keys(r.Spec.Controls, r.Spec.RequirementRefs, yield)
		}},
		assets: &assess.Index[*api.InfrastructureAsset]{Keys: func(r *api.InfrastructureAsset, yield func(string)) {
			keys(r.Spec.Controls, r.Spec.RequirementRefs, yield)
		}},
		services: &assess.Index[*api.OutsourcedService]{Keys: func(r *api.OutsourcedService, yield func(string)) {
			keys(r.Spec.Controls, r.Spec.RequirementRefs, yield)
		}},
	}
}

// of yields the resources with a key, one kind after the other: a kind that nobody comes
// to is not looked through.
func (by *resources) of(c *assess.Context, key string) iter.Seq[resource] {
	return func(yield func(resource) bool) {
		for _, r := range assess.By(c.World, by.tools, key) {
			if !yield(resource{api.ResourceReference{Kind: api.ResourceToolLicense, Name: r.Name}, r.Spec.RetiredOn}) {
				return
			}
		}
		for _, r := range assess.By(c.World, by.assets, key) {
			if !yield(resource{api.ResourceReference{Kind: api.ResourceInfrastructureAsset, Name: r.Name}, r.Spec.RetiredOn}) {
				return
			}
		}
		for _, r := range assess.By(c.World, by.services, key) {
			if !yield(resource{api.ResourceReference{Kind: api.ResourceOutsourcedService, Name: r.Name}, r.Spec.RetiredOn}) {
				return
			}
		}
	}
}
