package scenarios

import (
	"reflect"
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/rules"
)

var (
	referenceType = reflect.TypeFor[api.Reference]()
	resourceType  = reflect.TypeFor[api.ResourceReference]()
)

// referredKinds are the kinds that references name, by the kind and field that they are in.
func referredKinds(records []api.Record) map[string]string {
	world := assess.NewWorld("samples", records)
	kinds := map[string]string{}
	for _, kind := range rules.Registry().Kinds {
		for _, r := range records {
			if kindOf(r) != kind.Name {
				continue
			}
			for _, ref := range kind.References(world, r) {
				kinds[kind.Name+" "+entryName.ReplaceAllString(ref.Field, "")] = ref.Kind
			}
		}
	}
	return kinds
}

// carrierKinds are the kinds of what carries.
var carrierKinds = []string{
	"CompetencyRecord", "InfrastructureAsset", "OutsourcedService", "Person", "SecurityBudget", "SecurityRole", "ToolLicense",
}

// How carriers are weakened.
const (
	gone     = "gone"
	goneRole = "gone role"
)

// weakCarriers names what is gone in the place of what carries.
func (w *weakener) weakCarriers(s spot) []mutation {
	kind, _, _ := strings.Cut(s.path, ".")
	name := nameOf(s.field)
	if slices.Contains(carrierKinds, kind) && (name == "requirementRefs" || name == "resourceRefs") {
		return nil // a carrier, or money, names what it is there for, and is not carried by it
	}
	switch {
	case s.value.Type() == resourceType:
		of := s.value.Interface().(api.ResourceReference).Kind
		return []mutation{s.becomes(gone, reflect.ValueOf(api.ResourceReference{Kind: of, Name: w.goneOf(string(of))}))}
	case s.value.Type() == referenceType && s.in().Type() != actorType:
		of, how := w.kinds[kind+" "+s.field], gone
		if of == "SecurityRole" {
			how = goneRole
		}
		if is := w.goneOf(of); w.world[of+"/"+is] != nil {
			return []mutation{s.becomes(how, reflect.ValueOf(api.Reference{Name: is}))}
		}
	}
	return nil
}

// goneOf is the name of the record of a kind that carries nothing any more.
func (w *weakener) goneOf(kind string) string {
	if kind == "Person" {
		return "leaver"
	}
	return "gone-" + strings.ToLower(kind)
}
