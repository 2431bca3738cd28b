package kinds

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// InfrastructureAsset is something that the ISMS runs on (Clause 7.1).
func InfrastructureAsset() assess.Kind {
	return assess.Of[*api.InfrastructureAsset]{
		Name: "InfrastructureAsset", Plural: "infrastructureassets", Plain: "assets", Home: assess.Infrastructure,
		Unsaid:   infrastructureAssetUnsaid,
		Happened: assetHappened,
		Acts: func(r *api.InfrastructureAsset) []assess.Act {
			return replacementActs(decidedThing{DisplayName: r.Spec.DisplayName, Description: r.Spec.Description}, r.Spec.SupportEndsOn, r.Spec.Replacement)
		},
		Begins:     func(_ *assess.World, r *api.InfrastructureAsset) api.Date { return r.Spec.InServiceFrom },
		Gone:       facts.AssetRetired,
		References: assetReferences,
		ValidUntil: func(r *api.InfrastructureAsset) api.Date {
			return facts.UnlessClosed(r.Spec.SupportEndsOn, r.Spec.RetiredOn)
		},
	}.Kind()
}

func assetHappened(r *api.InfrastructureAsset) []assess.Happening {
	all := []assess.Happening{{Field: "spec.retiredOn", On: r.Spec.RetiredOn, What: "it went out of use"}}
	all = append(all, supportHappened(r.Spec.SupportLookup)...)
	all = append(all, replacementHappened(r.Spec.Replacement)...)
	if a := r.Spec.Adequacy; a != nil {
		all = append(all, assess.Happening{Field: "spec.adequacy.assessedOn", On: a.AssessedOn, What: "its adequacy was assessed"})
	}
	return all
}

// assetReferences leaves owner and custodian to rule P3-02, which judges them.
func assetReferences(w *assess.World, r *api.InfrastructureAsset) []assess.Reference {
	return append(replacementReferences(w, r.Spec.Replacement),
		assess.ReferToEach[*api.ResourceRequirement](w, "spec.requirementRefs", r.Spec.RequirementRefs)...)
}

func infrastructureAssetUnsaid(r *api.InfrastructureAsset) (fields []string) {
	fields = facts.Unsaid(nil, "spec.description", r.Spec.Description)
	return facts.Unending(fields, "spec.supportEndsOn", r.Spec.SupportEndsOn)
}
