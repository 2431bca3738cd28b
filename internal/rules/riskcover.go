package rules

import (
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// These find what carries a control: resources that say they support it, and
// statements that allocate resources to it.
var (
	toolsBySupported = &assess.Index[*api.ToolLicense]{
		Keys: func(r *api.ToolLicense, yield func(string)) { yieldControls(r.Spec.Controls, yield) },
	}
	assetsBySupported = &assess.Index[*api.InfrastructureAsset]{
		Keys: func(r *api.InfrastructureAsset, yield func(string)) { yieldControls(r.Spec.Controls, yield) },
	}
	servicesBySupported = &assess.Index[*api.OutsourcedService]{
		Keys: func(r *api.OutsourcedService, yield func(string)) { yieldControls(r.Spec.Controls, yield) },
	}
	soasByAllocated = &assess.Index[*api.StatementOfApplicability]{
		Keys: func(r *api.StatementOfApplicability, yield func(string)) {
			for i := range r.Spec.Controls {
				if s := &r.Spec.Controls[i]; necessary(s) && len(s.Resources) > 0 {
					yield(s.ID)
				}
			}
		},
	}
	soasByTreated = &assess.Index[*api.StatementOfApplicability]{
		Keys: func(r *api.StatementOfApplicability, yield func(string)) {
			for i := range r.Spec.Controls {
				yieldNames(r.Spec.Controls[i].RiskRefs, yield)
			}
		},
	}
)

func yieldControls(ids []api.ControlID, yield func(string)) {
	for _, id := range ids {
		yield(string(id))
	}
}

// treatmentCarried reports whether something carries the treatment of the risk: a
// need that stands, a resource that can be relied on, or a control that one
// supports. Where nothing does, it says what the resources that the risk names lack.
func treatmentCarried(c *assess.Context, r *api.Risk) (carried bool, lacks []string) {
	if slices.ContainsFunc(assess.By(c.World, needsByRisk, r.Name), func(need *api.ResourceRequirement) bool { return needStands(c, need) }) {
		return true, nil
	}
	carried, named := reliable(c, r.Spec.Resources)
	if carried {
		return true, nil
	}
	for _, id := range controlsOf(c, r) {
		if controlCarried(c, id) {
			return true, nil
		}
	}
	return false, lackTexts(named)
}

// controlsOf returns the controls that treat the risk: those that it names, and
// those whose statement names it.
func controlsOf(c *assess.Context, r *api.Risk) []string {
	var ids []string
	yieldControls(r.Spec.Controls, func(id string) { ids = append(ids, id) })
	for _, soa := range assess.By(c.World, soasByTreated, r.Name) {
		if !soaInForce(c, soa) {
			continue
		}
		for i := range soa.Spec.Controls {
			s := &soa.Spec.Controls[i]
			if necessary(s) && slices.ContainsFunc(s.RiskRefs, func(ref api.Reference) bool { return ref.Name == r.Name }) {
				ids = append(ids, s.ID)
			}
		}
	}
	return ids
}

// carriedKey is what controlCarried is remembered under.
type carriedKey struct{ id string }

// controlCarried reports whether a resource that can be relied on supports the control.
func controlCarried(c *assess.Context, id string) bool {
	return assess.Once(c, carriedKey{id}, func(c *assess.Context) bool {
		for _, r := range assess.By(c.World, toolsBySupported, id) {
			if lackOf(c, api.ResourceReference{Kind: api.ResourceToolLicense, Name: r.Name}).text == "" {
				return true
			}
		}
		for _, r := range assess.By(c.World, assetsBySupported, id) {
			if lackOf(c, api.ResourceReference{Kind: api.ResourceInfrastructureAsset, Name: r.Name}).text == "" {
				return true
			}
		}
		for _, r := range assess.By(c.World, servicesBySupported, id) {
			if lackOf(c, api.ResourceReference{Kind: api.ResourceOutsourcedService, Name: r.Name}).text == "" {
				return true
			}
		}
		return slices.ContainsFunc(assess.By(c.World, soasByAllocated, id), func(soa *api.StatementOfApplicability) bool {
			if !soaInForce(c, soa) {
				return false
			}
			return allocatedTo(c, soa, id)
		})
	})
}

// allocatedTo reports whether the statement allocates a resource to the control
// that can be relied on.
func allocatedTo(c *assess.Context, soa *api.StatementOfApplicability, id string) bool {
	for i := range soa.Spec.Controls {
		if s := &soa.Spec.Controls[i]; s.ID == id && necessary(s) {
			if one, _ := reliable(c, s.Resources); one {
				return true
			}
		}
	}
	return false
}
