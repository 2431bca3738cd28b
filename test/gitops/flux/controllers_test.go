//go:build gitops

package flux

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/isms-operator/isms-operator/test/controlplane"
	"github.com/isms-operator/isms-operator/test/gitops/cluster"
)

const (
	// system is the namespace of Flux, as "flux install" has it.
	system = "flux-system"
	// applier is the user as whom records are applied.
	applier = "system:serviceaccount:" + system + ":kustomize-controller"
	// module is where the controllers are built from.
	module = "test/modules/flux"

	// accounts and their rights are those of "flux install": kustomize-controller applies
	// whatever a repository holds. That source-controller has as many here changes nothing
	// that we look at.
	accounts = `
{apiVersion: v1, kind: Namespace, metadata: {name: flux-system}}
---
{apiVersion: v1, kind: ServiceAccount, metadata: {name: source-controller, namespace: flux-system}}
---
{apiVersion: v1, kind: ServiceAccount, metadata: {name: kustomize-controller, namespace: flux-system}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: cluster-reconciler}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
subjects:
- {kind: ServiceAccount, name: source-controller, namespace: flux-system}
- {kind: ServiceAccount, name: kustomize-controller, namespace: flux-system}
`
)

// flux is Flux on a cluster.
type flux struct {
	*cluster.Cluster
}

// start runs the controllers until the test ends.
func start(t *testing.T) *flux {
	t.Helper()
	f := &flux{cluster.Start(t, "gitops-flux", cluster.SampleDay)}
	f.Kubectl(t, accounts, "apply", "--server-side", "-f", "-")
	storage := cluster.FreePort(t)
	f.controller(t, "source-controller",
		"--storage-path="+t.TempDir(), fmt.Sprintf("--storage-addr=127.0.0.1:%d", storage),
		fmt.Sprintf("--storage-adv-addr=127.0.0.1:%d", storage))
	f.controller(t, "kustomize-controller", "--requeue-dependency=2s")
	return f
}

// controller installs the definitions of a controller and runs it as Flux's Deployment
// does. It differs where there is no pod: there is no leader to elect, and addresses are
// those of this machine. Nobody is told of events.
func (f *flux) controller(t *testing.T, name string, args ...string) {
	t.Helper()
	program := filepath.Join(f.Root, ".local", "bin", name)
	if _, err := os.Stat(program); err != nil {
		t.Fatalf("%v: run make e2e-gitops, which builds it", err)
	}
	f.Kubectl(t, "", "apply", "--server-side", "-f", filepath.Join(f.sources(t, name), "config", "crd", "bases"))
	if err := f.AwaitCRDs(t.Context()); err != nil {
		t.Fatal(err)
	}
	config, err := f.ServiceAccountConfig(t.Context(), system, name)
	if err != nil {
		t.Fatal(err)
	}
	kubeconfig := filepath.Join(t.TempDir(), "kubeconfig")
	if err := controlplane.WriteKubeconfig(kubeconfig, config); err != nil {
		t.Fatal(err)
	}
	health := cluster.FreePort(t)
	f.Run(t, &cluster.Program{
		Name: name, Path: program,
		Args: append([]string{"--watch-all-namespaces", "--log-level=info", "--log-encoding=json",
			"--metrics-addr=0", "--events-addr=", fmt.Sprintf("--health-addr=127.0.0.1:%d", health)}, args...),
		Env:   []string{"KUBECONFIG=" + kubeconfig, "RUNTIME_NAMESPACE=" + system, "TMPDIR=" + t.TempDir()},
		Ready: cluster.Listens(health),
	})
}

// sources is the folder of a controller's sources, in the version that is built.
func (f *flux) sources(t *testing.T, name string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "-C", filepath.Join(f.Root, module), "list", "-m", "-f", "{{.Dir}}", "github.com/fluxcd/"+name).Output()
	if err != nil {
		t.Fatalf("the sources of %s: %v", name, err)
	}
	return strings.TrimSpace(string(out))
}
