package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	kyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// sampleDay is the day that the dates of the samples were written for.
var sampleDay = api.NewDate(2026, time.June, 1)

// readManifests reads the manifests of one file, or of a folder without its
// subfolders, and moves every date in them by a number of days.
func readManifests(path string, days int) ([]*unstructured.Unstructured, error) {
	files := []string{path}
	if info, err := os.Stat(path); err != nil {
		return nil, err
	} else if info.IsDir() {
		if files, err = filepath.Glob(filepath.Join(path, "*.yaml")); err != nil {
			return nil, err
		}
	}
	var all []*unstructured.Unstructured
	for _, file := range files {
		objects, err := readFile(file, days)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		all = append(all, objects...)
	}
	return all, nil
}

func readFile(path string, days int) ([]*unstructured.Unstructured, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var all []*unstructured.Unstructured
	decoder := kyaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(data)))
	for {
		document, err := decoder.Read()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, err
		}
		object := &unstructured.Unstructured{}
		// Strict, so that a key that is written twice is not lost in silence.
		if err := yaml.UnmarshalStrict(document, &object.Object); err != nil {
			return nil, err
		}
		if object.GetKind() == "" || object.GetKind() == "Kustomization" {
			continue
		}
		moveDates(object.Object, days)
		if err := bind(object); err != nil {
			return nil, err
		}
		all = append(all, object)
	}
}

// moveDates moves every value that is a date and nothing else. Dates inside of
// words, such as in a link, stay.
func moveDates(value any, days int) any {
	switch v := value.(type) {
	case map[string]any:
		for key, child := range v {
			v[key] = moveDates(child, days)
		}
	case []any:
		for i, child := range v {
			v[i] = moveDates(child, days)
		}
	case string:
		if day, err := api.ParseDate(v); err == nil {
			return day.AddDays(days).String()
		}
	}
	return value
}

// writeManifests writes objects to one file for kubectl apply -f.
func writeManifests(path string, objects []*unstructured.Unstructured) error {
	var out bytes.Buffer
	for _, object := range objects {
		data, err := yaml.Marshal(object.Object)
		if err != nil {
			return err
		}
		out.WriteString("---\n")
		out.Write(data)
	}
	return os.WriteFile(path, out.Bytes(), 0o600)
}
