package infrastructure

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

func assetPurpose(r *api.InfrastructureAsset) purpose {
	return purpose{r.Spec.Controls, r.Spec.RequirementRefs, api.ResourceInfrastructureAsset, r.Name, facts.AssetSupply(r).Retired}
}

// purpose is what a resource says of what it is there for.
type purpose struct {
	controls     []api.ControlID
	requirements []api.Reference
	kind         api.ResourceKind
	name         string
	retired      func(*assess.Context) bool
}

// These find what names a resource as its own.
var (
	needsByResource = &assess.Index[*api.ResourceRequirement]{
		Keys: func(r *api.ResourceRequirement, yield func(string)) { yieldResources(r.Spec.SatisfiedByRefs, yield) },
	}
	risksByResource = &assess.Index[*api.Risk]{
		Keys: func(r *api.Risk, yield func(string)) { yieldResources(r.Spec.ResourceRefs, yield) },
	}
	objectivesByResource = &assess.Index[*api.SecurityObjective]{
		Keys: func(r *api.SecurityObjective, yield func(string)) { yieldResources(r.Spec.ResourceRefs, yield) },
	}
	soasByResource = &assess.Index[*api.StatementOfApplicability]{
		Keys: func(r *api.StatementOfApplicability, yield func(string)) {
			for i := range r.Spec.Controls {
				e := &r.Spec.Controls[i]
				if e.Applicability != api.ApplicabilityExcluded && !facts.NoSuchControl(api.ControlID(e.ID)) {
					yieldResources(e.ResourceRefs, yield)
				}
			}
		},
	}
)

func yieldResources(refs []api.ResourceReference, yield func(string)) {
	for _, ref := range refs {
		yield(resourceKey(ref.Kind, ref.Name))
	}
}

func resourceKey(kind api.ResourceKind, name string) string { return string(kind) + "/" + name }

var docPurpose = assess.Doc{
	ID: "P3-03", Point: assess.Infrastructure, Aspect: assess.Covered, Clause: "7.1",
	Requires: "It is known what a resource is there for",
	Fires:    "a resource in use supports no control and no need that was not refused, and no risk, objective or Statement of Applicability names it (opportunity)",
	Reasons:  []string{"ResourceWithoutPurpose"}, Grades: []api.Grade{api.GradeOpportunity},
	Remedy: "Set spec.controls or spec.requirementRefs, or set spec.retiredOn and save what it costs",
}

// purposed makes rule P3-03 for a kind of resource.
func purposed[T api.Record](of func(T) purpose) assess.Rule {
	return assess.On(docPurpose, func(c *assess.Context, r T) {
		if p := of(r); !p.retired(c) && !p.known(c) {
			c.Report(assess.Finding{
				Reason: "ResourceWithoutPurpose", Grade: api.GradeOpportunity, Field: "spec.requirementRefs",
				Message: "It is in use, and it is linked to no control, need, risk or objective",
			})
		}
	})
}

// known reports whether something that still counts needs the resource.
func (p purpose) known(c *assess.Context) bool {
	if len(facts.ExistingControls(p.controls)) > 0 {
		return true
	}
	for _, ref := range p.requirements {
		if need, ok := assess.Get[*api.ResourceRequirement](c.World, ref.Name); ok && !facts.NeedRefused(c, need) {
			return true
		}
	}
	key := resourceKey(p.kind, p.name)
	for _, need := range assess.By(c.World, needsByResource, key) {
		if !facts.NeedRefused(c, need) {
			return true
		}
	}
	return len(assess.By(c.World, risksByResource, key)) > 0 ||
		len(assess.By(c.World, objectivesByResource, key)) > 0 ||
		len(assess.By(c.World, soasByResource, key)) > 0
}

func licencePurpose(r *api.ToolLicense) purpose {
	return purpose{r.Spec.Controls, r.Spec.RequirementRefs, api.ResourceToolLicense, r.Name, facts.ToolSupply(r).Retired}
}
