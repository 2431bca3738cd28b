package manifest

import (
	"context"
	"fmt"
	"reflect"
	"strings"

	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
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
	if _, problems := k.read(ctx, deepCopy(object), namespace); len(problems) > 0 || old == nil {
		return problems
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
