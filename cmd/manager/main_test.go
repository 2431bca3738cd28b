package main

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/isms-operator/isms-operator/test/controlplane"
)

// setup is what an administrator installs: namespace, service account and the
// roles of config/rbac, plus an account that may scrape and one that may not.
const setup = `
apiVersion: v1
kind: Namespace
metadata: {name: isms-operator-system}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: controller-manager, namespace: isms-operator-system}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: scraper, namespace: isms-operator-system}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: stranger, namespace: isms-operator-system}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: manager}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: manager-role}
subjects: [{kind: ServiceAccount, name: controller-manager, namespace: isms-operator-system}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: metrics-auth}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: metrics-auth-role}
subjects: [{kind: ServiceAccount, name: controller-manager, namespace: isms-operator-system}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: scraper}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: metrics-reader}
subjects: [{kind: ServiceAccount, name: scraper, namespace: isms-operator-system}]
`

const record = `
apiVersion: isms-operator.io/v1alpha1
kind: ToolLicense
metadata: {name: scanner, namespace: default}
spec: {product: Scanner, criticality: Low, term: {end: "2020-01-01"}}
`

// TestManagerUnderItsOwnRights runs the real binary with its own service
// account's token: it judges with the rights of config/rbac alone, serves
// metrics only to who may read them, and stops cleanly.
func TestManagerUnderItsOwnRights(t *testing.T) {
	ctx := t.Context()
	cluster := underOwnRights(t)
	kubectl := func(stdin string, args ...string) { kubectl(t, cluster, stdin, args...) }
	kubectl(record, "apply", "-f", "-")

	metrics, probes := freeAddress(t), freeAddress(t)
	stop := startManager(t, cluster, metrics, probes)
	kubectl("", "wait", "--for=condition=Conforming=False", "toollicense/scanner", "--timeout=30s")
	if status := get(t, "http://"+probes+"/readyz", ""); status != http.StatusOK {
		t.Errorf("/readyz answers %d", status)
	}
	for _, c := range []struct {
		account, why string
		want         int
	}{
		{"", "nobody reads metrics without a token", http.StatusUnauthorized},
		{"stranger", "a token alone is not enough", http.StatusForbidden},
		{"scraper", "metrics-reader may", http.StatusOK},
	} {
		token := ""
		if c.account != "" {
			config, err := cluster.ServiceAccountConfig(ctx, "isms-operator-system", c.account)
			if err != nil {
				t.Fatal(err)
			}
			token = config.BearerToken
		}
		if status := get(t, "https://"+metrics+"/metrics", token); status != c.want {
			t.Errorf("metrics for %q answer %d, want %d: %s", c.account, status, c.want, c.why)
		}
	}
	if err := stop(); err != nil {
		t.Errorf("the operator did not stop cleanly: %v", err)
	}
	probesTellOfTheProcess(t, cluster)
}

// underOwnRights starts a control plane with what an administrator installs.
func underOwnRights(t testing.TB) *controlplane.Cluster {
	t.Helper()
	cluster, err := controlplane.Start(t.Context(), controlplane.Options{CRDPaths: []string{"../../config/crd/bases"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := cluster.Stop(); err != nil {
			t.Error(err)
		}
	})
	kubectl(t, cluster, "", "apply", "-f", "../../config/rbac/role.yaml", "-f", "../../config/metrics/reader_role.yaml", "-f", "../../config/metrics/auth_role.yaml")
	kubectl(t, cluster, setup, "apply", "-f", "-")
	return cluster
}

func kubectl(t testing.TB, cluster *controlplane.Cluster, stdin string, args ...string) {
	t.Helper()
	_, stderr, err := cluster.Kubectl(t.Context(), strings.NewReader(stdin), args...)
	if err != nil {
		t.Fatalf("kubectl %s: %v\n%s", strings.Join(args, " "), err, stderr)
	}
}

// probesTellOfTheProcess takes the API server away, before an operator starts and after:
// it lives on, is ready once it knows what there is, and stays so.
func probesTellOfTheProcess(t *testing.T, cluster *controlplane.Cluster) {
	t.Helper()
	probes := freeAddress(t)
	kubeconfig := managerKubeconfig(t, cluster)
	answers := func(path string, want int, within time.Duration) {
		t.Helper()
		deadline, have := time.Now().Add(within), 0
		for have != want {
			if time.Now().After(deadline) {
				t.Fatalf("%s answers %d, want %d within %s", path, have, want, within)
			}
			time.Sleep(100 * time.Millisecond)
			if answer, err := http.Get("http://" + probes + path); err == nil { //nolint:noctx // it ends with the deadline
				have = answer.StatusCode
				_ = answer.Body.Close() // only the status counts
			}
		}
	}
	if err := cluster.Kill(t.Context(), controlplane.APIServer); err != nil {
		t.Fatal(err)
	}
	stop := startProcess(t, kubeconfig, "0", probes)
	answers("/healthz", http.StatusOK, 10*time.Second)
	answers("/readyz", http.StatusInternalServerError, time.Second)
	if err := cluster.Restart(t.Context(), controlplane.APIServer); err != nil {
		t.Fatal(err)
	}
	answers("/readyz", http.StatusOK, 30*time.Second)
	if err := cluster.Kill(t.Context(), controlplane.APIServer); err != nil {
		t.Fatal(err)
	}
	time.Sleep(5 * time.Second)
	answers("/healthz", http.StatusOK, time.Second)
	answers("/readyz", http.StatusOK, time.Second)
	if err := cluster.Restart(t.Context(), controlplane.APIServer); err != nil {
		t.Fatal(err)
	}
	if err := stop(); err != nil {
		t.Errorf("the operator did not stop cleanly: %v", err)
	}
}

func freeAddress(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	return address
}

func startManager(t *testing.T, cluster *controlplane.Cluster, metrics, probes string) (stop func() error) {
	t.Helper()
	return startProcess(t, managerKubeconfig(t, cluster), metrics, probes)
}

// managerKubeconfig writes a kubeconfig with the token of the operator's account.
func managerKubeconfig(t testing.TB, cluster *controlplane.Cluster) string {
	t.Helper()
	config, err := cluster.ServiceAccountConfig(t.Context(), "isms-operator-system", "controller-manager")
	if err != nil {
		t.Fatal(err)
	}
	kubeconfig := filepath.Join(t.TempDir(), "kubeconfig")
	if err := controlplane.WriteKubeconfig(kubeconfig, config); err != nil {
		t.Fatal(err)
	}
	return kubeconfig
}

func buildManager(t testing.TB) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "manager")
	if out, err := exec.Command("go", "build", "-ldflags", "-s -w", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return binary
}

func startProcess(t *testing.T, kubeconfig, metrics, probes string) (stop func() error) {
	t.Helper()
	cmd := exec.CommandContext(context.Background(), buildManager(t), "--kubeconfig="+kubeconfig,
		"--metrics-bind-address="+metrics, "--health-probe-bind-address="+probes)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	return func() error {
		if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
			return err
		}
		return cmd.Wait()
	}
}

// get returns the status of an answer. The metrics certificate is made up by the
// operator, so that there is nothing to verify it with.
func get(t *testing.T, url, token string) int {
	t.Helper()
	client := &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}} //nolint:gosec // see above
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	answer, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	_, err = io.Copy(io.Discard, answer.Body)
	if err := errors.Join(err, answer.Body.Close()); err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode
}
