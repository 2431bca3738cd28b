//go:build gitops

package argocd

import (
	"errors"
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
	// argo is Argo CD's namespace.
	argo = "argocd"
	// controller is the service account that writes what is delivered.
	controller     = "argocd-application-controller"
	controllerUser = "system:serviceaccount:" + argo + ":" + controller

	// module is from where Argo CD is built; its manifests come with it.
	module = "test/modules/argocd"

	// resync is how often Argo CD compares without a reason, in seconds. Its default is
	// two to three minutes; what drifts shows sooner.
	resync = 5
)

// environment is a cluster to which Argo CD delivers.
type environment struct {
	*cluster.Cluster
	work   string // for state of programs
	server string // address of Argo CD's own API
	// repository is the address that stands for the example's.
	repository string
}

// install starts all.
func install(t *testing.T, r *cluster.Repository) *environment {
	t.Helper()
	if os.Getenv("ISMS_ALONE") == "" {
		t.Fatal("Argo CD would serve metrics on every address of this machine: run make e2e-gitops")
	}
	e := &environment{Cluster: cluster.Start(t, "gitops-argocd", cluster.SampleDay), work: t.TempDir(), repository: r.URL()}
	for _, program := range []string{"argocd", "kustomize"} {
		if _, err := os.Stat(e.program(program)); err != nil {
			t.Fatalf("%v: run make e2e-gitops, which builds it", err)
		}
	}
	e.Kubectl(t, "", "create", "namespace", argo)
	e.settings(t, "config/argocd")
	e.Kubectl(t, e.clusterSecret(t), "apply", "--server-side", "-f", "-")
	e.start(t)
	return e
}

func (e *environment) program(name string) string {
	return filepath.Join(e.Root, ".local", "bin", name)
}

// settings installs Argo CD by the kustomization of docs/gitops.md, with a component of
// ours. It may be called again with another component.
func (e *environment) settings(t *testing.T, component string) {
	t.Helper()
	folder, err := os.MkdirTemp(e.Root+"/.local", "argocd-install-") // kustomize takes no absolute paths
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = os.RemoveAll(folder) }()
	release, err := os.ReadFile(filepath.Join(e.moduleFolder(t), "manifests", "install.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	kustomization := fmt.Sprintf("namespace: %s\nresources: [install.yaml]\ncomponents: [../../%s]\n", argo, component)
	for name, text := range map[string]string{"install.yaml": string(release), "kustomization.yaml": kustomization} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	e.Kubectl(t, "", "apply", "--server-side", "--force-conflicts", "-k", folder)
	if err := e.AwaitCRDs(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// moduleFolder is where Argo CD's sources are, in the version that is built.
func (e *environment) moduleFolder(t *testing.T) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "-C", filepath.Join(e.Root, module), "list", "-m", "-f", "{{.Dir}}", "github.com/argoproj/argo-cd/v3").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

// clusterSecret names the API server to Argo CD. Inside of the cluster it would find it
// by itself. The address must have no slash at its end, and must be known before the
// controller starts.
func (e *environment) clusterSecret(t *testing.T) string {
	t.Helper()
	config, err := e.ServiceAccountConfig(t.Context(), argo, controller)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf(`apiVersion: v1
kind: Secret
metadata: {name: here, namespace: %s, labels: {argocd.argoproj.io/secret-type: cluster}}
stringData:
  name: here
  server: %q
  config: '{"bearerToken": %q, "tlsClientConfig": {"caData": %q}}'
`, argo, e.address(), config.BearerToken, base64Of(config.CAData))
}

func (e *environment) address() string { return strings.TrimRight(e.Config().Host, "/") }

// kubeconfig writes one of a service account of Argo CD.
func (e *environment) kubeconfig(t *testing.T, account string) string {
	t.Helper()
	config, err := e.ServiceAccountConfig(t.Context(), argo, account)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(e.work, account+".kubeconfig")
	if err := controlplane.WriteKubeconfig(path, config); err != nil {
		t.Fatal(err)
	}
	return path
}

// start runs Redis, the repo-server, the server and the controller.
func (e *environment) start(t *testing.T) {
	t.Helper()
	redis, repo, server := cluster.FreePort(t), cluster.FreePort(t), cluster.FreePort(t)
	path, err := exec.LookPath("redis-server")
	if err != nil {
		t.Fatalf("%v: run make e2e-gitops, which installs it", err)
	}
	e.Run(t, &cluster.Program{Name: "redis-server", Path: path, Ready: cluster.Listens(redis),
		Args: []string{"--bind", "127.0.0.1", "--port", fmt.Sprint(redis), "--save", "", "--appendonly", "no", "--dir", e.work}})
	common := []string{"--redis", loopback(redis), "--loglevel", "info"}
	env := []string{
		"HOME=" + e.work, "TMPDIR=" + e.work, "ARGOCD_GPG_ENABLED=false",
		"PATH=" + filepath.Dir(e.program("kustomize")) + string(os.PathListSeparator) + os.Getenv("PATH"),
		"GIT_CONFIG_GLOBAL=" + os.DevNull, "GIT_CONFIG_NOSYSTEM=1",
	}
	part := func(name string, port int, args ...string) {
		e.Run(t, &cluster.Program{Name: name, Path: e.program("argocd"), Env: env, Ready: cluster.Listens(port), Args: append(args, common...)})
	}
	part("argocd-repo-server", repo, "--disable-tls", "--address", "127.0.0.1", "--port", fmt.Sprint(repo),
		"--metrics-address", "127.0.0.1", "--metrics-port", fmt.Sprint(cluster.FreePort(t)))
	part("argocd-server", server, "--kubeconfig", e.kubeconfig(t, "argocd-server"), "--namespace", argo, "--insecure", "--disable-auth",
		"--address", "127.0.0.1", "--port", fmt.Sprint(server), "--metrics-port", fmt.Sprint(cluster.FreePort(t)),
		"--repo-server", loopback(repo), "--repo-server-plaintext")
	metrics := cluster.FreePort(t)
	part(controller, metrics, "--kubeconfig", e.kubeconfig(t, controller), "--namespace", argo,
		"--repo-server", loopback(repo), "--repo-server-plaintext", "--metrics-port", fmt.Sprint(metrics),
		"--app-resync", fmt.Sprint(resync), "--app-resync-jitter", "0")
	e.server = loopback(server)
}

func loopback(port int) string { return fmt.Sprint("127.0.0.1:", port) }

// cli runs the program argocd and returns what it prints, and its exit code.
func (e *environment) cli(t *testing.T, args ...string) (string, int) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), e.program("argocd"), append(args, "--server", e.server, "--plaintext")...)
	cmd.Env = append(os.Environ(), "HOME="+e.work, "KUBECONFIG="+e.Kubeconfig())
	out, err := cmd.CombinedOutput()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}
