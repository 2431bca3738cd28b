package controllers_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/yaml"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/config/crd"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// TestImmutableRecords asks the API server to change, take out and add every field of
// every immutable kind. It refuses what Immutability does not except, and nothing else,
// and says at the field what to do instead.
func TestImmutableRecords(t *testing.T) {
	for _, kind := range rules.Registry().Kinds {
		if _, ok := kind.New().(api.Immutable); ok {
			t.Run(kind.Name, func(t *testing.T) { testImmutable(t, kind) })
		}
	}
}

// edited is a record of the test with a field that is edited.
type edited struct {
	immutability api.Immutability
	full         *unstructured.Unstructured
	namespace    string
}

func testImmutable(t *testing.T, kind assess.Kind) {
	schema, full := specSchema(t, kind.Plural), readFull(t, kind.Name)
	e := &edited{immutability: kind.New().(api.Immutable).Immutability(), full: full, namespace: newNamespace(t)}
	fields := fieldsOf(schema, full.Object["spec"].(map[string]any))
	assertAllFields(t, schema, fields)
	stored, err := e.store(t, "full", func(map[string]any) {})
	if err != nil {
		t.Fatal(err)
	}
	refused, accepted := 0, 0
	count := func(ok bool) {
		if ok {
			accepted++
		} else {
			refused++
		}
	}
	for i, f := range fields {
		x, found := e.immutability.Exception(f.path)
		if f.leaf {
			count(e.try(t, "change "+f.path, stored, f, func(o map[string]any, name string) { o[name] = other(f.schema, o[name]) }, x.May == api.ChangeAny))
		}
		if f.optional {
			count(e.try(t, "take out "+f.path, stored, f, func(o map[string]any, name string) { delete(o, name) }, x.May == api.ChangeAny))
			without, err := e.store(t, fmt.Sprintf("without-%d", i), func(spec map[string]any) { f.at(spec, func(o map[string]any, name string) { delete(o, name) }) })
			if err != nil { // the record could not be without it, so that nothing can be added
				if !strings.Contains(err.Error(), "set "+f.name) {
					t.Error(err)
				}
				continue
			}
			// The first approval may be added: with it all begins.
			count(e.try(t, "add "+f.path, without, f, func(o map[string]any, name string) { o[name] = f.value }, found || e.immutability.OnceApproved && f.path == "approvals"))
		}
		if list, ok := f.value.([]any); ok {
			count(e.try(t, "take out of "+f.path, stored, f, func(o map[string]any, name string) { o[name] = list[1:] }, x.May == api.ChangeAny))
			count(e.try(t, "add to "+f.path, stored, f, func(o map[string]any, name string) { o[name] = append(slices.Clone(list), another(f.schema, list[0])) }, found))
		}
	}
	t.Logf("%d fields: %d edits were refused, %d accepted", len(fields), refused, accepted)
	e.update(t, "another way of writing", stored, rewritten(stored.Object["spec"]).(map[string]any), "", true)
}

// rewritten is a spec that means the same: with the midnight that kustomize adds to a
// date, and lists in another order.
func rewritten(v any) any {
	switch v := v.(type) {
	case map[string]any:
		m := map[string]any{}
		for key, value := range v {
			m[key] = rewritten(value)
		}
		return m
	case []any:
		var list []any
		for _, entry := range slices.Backward(v) {
			list = append(list, rewritten(entry))
		}
		return list
	case string:
		if _, err := api.ParseDate(v); err == nil {
			return v + "T00:00:00Z"
		}
	}
	return v
}

// store creates the full record under a name, edited.
func (e *edited) store(t *testing.T, name string, edit func(spec map[string]any)) (*unstructured.Unstructured, error) {
	t.Helper()
	o := e.full.DeepCopy()
	o.SetName(name)
	o.SetNamespace(e.namespace)
	edit(o.Object["spec"].(map[string]any))
	return o, admin.Create(t.Context(), o)
}

// try edits a field of a stored record, as the API server would if it were meant, and
// returns whether it may be.
func (e *edited) try(t *testing.T, what string, stored *unstructured.Unstructured, f field, edit func(o map[string]any, name string), may bool) bool {
	t.Helper()
	spec := stored.DeepCopy().Object["spec"].(map[string]any)
	f.at(spec, edit)
	e.update(t, what, stored, spec, f.path, may)
	return may
}

func (e *edited) update(t *testing.T, what string, stored *unstructured.Unstructured, spec map[string]any, path string, may bool) {
	t.Helper()
	o := stored.DeepCopy()
	o.Object["spec"] = spec
	err := admin.Update(t.Context(), o, client.DryRunAll)
	top, _, _ := strings.Cut(strings.ReplaceAll(path, "[]", ""), ".")
	switch {
	case may && err != nil:
		t.Errorf("%s: %v", what, err)
	case !may && !apierrors.IsInvalid(err):
		t.Errorf("%s: want it refused, got %v", what, err)
	case !may && !strings.Contains(err.Error(), "spec."+top+": Forbidden: "+e.immutability.InsteadOf(path)):
		t.Errorf("%s: want the field and what to do instead, got %v", what, err)
	}
}

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

// other is another value that a schema allows.
func other(s apiextensionsv1.JSONSchemaProps, v any) any {
	for _, e := range s.Enum {
		var value string
		if json.Unmarshal(e.Raw, &value) == nil && value != v {
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
	}
	panic(fmt.Sprintf("no other value than %v", v))
}

// another is an entry of a list beside one that is there.
func another(list apiextensionsv1.JSONSchemaProps, entry any) any {
	o := entry.(map[string]any)
	next := maps.Clone(o)
	for _, key := range list.XListMapKeys {
		s := list.Items.Schema.Properties[key]
		next[key] = other(s, o[key])
		if len(s.Enum) > 0 {
			next[key] = "InterestedParties"
		}
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

func readFull(t *testing.T, kind string) *unstructured.Unstructured {
	t.Helper()
	text, err := os.ReadFile("testdata/immutable/" + strings.ToLower(kind) + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	o := &unstructured.Unstructured{}
	if err := yaml.Unmarshal(text, &o.Object); err != nil {
		t.Fatal(err)
	}
	return o
}
