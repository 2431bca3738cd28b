// Package realdata turns records that real organisations have published into records of this
// project's kinds, so that rules, API server and command line are tried on data that nobody
// wrote for them. What they become, the mappings in docs/import/examples say.
//
// The data itself is not part of the repository (see [Source]).
package realdata

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/isms-operator/isms-operator/internal/mapping"
	"github.com/isms-operator/isms-operator/internal/mapping/convert"
	"github.com/isms-operator/isms-operator/internal/mapping/source"
)

// Dataset is what one source became.
type Dataset struct {
	// Name of the folder of the source, which is also the namespace of its records.
	Name string
	// Objects are the manifests, in the order of the mapping and of the source.
	Objects []unstructured.Unstructured
	// Report says what became of the rows.
	Report *convert.Report
}

// Mappings are the mappings of the sources, by the names of their folders.
var Mappings = map[string]string{
	"18f-tts-tech-portfolio": "18f.yaml", "endoflife-date": "endoflife.yaml", "fedramp-marketplace": "fedramp.yaml",
	"lmodel-iso27001": "lmodel-iso27001.yaml", "mini-smsi-fr": "mini-smsi-fr.yaml", "moj-modernisation-platform": "moj.yaml",
	"opensam": "opensam.yaml", "paybridges": "paybridges.yaml", "rust-project": "rust-project.yaml",
}

// Convert converts the source of a name below dir.
func Convert(ctx context.Context, dir, name string) (Dataset, error) {
	set := Dataset{Name: name}
	root, err := moduleRoot()
	if err != nil {
		return set, err
	}
	file := filepath.Join(root, "docs", "import", "examples", Mappings[name])
	content, err := os.ReadFile(file)
	if err != nil {
		return set, fmt.Errorf("the mapping of %s: %w", name, err)
	}
	m, err := mapping.Parse(file, content)
	if err != nil {
		return set, err
	}
	plan, err := convert.New(m)
	if err != nil {
		return set, err
	}
	files, err := source.List(ctx, []string{filepath.Join(dir, name)})
	if err != nil {
		return set, err
	}
	r, err := plan.Run(ctx, files, convert.Options{})
	if err != nil {
		return set, err
	}
	set.Report = r.Report
	for _, made := range r.Records {
		set.Objects = append(set.Objects, unstructured.Unstructured{Object: made.Object(name)})
	}
	return set, nil
}
