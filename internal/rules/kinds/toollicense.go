package kinds

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// ToolLicense is a tool and the right to use it (Clause 7.1).
func ToolLicense() assess.Kind {
	return assess.Of[*api.ToolLicense]{
		Name: "ToolLicense", Plural: "toollicenses", Plain: "tools", Home: assess.Infrastructure,
		Unsaid:   toolLicenseUnsaid,
		Happened: licenceHappened,
		Acts: func(r *api.ToolLicense) []assess.Act {
			of := decidedThing{Product: r.Spec.Product, Vendor: r.Spec.Vendor}
			return append(termActs(of, r.Spec.Term), replacementActs(of, r.Spec.SupportEndsOn, r.Spec.Replacement)...)
		},
		Begins:     func(_ *assess.World, r *api.ToolLicense) api.Date { return facts.ToolSupply(r).Start() },
		Gone:       facts.ToolRetired,
		References: registered(licenceReferences),
		ValidUntil: func(r *api.ToolLicense) api.Date { return facts.ToolSupply(r).ValidUntil() },
		NoticeBy:   func(r *api.ToolLicense, on api.Date) api.Date { return facts.ToolSupply(r).NoticeBy(on) },
	}.Kind()
}

func licenceHappened(r *api.ToolLicense) []assess.Happening {
	return slices.Concat(termHappened(r.Spec.Term, r.Spec.RetiredOn), supportHappened(r.Spec.SupportLookup), replacementHappened(r.Spec.Replacement))
}

// licenceReferences leaves the owner to rule P3-02, which judges it.
func licenceReferences(w *assess.World, r *api.ToolLicense) []assess.Reference {
	all := append(append(termReferences(w, r.Spec.Term), replacementReferences(w, r.Spec.Replacement)...),
		assess.ReferToEach[*api.Person](w, "spec.administratorRefs", r.Spec.AdministratorRefs)...)
	for i := range r.Spec.Administrators {
		all = append(all, assess.ReferToActor(w, fmt.Sprintf("spec.administrators[%d]", i), &r.Spec.Administrators[i])...)
	}
	all = append(all, assess.ReferToActor(w, "spec.provisionedBy", r.Spec.ProvisionedBy)...)
	all = append(all, assess.ReferToActor(w, "spec.deprovisionedBy", r.Spec.DeprovisionedBy)...)
	all = append(all, assess.ReferTo[*api.OutsourcedService](w, "spec.serviceRef", r.Spec.ServiceRef)...)
	return append(all, assess.ReferToEach[*api.ResourceRequirement](w, "spec.requirementRefs", r.Spec.RequirementRefs)...)
}

func toolLicenseUnsaid(r *api.ToolLicense) (fields []string) {
	fields = facts.Ungiven(termUnsaid(r.Spec.Term), "spec.product", r.Spec.Product)
	return facts.Unending(fields, "spec.supportEndsOn", r.Spec.SupportEndsOn)
}
