package crd_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/install"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/listtype"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	"k8s.io/apimachinery/pkg/runtime"
	utiljson "k8s.io/apimachinery/pkg/util/json"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	celconfig "k8s.io/apiserver/pkg/apis/cel"
	"sigs.k8s.io/yaml"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/config/crd"
	"github.com/isms-operator/isms-operator/test/statuses"
)

// server is what the API server makes of the definition of a kind.
type server struct {
	kind       string
	definition *apiextensions.CustomResourceDefinition
	structural *structuralschema.Structural
	schema     validation.SchemaValidator
	cel        *cel.Validator
}

// compiled are the servers, which take seconds to compile.
var compiled map[string]*server

// servers returns that of every kind.
func servers(t testing.TB) map[string]*server {
	t.Helper()
	if compiled != nil {
		return compiled
	}
	files, err := crd.Bases.ReadDir("bases")
	if err != nil {
		t.Fatal(err)
	}
	scheme := runtime.NewScheme()
	install.Install(scheme)
	all := map[string]*server{}
	for _, file := range files {
		text, err := crd.Bases.ReadFile("bases/" + file.Name())
		if err != nil {
			t.Fatal(err)
		}
		external, s := &apiextensionsv1.CustomResourceDefinition{}, &server{definition: &apiextensions.CustomResourceDefinition{}}
		if err := yaml.UnmarshalStrict(text, external); err != nil {
			t.Fatal(err)
		}
		scheme.Default(external)
		if err := scheme.Convert(external, s.definition, nil); err != nil {
			t.Fatal(err)
		}
		s.kind = external.Spec.Names.Kind
		props, err := apiextensions.GetSchemaForVersion(s.definition, api.GroupVersion.Version)
		if err != nil {
			t.Fatal(err)
		}
		if s.structural, err = structuralschema.NewStructural(props.OpenAPIV3Schema); err != nil {
			t.Fatal(err)
		}
		if s.schema, _, err = validation.NewSchemaValidator(props.OpenAPIV3Schema); err != nil {
			t.Fatal(err)
		}
		s.cel = cel.NewValidator(s.structural, true, celconfig.PerCallLimit)
		all[s.kind] = s
	}
	compiled = all
	return all
}

// store returns what the API server keeps of an object, and why it refuses it.
func (s *server) store(t testing.TB, object []byte) ([]byte, error) {
	t.Helper()
	tree := map[string]any{}
	if err := utiljson.Unmarshal(object, &tree); err != nil {
		return nil, err
	}
	pruning.Prune(tree, s.structural, true)
	defaulting.PruneNonNullableNullsWithoutDefaults(tree, s.structural)
	defaulting.Default(tree, s.structural)
	errs := validation.ValidateCustomResource(nil, tree, s.schema)
	errs = append(errs, listtype.ValidateListSetsAndMaps(nil, s.structural, tree)...)
	if len(errs) == 0 {
		errs, _ = s.cel.Validate(t.Context(), nil, s.structural, tree, nil, celconfig.RuntimeCELCostBudget)
	}
	if len(errs) > 0 {
		return nil, errs.ToAggregate()
	}
	kept, err := json.Marshal(tree)
	if err != nil {
		t.Fatal(err)
	}
	return kept, nil
}

// objects are manifests of every kind: the samples, and what the operator made of records.
func objects(t testing.TB) map[string][]map[string]any {
	t.Helper()
	all := map[string][]map[string]any{}
	written, err := statuses.All("../..")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range written {
		all[m.Kind] = append(all[m.Kind], m.Object.Object)
	}
	files, err := filepath.Glob("../samples/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no samples: %v", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		decoder := utilyaml.NewYAMLToJSONDecoder(bytes.NewReader(text))
		for {
			var object map[string]any
			if decoder.Decode(&object) != nil {
				break
			}
			if kind, ok := object["kind"].(string); ok {
				all[kind] = append(all[kind], object)
			}
		}
	}
	for _, objects := range all {
		for _, object := range objects {
			short(object)
		}
	}
	return all
}

// short leaves two entries in each list of a value: more are more of the same.
func short(value any) any {
	switch v := value.(type) {
	case map[string]any:
		for name, child := range v {
			v[name] = short(child)
		}
	case []any:
		v = v[:min(len(v), 2)]
		for i := range v {
			v[i] = short(v[i])
		}
		return v
	}
	return value
}
