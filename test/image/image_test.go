// Package image runs the operator's image as a container, against a real API server.
package image

import (
	"archive/tar"
	"bytes"
	"context"
	"debug/elf"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/isms-operator/isms-operator/test/controlplane"
)

// imageEnv names the variable with the image's name in the store of hack/image.
const imageEnv = "ISMS_TEST_IMAGE"

const (
	namespace    = "isms-operator-system"
	probeAddress = "127.0.0.1:18081"
)

func TestMain(m *testing.M) {
	if os.Getenv(imageEnv) == "" {
		fmt.Println("SKIPPED: no test of package image ran. It needs an image: run make test-image")
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// The image holds one static program and runs it as a user without rights.
func TestContent(t *testing.T) {
	var config []struct {
		Os, Architecture, User string
		Config                 struct{ Entrypoint, Env, Cmd []string }
	}
	if err := json.Unmarshal([]byte(podman(t, "image", "inspect", os.Getenv(imageEnv))), &config); err != nil {
		t.Fatal(err)
	}
	if c := config[0]; c.User != "65532:65532" || len(c.Config.Entrypoint) != 1 || c.Config.Entrypoint[0] != "/manager" || len(c.Config.Cmd) != 0 {
		t.Errorf("runs %v %v as %q", c.Config.Entrypoint, c.Config.Cmd, c.User)
	}
	container := strings.TrimSpace(podman(t, "create", os.Getenv(imageEnv)))
	t.Cleanup(func() { podman(t, "rm", container) })
	// Of directories podman adds its own mount points; they are not in the image.
	for name, content := range files(t, podman(t, "export", container)) {
		if name != "manager" {
			t.Errorf("the image holds %s", name)
			continue
		}
		assertStatic(t, content)
	}
}

func files(t *testing.T, archive string) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	for r := tar.NewReader(strings.NewReader(archive)); ; {
		header, err := r.Next()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		if header.Typeflag != tar.TypeDir {
			if all[header.Name], err = io.ReadAll(r); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func assertStatic(t *testing.T, program []byte) {
	t.Helper()
	file, err := elf.NewFile(bytes.NewReader(program))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range file.Progs {
		if p.Type == elf.PT_INTERP || p.Type == elf.PT_DYNAMIC {
			t.Errorf("the program is not static: it has a segment %s", p.Type)
		}
	}
}

// As a container without rights on a file system that is read only, with its own
// service account's token, the operator judges a record and ends when told to.
func TestContainerJudges(t *testing.T) {
	cluster := startCluster(t)
	kubeconfig := operatorKubeconfig(t, cluster)
	container := strings.TrimSpace(podman(t, "run", "--detach", "--network=host",
		// Root of a virtual machine may not be allowed to raise limits.
		"--ulimit=nofile=1024:1024", "--ulimit=nproc=1024:1024", "--read-only", "--read-only-tmpfs=false",
		"--cap-drop=all", "--security-opt=no-new-privileges", "--volume="+kubeconfig+":/kubeconfig:ro", "--env=KUBECONFIG=/kubeconfig",
		os.Getenv(imageEnv), "--health-probe-bind-address="+probeAddress, "--metrics-bind-address=0"))
	t.Cleanup(func() {
		if t.Failed() {
			t.Log(podman(t, "logs", container))
		}
		podman(t, "rm", "--force", container)
	})
	eventually(t, "the operator to be ready", func() error { return ready(t.Context()) })
	eventually(t, "the record to be judged", func() error {
		out, _, err := cluster.Kubectl(t.Context(), nil, "get", "risks.isms-operator.io", "loss-of-primary-site", "--output=jsonpath={.status.observedGeneration}")
		if err == nil && out != "1" {
			err = fmt.Errorf("observedGeneration is %q", out)
		}
		return err
	})
	assertWithoutRights(t, container)
	podman(t, "stop", "--time=30", container)
	if got := strings.TrimSpace(podman(t, "inspect", "--format={{.State.ExitCode}}", container)); got != "0" {
		t.Errorf("ended with status %s after it was told to", got)
	}
}

func startCluster(t *testing.T) *controlplane.Cluster {
	t.Helper()
	cluster, err := controlplane.Start(t.Context(), controlplane.Options{ControllerManager: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := cluster.Stop(); err != nil {
			t.Error(err)
		}
	})
	root, err := controlplane.ModuleRoot()
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := cluster.Kubectl(t.Context(), nil, "apply", "--server-side", "--kustomize="+filepath.Join(root, "config", "default")); err != nil {
		t.Fatal(err)
	}
	if err := cluster.AwaitCRDs(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, _, err := cluster.Kubectl(t.Context(), nil, "apply", "--filename="+filepath.Join(root, "config", "samples", "risk.yaml")); err != nil {
		t.Fatal(err)
	}
	return cluster
}

// operatorKubeconfig writes the access of the operator's own service account, to
// where the container's user may read it.
func operatorKubeconfig(t *testing.T, cluster *controlplane.Cluster) string {
	t.Helper()
	config, err := cluster.ServiceAccountConfig(t.Context(), namespace, "isms-operator-controller-manager")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "kubeconfig")
	if err := controlplane.WriteKubeconfig(path, config); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(path, 65532, 65532); err != nil {
		t.Fatal(err)
	}
	return path
}

// assertWithoutRights asks the kernel what the container's process may do.
func assertWithoutRights(t *testing.T, container string) {
	t.Helper()
	pid := strings.TrimSpace(podman(t, "inspect", "--format={{.State.Pid}}", container))
	status, err := os.ReadFile(filepath.Join("/proc", pid, "status"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"\nUid:\t65532\t65532\t65532\t65532\n", "\nGid:\t65532\t65532\t65532\t65532\n",
		"\nCapEff:\t0000000000000000\n", "\nCapBnd:\t0000000000000000\n", "\nNoNewPrivs:\t1\n", "\nSeccomp:\t2\n",
	} {
		if !strings.Contains(string(status), want) {
			t.Errorf("the process lacks %q:\n%s", strings.TrimSpace(want), status)
		}
	}
	mounts, err := os.ReadFile(filepath.Join("/proc", pid, "mounts"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(mounts)) {
		if fields := strings.Fields(line); fields[1] == "/" && !strings.HasPrefix(fields[3], "ro") {
			t.Errorf("its file system may be written: %s", line)
		}
	}
}

func ready(ctx context.Context) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+probeAddress+"/readyz", nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		return errors.New(response.Status)
	}
	return nil
}

func eventually(t *testing.T, what string, check func() error) {
	t.Helper()
	var err error
	for deadline := time.Now().Add(3 * time.Minute); time.Now().Before(deadline); time.Sleep(200 * time.Millisecond) {
		if err = check(); err == nil {
			return
		}
	}
	t.Fatalf("waiting for %s: %v", what, err)
}

func podman(t *testing.T, args ...string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	// Not the test's context: it has ended when cleanups run.
	cmd := exec.CommandContext(context.Background(), "../../hack/image/podman", args...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("podman %s: %v: %s", strings.Join(args, " "), err, stderr.String())
	}
	return stdout.String()
}
