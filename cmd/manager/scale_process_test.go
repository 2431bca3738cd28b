package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/isms-operator/isms-operator/test/controlplane"
)

// measured is an operator that runs as a process. What it does is read from its log, which
// costs it and the API server less than asking.
type measured struct {
	b       *testing.B
	cmd     *exec.Cmd
	probes  string
	began   time.Time
	written atomic.Int64 // statuses
	ended   chan struct{}

	mu     sync.Mutex
	passes map[string]bool // namespaces of which a pass has ended
}

func (s *scale) start() *measured {
	s.Helper()
	m := &measured{b: s.B, probes: freeAddress(s), passes: map[string]bool{}, ended: make(chan struct{})}
	// The level makes controller-runtime tell of each pass, also of one that wrote nothing.
	m.cmd = exec.CommandContext(context.Background(), s.binary, "--kubeconfig="+s.kubeconfig, "--metrics-bind-address="+freeAddress(s),
		"--health-probe-bind-address="+m.probes, "--zap-log-level=5", "--zap-stacktrace-level=panic", fmt.Sprintf("--writers=%d", scaleWriters))
	log, err := m.cmd.StderrPipe()
	if err != nil {
		s.Fatal(err)
	}
	m.began = time.Now()
	if err := m.cmd.Start(); err != nil {
		s.Fatal(err)
	}
	s.Cleanup(func() { _ = m.cmd.Process.Kill() })
	go m.read(log)
	return m
}

func (m *measured) read(log io.Reader) {
	defer close(m.ended)
	for lines := bufio.NewReader(log); ; {
		text, err := lines.ReadBytes('\n')
		if err != nil {
			return
		}
		var line struct {
			Level, Msg, Namespace string
			StatusWrites          int64
		}
		if json.Unmarshal(text, &line) != nil || line.Level == "error" {
			_, _ = os.Stderr.Write(text)
		}
		switch line.Msg {
		case "Judged namespace":
			m.written.Add(line.StatusWrites)
		case "Reconcile successful":
			m.mu.Lock()
			m.passes[line.Namespace] = true
			m.mu.Unlock()
		}
	}
}

// passed returns of how many namespaces a pass has ended.
func (m *measured) passed() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.passes)
}

func (m *measured) await(done func() bool) {
	m.b.Helper()
	for !done() {
		select {
		case <-m.ended:
			m.b.Fatal("the operator has ended")
		case <-m.b.Context().Done():
			m.b.Fatal("the operator did not finish")
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// awaitReady waits until the operator says that it knows which records there are.
func (m *measured) awaitReady() {
	m.b.Helper()
	m.await(func() bool {
		answer, err := http.Get("http://" + m.probes + "/readyz") //nolint:noctx // it is on this machine
		if err != nil {
			return false
		}
		_ = answer.Body.Close() // only the status counts
		return answer.StatusCode == http.StatusOK
	})
}

// memory returns what Linux says of the process, in MB.
func (m *measured) memory(field string) float64 {
	m.b.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", m.cmd.Process.Pid))
	if err != nil {
		m.b.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if name, value, _ := strings.Cut(line, ":"); name == field {
			kib, err := strconv.ParseFloat(strings.Fields(value)[0], 64)
			if err != nil {
				m.b.Fatal(err)
			}
			return kib * 1024 / 1e6
		}
	}
	m.b.Fatalf("Linux says no %s of a process", field)
	return 0
}

// processor returns the time that all processors have spent on the process.
func (m *measured) processor() time.Duration {
	m.b.Helper()
	used, err := controlplane.ProcessorTime(m.cmd.Process.Pid)
	if err != nil {
		m.b.Fatal(err)
	}
	return used
}

func (m *measured) stop() {
	m.b.Helper()
	if err := m.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		m.b.Fatal(err)
	}
	<-m.ended
	if err := m.cmd.Wait(); err != nil {
		m.b.Fatal(err)
	}
}
