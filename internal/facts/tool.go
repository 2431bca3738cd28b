package facts

import (
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// toolService is the service in use that a tool is part of; nil where there is none.
func toolService(c *assess.Context, r *api.ToolLicense) *api.OutsourcedService {
	service, ok := assess.Find[*api.OutsourcedService](c.World, r.Spec.ServiceRef)
	if !ok || ServiceSupply(service).Retired(c) {
		return nil
	}
	return service
}

// TermElsewhere reports whether a tool has its term in the contract of the service that it is
// part of, where that is judged.
func TermElsewhere(c *assess.Context, r *api.ToolLicense) bool {
	return r.Spec.Term == nil && toolService(c, r) != nil
}

// Administrators are the people of the register who are present and administer a tool, by
// themselves or in a role, sorted; and the words in which others are stated, who are not known.
func Administrators(c *assess.Context, r *api.ToolLicense) (here, stated []string) {
	add := func(name string) {
		if p, ok := assess.Get[*api.Person](c.World, name); ok && Present(c, p) {
			here = append(here, name)
		}
	}
	for _, ref := range r.Spec.AdministratorRefs {
		add(ref.Name)
	}
	for i := range r.Spec.Administrators {
		a := Actual(c.World, &r.Spec.Administrators[i])
		if !NamesNobody(a.StatedAs) {
			stated = append(stated, Quote(a.StatedAs))
		}
		add(a.Person())
		if role, ok := assess.Get[*api.SecurityRole](c.World, a.Role()); ok {
			for _, h := range Holders(c, role) {
				here = append(here, h.Person.Name)
			}
		}
	}
	slices.Sort(here)
	return slices.Compact(here), stated
}
