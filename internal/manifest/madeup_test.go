package manifest

import (
	"testing"
	"testing/fstest"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// Gadget is a kind that only this test knows. It has what no other kind has: a list with a
// key of its own, and evidence under a field of its own in it.
type Gadget struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              GadgetSpec       `json:"spec"`
	Status            api.RecordStatus `json:"status,omitempty"`
}

type GadgetSpec struct {
	api.Common `json:",inline"`
	Parts      []GadgetPart `json:"parts,omitempty"`
}

type GadgetPart struct {
	Serial string        `json:"serial"`
	Manual *api.Document `json:"manual,omitempty"`
	MadeOn api.Date      `json:"madeOn,omitzero"`
}

func (g *Gadget) RecordCommon() *api.Common       { return &g.Spec.Common }
func (g *Gadget) RecordStatus() *api.RecordStatus { return &g.Status }
func (g *Gadget) DeepCopyObject() runtime.Object  { other := *g; return &other }

const gadgetDefinition = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: gadgets.isms-operator.io}
spec:
  group: isms-operator.io
  names: {kind: Gadget, plural: gadgets}
  scope: Namespaced
  versions:
  - name: v1alpha1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        required: [spec]
        properties:
          apiVersion: {type: string}
          kind: {type: string}
          metadata: {type: object}
          spec:
            type: object
            properties:
              parts:
                type: array
                maxItems: 8
                x-kubernetes-list-type: map
                x-kubernetes-list-map-keys: [serial]
                items:
                  type: object
                  required: [serial]
                  properties:
                    serial: {type: string, maxLength: 16}
                    madeOn: {type: string, maxLength: 20}
                    manual:
                      type: object
                      required: [uri]
                      properties:
                        uri: {type: string, maxLength: 64}
                        sha256: {type: string, maxLength: 64}
`

const gadgetManifest = `apiVersion: isms-operator.io/v1alpha1
kind: Gadget
metadata:
  name: one
spec:
  parts:
  - serial: a
  - serial: b
    manual:
      uri: gone.pdf
---
apiVersion: isms-operator.io/v1alpha1
kind: Gadget
metadata:
  name: two
spec:
  parts:
  - serial: a-serial-that-is-too-long
`

// TestMadeUpKind: a kind is its type, its definition, its line in the registry and its
// rules. Nothing else of the loader or of the engine knows kinds by their names, so that a
// kind that only this test has is read, refused, located, looked up and judged as any.
func TestMadeUpKind(t *testing.T) {
	rule := assess.On(assess.Doc{ID: "T-1", Aspect: assess.Covered}, func(c *assess.Context, g *Gadget) {
		for _, p := range g.Spec.Parts {
			c.Report(assess.Finding{Reason: "Part", Grade: api.GradeMinor, Field: "spec.parts[" + p.Serial + "].madeOn", Message: "M"})
		}
		for _, d := range c.World.Documents(c.Subject()) {
			if !d.Exists {
				c.Report(assess.Finding{Reason: "Gone", Grade: api.GradeMinor, Field: d.Field + ".uri", Message: d.URI})
			}
		}
	})
	registry := assess.NewRegistry([]assess.Kind{
		assess.Of[*Gadget]{Name: "Gadget", Plural: "gadgets", Home: assess.Infrastructure}.Kind(),
	}, []assess.Rule{rule})
	before := kinds
	defer func() { kinds = before }()
	all := kindsOf(registry, func(string) ([]byte, error) { return []byte(gadgetDefinition), nil })
	kinds = func() map[string]*kind { return all }

	set, err := Load(t.Context(), []string{"gadgets.yaml"}, Options{FS: fstest.MapFS{"gadgets.yaml": {Data: []byte(gadgetManifest)}}})
	if err != nil {
		t.Fatal(err)
	}
	if len(set.Namespaces) != 1 || len(set.Namespaces[0].Records) != 1 || len(set.Namespaces[0].Unread) != 1 {
		t.Fatalf("want one record that is judged and one that is not, got %+v; problems %v", set.Namespaces, set.Problems)
	}
	if p := set.Problems; len(p) != 1 || p[0].Line != 18 || p[0].Field != "spec.parts[0].serial" {
		t.Errorf("problems %+v, want one about the serial in line 18", p)
	}
	report, err := assess.Run(t.Context(), registry, set.Namespaces[0].World(), api.MustDate("2026-06-15"))
	if err != nil {
		t.Fatal(err)
	}
	lines := map[string]int{}
	for _, f := range report.Results[0].Findings {
		lines[f.Reason+" "+f.Field] = set.Locate("default", f.Record, f.Field).Line
	}
	for what, line := range map[string]int{
		"Part spec.parts[a].madeOn":     7,
		"Part spec.parts[b].madeOn":     8,
		"Gone spec.parts[b].manual.uri": 10,
	} {
		if lines[what] != line {
			t.Errorf("%s stands in line %d, want %d: %v", what, lines[what], line, lines)
		}
	}
	if report.Results[1].Unread == nil {
		t.Error("the second gadget cannot be read")
	}
	held, faults := Object(t.Context(), "Gadget", map[string]any{
		"metadata": map[string]any{"name": "three", "namespace": "isms"},
		"spec":     map[string]any{"parts": []any{map[string]any{"serial": "c"}}},
	})
	if len(faults) > 0 || held.(*Gadget).Spec.Parts[0].Serial != "c" {
		t.Errorf("what the API server holds is read as %+v, %v", held, faults)
	}
}
