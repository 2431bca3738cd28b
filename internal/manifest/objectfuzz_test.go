package manifest

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	utiljson "k8s.io/apimachinery/pkg/util/json"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"sigs.k8s.io/yaml"
)

// FuzzObject holds what is made of a stored object against the API server's validators:
// an object that they accept is a record without a fault, one that they refuse is there
// with faults, each once and each with its field, and nothing breaks the decoder. Its text is
// read as its values are.
func FuzzObject(f *testing.F) {
	for _, kind := range []string{"Person", "ToolLicense", "InfrastructureAsset", "SecurityRole", "StatementOfApplicability", "ManagementReview"} {
		for _, spec := range []string{
			`{}`, `[]`, `"x"`, `7`, `null`, `{"owner":{"statedAs":"x","roleRef":{"name":"y"}}}`,
			`{"displayName":5,"engagedUntil":"0000-01-01"}`, `{"term":{"start":"2026-02-02","end":"2026-01-01"}}`,
			`{"title":"a","assignments":[{"name":"a"},{"name":"a","from":"2026-02-30"}]}`,
			`{"controls":[{"id":"A.5.1"},{"id":"A.5.1","applicable":"yes"}],"version":1}`,
			`{"evidence":[{"name":"x","uri":"y","sha256":"Z"}],"review":{"intervalMonths":1e9}}`,
		} {
			f.Add(kind, spec)
		}
	}
	add := func(text string) {
		split(text, func(d document) {
			var head struct {
				Kind string         `json:"kind"`
				Spec map[string]any `json:"spec"`
			}
			if yaml.Unmarshal([]byte(d.text), &head) == nil && len(d.text) < 4096 {
				spec, _ := json.Marshal(head.Spec)
				f.Add(head.Kind, string(spec))
			}
		})
	}
	for _, text := range sampleTexts(f) {
		add(text)
	}
	f.Fuzz(func(t *testing.T, kindName, text string) {
		k := kinds()[kindName]
		if k == nil {
			return
		}
		object := func() map[string]any {
			var spec any
			if utiljson.Unmarshal([]byte(text), &spec) != nil {
				return nil
			}
			return map[string]any{
				"apiVersion": "isms-operator.io/v1alpha1", "kind": kindName, "spec": spec,
				"metadata": map[string]any{"name": "x", "namespace": "isms"},
			}
		}
		if object() == nil {
			return
		}
		agree(t, kindName, `{"metadata":{"name":"x","namespace":"isms"},"spec":`+text+`}`)
		refused := k.judgeObject(t.Context(), object(), "isms", func(*field.Error) bool { return false })
		record, faults := Object(t.Context(), kindName, object())
		if record == nil || record.GetName() != "x" {
			t.Fatalf("no record is made of %s", text)
		}
		if len(refused) == 0 && len(faults) > 0 {
			t.Fatalf("accepted, and not read: %+v\n%s", faults, text)
		}
		if len(refused) > 0 && len(faults) == 0 {
			t.Fatalf("refused, and read without a fault: %v\n%s", refused, text)
		}
		seen := map[string]bool{}
		for _, fault := range faults {
			key := fault.Field + "\x00" + fault.Message
			if seen[key] || fault.Field == "" || fault.Message == "" || fault.Remedy == "" {
				t.Fatalf("told twice, or of no field: %+v\n%s", faults, text)
			}
			seen[key] = true
		}
		// What can be read can be written, and is read alike again.
		again, err := json.Marshal(record)
		if err != nil {
			t.Fatal(err)
		}
		copied := k.New()
		if err := json.Unmarshal(again, copied); err != nil || !reflect.DeepEqual(record, copied) && len(faults) == 0 && !slices.ContainsFunc([]string{"{}", "[]", "null"}, func(s string) bool { return strings.Contains(text, s) }) {
			t.Fatalf("%v: %s is not read as %s", err, again, text)
		}
	})
}
