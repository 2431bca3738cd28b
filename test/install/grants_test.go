package install_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
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

// TestRightsAreDocumented holds the table of docs/install.md against the roles.
func TestRightsAreDocumented(t *testing.T) {
	page, err := os.ReadFile(filepath.Join(root, "docs", "install.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(page), "## What the operator may do")
	section, _, _ = strings.Cut(section, "\n## ")
	var documented, granted []string
	for _, row := range regexp.MustCompile(`(?m)^\| ([a-z, ]+) \| (.+?) \|`).FindAllStringSubmatch(section, -1) {
		for verb := range strings.SplitSeq(row[1], ", ") {
			documented = append(documented, row[2]+": "+verb)
		}
	}
	for _, right := range grants(t, render(t, "--set=openReports.enabled=true,observeRights.enabled=true",
		"--set=observeWorkloads[0].version=v1,observeWorkloads[0].kind=Node,observeWorkloads[0].resource=nodes,observeVersions={apps/v1/Deployment}")) {
		_, what, _ := strings.Cut(right, ": ")
		resource, verb, _ := strings.Cut(what, " ")
		granted = append(granted, rowOf(resource)+": "+verb)
	}
	slices.Sort(documented)
	slices.Sort(granted)
	granted = slices.Compact(granted)
	if diff := cmp.Diff(granted, documented); diff != "" {
		t.Errorf("- granted + documented:\n%s", diff)
	}
}

// rowOf is how the table names a resource.
func rowOf(resource string) string {
	switch group, name, _ := strings.Cut(resource, "/"); {
	case strings.HasSuffix(name, "/status"):
		return "their status"
	case group == "isms-operator.io":
		return "the nineteen kinds"
	case group == "events.k8s.io":
		return "events of `events.k8s.io`"
	case group == "coordination.k8s.io":
		return "leases in its own namespace"
	case group == "authentication.k8s.io" || group == "authorization.k8s.io":
		return "tokenreviews, subjectaccessreviews"
	case group == "rbac.authorization.k8s.io":
		return "roles, cluster roles and their bindings"
	case group == "openreports.io":
		return "reports of `openreports.io`"
	case group == "" && name == "namespaces":
		return "namespaces"
	case name == "nodes":
		return "the kinds of `observeWorkloads`"
	case name == "deployments":
		return "the kinds of `observeVersions`"
	}
	return resource
}

// difference returns what a has and b has not.
func difference(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(s string) bool { return slices.Contains(b, s) })
}
