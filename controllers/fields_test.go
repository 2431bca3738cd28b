package controllers_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"sigs.k8s.io/yaml"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/config/crd"
)

// field is a field of the full record.
type field struct {
	path     string // without the keys of lists
	keys     []any  // from spec to the object that has it: names and numbers
	name     string
	value    any
	schema   apiextensionsv1.JSONSchemaProps
	optional bool
	leaf     bool // of an object or list of objects, its fields are fields themselves
}

// at does something with the field in another spec of the same shape.
func (f *field) at(spec map[string]any, do func(o map[string]any, name string)) {
	at := any(spec)
	for _, key := range f.keys {
		switch key := key.(type) {
		case string:
			at = at.(map[string]any)[key]
		case int:
			at = at.([]any)[key]
		}
	}
	do(at.(map[string]any), f.name)
}

// fieldsOf are the fields that a spec has.
func fieldsOf(schema apiextensionsv1.JSONSchemaProps, spec map[string]any) []field {
	var all []field
	var walk func(s apiextensionsv1.JSONSchemaProps, o map[string]any, path string, keys []any)
	walk = func(s apiextensionsv1.JSONSchemaProps, o map[string]any, path string, keys []any) {
		for _, name := range slices.Sorted(maps.Keys(o)) {
			below := s.Properties[name]
			f := field{path: path + name, keys: keys, name: name, value: o[name], schema: below, optional: !slices.Contains(s.Required, name) && !isActor(s)}
			switch v := o[name].(type) {
			case map[string]any:
				all = append(all, f)
				walk(below, v, f.path+".", append(slices.Clone(keys), name))
			case []any:
				all = append(all, f)
				for i, entry := range v {
					walk(*below.Items.Schema, entry.(map[string]any), f.path+"[].", append(slices.Clone(keys), name, i))
				}
			default:
				f.leaf = true
				all = append(all, f)
			}
		}
	}
	walk(schema, spec, "", nil)
	return all
}

// isActor says that a schema is that of api.Actor, of whose fields exactly one is set.
func isActor(s apiextensionsv1.JSONSchemaProps) bool {
	_, ok := s.Properties["statedAs"]
	return ok
}

// assertAllFields fails for a field of the schema that the full record does not have.
func assertAllFields(t *testing.T, schema apiextensionsv1.JSONSchemaProps, fields []field) {
	t.Helper()
	has := map[string]bool{}
	for _, f := range fields {
		has[f.path] = true
	}
	var walk func(s apiextensionsv1.JSONSchemaProps, path string)
	walk = func(s apiextensionsv1.JSONSchemaProps, path string) {
		if s.Items != nil {
			s, path = *s.Items.Schema, path+"[]"
		}
		for name, below := range s.Properties {
			at := strings.TrimPrefix(path+"."+name, ".")
			if !has[at] && !isActor(s) {
				t.Errorf("the record of the test has no %s", at)
			}
			if !isActor(s) {
				walk(below, at)
			}
		}
	}
	walk(schema, "")
}

// other is another value that a schema allows, and none of those that are taken.
func other(s apiextensionsv1.JSONSchemaProps, v any, taken ...any) any {
	for _, e := range s.Enum {
		var value string
		if json.Unmarshal(e.Raw, &value) == nil && value != v && !slices.Contains(taken, any(value)) {
			return value
		}
	}
	switch v := v.(type) {
	case string:
		if day, err := api.ParseDate(v); err == nil {
			return day.AddDays(1).String()
		}
		if s.Pattern != "" {
			return v[:len(v)-1] + "f"
		}
		return v + "x"
	case int64:
		return v + 1
	case float64:
		return v + 1
	}
	panic(fmt.Sprintf("no other value than %v", v))
}

// another is an entry beside those that are in a list: the first, under another key.
func another(schema apiextensionsv1.JSONSchemaProps, list []any) any {
	next, ok := list[0].(map[string]any)
	if !ok {
		return other(*schema.Items.Schema, list[0], list...)
	}
	next = maps.Clone(next)
	if len(schema.XListMapKeys) > 0 {
		key := schema.XListMapKeys[0]
		taken := slices.Collect(maps.Values(next))
		for _, entry := range list {
			taken = append(taken, entry.(map[string]any)[key])
		}
		taken = slices.DeleteFunc(taken, func(v any) bool { _, text := v.(string); return !text })
		next[key] = other(schema.Items.Schema.Properties[key], next[key], taken...)
	}
	return next
}

func specSchema(t *testing.T, plural string) apiextensionsv1.JSONSchemaProps {
	t.Helper()
	text, err := crd.Bases.ReadFile("bases/isms-operator.io_" + plural + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	var definition apiextensionsv1.CustomResourceDefinition
	if err := yaml.Unmarshal(text, &definition); err != nil {
		t.Fatal(err)
	}
	return definition.Spec.Versions[0].Schema.OpenAPIV3Schema.Properties["spec"]
}
