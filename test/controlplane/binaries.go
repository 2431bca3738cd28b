package controlplane

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

const modulePath = "github.com/isms-operator/isms-operator"

// BinEnv names the environment variable that points to a folder with prebuilt
// etcd, kube-apiserver, kube-controller-manager and kubectl. The ones that
// setup-envtest downloads will do, with a kube-controller-manager added.
const BinEnv = "ISMS_CONTROLPLANE_BIN"

const (
	etcdName              = "etcd"
	apiServerName         = "kube-apiserver"
	controllerManagerName = "kube-controller-manager"
	kubectlName           = "kubectl"
)

// ModuleRoot returns the folder of this module's go.mod, found by walking up
// from the working directory. It fails outside a checkout of the module.
func ModuleRoot() (string, error) {
	start, err := os.Getwd()
	if err != nil {
		return "", fmt.Errorf("finding the module root: %w", err)
	}
	for dir := start; ; dir = filepath.Dir(dir) {
		found, err := declaresModule(filepath.Join(dir, "go.mod"))
		if err != nil {
			return "", fmt.Errorf("finding the module root: %w", err)
		}
		if found {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", fmt.Errorf("no go.mod of module %s in %s or above it: run this inside a checkout", modulePath, start)
		}
	}
}

// declaresModule tells whether path is this module's go.mod. The nested modules
// of this repository have a go.mod too, with another module line.
func declaresModule(path string) (bool, error) {
	file, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer func() { _ = file.Close() }()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		if fields := strings.Fields(lines.Text()); len(fields) >= 2 && fields[0] == "module" {
			return fields[1] == modulePath, nil
		}
	}
	return false, lines.Err()
}

// Binaries returns the folder that holds etcd, kube-apiserver,
// kube-controller-manager and kubectl. It is the folder that [BinEnv] names, if
// set; otherwise .local/bin of the module root, which is built or brought up to
// date first. A cold build takes minutes and reports its progress on stderr.
//
// It fails when the build does, when the folder that [BinEnv] names lacks one of
// the four, or outside a checkout of the module.
func Binaries(ctx context.Context) (string, error) {
	if dir := os.Getenv(BinEnv); dir != "" {
		return prebuilt(dir)
	}
	root, err := ModuleRoot()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(root, ".local", "bin")
	cmd := exec.CommandContext(ctx, "go", "-C", filepath.Join(root, "hack", "controlplane"), "run", ".", dir)
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("building the control plane (retry with %q to see why): %w", cmd.String(), errors.Join(err, ctx.Err()))
	}
	return dir, nil
}

// prebuilt checks a folder that the user chose. One that is incomplete is a
// mistake to report, not a reason to build for minutes behind their back.
func prebuilt(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("%s: %w", BinEnv, err)
	}
	for _, name := range []string{etcdName, apiServerName, controllerManagerName, kubectlName} {
		if _, err := exec.LookPath(filepath.Join(dir, name)); err != nil {
			return "", fmt.Errorf("%s lacks %s: add it, or unset the variable to have all four built: %w", BinEnv, name, err)
		}
	}
	return dir, nil
}
