package controllers_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/yaml"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/internal/signoff"
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
	// How many edits were refused and accepted, as they should be.
	refused, accepted int
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
	for i, f := range fields {
		x, found := e.immutability.Exception(f.path)
		set := func(value any) func(map[string]any, string) {
			return func(o map[string]any, name string) { o[name] = value }
		}
		if f.leaf {
			e.try(t, "change", stored, f, set(other(f.schema, f.value)), x.May == api.ChangeAny)
		}
		if f.optional {
			remove := func(o map[string]any, name string) { delete(o, name) }
			e.try(t, "take out", stored, f, remove, x.May == api.ChangeAny)
			// The first approval may be added: with it all begins.
			may := found || e.immutability.OnceApproved && f.path == "approvals"
			without, err := e.store(t, fmt.Sprintf("without-%d", i), func(spec map[string]any) { f.at(spec, remove) })
			switch {
			case err == nil:
				e.try(t, "add", without, f, set(f.value), may)
			case !strings.Contains(err.Error(), "set "+f.name): // else no record can be without it
				t.Error(err)
			}
		}
		if list, ok := f.value.([]any); ok {
			e.try(t, "take an entry out of", stored, f, set(list[1:]), x.May == api.ChangeAny)
			e.try(t, "add an entry to", stored, f, set(append(slices.Clone(list), another(f.schema, list))), found)
		}
	}
	e.update(t, "another way of writing", stored, rewritten(stored.Object["spec"]).(map[string]any), "", true)
	t.Logf("%d fields: %d edits were refused, %d accepted", len(fields), e.refused, e.accepted)
}

// TestApprovalBindsWhatStays: what an approval is bound to is what cannot be changed after
// it, and nothing that can.
func TestApprovalBindsWhatStays(t *testing.T) {
	for _, kind := range rules.Registry().Kinds {
		record, ok := kind.New().(api.Immutable)
		if !ok || kind.Content == nil {
			continue
		}
		full, i := readFull(t, kind.Name), record.Immutability()
		hash := func(o *unstructured.Unstructured) string {
			r := kind.New()
			if err := runtime.DefaultUnstructuredConverter.FromUnstructured(o.Object, r); err != nil {
				t.Fatal(err)
			}
			return signoff.Hash(signoff.SubjectOf(kind.Name, "isms", "name"), kind.Content(r))
		}
		for _, f := range fieldsOf(specSchema(t, kind.Plural), full.Object["spec"].(map[string]any)) {
			if !f.leaf {
				continue
			}
			o := full.DeepCopy()
			f.at(o.Object["spec"].(map[string]any), func(o map[string]any, name string) { o[name] = other(f.schema, f.value) })
			x, _ := i.Exception(f.path)
			top, _, _ := strings.Cut(f.path, "[")
			_, grows := i.Exception(top)
			if stays := x.May != api.ChangeAny && !grows; stays == (hash(o) == hash(full)) {
				t.Errorf("%s %s: stays %v, bound %v", kind.Name, f.path, stays, !stays)
			}
		}
	}
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

// try edits a field of a stored record, without storing that.
func (e *edited) try(t *testing.T, what string, stored *unstructured.Unstructured, f field, edit func(o map[string]any, name string), may bool) {
	t.Helper()
	spec := stored.DeepCopy().Object["spec"].(map[string]any)
	f.at(spec, edit)
	e.update(t, what+" "+f.path, stored, spec, f.path, may)
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
	case may:
		e.accepted++
	default:
		e.refused++
	}
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
