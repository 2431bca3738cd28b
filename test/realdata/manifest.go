package realdata

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

// File is a file of manifests that was written.
type File struct {
	// Path of the file.
	Path string
	// Kind of every record in it.
	Kind string
	// Count of records in it.
	Count int
}

// Write writes the dataset to dir/<name>, one file per kind.
func (d *Dataset) Write(dir string) ([]File, error) {
	dir = filepath.Join(dir, d.Name)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	var files []File
	for _, kind := range d.kinds() {
		objects := d.ofKind(kind)
		data, err := Marshal(objects)
		if err != nil {
			return nil, err
		}
		path := filepath.Join(dir, strings.ToLower(kind)+".yaml")
		if err := os.WriteFile(path, data, 0o644); err != nil {
			return nil, err
		}
		files = append(files, File{path, kind, len(objects)})
	}
	return files, nil
}

// Marshal writes the objects as YAML, one document each.
func Marshal(objects []unstructured.Unstructured) ([]byte, error) {
	var b bytes.Buffer
	for i := range objects {
		data, err := yaml.Marshal(objects[i].Object)
		if err != nil {
			return nil, fmt.Errorf("writing %s %s: %w", objects[i].GetKind(), objects[i].GetName(), err)
		}
		b.WriteString("---\n")
		b.Write(data)
	}
	return b.Bytes(), nil
}

// kinds returns the kinds of the dataset in the order of their first record.
func (d *Dataset) kinds() []string {
	var kinds []string
	seen := map[string]bool{}
	for i := range d.Objects {
		if kind := d.Objects[i].GetKind(); !seen[kind] {
			seen[kind] = true
			kinds = append(kinds, kind)
		}
	}
	return kinds
}

func (d *Dataset) ofKind(kind string) []unstructured.Unstructured {
	var found []unstructured.Unstructured
	for i := range d.Objects {
		if d.Objects[i].GetKind() == kind {
			found = append(found, d.Objects[i])
		}
	}
	return found
}
