package install_test

import (
	"slices"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// grants are the rights that roles and bindings give to the operator's service
// account, as "<namespace or *>: <group>/<resource> <verb>", sorted.
func grants(t *testing.T, objects []*unstructured.Unstructured) []string {
	t.Helper()
	var all []string
	for _, binding := range objects {
		if !strings.HasSuffix(binding.GetKind(), "RoleBinding") || !ofManager(binding) {
			continue
		}
		kind, _, _ := unstructured.NestedString(binding.Object, "roleRef", "kind")
		name, _, _ := unstructured.NestedString(binding.Object, "roleRef", "name")
		scope, namespace := "*", ""
		if binding.GetKind() == "RoleBinding" {
			scope = binding.GetNamespace()
			if kind == "Role" {
				namespace = scope
			}
		}
		all = append(all, rightsOf(t, objects, kind, namespace, name, scope)...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func ofManager(binding *unstructured.Unstructured) bool {
	subjects, _, _ := unstructured.NestedSlice(binding.Object, "subjects")
	return slices.ContainsFunc(subjects, func(s any) bool {
		subject := s.(map[string]any)
		return subject["kind"] == "ServiceAccount" && subject["name"] == "isms-operator-controller-manager"
	})
}

func rightsOf(t *testing.T, objects []*unstructured.Unstructured, kind, namespace, name, scope string) []string {
	t.Helper()
	var all []string
	for _, o := range objects {
		if o.GetKind() != kind || o.GetName() != name || o.GetNamespace() != namespace {
			continue
		}
		rules, _, _ := unstructured.NestedSlice(o.Object, "rules")
		for _, r := range rules {
			rule := r.(map[string]any)
			for _, group := range list(rule, "apiGroups") {
				for _, resource := range list(rule, "resources") {
					for _, verb := range list(rule, "verbs") {
						all = append(all, scope+": "+group+"/"+resource+" "+verb)
					}
				}
			}
		}
	}
	if len(all) == 0 {
		t.Fatalf("%s %s/%s is bound and gives nothing", kind, namespace, name)
	}
	return all
}

func list(o map[string]any, field string) []string {
	values, _, _ := unstructured.NestedStringSlice(o, field)
	return values
}

// difference returns what a has and b has not.
func difference(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(s string) bool { return slices.Contains(b, s) })
}
