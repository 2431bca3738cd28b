package rules

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

func toolLicense() assess.Kind {
	retired := func(c *assess.Context, r *api.ToolLicense) bool { return licenceSupply(r).retired(c) }
	rules := append(common(licenceFacts, licenceReferences, nil), owned(retired))
	rules = append(rules,
		assess.On(docOverused, checkOverused),
		assess.On(docSingleAdmin, checkSingleAdmin),
		classified(licenceSupply),
		controlsExist("spec.controls", func(r *api.ToolLicense) []api.ControlID { return r.Spec.Controls }),
		purposed(licencePurpose))
	rules = append(rules, termRules(licenceSupply)...)
	rules = append(rules, observed(func(c *assess.Context, r *api.ToolLicense) []api.WorkloadReference {
		if retired(c, r) {
			return nil
		}
		return r.Spec.WorkloadRefs
	}))
	return assess.WithNotice(assess.KindOf("ToolLicense", "toollicenses", assess.Infrastructure,
		func(r *api.ToolLicense) api.Date { return licenceSupply(r).validUntil() },
		append(rules, supported(licenceSupply, licenceSupport), maintained(licenceUpkeep))...),
		func(r *api.ToolLicense, on api.Date) api.Date { return licenceSupply(r).noticeBy(on) })
}

func licenceSupply(r *api.ToolLicense) supply {
	return supply{"ToolLicense", r.Name, r.Spec.Term, r.Spec.RetiredOn, r.Spec.Criticality, existing(r.Spec.Controls)}
}

func licenceSupport(r *api.ToolLicense) vendorSupport {
	what := r.Spec.Product
	if r.Spec.Version != "" {
		what += " " + r.Spec.Version
	}
	return vendorSupport{what, r.Spec.SupportEndsOn, r.Spec.Replacement}
}

func licencePurpose(r *api.ToolLicense) purpose {
	return purpose{r.Spec.Controls, r.Spec.RequirementRefs, api.ResourceToolLicense, r.Name, licenceSupply(r).retired}
}

func licenceFacts(r *api.ToolLicense) []fact { return termFacts(r.Spec.Term, r.Spec.RetiredOn) }

// licenceReferences leaves the owner to rule P3-02, which judges it.
func licenceReferences(w *assess.World, r *api.ToolLicense) []reference {
	all := append(termReferences(w, r.Spec.Term),
		eachTo[*api.Person](w, "spec.administratorRefs", "Person", r.Spec.AdministratorRefs)...)
	return append(all, eachTo[*api.ResourceRequirement](w, "spec.requirementRefs", "ResourceRequirement", r.Spec.RequirementRefs)...)
}

var docOverused = assess.Doc{
	ID: "P3-05", Aspect: assess.Covered, Clause: "7.1, A.5.32",
	Requires: "No more seats are in use than were bought",
	Fires:    "more seats are assigned than purchased (minor)",
	Reasons:  []string{"LicenceOverused"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Buy seats or take some back, and set spec.seats",
}

func checkOverused(c *assess.Context, r *api.ToolLicense) {
	if s := r.Spec.Seats; s != nil && s.Assigned > s.Purchased && !licenceSupply(r).retired(c) {
		c.Report(assess.Finding{
			Reason: "LicenceOverused", Grade: api.GradeMinor, Field: "spec.seats.assigned",
			Message: fmt.Sprintf("%d seats are assigned, and %d are purchased", s.Assigned, s.Purchased),
		})
	}
}

var docSingleAdmin = assess.Doc{
	ID: "P3-06", Aspect: assess.Covered, Clause: "7.1, A.8.2",
	Requires: "More than one person can administer a critical tool",
	Fires:    "fewer than two administrators of a critical tool are present (observation)",
	Reasons:  []string{"SingleAdministrator"}, Grades: []api.Grade{api.GradeObservation},
	Remedy: "Name a second administrator in spec.administratorRefs",
}

func checkSingleAdmin(c *assess.Context, r *api.ToolLicense) {
	if r.Spec.Criticality != api.CriticalityCritical || licenceSupply(r).retired(c) {
		return
	}
	var here []string
	for _, ref := range r.Spec.AdministratorRefs {
		if p, ok := assess.Get[*api.Person](c.World, ref.Name); ok && present(c, p) {
			here = append(here, ref.Name)
		}
	}
	if len(here) >= 2 {
		return
	}
	message := "Nobody who is present administers the critical tool"
	if len(here) == 1 {
		message = fmt.Sprintf("%s alone administers the critical tool", here[0])
	}
	c.Report(assess.Finding{Reason: "SingleAdministrator", Grade: api.GradeObservation, Field: "spec.administratorRefs", Message: message})
}
