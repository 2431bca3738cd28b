package main

import (
	"fmt"
	"os"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

const (
	healthScript   = "config/argocd/health.lua"
	lenientSetting = "local strict = false\n"
	strictSetting  = "local strict = true\n"
)

// argoCD returns the patches of Argo CD's settings: the health check for each kind
// and for the whole group, each as it stands and strict.
func argoCD(registry *assess.Registry) (map[string]string, error) {
	script, err := os.ReadFile(healthScript)
	if err != nil {
		return nil, err
	}
	if strings.Count(string(script), lenientSetting) != 1 {
		return nil, fmt.Errorf("%s must have the line %q once", healthScript, lenientSetting)
	}
	strict := strings.Replace(string(script), lenientSetting, strictSetting, 1)
	return map[string]string{
		"config/argocd/resource_customizations/isms-operator.io/_/health.lua": string(script),
		"config/argocd/argocd-cm.yaml":                                        argoCDKinds(registry, string(script)),
		"config/argocd/argocd-cm-group.yaml":                                  argoCDGroup(string(script)),
		"config/argocd/strict/argocd-cm.yaml":                                 argoCDKinds(registry, strict),
		"config/argocd/strict/argocd-cm-group.yaml":                           argoCDGroup(strict),
	}, nil
}

func argoCDSettings(what string) string {
	return fmt.Sprintf(`# %s
# Written by "make generate" from config/argocd/health.lua and the list of kinds.
apiVersion: v1
kind: ConfigMap
metadata:
  name: argocd-cm
  labels:
    app.kubernetes.io/name: argocd-cm
    app.kubernetes.io/part-of: argocd
data:
`, what)
}

// argoCDKinds has keys of its own for each kind, so it goes beside other settings.
func argoCDKinds(registry *assess.Registry, script string) string {
	var b strings.Builder
	b.WriteString(argoCDSettings("Argo CD: health of our kinds, and what not to compare, by keys for each kind."))
	for _, kind := range sortedKinds(registry) {
		name := api.GroupVersion.Group + "_" + kind.Name
		fmt.Fprintf(&b, "  resource.customizations.health.%s: |\n%s", name, indent(script, 4))
		fmt.Fprintf(&b, "  resource.customizations.ignoreDifferences.%s: |\n    jsonPointers:\n      - /status\n", name)
	}
	return b.String()
}

// argoCDGroup is one entry for every kind, those to come too. Its key holds all such
// entries of an Argo CD, so it must be merged by hand with those that are there.
func argoCDGroup(script string) string {
	var b strings.Builder
	b.WriteString(argoCDSettings("Argo CD: health of our kinds, and what not to compare, by one entry for the group."))
	fmt.Fprintf(&b, "  resource.customizations: |\n    \"%s/*\":\n      health.lua: |\n%s", api.GroupVersion.Group, indent(script, 8))
	b.WriteString("      ignoreDifferences: |\n        jsonPointers:\n          - /status\n")
	return b.String()
}

func indent(text string, spaces int) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(strings.Repeat(" ", spaces) + line)
	}
	return b.String()
}
