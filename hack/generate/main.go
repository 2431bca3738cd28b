// Command generate completes the CRDs by what controller-gen cannot know, and writes
// what follows from them and the registry: the rule
// catalogue, a page for each kind, the table of points, PROJECT, the list of CRDs,
// the roles for people, the settings of Argo CD, the alerts as a plain rule file, what
// the chart carries, and dist/install.yaml. "make generate" runs it at the root of the
// repository.
package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"

	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/test/scenarios"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func run() error {
	if err := completeConditions("config/crd/bases/*.yaml"); err != nil {
		return err
	}
	registry := rules.Registry()
	if err := completeImmutability(registry); err != nil {
		return err
	}
	crds, err := readCRDs(registry)
	if err != nil {
		return err
	}
	examples, err := examples("test/scenarios")
	if err != nil {
		return err
	}
	alerts, err := plainAlerts(rulesPath)
	if err != nil {
		return err
	}
	files := map[string]string{
		"config/prometheus/alerts.yaml": alerts,
		"PROJECT":                       project(registry),
		"config/crd/kustomization.yaml": kustomization(registry),
		"docs/rules.md":                 ruleCatalogue(registry, examples),
		"docs/points.md":                pointTable(registry),
		"docs/duties.md":                dutyPage(),
	}
	for i := range registry.Kinds {
		kind := &registry.Kinds[i]
		page, err := kindPage(kind, crds[kind.Name])
		if err != nil {
			return err
		}
		files["docs/kinds/"+strings.ToLower(kind.Name)+".md"] = page
	}
	if files[filepath.Join(chartDir, "Chart.yaml")], err = chartYAML(registry, crds); err != nil {
		return err
	}
	maps.Copy(files, roleFiles(registry))
	settings, err := argoCD(registry)
	if err != nil {
		return err
	}
	maps.Copy(files, settings)
	if err := writeFiles(files); err != nil {
		return err
	}
	// What follows from the files above.
	if err := copyChartFiles(); err != nil {
		return err
	}
	install, err := installer()
	if err != nil {
		return err
	}
	return writeFiles(map[string]string{"dist/install.yaml": install})
}

func writeFiles(files map[string]string) error {
	for path, content := range files {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// example is what a rule said in an audit story.
type example struct{ story, record, message string }

// examples finds one finding of each reason in the stories.
func examples(dir string) (map[string]example, error) {
	stories, err := scenarios.Load(dir)
	if err != nil {
		return nil, err
	}
	observed, err := scenarios.LoadObserved(dir)
	if err != nil {
		return nil, err
	}
	stories = append(stories, observed...)
	found := map[string]example{}
	for i := range stories {
		for _, f := range stories[i].Judge().Rollup.Findings {
			if _, ok := found[f.Rule+f.Reason]; !ok {
				found[f.Rule+f.Reason] = example{stories[i].Name, f.Record.String(), f.Message}
			}
		}
	}
	return found, nil
}
