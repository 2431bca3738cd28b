package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/yaml"

	"github.com/isms-operator/isms-operator/internal/assess"
)

const chartDir = "charts/isms-operator"

// chartFiles says which files of config the chart carries as they are, by folder of
// the chart. They are data to its templates, which add names and labels.
var chartFiles = map[string][]string{
	"crd":            {"config/crd/bases/*.yaml"},
	"rbac":           {"config/rbac/role.yaml"},
	"users":          {"config/rbac/*viewer_role.yaml", "config/rbac/*editor_role.yaml"},
	"policy":         {"config/policy/retention.yaml", "config/policy/self_approval.yaml"},
	"prometheus":     {"config/prometheus/rules.yaml"},
	"grafana":        {"config/grafana/*.json"},
	"open-reports":   {"config/components/open-reports/role.yaml"},
	"observe-rights": {"config/components/observe-rights/role.yaml"},
	"defaults":       {chartDir + "/values.yaml"}, // which templates cannot read where it is
}

// copyChartFiles replaces the files that the chart carries.
func copyChartFiles() error {
	out := filepath.Join(chartDir, "files")
	if err := os.RemoveAll(out); err != nil {
		return err
	}
	for folder, patterns := range chartFiles {
		for _, pattern := range patterns {
			paths, err := filepath.Glob(pattern)
			if err == nil && len(paths) == 0 {
				err = errors.New("no such file, and the chart needs it")
			}
			if err == nil {
				err = copyFiles(filepath.Join(out, folder), paths)
			}
			if err != nil {
				return fmt.Errorf("%s: %w", pattern, err)
			}
		}
	}
	return nil
}

func copyFiles(folder string, paths []string) error {
	files := map[string]string{}
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		files[filepath.Join(folder, filepath.Base(path))] = string(content)
	}
	return writeFiles(files)
}

// crdAnnotation begins the last annotation of the chart's Chart.yaml.
const crdAnnotation = "  artifacthub.io/crds: |\n"

// chartYAML returns Chart.yaml with the list of kinds that Artifact Hub shows.
func chartYAML(registry *assess.Registry, crds map[string]*crd) (string, error) {
	path := filepath.Join(chartDir, "Chart.yaml")
	content, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	head, _, found := strings.Cut(string(content), crdAnnotation)
	if !found {
		return "", fmt.Errorf("%s: no annotation %q", path, strings.TrimSpace(crdAnnotation))
	}
	type entry struct {
		Kind        string `json:"kind"`
		Version     string `json:"version"`
		Name        string `json:"name"`
		DisplayName string `json:"displayName"`
		Description string `json:"description"`
	}
	var entries []entry
	for _, kind := range sortedKinds(registry) {
		entries = append(entries, entry{kind.Name, "v1alpha1", kind.Plural + ".isms-operator.io", kind.Name, crds[kind.Name].description()})
	}
	list, err := yaml.Marshal(entries)
	if err != nil {
		return "", err
	}
	return head + crdAnnotation + "    " + strings.ReplaceAll(strings.TrimSpace(string(list)), "\n", "\n    ") + "\n", nil
}

// installer renders config/default into one file for kubectl apply.
func installer() (string, error) {
	options := krusty.MakeDefaultOptions()
	options.Reorder = krusty.ReorderOptionLegacy // as kubectl does: namespaces and CRDs first
	resources, err := krusty.MakeKustomizer(options).Run(filesys.MakeFsOnDisk(), "config/default")
	if err != nil {
		return "", fmt.Errorf("config/default: %w", err)
	}
	content, err := resources.AsYaml()
	return "# Everything of config/default, written by \"make generate\".\n" + string(content), err
}
