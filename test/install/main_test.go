// Package install_test tries what an administrator does: install with Helm and with
// kustomize, upgrade, remove; and whether the operator works with the rights that it
// is given, and has no others.
package install_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/yaml"

	"github.com/isms-operator/isms-operator/test/controlplane"
)

const (
	release   = "isms-operator"
	namespace = "isms-operator-system"
)

var (
	root    string // the repository
	bin     string // the folder with the control plane
	manager string // the operator's program
)

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "isms-install-")
	if err == nil {
		err = build(dir)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	if err := os.RemoveAll(dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(code)
}

// build makes what the tests run, where it is missing or out of date; the operator
// into a folder that is thrown away.
func build(dir string) (err error) {
	manager = filepath.Join(dir, "manager")
	if root, err = controlplane.ModuleRoot(); err != nil {
		return err
	}
	if bin, err = controlplane.Binaries(context.Background()); err != nil {
		return err
	}
	for _, c := range []struct{ folder, path, pkg string }{
		{"hack/tools/helm", helmPath(), "helm.sh/helm/v4/cmd/helm"},
		{".", manager, "./cmd/manager"},
	} {
		cmd := exec.Command("go", "-C", filepath.Join(root, c.folder), "build", "-o", c.path, c.pkg)
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("%s: %w\n%s", cmd, err, out)
		}
	}
	return nil
}

// helmPath is in this repository; bin may be a folder that somebody else owns.
func helmPath() string { return filepath.Join(root, ".local", "bin", "helm") }

func chart() string { return filepath.Join(root, "charts", "isms-operator") }

// helm runs the real helm, with settings and caches of its own.
func helm(t *testing.T, args ...string) (string, error) {
	t.Helper()
	var out, errOut bytes.Buffer
	cmd := exec.CommandContext(t.Context(), helmPath(), args...)
	home := t.TempDir()
	cmd.Env = append(os.Environ(), "HELM_CONFIG_HOME="+home, "HELM_CACHE_HOME="+home, "HELM_DATA_HOME="+home)
	cmd.Stdout, cmd.Stderr = &out, &errOut
	if err := cmd.Run(); err != nil {
		return out.String(), fmt.Errorf("helm %s: %w: %s", strings.Join(args, " "), err, errOut.String())
	}
	return out.String(), nil
}

// reportCRD is the file with the CRD of Reports, from the module that carries it.
func reportCRD(t *testing.T) string {
	t.Helper()
	const module = "github.com/openreports/reports-api"
	out, err := exec.CommandContext(t.Context(), "go", "-C", filepath.Join(root, "hack", "tools", "helm"), "mod", "download", "-json", module).Output()
	var found struct{ Dir string }
	if err == nil {
		err = json.Unmarshal(out, &found)
	}
	if err != nil {
		t.Fatalf("%s: %v", module, err)
	}
	return filepath.Join(found.Dir, "config", "crd", "openreports.io_reports.yaml")
}

// render is what helm template makes of the chart.
func render(t *testing.T, args ...string) []*unstructured.Unstructured {
	t.Helper()
	out, err := helm(t, append([]string{"template", release, chart(), "-n", namespace}, args...)...)
	if err != nil {
		t.Fatal(err)
	}
	return parse(t, out)
}

// kustomize is what kubectl kustomize makes of a folder.
func kustomize(t *testing.T, folder string) []*unstructured.Unstructured {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), filepath.Join(bin, "kubectl"), "kustomize", folder)
	out, err := cmd.Output()
	if err != nil {
		var failed *exec.ExitError
		if errors.As(err, &failed) {
			t.Fatalf("%s: %v: %s", cmd, err, failed.Stderr)
		}
		t.Fatal(err)
	}
	return parse(t, string(out))
}

func parse(t *testing.T, manifests string) []*unstructured.Unstructured {
	t.Helper()
	var objects []*unstructured.Unstructured
	decoder := yaml.NewYAMLOrJSONDecoder(strings.NewReader(manifests), 4096)
	for {
		object := &unstructured.Unstructured{}
		if err := decoder.Decode(&object.Object); err != nil {
			if errors.Is(err, io.EOF) {
				return objects
			}
			t.Fatal(err)
		}
		if len(object.Object) > 0 {
			objects = append(objects, object)
		}
	}
}

// key tells an object from others: kind, namespace and name.
func key(o *unstructured.Unstructured) string {
	return strings.Join([]string{o.GroupVersionKind().GroupKind().String(), o.GetNamespace(), o.GetName()}, "/")
}

// find returns the object, or nil.
func find(objects []*unstructured.Unstructured, kind, name string) *unstructured.Unstructured {
	for _, o := range objects {
		if o.GetKind() == kind && o.GetName() == name {
			return o
		}
	}
	return nil
}
