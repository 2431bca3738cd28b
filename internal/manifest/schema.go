package manifest

import (
	"fmt"
	"reflect"
	"sync"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	celconfig "k8s.io/apiserver/pkg/apis/cel"
	"sigs.k8s.io/yaml"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/config/crd"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// kind is a kind of record with what its definition asks of it. Each part is
// compiled once, when the first record asks for it.
type kind struct {
	assess.Kind
	definition func() *definition
	// judge is what the API server validates with.
	judge func() *judge
	// plan is what proves most records valid without the judge.
	plan func() *recordPlan
	// keeps says whether a rule compares with what a record said before.
	keeps func() bool
	// outline tells the keys of its lists.
	outline func() *outline
	// evidence finds the documents that a record names.
	evidence func() documentPlan
}

// definition is the schema of a kind.
type definition struct {
	props      *apiextensions.JSONSchemaProps
	structural *structuralschema.Structural
}

// judge is the API server's validators of a kind.
type judge struct {
	schema validation.SchemaValidator
	cel    *cel.Validator
}

// kinds returns every kind by its name.
var kinds = sync.OnceValue(func() map[string]*kind {
	return kindsOf(rules.Registry(), func(plural string) ([]byte, error) {
		return crd.Bases.ReadFile("bases/" + api.GroupName + "_" + plural + ".yaml")
	})
})

// kindsOf are the kinds of a registry, by their names, with their definitions.
func kindsOf(registry *assess.Registry, read func(plural string) ([]byte, error)) map[string]*kind {
	all := map[string]*kind{}
	for _, k := range registry.Kinds {
		k := &kind{Kind: k}
		k.definition = sync.OnceValue(func() *definition { return must(define(k.Plural, read)) })
		k.judge = sync.OnceValue(func() *judge { return must(newJudge(k.definition())) })
		k.plan = sync.OnceValue(func() *recordPlan { return newRecordPlan(k.definition(), k.New()) })
		k.keeps = sync.OnceValue(func() bool { return keepsOld(k.definition().structural) })
		k.outline = sync.OnceValue(func() *outline { return newOutline(k.definition().structural) })
		k.evidence = sync.OnceValue(func() documentPlan {
			spec, _ := reflect.TypeOf(k.New()).Elem().FieldByName("Spec")
			schema := k.definition().structural.Properties["spec"]
			return newDocumentPlan(&schema, spec.Type)
		})
		all[k.Name] = k
	}
	return all
}

// must is for the definitions, which are part of the binary: a test compiles each.
func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// define reads the schema of a kind from its definition.
func define(name string, read func(plural string) ([]byte, error)) (*definition, error) {
	text, err := read(name)
	if err != nil {
		return nil, err
	}
	var external apiextensionsv1.CustomResourceDefinition
	if err := yaml.UnmarshalStrict(text, &external); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	for i := range external.Spec.Versions {
		version := &external.Spec.Versions[i]
		if version.Name != api.GroupVersion.Version {
			continue
		}
		var internal apiextensions.CustomResourceValidation
		if err := apiextensionsv1.Convert_v1_CustomResourceValidation_To_apiextensions_CustomResourceValidation(version.Schema, &internal, nil); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		// Only the operator writes a status; one in a file is left out.
		delete(internal.OpenAPIV3Schema.Properties, "status")
		structural, err := structuralschema.NewStructural(internal.OpenAPIV3Schema)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		return &definition{internal.OpenAPIV3Schema, structural}, nil
	}
	return nil, fmt.Errorf("%s has no version %s", name, api.GroupVersion.Version)
}

func newJudge(d *definition) (*judge, error) {
	validator, _, err := validation.NewSchemaValidator(d.props)
	if err != nil {
		return nil, err
	}
	return &judge{schema: validator, cel: cel.NewValidator(d.structural, true, celconfig.PerCallLimit)}, nil
}
