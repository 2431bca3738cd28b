package rules

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// unusable says in a few words why a resource cannot be relied on today; "" where
// it can.
func unusable(c *assess.Context, ref api.ResourceReference) string { return lackOf(c, ref).text }

// lackIn works out what a resource lacks to be relied on today. It is where the chain
// from a control, a risk or a requirement to what carries it ends.
func lackIn(c *assess.Context, ref api.ResourceReference) lack {
	switch ref.Kind {
	case api.ResourceSecurityRole:
		if r, ok := assess.Get[*api.SecurityRole](c.World, ref.Name); ok {
			return lack{text: roleLacking(c, r)}
		}
	case api.ResourcePerson:
		if p, ok := assess.Get[*api.Person](c.World, ref.Name); ok {
			return lack{text: unless(present(c, p), "is not engaged")}
		}
	case api.ResourceCompetencyRecord:
		if r, ok := assess.Get[*api.CompetencyRecord](c.World, ref.Name); ok {
			return proofLacking(c, r)
		}
	case api.ResourceToolLicense:
		if r, ok := assess.Get[*api.ToolLicense](c.World, ref.Name); ok {
			s := licenceSupply(r)
			return gravest(s.lacking(c), s.unsupported(c, r.Spec.SupportEndsOn, r.Spec.Replacement))
		}
	case api.ResourceInfrastructureAsset:
		if r, ok := assess.Get[*api.InfrastructureAsset](c.World, ref.Name); ok {
			return assetLacking(c, r)
		}
	case api.ResourceOutsourcedService:
		if r, ok := assess.Get[*api.OutsourcedService](c.World, ref.Name); ok {
			return serviceSupply(r).lacking(c)
		}
	case api.ResourceSecurityBudget:
		if r, ok := assess.Get[*api.SecurityBudget](c.World, ref.Name); ok {
			return lack{text: budgetLacking(c, r)}
		}
	}
	return lack{text: "does not exist"}
}

// proofLacking says why the competence that a record proves cannot be relied on:
// without its person present nobody has it.
func proofLacking(c *assess.Context, r *api.CompetencyRecord) lack {
	p, ok := assess.Get[*api.Person](c.World, r.Spec.PersonRef.Name)
	switch {
	case !ok:
		return lack{text: "is the proof of nobody of the register"}
	case !present(c, p):
		return lack{text: "is the proof of " + p.Name + ", who is not engaged"}
	case standingOf(c, r) == undated:
		return lack{text: "is proof of which nobody knows until when it counts", unknown: true}
	}
	return lack{text: unless(standingOf(c, r) == proven, "is no current proof")}
}

// unless returns the text, or "" where something holds.
func unless(holds bool, text string) string {
	if holds {
		return ""
	}
	return text
}

// roleLacking says why a role cannot be relied on: nobody present holds it as
// principal, or none of those who do has proof of all that it takes.
func roleLacking(c *assess.Context, r *api.SecurityRole) string {
	here, lacks := principals(c, r), "has no competent holder"
	if len(here) > 0 {
		return unless(oneAble(c, here), lacks)
	}
	here = holders(c, r)
	switch {
	case len(here) == 0:
		return "is held by nobody"
	case oneAble(c, here):
		return "is held by a deputy alone"
	}
	return lacks
}

// oneAble reports whether one of the holders of a role has proof of all that it takes.
func oneAble(c *assess.Context, here []holding) bool {
	return slices.ContainsFunc(here, func(h holding) bool {
		return !slices.ContainsFunc(matchesOf(c, h), func(m match) bool { return m.gap() })
	})
}

// lacking says why a licence or contract cannot be relied on.
func (s supply) lacking(c *assess.Context) lack {
	switch {
	case s.retired(c):
		return lack{text: fmt.Sprintf("went out of use on %s", s.retiredOn)}
	case s.term != nil && c.Today.Past(s.term.End):
		return s.lackWaived(c, "ContractExpired", fmt.Sprintf("lapsed on %s", s.term.End.AddDays(1)))
	case s.term != nil && !started(c, s.term.Start):
		return lack{text: fmt.Sprintf("starts on %s", s.term.Start)}
	case s.term == nil || (s.term.End.IsZero() && s.term.Evergreen == nil):
		return lack{text: "has no known end", unknown: true}
	}
	return lack{}
}

// unsupported says that vendor support has ended without a replacement in time.
func (s supply) unsupported(c *assess.Context, end api.Date, plan *api.Replacement) lack {
	if c.Today.Past(end) && (plan == nil || c.Today.Past(plan.DueOn)) {
		return s.lackWaived(c, "VendorSupportEnded", fmt.Sprintf("has had no vendor support since %s", end.AddDays(1)))
	}
	return lack{}
}

// assetLacking says why an asset cannot be relied on.
func assetLacking(c *assess.Context, r *api.InfrastructureAsset) lack {
	switch {
	case c.Today.Reached(r.Spec.RetiredOn):
		return lack{text: fmt.Sprintf("went out of use on %s", r.Spec.RetiredOn)}
	case !started(c, r.Spec.InServiceFrom):
		return lack{text: fmt.Sprintf("goes into service on %s", r.Spec.InServiceFrom)}
	}
	return assetSupply(r).unsupported(c, r.Spec.SupportEndsOn, r.Spec.Replacement)
}

// budgetLacking says why a budget provides nothing today: its period does not
// include the day, or nobody has approved it.
func budgetLacking(c *assess.Context, r *api.SecurityBudget) string {
	p, ok := budgetPeriod(r)
	switch {
	case !ok:
		return "has no period"
	case c.Today.Past(p.End):
		return fmt.Sprintf("ended on %s", p.End)
	case !c.Today.Reached(p.Start):
		return fmt.Sprintf("starts on %s", p.Start)
	case !budgetApproved(c, r):
		return "is not approved"
	}
	return ""
}

// resourceName names a resource in messages as "Kind name".
func resourceName(ref api.ResourceReference) string { return string(ref.Kind) + " " + ref.Name }

// resourceReferences makes references of a list of resources.
func resourceReferences(c *assess.World, field string, refs []api.ResourceReference) []reference {
	var all []reference
	for _, ref := range refs {
		all = append(all, reference{
			field: field + "[" + string(ref.Kind) + "/" + ref.Name + "]", kind: string(ref.Kind), name: ref.Name,
			found: resourceExists(c, ref),
		})
	}
	return all
}

func resourceExists(w *assess.World, ref api.ResourceReference) (found bool) {
	switch ref.Kind {
	case api.ResourceSecurityRole:
		_, found = assess.Get[*api.SecurityRole](w, ref.Name)
	case api.ResourcePerson:
		_, found = assess.Get[*api.Person](w, ref.Name)
	case api.ResourceCompetencyRecord:
		_, found = assess.Get[*api.CompetencyRecord](w, ref.Name)
	case api.ResourceToolLicense:
		_, found = assess.Get[*api.ToolLicense](w, ref.Name)
	case api.ResourceInfrastructureAsset:
		_, found = assess.Get[*api.InfrastructureAsset](w, ref.Name)
	case api.ResourceOutsourcedService:
		_, found = assess.Get[*api.OutsourcedService](w, ref.Name)
	case api.ResourceSecurityBudget:
		_, found = assess.Get[*api.SecurityBudget](w, ref.Name)
	}
	return found
}
