package controlplane

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestModuleRoot(t *testing.T) {
	want, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{want, ".", "testdata", filepath.Join(want, "hack", "controlplane")} {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			t.Chdir(dir)
			if got, err := ModuleRoot(); err != nil || got != want {
				t.Errorf("got %s, %v, want %s", got, err, want)
			}
		})
	}
	t.Chdir(t.TempDir())
	if _, err := ModuleRoot(); err == nil || !strings.Contains(err.Error(), "inside a checkout") {
		t.Errorf("outside a checkout: %v", err)
	}
}

func TestPrebuiltBinaries(t *testing.T) {
	dir := t.TempDir()
	t.Setenv(BinEnv, dir)
	for _, name := range []string{etcdName, apiServerName, kubectlName} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := Binaries(t.Context()); err == nil || !strings.Contains(err.Error(), "lacks kube-controller-manager") {
		t.Errorf("incomplete: %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, controllerManagerName), nil, 0o700); err != nil {
		t.Fatal(err)
	}
	if got, err := Binaries(t.Context()); err != nil || got != dir {
		t.Errorf("complete: %s, %v", got, err)
	}
}
