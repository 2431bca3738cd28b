package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/isms-operator/isms-operator/internal/rules"
)

// TestEveryKindIsComplete names what a kind of the registry lacks elsewhere.
func TestEveryKindIsComplete(t *testing.T) {
	read := func(path string) string {
		data, err := os.ReadFile(filepath.Join("..", "..", path))
		if err != nil {
			t.Errorf("%v", err)
		}
		return string(data)
	}
	project, role := read("PROJECT"), read("config/rbac/role.yaml")
	kustomization, references := read("config/crd/kustomization.yaml"), read("api/v1alpha1/reference_types.go")
	for _, kind := range rules.Registry().Kinds {
		lower := strings.ToLower(kind.Name)
		for what, ok := range map[string]bool{
			"an entry in PROJECT":                     strings.Contains(project, "  kind: "+kind.Name+"\n"),
			"a line in config/crd/kustomization.yaml": strings.Contains(kustomization, "_"+kind.Plural+".yaml\n"),
			"a CRD":                           strings.Contains(read("config/crd/bases/isms-operator.io_"+kind.Plural+".yaml"), "kind: "+kind.Name+"\n"),
			"the operator's right to read it": strings.Contains(role, "- "+kind.Plural+"\n"),
			"the operator's right to write its status": strings.Contains(role, "- "+kind.Plural+"/status\n"),
			"a sample":                  strings.Contains(read("config/samples/"+lower+".yaml"), "kind: "+kind.Name+"\n"),
			"a health check of Argo CD": strings.Contains(read("config/argocd/argocd-cm.yaml"), "health.isms-operator.io_"+kind.Name+": |\n"),
			"a page":                    strings.Contains(read("docs/kinds/"+lower+".md"), "# "+kind.Name+"\n"),
			"a constant of RecordKind (reference_types)": strings.Contains(references, "\""+kind.Name+"\"\n"),
		} {
			if !ok {
				t.Errorf("%s lacks %s: see \"Adding a kind\" in CONTRIBUTING.md", kind.Name, what)
			}
		}
	}
}
