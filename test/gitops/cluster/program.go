package cluster

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// stopTimeout is how long a program may take to end before it is killed.
const stopTimeout = 30 * time.Second

// Program is a server that a campaign runs beside the operator.
type Program struct {
	// Name of its log, and what it is called by, for programs that act by that.
	Name string
	// Path of the executable.
	Path string
	Args []string
	// Env is added to the environment of this process, without KUBECONFIG.
	Env []string
	// Ready is polled until it returns nil, the program ends or three minutes are over.
	Ready func() error

	log  string
	done chan struct{}
	err  error // how it ended, once done is closed
}

// Run starts the program, waits until it is ready, and ends it with the test. One that
// ends before fails the test.
func (c *Cluster) Run(t testing.TB, p *Program) {
	t.Helper()
	p.log, p.done = filepath.Join(c.Logs, p.Name+".log"), make(chan struct{})
	log, err := os.Create(p.log)
	must(t, err)
	cmd := exec.Command(p.Path, p.Args...)
	cmd.Args[0] = p.Name
	cmd.Env = append(append(os.Environ(), "KUBECONFIG="), p.Env...)
	cmd.Stdout, cmd.Stderr = log, log
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	started := make(chan error, 1)
	go func() {
		// The kernel ends a process with the thread that started it, should this test die.
		runtime.LockOSThread()
		defer close(p.done)
		defer func() { _ = log.Close() }()
		err := cmd.Start()
		if started <- err; err == nil {
			p.err = cmd.Wait()
		}
	}()
	must(t, <-started)
	t.Cleanup(func() {
		if err := p.end(cmd.Process); err != nil {
			t.Errorf("%s: %v\n%s", p.Name, err, p.tail())
		}
	})
	Eventually(t, 3*time.Minute, p.Name+" is ready", func() error {
		if err := p.running(); err != nil {
			t.Fatalf("%s: %v\n%s", p.Name, err, p.tail())
		}
		return p.Ready()
	})
}

var errEnded = errors.New("it ended by itself")

func (p *Program) running() error {
	select {
	case <-p.done:
		return fmt.Errorf("%w: %w", errEnded, p.err)
	default:
		return nil
	}
}

func (p *Program) end(process *os.Process) error {
	if err := p.running(); err != nil {
		return err
	}
	_ = process.Signal(syscall.SIGTERM) // fails if it has ended since
	select {
	case <-p.done:
		return nil
	case <-time.After(stopTimeout):
		return errors.Join(fmt.Errorf("it did not stop within %s", stopTimeout), process.Kill())
	}
}

// tail is the end of its log.
func (p *Program) tail() string {
	data, err := os.ReadFile(p.log)
	if err != nil {
		return err.Error()
	}
	return strings.TrimSpace(string(data[max(0, len(data)-4000):]))
}

// FreePort returns a port of the loopback address that nobody listens on now.
func FreePort(t testing.TB) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	must(t, l.Close())
	return l.Addr().(*net.TCPAddr).Port
}

// Listens is a Ready for a program that listens on a port of the loopback address.
func Listens(port int) func() error {
	return func() error {
		conn, err := net.DialTimeout("tcp", fmt.Sprint("127.0.0.1:", port), time.Second)
		if err == nil {
			err = conn.Close()
		}
		return err
	}
}
