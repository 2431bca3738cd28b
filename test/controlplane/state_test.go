package controlplane

import (
	"bufio"
	"context"
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"
)

// The state folder outlives a stop and a killed parent.
func TestStateSurvives(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "it's a folder") // with what a shell would trip over
	first := start(t, Options{StateDir: dir})
	kubectl(t, first, "", "create", "configmap", "kept", "--from-literal=key=value")
	kubectl(t, first, "", "create", "serviceaccount", "kept")
	before, err := first.ServiceAccountConfig(t.Context(), metav1.NamespaceDefault, "kept")
	if err != nil {
		t.Fatal(err)
	}

	if _, err := Start(t.Context(), Options{StateDir: dir, BinDir: shared.bin}); err == nil || !strings.Contains(err.Error(), "in use by process") {
		t.Errorf("second start on a busy folder: %v", err)
	}
	// As an operator does that still runs. The server must not wait for its end.
	if _, err := clientset(t, first.Config()).CoreV1().ConfigMaps("").Watch(t.Context(), metav1.ListOptions{}); err != nil {
		t.Fatal(err)
	}
	if err := first.Stop(); err != nil {
		t.Fatal(err)
	}
	killParent(t, dir)

	second, err := Start(t.Context(), Options{StateDir: dir, BinDir: shared.bin})
	if err != nil {
		t.Fatal(err)
	}
	defer stopCrashed(t, second)
	if got := kubectl(t, second, "", "get", "configmap", "kept", "-o", "jsonpath={.data.key}"); got != "value" {
		t.Errorf("kept record holds %q", got)
	}
	after, err := second.ServiceAccountConfig(t.Context(), metav1.NamespaceDefault, "kept")
	if err != nil {
		t.Fatal(err)
	}
	before.Host = after.Host // the port is new
	for name, config := range map[string]string{"before": before.BearerToken, "after": after.BearerToken} {
		after.BearerToken = config
		if got, want := whoAmI(t, after), "system:serviceaccount:default:kept"; got != want {
			t.Errorf("token from %s the restart is of %s, want %s", name, got, want)
		}
	}
	if spare, _ := filepath.Glob(filepath.Join(dir, "pki", "*.kubecfg")); len(spare) != 0 {
		t.Errorf("spare kubeconfigs left: %v", spare)
	}
}

// stopCrashed stops a control plane after one of its servers has died.
func stopCrashed(t *testing.T, c *Cluster) {
	t.Helper()
	pid, err := c.supervisor.runningPID(apiServerName)
	if err != nil || pid == 0 {
		t.Fatalf("process %d, %v", pid, err)
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the API server dies", func(context.Context) (bool, error) {
		pid, err := c.supervisor.runningPID(apiServerName)
		return pid == 0, err
	})
	if err := c.Stop(); err == nil || !strings.Contains(err.Error(), "kube-apiserver had ended before it was stopped") {
		t.Errorf("stop after a crash: %v", err)
	}
	assertNothingRuns(t, c.StateDir())
}

// killParent runs a control plane in another process, kills that and waits until
// the servers have noticed.
func killParent(t *testing.T, stateDir string) {
	t.Helper()
	parent := exec.Command(os.Args[0])
	parent.Env = append(os.Environ(), parentEnv+"="+stateDir, BinEnv+"="+shared.bin)
	parent.Stderr = os.Stderr
	stdout, err := parent.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(stdout).ReadString('\n'); err != nil || strings.TrimSpace(line) != parentReady {
		t.Fatalf("parent said %q, %v", line, err)
	}
	if err := parent.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = parent.Wait() // killed, as told

	orphans := &supervisor{layout: layout{dir: stateDir}}
	eventually(t, "servers whose parent was killed end", func(context.Context) (bool, error) {
		etcd, etcdErr := orphans.runningPID(etcdName)
		apiServer, apiServerErr := orphans.runningPID(apiServerName)
		return etcd == 0 && apiServer == 0, errors.Join(etcdErr, apiServerErr)
	})
}

func TestFailedStartSaysWhyAndLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	_, err := Start(t.Context(), Options{
		StateDir: dir, BinDir: shared.bin,
		ExtraAPIServerFlags: map[string]string{"no-such-flag": "1"},
	})
	if err == nil || !strings.Contains(err.Error(), "unknown flag: --no-such-flag") {
		t.Errorf("got %v", err)
	}
	assertNothingRuns(t, dir)
}

func TestStartGivesUpWithItsContext(t *testing.T) {
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	go wait.UntilWithContext(ctx, func(context.Context) {
		if _, err := os.Stat(filepath.Join(dir, "run", apiServerName+".pid")); err == nil {
			cancel()
		}
	}, pollInterval)
	if _, err := Start(ctx, Options{StateDir: dir, BinDir: shared.bin}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	assertNothingRuns(t, dir)
}

func assertNothingRuns(t *testing.T, stateDir string) {
	t.Helper()
	eventually(t, "everything ends", func(context.Context) (bool, error) {
		commandLines, err := filepath.Glob("/proc/[0-9]*/cmdline")
		if err != nil {
			return false, err
		}
		for _, path := range commandLines {
			if data, err := os.ReadFile(path); err == nil && strings.Contains(string(data), stateDir) {
				return false, nil
			}
		}
		return true, nil
	})
}

func TestListenTakesAnAddressAndAPort(t *testing.T) {
	for _, listen := range []string{"10.0.0.1", ":443", "localhost:443", "10.0.0.1:", "10.0.0.1:0"} {
		_, err := Start(t.Context(), Options{BinDir: shared.bin, Listen: listen})
		if err == nil || !strings.Contains(err.Error(), "option Listen") {
			t.Errorf("%q: %v", listen, err)
		}
	}
}

// The certificate must hold the address, or kubectl would refuse the server.
func TestServesOnTheAddressThatWasAskedFor(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("other systems have one loopback address alone")
	}
	free, err := net.Listen("tcp", "127.0.0.77:0")
	if err != nil {
		t.Fatal(err)
	}
	address := free.Addr().String()
	if err := free.Close(); err != nil {
		t.Fatal(err)
	}
	c := start(t, Options{Listen: address})
	if got, want := c.Config().Host, "https://"+address; strings.TrimSuffix(got, "/") != want {
		t.Errorf("serves on %s, want %s", got, want)
	}
	kubectl(t, c, "", "get", "namespace", "default")
}
