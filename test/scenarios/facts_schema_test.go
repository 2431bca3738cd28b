package scenarios

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"
)

// schema is what the test reads of the schema of a kind.
type schema struct {
	Type       string             `json:"type"`
	Properties map[string]*schema `json:"properties"`
	Items      *schema            `json:"items"`
	Required   []string           `json:"required"`
	Enum       []any              `json:"enum"`
	Pattern    string             `json:"pattern"`
	MinLength  int                `json:"minLength"`
	MinItems   int                `json:"minItems"`
	Minimum    float64            `json:"minimum"`
	Maximum    float64            `json:"maximum"`
	Rules      []any              `json:"x-kubernetes-validations"`
	Keys       []string           `json:"x-kubernetes-list-map-keys"`
}

// readSchemas reads the schema of the spec of each kind.
func readSchemas(t *testing.T) map[string]*schema {
	t.Helper()
	files, err := filepath.Glob("../../config/crd/bases/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no definitions of kinds: %v", err)
	}
	schemas := map[string]*schema{}
	for _, file := range files {
		var definition struct {
			Spec struct {
				Names    struct{ Kind string }
				Versions []struct {
					Schema struct {
						OpenAPIV3Schema *schema `json:"openAPIV3Schema"`
					}
				}
			}
		}
		text, err := os.ReadFile(file)
		if err == nil {
			err = yaml.Unmarshal(text, &definition)
		}
		if err != nil {
			t.Fatal(err)
		}
		spec := definition.Spec.Versions[0].Schema.OpenAPIV3Schema.Properties["spec"]
		if spec == nil {
			t.Fatalf("%s: no spec in the schema", file)
		}
		schemas[definition.Spec.Names.Kind] = spec
	}
	return schemas
}

// keeps reports whether the API server refuses a record whose field is empty.
func (s *schema) keeps(field string) bool {
	return slices.Contains(s.Required, field) && s.Properties[field].refusesEmpty()
}

// refusesEmpty reports whether the schema refuses an empty value, where there has to
// be one. An absent date is written as null, which no schema of a string allows.
func (s *schema) refusesEmpty() bool {
	switch s.Type {
	case "object":
		return len(s.Required) > 0
	case "string":
		return s.MinLength > 0 || len(s.Enum) > 0 || s.Pattern != "" || len(s.Rules) > 0
	case "integer":
		return s.Minimum > 0
	}
	return s.MinItems > 0
}

// freeText reports whether a schema is of a text in which anything may stand.
func (s *schema) freeText() bool {
	return s.Type == "string" && len(s.Enum) == 0 && s.Pattern == "" && len(s.Rules) == 0
}

// identifies reports whether a field only tells an entry from the others, or names a record.
func (s *schema) identifies(path, field string) bool {
	return slices.Contains(s.Keys, field) || field == "name" && (strings.HasSuffix(path, "Ref") || strings.HasSuffix(path, "Refs[]") || strings.HasSuffix(path, "Resources[]"))
}
