package facts

import (
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// Load is what rests on resources: not everything carries everything.
type Load int

// What rests on resources.
const (
	// Anything is carried by every kind of resource.
	Anything Load = iota
	// ARisk, AControl and AThing are not carried by money alone, which buys what does.
	ARisk
	// AControl is a control that the statement says is necessary.
	AControl
	// AThing is a need for a tool, an asset or a service.
	AThing
)

// things are the categories of needs that money or a person alone do not meet.
var things = []api.ResourceCategory{
	api.ResourceTechnology, api.ResourceInfrastructure, api.ResourceFacility, api.ResourceService,
}

// LoadOf is what a need puts on what satisfies it.
func LoadOf(r *api.ResourceRequirement) Load {
	if slices.Contains(things, r.Spec.Category) {
		return AThing
	}
	return Anything
}

// unfit says that a kind of resource cannot carry a load; "" where it can.
func unfit(kind api.ResourceKind, load Load) string {
	if kind == api.ResourceSecurityBudget && load != Anything {
		return "is money, which pays for what is needed and is not it"
	}
	return ""
}

// Carries reports whether one of the resources can be relied on for a load, and says why
// none can.
func Carries(c *assess.Context, load Load, refs []api.ResourceReference) (one bool, lacks []string) {
	for _, ref := range refs {
		lack := Unusable(c, ref)
		if no := unfit(ref.Kind, load); no != "" {
			lack = no
		}
		if lack == "" {
			return true, nil
		}
		lacks = append(lacks, ResourceName(ref)+" "+lack)
	}
	return false, lacks
}

// OnlyPeople reports whether there are resources and all of them are people, not even a
// role: a person alone is neither a tool nor a technical control.
func OnlyPeople(refs []api.ResourceReference) bool {
	return len(refs) > 0 && !slices.ContainsFunc(refs, func(ref api.ResourceReference) bool { return ref.Kind != api.ResourcePerson })
}
