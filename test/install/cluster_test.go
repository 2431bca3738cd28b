package install_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/isms-operator/isms-operator/test/controlplane"
)

// cluster is a control plane of one test.
type cluster struct {
	*testing.T
	*controlplane.Cluster
}

func startCluster(t *testing.T) cluster {
	t.Helper()
	if testing.Short() {
		t.Skip("-short: no control plane is started; make test-install runs this")
	}
	c, err := controlplane.Start(t.Context(), controlplane.Options{BinDir: bin, ControllerManager: true, AuditLog: "audit.log"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Stop(); err != nil {
			t.Error(err)
		}
	})
	return cluster{t, c}
}

// kubectl runs it as the administrator, and fails the test when it fails.
func (c cluster) kubectl(stdin string, args ...string) string {
	c.Helper()
	out, _, err := c.Kubectl(c.Context(), strings.NewReader(stdin), args...)
	if err != nil {
		c.Fatal(err)
	}
	return strings.TrimSpace(out)
}

// refused runs kubectl, expects it to fail, and returns why it did.
func (c cluster) refused(stdin string, args ...string) string {
	c.Helper()
	_, stderr, err := c.Kubectl(c.Context(), strings.NewReader(stdin), args...)
	if err == nil {
		c.Errorf("kubectl %s is accepted", strings.Join(args, " "))
	}
	return stderr
}

func (c cluster) helm(args ...string) string {
	c.Helper()
	out, err := helm(c.T, append(args, "--kubeconfig="+c.Kubeconfig())...)
	if err != nil {
		c.Fatal(err)
	}
	return out
}

// install has helm install or upgrade, and waits until kubectl knows the kinds.
func (c cluster) install(args ...string) {
	c.Helper()
	c.helm(args...)
	if err := c.AwaitCRDs(c.Context()); err != nil {
		c.Fatal(err)
	}
}

// eventually waits until a condition holds, and fails with what it last said.
func (c cluster) eventually(what string, condition func() error) {
	c.Helper()
	for end := time.Now().Add(60 * time.Second); ; time.Sleep(100 * time.Millisecond) {
		err := condition()
		if err == nil {
			return
		}
		if time.Now().After(end) {
			c.Fatalf("%s: %v", what, err)
		}
	}
}

// judged fails while a record of the namespace has no judgement of what it says now.
func (c cluster) judged(namespace string) error {
	var found struct {
		Items []unstructured.Unstructured `json:"items"`
	}
	if err := json.Unmarshal([]byte(c.kubectl("", "-n", namespace, "get", "isms", "-o", "json")), &found); err != nil {
		return err
	}
	if len(found.Items) == 0 {
		return fmt.Errorf("no records in %s", namespace)
	}
	for _, o := range found.Items {
		seen, _, err := unstructured.NestedInt64(o.Object, "status", "observedGeneration")
		if err != nil || seen != o.GetGeneration() {
			return fmt.Errorf("%s %s: generation %d judged, %d stored", o.GetKind(), o.GetName(), seen, o.GetGeneration())
		}
	}
	return nil
}

// operator is the binary as its pod would run it, with the arguments that the chart
// gives it and the token of its service account.
type operator struct {
	cmd     *exec.Cmd
	metrics string
}

func (c cluster) startOperator(objects []*unstructured.Unstructured, env ...string) *operator {
	c.Helper()
	pod := deployment(c.T, objects).Spec.Template.Spec
	config, err := c.ServiceAccountConfig(c.Context(), namespace, pod.ServiceAccountName)
	if err != nil {
		c.Fatal(err)
	}
	kubeconfig := filepath.Join(c.TempDir(), "kubeconfig")
	if err := controlplane.WriteKubeconfig(kubeconfig, config); err != nil {
		c.Fatal(err)
	}
	args := c.arguments(pod.Containers[0])
	o := &operator{metrics: freeAddress(c.T)}
	probes := freeAddress(c.T)
	// What differs from the pod: where it listens, and that it is in no pod, which
	// would tell it the API server and its own namespace.
	args = append(args, "--kubeconfig="+kubeconfig, "--leader-election-namespace="+namespace,
		"--metrics-bind-address="+o.metrics, "--health-probe-bind-address="+probes)
	o.cmd = exec.CommandContext(context.Background(), manager, args...)
	o.cmd.Env = append(os.Environ(), env...)
	log, err := os.Create(filepath.Join(c.TempDir(), "operator.log"))
	if err != nil {
		c.Fatal(err)
	}
	o.cmd.Stdout, o.cmd.Stderr = log, log
	if err := o.cmd.Start(); err != nil {
		c.Fatal(err)
	}
	c.Cleanup(func() {
		_ = o.cmd.Process.Kill()
		if c.Failed() {
			data, _ := os.ReadFile(log.Name())
			c.Logf("the operator's log:\n%s", data[max(0, len(data)-2000):])
		}
	})
	return o
}

// arguments are those that the kubelet would give a container: with the values of its
// environment in the place of their names.
func (c cluster) arguments(container corev1.Container) []string {
	c.Helper()
	downward := map[string]string{"metadata.name": "operator-0", "metadata.uid": "c0ffee", "metadata.namespace": namespace}
	var values []string
	for _, e := range container.Env {
		value := downward[e.ValueFrom.FieldRef.FieldPath]
		if value == "" {
			c.Fatalf("this test does not know the %s of a pod", e.ValueFrom.FieldRef.FieldPath)
		}
		values = append(values, "$("+e.Name+")", value)
	}
	var args []string
	for _, arg := range container.Args {
		arg = strings.NewReplacer(values...).Replace(arg)
		if strings.Contains(arg, "$(") {
			c.Errorf("%s names a variable that the container has not", arg)
		}
		args = append(args, arg)
	}
	return args
}

// stop ends the operator as a kubelet does, and waits until it has ended well.
func (o *operator) stop(t *testing.T) {
	t.Helper()
	if err := o.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := o.cmd.Wait(); err != nil {
		t.Errorf("the operator did not stop well: %v", err)
	}
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}
