package controlplane

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"

	"k8s.io/apimachinery/pkg/util/wait"
)

// The servers that Kill and Restart take.
const (
	Etcd      = etcdName
	APIServer = apiServerName
)

// Kill ends a server as a crash of its machine does, without a word to it, and
// returns once its port and its lock on the data are free. Options.StateDir makes
// etcd sync to disk, without which what it had accepted is no promise.
//
// It fails when the server does not run.
func (c *Cluster) Kill(ctx context.Context, server string) error {
	c.faults.Lock()
	defer c.faults.Unlock()
	pid, err := c.supervisor.runningPID(server)
	if err == nil && pid == 0 {
		err = errors.New("it does not run")
	}
	if err != nil {
		return fmt.Errorf("killing %s: %w", server, err)
	}
	c.killed[server] = true
	if err := signalGroup(pid, syscall.SIGKILL); err != nil {
		return fmt.Errorf("killing %s: %w", server, err)
	}
	// A process can be reaped when its last thread is gone, and with it what it held open.
	err = wait.PollUntilContextTimeout(ctx, pollInterval/10, gracePeriod, true, func(context.Context) (bool, error) {
		return errors.Is(syscall.Kill(pid, 0), syscall.ESRCH), nil
	})
	if err != nil {
		return fmt.Errorf("killing %s, process %d: %w", server, pid, err)
	}
	return nil
}

// Restart runs a server that was killed again, on the same data, port and
// certificates, and returns once it reports to be healthy.
//
// It fails when the server was not killed or does not come up.
func (c *Cluster) Restart(ctx context.Context, server string) error {
	c.faults.Lock()
	defer c.faults.Unlock()
	if !c.killed[server] {
		return fmt.Errorf("restarting %s: it was not killed", server)
	}
	start := c.plane.Etcd.Start
	if server == apiServerName {
		start = c.plane.APIServer.Start
		if err := c.audit.mend(); err != nil {
			return fmt.Errorf("restarting %s: %w", server, err)
		}
	}
	for attempt := 1; ; attempt++ {
		err := start()
		if err == nil {
			delete(c.killed, server)
			return nil
		}
		err = errors.Join(err, c.supervisor.end(ctx, server))
		tail := c.layout.logTail(server)
		// A client that tries the free port can be given it as its own end.
		if attempt == startAttempts || ctx.Err() != nil || !strings.Contains(tail, "address already in use") {
			return fmt.Errorf("restarting %s: %w\n%s", server, err, tail)
		}
	}
}

// mend cuts off the line that the API server was writing when it was killed: what
// it appends next would stand on it.
func (a *audit) mend() error {
	if a.path == "" {
		return nil
	}
	data, err := os.ReadFile(a.path)
	if err != nil {
		return err
	}
	return os.Truncate(a.path, int64(bytes.LastIndexByte(data, '\n')+1))
}
