package main

import (
	"context"
	"maps"
	"path/filepath"
	"strings"
	"testing"
)

// TestHashStaysInTheCluster: the content hash of a record is the same after "kubectl kustomize",
// which drops comments and quotes and sets a namespace and labels, and once the API server has
// it.
func TestHashStaysInTheCluster(t *testing.T) {
	s := apiServer(t)
	dir := copyOfSamples(t)
	want := hashesIn(t, dir, "")
	files, err := filepath.Glob(filepath.Join(dir, "*.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range files {
		files[i] = filepath.Base(files[i])
	}
	writeTo(t, filepath.Join(dir, "kustomization.yaml"), "resources: ["+strings.Join(files, ", ")+"]\n")
	overlay := filepath.Join(filepath.Dir(dir), "overlay")
	writeTo(t, filepath.Join(overlay, "kustomization.yaml"), strings.Join([]string{
		"namespace: other", "resources: [../" + filepath.Base(dir) + "]", "buildMetadata: [originAnnotations]",
		"labels: [{pairs: {team: security}}]", "commonAnnotations: {note: a note}", "",
	}, "\n"))
	built, said, err := s.Kubectl(t.Context(), nil, "kustomize", overlay)
	if err != nil {
		t.Fatal(said)
	}
	if have := hashesIn(t, folder(t, map[string]string{"built.yaml": built}), ""); !maps.Equal(have, want) {
		t.Errorf("built by kustomize: %v, want %v", have, want)
	}
	namespace := s.namespace(t)
	if _, said, err := s.Kubectl(t.Context(), nil, "apply", "--server-side", "-n", namespace, "-k", dir); err != nil {
		t.Fatal(said)
	}
	t.Cleanup(func() {
		if _, said, err := s.Kubectl(context.Background(), nil, "delete", "-n", namespace, "-k", dir); err != nil {
			t.Error(said)
		}
	})
	stored, said, err := s.Kubectl(t.Context(), nil, "get", "isms", "-n", namespace, "-o", "yaml")
	if err != nil {
		t.Fatal(said)
	}
	if have := hashesIn(t, folder(t, map[string]string{"stored.yaml": stored}), ""); !maps.Equal(have, want) {
		t.Errorf("stored by the API server: %v, want %v", have, want)
	}
}
