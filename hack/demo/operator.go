package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/isms-operator/isms-operator/test/controlplane"
)

const (
	managerPath  = ".local/bin/manager"
	readyTimeout = 60 * time.Second
	// stopTimeout is longer than the operator takes to finish its writes.
	stopTimeout = 25 * time.Second
	tailBytes   = 4000
)

var errOperatorEnded = errors.New("the operator ended by itself")

// operator is the manager as a child of this process.
type operator struct {
	cmd  *exec.Cmd
	log  string
	done chan struct{}
}

func build(ctx context.Context, path, what string) error {
	cmd := exec.CommandContext(ctx, "go", "build", "-o", path, what)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("building %s: %w", what, err)
	}
	return nil
}

func startOperator(ctx context.Context, cluster *controlplane.Cluster, state string) (*operator, error) {
	probe, err := freeAddress()
	if err != nil {
		return nil, err
	}
	log, err := os.Create(filepath.Join(state, "logs", "operator.log"))
	if err != nil {
		return nil, err
	}
	defer func() { _ = log.Close() }()
	cmd := exec.Command(managerPath, "--kubeconfig="+cluster.Kubeconfig(),
		"--metrics-bind-address=0", "--health-probe-bind-address="+probe, "--leader-elect=false")
	cmd.Env = append(os.Environ(), "KUBECONFIG="+cluster.Kubeconfig())
	cmd.Stdout, cmd.Stderr = log, log
	// Its own group: ctrl-C reaches this process alone, which stops the operator
	// before the API server that it writes to.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting the operator: %w", err)
	}
	op := &operator{cmd: cmd, log: log.Name(), done: make(chan struct{})}
	go func() { _ = cmd.Wait(); close(op.done) }()
	if err := op.waitReady(ctx, "http://"+probe+"/readyz"); err != nil {
		return nil, errors.Join(fmt.Errorf("%w\n%s", err, op.tail()), op.stop())
	}
	return op, nil
}

// freeAddress returns a loopback address that nobody listens on now.
func freeAddress() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return listener.Addr().String(), listener.Close()
}

func (o *operator) waitReady(ctx context.Context, url string) error {
	ctx, cancel := context.WithTimeout(ctx, readyTimeout)
	defer cancel()
	return o.poll(ctx, "the operator to be ready", func() (bool, error) {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
		if err != nil {
			return false, err
		}
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			return false, nil // it does not listen yet
		}
		_ = response.Body.Close()
		return response.StatusCode == http.StatusOK, nil
	})
}

// poll asks until the answer is yes. It fails when asking does, when the context
// ends, and at once when the operator is gone.
func (o *operator) poll(ctx context.Context, what string, ask func() (bool, error)) error {
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for {
		if yes, err := ask(); err != nil || yes {
			return err
		}
		select {
		case <-tick.C:
		case <-o.done:
			return errOperatorEnded
		case <-ctx.Done():
			return fmt.Errorf("waiting for %s: %w", what, ctx.Err())
		}
	}
}

// stop ends the operator, and kills it if it does not obey.
func (o *operator) stop() error {
	_ = o.cmd.Process.Signal(syscall.SIGTERM) // fails if it has ended
	select {
	case <-o.done:
		return nil
	case <-time.After(stopTimeout):
		return errors.Join(fmt.Errorf("the operator did not stop within %s", stopTimeout), o.cmd.Process.Kill())
	}
}

// tail returns the end of the operator's log.
func (o *operator) tail() string {
	data, err := os.ReadFile(o.log)
	if err != nil {
		return err.Error()
	}
	return strings.TrimSpace(string(data[max(0, len(data)-tailBytes):]))
}
