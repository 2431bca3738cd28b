package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/isms-operator/isms-operator/internal/assess"
)

// project is PROJECT, in the format of kubebuilder v4.
func project(registry *assess.Registry) string {
	var b strings.Builder
	b.WriteString(`# The project in the format of kubebuilder v4, written by "make generate". Where it
# departs from what kubebuilder scaffolds is in docs/adr/0004-layout-and-modules.md.
domain: isms-operator.io
layout:
- go.kubebuilder.io/v4
projectName: isms-operator
repo: github.com/isms-operator/isms-operator
resources:
`)
	for _, kind := range sortedKinds(registry) {
		fmt.Fprintf(&b, `- api:
    crdVersion: v1
    namespaced: true
  controller: true
  domain: isms-operator.io
  kind: %s
  path: github.com/isms-operator/isms-operator/api/v1alpha1
  plural: %s
  version: v1alpha1
`, kind.Name, kind.Plural)
	}
	b.WriteString("version: \"3\"\n")
	return b.String()
}

func kustomization(registry *assess.Registry) string {
	var b strings.Builder
	b.WriteString(`# The kinds, one file each; written by "make generate".
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
`)
	plurals := []string{}
	for i := range registry.Kinds {
		plurals = append(plurals, registry.Kinds[i].Plural)
	}
	slices.Sort(plurals)
	for _, plural := range plurals {
		fmt.Fprintf(&b, "  - bases/isms-operator.io_%s.yaml\n", plural)
	}
	b.WriteString("labels:\n  - pairs:\n      app.kubernetes.io/name: isms-operator\n")
	return b.String()
}

func sortedKinds(registry *assess.Registry) []assess.Kind {
	kinds := slices.Clone(registry.Kinds)
	slices.SortFunc(kinds, func(a, b assess.Kind) int { return strings.Compare(a.Name, b.Name) })
	return kinds
}
