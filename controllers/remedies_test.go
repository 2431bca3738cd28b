package controllers_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/test/scenarios"
)

// remedied is a finding of a story whose remedy names fields, with one of them.
type remedied struct {
	finding assess.Finding
	record  api.Record
	field   string
	today   api.Date
	another bool // the remedy is another record
}

// TestRemediesAreAccepted does what the findings of all stories advise: it sets each field
// that a remedy names, and that decided, on the record as it is stored. The API server
// accepts that, or the remedy says that it would not and what to do instead.
func TestRemediesAreAccepted(t *testing.T) {
	registry := rules.Registry()
	schemas := map[string]apiextensionsv1.JSONSchemaProps{}
	for _, kind := range registry.Kinds {
		schemas[kind.Name] = specSchema(t, kind.Plural)
	}
	namespace := newNamespace(t)
	tried, refused := 0, 0
	for _, r := range allRemedied(t, registry, schemas) {
		if !hasField(schemas[r.finding.Record.Kind], r.field) {
			assertOfAnother(t, schemas, r)
			continue
		}
		o := storedCopy(t, namespace, r.record)
		err := applied(t, r.today, o, schemas[r.finding.Record.Kind], r.field)
		what := fmt.Sprintf("%s %s: %q sets %s", r.finding.Rule, r.finding.Record, r.finding.Remedy, r.field)
		instead := api.WhyFixed(r.record, r.field)
		tried++
		if r.another && instead != "" {
			continue
		}
		switch {
		case err == nil && instead != "":
			t.Errorf("%s: the API server accepts it, though %q", what, instead)
		case err != nil && instead == "":
			t.Errorf("%s: %v", what, err)
		case err != nil && !strings.Contains(r.finding.Remedy, instead):
			t.Errorf("%s: refused, and the remedy does not say so: %v", what, err)
		case err != nil:
			refused++
		}
	}
	t.Logf("%d fields of remedies were set; %d were refused, as the remedy says", tried, refused)
	if tried < 100 || refused < 5 {
		t.Errorf("the test shows too little")
	}
}

// assertOfAnother fails for a field that no kind has of those that the remedy names.
func assertOfAnother(t *testing.T, schemas map[string]apiextensionsv1.JSONSchemaProps, r remedied) {
	t.Helper()
	for kind, schema := range schemas {
		if hasField(schema, r.field) && strings.Contains(r.finding.Remedy, kind) {
			return
		}
	}
	t.Errorf("%s %s: %q does not say which kind has %s", r.finding.Rule, r.finding.Record, r.finding.Remedy, r.field)
}

// allRemedied are the findings of all stories, one of each rule, kind and field.
func allRemedied(t *testing.T, registry *assess.Registry, schemas map[string]apiextensionsv1.JSONSchemaProps) []remedied {
	t.Helper()
	stories, err := scenarios.Load("../test/scenarios")
	if err != nil {
		t.Fatal(err)
	}
	another := map[string]bool{}
	for _, kind := range registry.Kinds {
		for _, rule := range kind.Rules {
			another[rule.ID] = rule.Another
		}
	}
	var all []remedied
	seen := map[string]bool{}
	for _, story := range stories {
		report, err := assess.Run(t.Context(), registry, assess.NewWorld(story.Name, story.Records), story.AsOf)
		if err != nil {
			t.Fatal(err)
		}
		for _, result := range report.Results {
			for _, f := range result.Findings {
				for _, field := range fieldsNamed(schemas[f.Record.Kind], f) {
					key := f.Rule + f.Reason + f.Record.Kind + field[strings.LastIndex(field, ".")+1:] + api.WhyFixed(result.Record, field)
					if !seen[key] {
						seen[key] = true
						all = append(all, remedied{f, result.Record, field, story.AsOf, another[f.Rule]})
					}
				}
			}
		}
	}
	return all
}

var (
	pathNamed = regexp.MustCompile(`\bspec(\.[a-zA-Z]+)+`)
	wordNamed = regexp.MustCompile(`\b[a-z]+([A-Z][a-z]+)+\b|\b(owner|grade|rationale)\b`)
)

// fieldsNamed are the fields that a finding sends people to: those of its remedy, and the
// one that decided. A word names a field of the entry that the finding is about, or of
// spec.
func fieldsNamed(schema apiextensionsv1.JSONSchemaProps, f assess.Finding) []string {
	remedy, _, _ := strings.Cut(f.Remedy, "; ")
	names := map[string]bool{}
	for _, path := range pathNamed.FindAllString(remedy, -1) {
		names[path] = true
	}
	parent := "spec"
	if at := strings.LastIndex(f.Field, "]."); at > 0 {
		parent = f.Field[:at+1]
	}
	for _, word := range wordNamed.FindAllString(pathNamed.ReplaceAllString(remedy, ""), -1) {
		for _, path := range []string{parent + "." + word, "spec." + word} {
			if hasField(schema, path) {
				names[path] = true
				break
			}
		}
	}
	if hasField(schema, f.Field) && len(names) > 0 && !strings.HasSuffix(f.Field, "]") {
		names[f.Field] = true
	}
	return slices.Sorted(maps.Keys(names))
}

// hasField reports whether a schema has a path such as "spec.decisions[D-1].dueOn".
func hasField(spec apiextensionsv1.JSONSchemaProps, path string) bool {
	path, ok := strings.CutPrefix(path, "spec.")
	if !ok {
		return false
	}
	for _, step := range steps(path) {
		if spec, ok = spec.Properties[step.name]; !ok {
			return false
		}
		if step.key != "" {
			spec = *spec.Items.Schema
		}
	}
	return ok
}

// step is a part of a path: a name, and the key of an entry where it is a list.
type step struct{ name, key string }

var stepOf = regexp.MustCompile(`([a-zA-Z0-9]+)(?:\[([^\]]*)\])?\.?`)

func steps(path string) []step {
	var all []step
	for _, m := range stepOf.FindAllStringSubmatch(path, -1) {
		all = append(all, step{m[1], m[2]})
	}
	return all
}

// storedCopy stores a record under a name of its own.
func storedCopy(t *testing.T, namespace string, r api.Record) *unstructured.Unstructured {
	t.Helper()
	content, err := runtime.DefaultUnstructuredConverter.ToUnstructured(r)
	if err != nil {
		t.Fatal(err)
	}
	o := &unstructured.Unstructured{Object: content}
	delete(o.Object, "status")
	o.SetName("")
	o.SetGenerateName("remedied-")
	o.SetNamespace(namespace)
	o.SetResourceVersion("")
	if err := admin.Create(t.Context(), o); err != nil {
		t.Fatalf("%T %s: %v", r, r.GetName(), err)
	}
	return o
}

// applied sets a field of a stored record to a value that it does not have, without
// storing that.
func applied(t *testing.T, today api.Date, o *unstructured.Unstructured, spec apiextensionsv1.JSONSchemaProps, field string) error {
	t.Helper()
	o = o.DeepCopy()
	at := o.Object["spec"].(map[string]any)
	all := steps(strings.TrimPrefix(field, "spec."))
	for _, step := range all[:len(all)-1] {
		list := spec.Properties[step.name]
		spec = list
		if step.key == "" {
			if at[step.name] == nil {
				at[step.name] = leastOf(today, spec)
			}
			at = at[step.name].(map[string]any)
			continue
		}
		spec = *list.Items.Schema
		at = entryOf(t, at[step.name], list, step.key)
	}
	last := all[len(all)-1]
	if isActor(spec) { // who it is takes the place of who it was
		clear(at)
	}
	if last.key != "" {
		t.Fatalf("%s is an entry, which no remedy sets", field)
	}
	at[last.name] = newValue(today, spec.Properties[last.name], at[last.name])
	return admin.Update(t.Context(), o, client.DryRunAll)
}

func entryOf(t *testing.T, list any, schema apiextensionsv1.JSONSchemaProps, key string) map[string]any {
	t.Helper()
	for i, entry := range list.([]any) {
		e := entry.(map[string]any)
		if len(schema.XListMapKeys) > 0 && e[schema.XListMapKeys[0]] == key || fmt.Sprint(i) == key {
			return e
		}
	}
	t.Fatalf("no entry %s", key)
	return nil
}

// newValue is a value of a field that the record does not have: another text, day or
// number, one entry more.
func newValue(today api.Date, s apiextensionsv1.JSONSchemaProps, old any) any {
	switch v := old.(type) {
	case nil:
		return leastOf(today, s)
	case []any:
		return append(slices.Clone(v), another(s, v))
	case map[string]any:
		changed := maps.Clone(v)
		for _, name := range slices.Sorted(maps.Keys(v)) {
			changed[name] = newValue(today, s.Properties[name], v[name])
			break
		}
		return changed
	}
	return other(s, old)
}

// leastOf is the least that a schema allows and that says something.
func leastOf(today api.Date, s apiextensionsv1.JSONSchemaProps) any {
	var value any
	switch {
	case len(s.Enum) > 0:
		_ = json.Unmarshal(s.Enum[0].Raw, &value)
	case s.Type == "array":
		value = []any{leastOf(today, *s.Items.Schema)}
	case s.Type == "object":
		least := map[string]any{}
		for _, name := range s.Required {
			least[name] = leastOf(today, s.Properties[name])
		}
		if isActor(s) {
			least["personRef"] = map[string]any{"name": "ada"}
		}
		value = least
	case s.Type == "integer":
		value = int64(1)
		if s.Minimum != nil {
			value = int64(*s.Minimum)
		}
	case isDate(s):
		value = today.String()
	case strings.Contains(s.Pattern, `A\.`):
		value = "A.5.1"
	case strings.Contains(s.Pattern, "0-9"):
		value = "1"
	default:
		value = "said"
	}
	return value
}

func isDate(s apiextensionsv1.JSONSchemaProps) bool {
	return slices.ContainsFunc(s.XValidations, func(r apiextensionsv1.ValidationRule) bool { return strings.Contains(r.Rule, "format.date()") })
}
