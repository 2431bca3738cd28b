package manifest_test

import (
	"encoding/json"
	"strings"
	"testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/manifest"
)

// TestEveryFaultIsToldOnce: an object with several faults becomes a record that is not
// judged, each fault with its field and nothing that follows from another, and all that
// can be read of it is there.
func TestEveryFaultIsToldOnce(t *testing.T) {
	for _, c := range []struct {
		why, kind, spec string
		// want are the fields of the faults, in order; none for a record that is judged.
		want []string
		// has is a part of what can be read, as JSON; empty where that is nothing.
		has string
	}{
		{"a record as it should be", "InfrastructureAsset", `{"description":"a","type":"Hardware","inServiceFrom":"2020-01-01"}`, nil, `"inServiceFrom":"2020-01-01"`},
		{"the year 0", "InfrastructureAsset", `{"description":"a","type":"Hardware","inServiceFrom":"0000-01-01"}`, []string{"spec.inServiceFrom"}, `"type":"Hardware"`},
		{"a day that does not exist", "InfrastructureAsset", `{"description":"a","inServiceFrom":"2026-02-30"}`, []string{"spec.inServiceFrom"}, `"description":"a"`},
		{"a bad date behind a bad enum", "InfrastructureAsset", `{"description":"a","type":"Cheese","inServiceFrom":"2026-02-30"}`, []string{"spec.type", "spec.inServiceFrom"}, `"description":"a"`},
		{"a bad date behind a fact that is missing", "InfrastructureAsset", `{"type":"Hardware","inServiceFrom":"2026-02-30"}`, []string{"spec.description", "spec.inServiceFrom"}, `"type":"Hardware"`},
		{"a number where a string is expected", "InfrastructureAsset", `{"description":7}`, []string{"spec.description"}, ``},
		{"a list where a map is", "SecurityRole", `{"title":"a","assignments":{"name":"x"}}`, []string{"spec.assignments"}, `"title":"a"`},
		{"a map where a list is, and a bad date in another field", "ToolLicense", `{"product":"a","controls":{"a":1},"retiredOn":"2026-13-01"}`, []string{"spec.controls", "spec.retiredOn"}, `"product":"a"`},
		{"a field of another definition", "ToolLicense", `{"product":"a","colour":"red"}`, []string{"spec.colour"}, `"product":"a"`},
		{"two entries of a list, of which the others stay", "SecurityRole", `{"title":"a","assignments":[{"name":"x","personRef":{"name":"x"},"from":"2026-02-30"},{"name":"y","personRef":{"name":"y"},"from":"2026-02-01"},{"name":"z","personRef":{"name":"z"},"from":"2026-02-31"}]}`,
			[]string{"spec.assignments[0].from", "spec.assignments[2].from"}, `"from":"2026-02-01"`},
		{"a rule about two fields", "InfrastructureAsset", `{"description":"a","inServiceFrom":"2026-02-02","retiredOn":"2026-01-01"}`, []string{"spec.retiredOn"}, `"inServiceFrom":"2026-02-02"`},
		{"a spec that is none", "ToolLicense", `"nothing"`, []string{"spec"}, ``},
		{"no spec", "ToolLicense", ``, []string{"spec"}, ``},
		{"the last day that there is", "Person", `{"sourcing":"Internal","engagedUntil":"9999-12-31"}`, nil, `"engagedUntil":"9999-12-31"`},
	} {
		object := map[string]any{"metadata": map[string]any{"name": "x", "namespace": "isms", "uid": "u", "generation": int64(3)}, "apiVersion": api.GroupVersion.String(), "kind": c.kind}
		if c.spec != "" {
			var spec any
			if err := json.Unmarshal([]byte(c.spec), &spec); err != nil {
				t.Fatal(err)
			}
			object["spec"] = spec
		}
		record, faults := manifest.Object(t.Context(), c.kind, object)
		var got []string
		for _, f := range faults {
			got = append(got, f.Field)
			if f.Message == "" || f.Remedy == "" {
				t.Errorf("%s: the fault of %s says nothing", c.why, f.Field)
			}
		}
		if strings.Join(got, " ") != strings.Join(c.want, " ") {
			t.Errorf("%s: faults of %q, want %q: %+v", c.why, got, c.want, faults)
		}
		text, err := json.Marshal(record)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(text), c.has) || record.GetName() != "x" || record.GetGeneration() != 3 || record.GetUID() != "u" {
			t.Errorf("%s: %s does not say %s", c.why, text, c.has)
		}
	}
}

// TestFaultsHaveAnOrder: the same object has the same faults in the same order each time it
// is read. In another one they would look like an edit to the operator.
func TestFaultsHaveAnOrder(t *testing.T) {
	var first string
	for i := range 50 {
		_, faults := manifest.Object(t.Context(), "ToolLicense", map[string]any{
			"metadata": map[string]any{"name": "x", "namespace": "isms"},
			"spec":     map[string]any{"product": true, "vendor": true, "version": true, "criticality": true, "retiredOn": true, "controls": true},
		})
		var fields []string
		for _, f := range faults {
			fields = append(fields, f.Field)
		}
		told := strings.Join(fields, " ")
		if i == 0 {
			first = told
		}
		if len(faults) < 6 || told != first {
			t.Fatalf("faults of %q, and before of %q", told, first)
		}
	}
}
