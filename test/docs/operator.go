package docs

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	"k8s.io/apimachinery/pkg/util/wait"

	"github.com/isms-operator/isms-operator/test/controlplane"
)

const (
	patience    = 60 * time.Second
	stopTimeout = 25 * time.Second
	tick        = 100 * time.Millisecond
	// calm is for how long nothing may be written before a verdict counts as final.
	calm = time.Second
)

// Operator is the manager as a process. The local control plane has no node, so no
// pod starts; this runs what the pod of a Deployment would: the same program, with the
// arguments of the Deployment and a token of its service account, under RBAC. Four
// arguments differ, as there is no pod: metrics and probes are served on loopback
// ports of their own, metrics without TLS, and there is no leader to elect, since a
// namespace for its lease is taken from the pod.
type Operator struct {
	cmd     *exec.Cmd
	log     string
	metrics string
	done    chan struct{}
}

// StartOperator runs the program for the Deployment of a release. It fails when there
// is none, or when the program is not ready in time; then the error holds the end of
// its log.
func StartOperator(ctx context.Context, cluster *controlplane.Cluster, program, state, release string) (*Operator, error) {
	deployment, err := deploymentOf(ctx, cluster, release)
	if err != nil {
		return nil, err
	}
	pod := &deployment.Spec.Template.Spec
	config, err := cluster.ServiceAccountConfig(ctx, deployment.Namespace, pod.ServiceAccountName)
	if err != nil {
		return nil, err
	}
	kubeconfig := filepath.Join(state, release+".kubeconfig")
	if err := controlplane.WriteKubeconfig(kubeconfig, config); err != nil {
		return nil, err
	}
	probe, err := freeAddress()
	if err != nil {
		return nil, err
	}
	scrape, err := freeAddress()
	if err != nil {
		return nil, err
	}
	op := &Operator{log: filepath.Join(state, release+".log"), metrics: "http://" + scrape + "/metrics", done: make(chan struct{})}
	log, err := os.OpenFile(op.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	defer func() { _ = log.Close() }()
	args := append([]string{"--kubeconfig=" + kubeconfig, "--metrics-bind-address=" + scrape, "--metrics-secure=false", "--health-probe-bind-address=" + probe},
		kept(pod.Containers[0].Args)...)
	op.cmd = exec.Command(program, args...)
	op.cmd.Env = []string{"HOME=" + state, "TMPDIR=" + state}
	op.cmd.Stdout, op.cmd.Stderr = log, log
	op.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := op.cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting the operator: %w", err)
	}
	go func() { _ = op.cmd.Wait(); close(op.done) }()
	if err := op.waitReady(ctx, "http://"+probe+"/readyz"); err != nil {
		return nil, errors.Join(fmt.Errorf("waiting for the operator: %w\n%s", err, op.tail()), op.Stop())
	}
	return op, nil
}

func deploymentOf(ctx context.Context, cluster *controlplane.Cluster, release string) (*appsv1.Deployment, error) {
	out, _, err := cluster.Kubectl(ctx, nil, "get", "deployments", "-A",
		"-l", "app.kubernetes.io/name=isms-operator,app.kubernetes.io/instance="+release, "-o", "json")
	if err != nil {
		return nil, err
	}
	var list appsv1.DeploymentList
	if err := json.Unmarshal([]byte(out), &list); err != nil {
		return nil, err
	}
	if len(list.Items) != 1 {
		return nil, fmt.Errorf("the release %s has %d Deployments, not one", release, len(list.Items))
	}
	return &list.Items[0], nil
}

// kept returns the arguments of the container that hold outside of a pod.
func kept(args []string) []string {
	var rest []string
	for _, a := range args {
		name, _, _ := strings.Cut(strings.TrimLeft(a, "-"), "=")
		switch name {
		case "leader-elect", "metrics-bind-address", "metrics-secure", "health-probe-bind-address", "metrics-cert-dir":
		default:
			rest = append(rest, a)
		}
	}
	return rest
}

func freeAddress() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return listener.Addr().String(), listener.Close()
}

var errEnded = errors.New("the operator ended by itself")

func (o *Operator) waitReady(ctx context.Context, url string) error {
	return wait.PollUntilContextTimeout(ctx, tick, patience, true, func(ctx context.Context) (bool, error) {
		select {
		case <-o.done:
			return false, errEnded
		default:
		}
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
		if err != nil {
			return false, err
		}
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			return false, nil // it does not listen yet
		}
		return response.StatusCode == http.StatusOK, response.Body.Close()
	})
}

// Stop ends the operator as its pod would be ended. It fails when that takes too long.
func (o *Operator) Stop() error {
	_ = o.cmd.Process.Signal(syscall.SIGTERM) // fails if it has ended
	select {
	case <-o.done:
		return nil
	case <-time.After(stopTimeout):
		return errors.Join(fmt.Errorf("the operator did not stop within %s", stopTimeout), o.cmd.Process.Kill())
	}
}

func (o *Operator) tail() string {
	const most = 4000
	data, err := os.ReadFile(o.log)
	if err != nil {
		return err.Error()
	}
	return string(data[max(0, len(data)-most):])
}

// Settle waits until every record that the operator can see is judged as it is now and
// for a moment nothing was written and nothing waited to be judged, as somebody does who
// looks at the result. What waits is asked of the operator: after its start statuses may
// be right already, and what else it publishes is not.
func (o *Operator) Settle(ctx context.Context, cluster *controlplane.Cluster) error {
	last, since := "", time.Now()
	err := wait.PollUntilContextTimeout(ctx, tick, patience, true, func(ctx context.Context) (bool, error) {
		out, _, err := cluster.Kubectl(ctx, nil, "get", "isms", "-A", "-o",
			`jsonpath={range .items[*]}{.metadata.uid}{" "}{.metadata.resourceVersion}{" "}{.metadata.generation}{" "}{.status.observedGeneration}{"\n"}{end}`)
		if err != nil {
			return false, err
		}
		waits, err := o.waits(ctx)
		if err != nil {
			return false, err
		}
		if out != last || waits {
			last, since = out, time.Now()
		}
		return judged(out) && time.Since(since) >= calm, nil
	})
	if err != nil {
		return fmt.Errorf("waiting for the verdict: %w\n%s", err, o.tail())
	}
	return nil
}

// waits reports whether a change waits to be judged.
func (o *Operator) waits(ctx context.Context) (bool, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, o.metrics, nil)
	if err != nil {
		return false, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return false, err
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	return bytes.Contains(text, []byte("\nisms_assessment_waiting_since_timestamp_seconds{")), err
}

// judged tells whether the statuses in a list of Settle are about the specs.
func judged(list string) bool {
	for line := range strings.Lines(list) {
		if f := strings.Fields(line); len(f) != 4 || f[2] != f[3] {
			return false
		}
	}
	return true
}
