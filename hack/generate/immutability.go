package main

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"sigs.k8s.io/yaml"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// completeImmutability adds to the definitions of immutable kinds the rules that their
// Immutability asks for: one for each field of spec, so that an error names the field.
func completeImmutability(registry *assess.Registry) error {
	for i := range registry.Kinds {
		kind := &registry.Kinds[i]
		record, ok := kind.New().(api.Immutable)
		if !ok {
			continue
		}
		path := filepath.Join("config/crd/bases", "isms-operator.io_"+kind.Plural+".yaml")
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if text, err = withImmutability(text, record.Immutability()); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		if err := os.WriteFile(path, text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// withImmutability returns a definition with the rules. The file is read as what it is
// and as a tree, which is written: the former has fields that controller-gen leaves out.
func withImmutability(text []byte, i api.Immutability) ([]byte, error) {
	definition, tree := apiextensionsv1.CustomResourceDefinition{}, map[string]any{}
	if err := yaml.Unmarshal(text, &definition); err != nil {
		return nil, err
	}
	if err := yaml.Unmarshal(text, &tree); err != nil {
		return nil, err
	}
	node := any(tree)
	for _, key := range []any{"spec", "versions", 0, "schema", "openAPIV3Schema", "properties", "spec"} {
		switch key := key.(type) {
		case string:
			node = node.(map[string]any)[key]
		case int:
			node = node.([]any)[key]
		}
	}
	spec := node.(map[string]any)
	rules, _ := spec["x-kubernetes-validations"].([]any)
	rules = slices.DeleteFunc(rules, func(r any) bool { return strings.Contains(r.(map[string]any)["rule"].(string), "oldSelf") })
	schema := definition.Spec.Versions[0].Schema.OpenAPIV3Schema.Properties["spec"]
	for _, rule := range immutabilityRules(schema, i) {
		rules = append(rules, rule)
	}
	spec["x-kubernetes-validations"] = rules
	written, err := yaml.Marshal(tree)
	return bytes.Join([][]byte{[]byte("---\n"), written}, nil), err
}

// immutabilityRules are the CEL rules of a spec, for each field that may not change as it
// likes.
func immutabilityRules(spec apiextensionsv1.JSONSchemaProps, i api.Immutability) []map[string]any {
	var rules []map[string]any
	for _, name := range slices.Sorted(maps.Keys(spec.Properties)) {
		rule := kept(i, name, "self", "oldSelf", spec)
		if rule == "" {
			continue
		}
		if i.OnceApproved {
			rule = "!has(oldSelf.approvals) || oldSelf.approvals.size() == 0 || (" + rule + ")"
		}
		rules = append(rules, map[string]any{
			"fieldPath": "." + name, "message": i.InsteadOf(name), "reason": string(apiextensionsv1.FieldValueForbidden), "rule": rule,
		})
	}
	return rules
}

// kept returns in CEL that a field of two objects means the same, or has changed as it
// may; "" where it may change as it likes. The path is that of the field in spec.
func kept(i api.Immutability, path, now, was string, object apiextensionsv1.JSONSchemaProps) string {
	name := path[strings.LastIndex(path, ".")+1:]
	schema := object.Properties[name]
	now, was = now+"."+name, was+"."+name
	exception, _ := i.Exception(path)
	switch {
	case exception.May == api.ChangeAny:
		return ""
	case schema.Type == "array":
		return keptList(i, path, now, was, schema, exception.May == api.ChangeAddition)
	case exception.May == api.ChangeAddition:
		return fmt.Sprintf("!has(%[2]s) || (has(%[1]s) && %[3]s)", now, was, sameValue(i, path, now, was, schema))
	case slices.Contains(object.Required, name):
		return sameValue(i, path, now, was, schema)
	case schema.Type == "string":
		return fmt.Sprintf("(has(%[1]s) ? %[3]s : '') == (has(%[2]s) ? %[4]s : '')", now, was, dayOf(now, schema), dayOf(was, schema))
	}
	return fmt.Sprintf("has(%[1]s) == has(%[2]s) && (!has(%[1]s) || (%[3]s))", now, was, sameValue(i, path, now, was, schema))
}

// sameValue says that two values that are there mean the same. Where no day is in them,
// they are compared as a whole.
func sameValue(i api.Immutability, path, now, was string, schema apiextensionsv1.JSONSchemaProps) string {
	if schema.Type != "object" || !needsFields(i, path, schema) {
		return dayOf(now, schema) + " == " + dayOf(was, schema)
	}
	return strings.Join(keptFields(i, path+".", now, was, schema, ""), " && ")
}

// keptFields says of each field of two objects but one that it is kept.
func keptFields(i api.Immutability, prefix, now, was string, schema apiextensionsv1.JSONSchemaProps, but string) []string {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(schema.Properties)) {
		if name == but {
			continue
		}
		if rule := kept(i, prefix+name, now, was, schema); rule != "" {
			all = append(all, "("+rule+")")
		}
	}
	return all
}

// keptList says that a list has the same entries, in any order where they have a key, or
// at least those that it had.
func keptList(i api.Immutability, path, now, was string, list apiextensionsv1.JSONSchemaProps, mayGrow bool) string {
	size := func(of string) string { return fmt.Sprintf("(has(%[1]s) ? %[1]s.size() : 0)", of) }
	entry, keys := *list.Items.Schema, list.XListMapKeys
	if len(keys) == 0 || (!mayGrow && !needsFields(i, path+"[]", entry)) {
		return fmt.Sprintf("%s == %s && (!has(%[3]s) || !has(%[4]s) || %[3]s == %[4]s)", size(now), size(was), now, was)
	}
	// The names of variables say how deep they are: one of a list in a list hides none.
	depth := strings.Count(path, "[]")
	n, o := fmt.Sprintf("n%d", depth), fmt.Sprintf("o%d", depth)
	same := fmt.Sprintf("%[1]s.%[3]s == %[2]s.%[3]s", n, o, keys[0])
	if fields := keptFields(i, path+"[].", n, o, entry, keys[0]); len(fields) > 0 {
		same += " && " + strings.Join(fields, " && ")
	}
	each := fmt.Sprintf("%s.all(%s, %s.exists(%s, %s))", was, o, now, n, same)
	if mayGrow {
		return fmt.Sprintf("%s == 0 || (has(%s) && %s)", size(was), now, each)
	}
	return fmt.Sprintf("%s == %s && (!has(%s) || !has(%s) || %s)", size(now), size(was), now, was, each)
}

// needsFields reports whether values of a schema have to be compared field by field:
// there is a day in them, or something that may change.
func needsFields(i api.Immutability, path string, schema apiextensionsv1.JSONSchemaProps) bool {
	if _, ok := i.Exception(path); ok || isDay(schema) {
		return true
	}
	for name, field := range schema.Properties {
		if needsFields(i, path+"."+name, field) {
			return true
		}
	}
	return schema.Items != nil && needsFields(i, path+"[]", *schema.Items.Schema)
}

// dayOf is the day of a date without the midnight that kustomize adds; other values are
// taken as they are.
func dayOf(value string, schema apiextensionsv1.JSONSchemaProps) string {
	if isDay(schema) {
		return value + ".split('T')[0]"
	}
	return value
}

// isDay reports whether a schema is that of api.Date, by the rule that no other has.
func isDay(schema apiextensionsv1.JSONSchemaProps) bool {
	return slices.ContainsFunc(schema.XValidations, func(r apiextensionsv1.ValidationRule) bool {
		return strings.Contains(r.Rule, "format.date()")
	})
}

// writeImmutability writes what of an immutable kind may change.
func writeImmutability(b *strings.Builder, kind *assess.Kind) {
	record, ok := kind.New().(api.Immutable)
	if !ok {
		return
	}
	i := record.Immutability()
	since := "From the start"
	if i.OnceApproved {
		since = "From the first approval on"
	}
	fmt.Fprintf(b, "\n## What may change\n\n%s the API server refuses every change but these, and says: %s.\n"+
		"A day that is written otherwise is no change, nor is a list in another order.\n\n| Field | May | Because |\n|---|---|---|\n",
		since, i.Instead)
	for _, e := range i.Exceptions {
		may := "change"
		if e.May == api.ChangeAddition {
			may = "be added once"
			if e.Instead != "" {
				may = "get more entries; " + e.Instead
			}
		}
		fmt.Fprintf(b, "| `%s` | %s | %s |\n", e.Field, may, e.Why)
	}
}
