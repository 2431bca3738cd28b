package manifest

import (
	"context"
	"fmt"
	"reflect"
	"strings"

	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	apivalidation "k8s.io/apimachinery/pkg/api/validation"
	celconfig "k8s.io/apiserver/pkg/apis/cel"

	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// Definition is what the definition of a kind says of the spec of its records.
type Definition struct {
	// Kind, and Plural as URLs have it.
	Kind, Plural string
	// Spec is its schema, and Type the Go type that it is read into.
	Spec *structuralschema.Structural
	Type reflect.Type
}

// Definitions are those of all kinds, in the order of the registry.
func Definitions() []Definition {
	var all []Definition
	for _, k := range rules.Registry().Kinds {
		spec := kinds()[k.Name].definition().structural.Properties["spec"]
		field, _ := reflect.TypeOf(k.New()).Elem().FieldByName("Spec")
		all = append(all, Definition{k.Name, k.Plural, &spec, field.Type})
	}
	return all
}

// Refusals says why the API server would refuse an object of a kind of the registry: as a new
// one, or in the place of an old one, where rules may keep what was said. The objects stay.
func Refusals(ctx context.Context, kindName string, old, object map[string]any, namespace string) []input.Problem {
	k := kinds()[kindName]
	if !k.proves(object, namespace) {
		if _, problems := k.read(ctx, deepCopy(object), namespace); len(problems) > 0 {
			return problems
		}
	}
	if old == nil || !k.keeps() {
		return nil
	}
	errs, _ := k.judge().cel.Validate(ctx, nil, k.definition().structural, object, old, celconfig.RuntimeCELCostBudget)
	var problems []input.Problem
	for _, err := range errs {
		problems = append(problems, input.Problem{
			Field:   err.Field,
			Message: strings.TrimSuffix(fmt.Sprintf("the record stays as it was written: %s", err.Detail), "."),
			Remedy:  "Take the change out of the sheet",
		})
	}
	return problems
}

// proves reports whether the plan can tell that an object is valid which has nothing but name,
// namespace and spec. Where it cannot, nothing is said.
func (k *kind) proves(object map[string]any, namespace string) bool {
	meta := metaOf(object)
	if meta.Namespace == "" {
		meta.Namespace = namespace
	}
	spec, has := object["spec"]
	if !has || k.plan().spec == nil || len(apivalidation.ValidateObjectMetaAccessor(meta, true, apivalidation.NameIsDNSSubdomain, nil)) > 0 {
		return false
	}
	memory := trees.Get().(*tree)
	defer trees.Put(memory)
	return k.proveValue(memory, meta.Name, spec) != nil
}
