//go:build chaos

package chaos

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"syscall"
	"testing"
	"time"
)

// replica is an operator that runs as a process of its own. Like the container of a
// pod it is started again whenever it ends: at once after a kill and after the first
// exit, then after pauses that double from 10 s on.
type replica struct {
	name, program string
	arguments     []string
	log           *os.File

	mu      sync.Mutex
	process *os.Process
	killed  bool // by us, since it started
	exits   int  // of its own accord
	stop    chan struct{}
	done    chan struct{}
}

// startReplica runs the operator until the test ends. Its name becomes that of the
// program, which requests carry as their user agent.
func startReplica(t *testing.T, program, dir, name string, arguments ...string) *replica {
	t.Helper()
	log, err := os.OpenFile(filepath.Join(dir, name+".log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	r := &replica{name: name, program: program, arguments: arguments, log: log, stop: make(chan struct{}), done: make(chan struct{})}
	go r.run()
	t.Cleanup(func() {
		if err := r.end(); err != nil {
			t.Error(err)
		}
	})
	return r
}

// run keeps the operator running.
func (r *replica) run() {
	defer close(r.done)
	// The kernel ends a process with the thread that started it, should this test die.
	runtime.LockOSThread()
	var pause time.Duration
	for {
		err := r.once()
		r.mu.Lock()
		killed := r.killed
		r.killed, r.process = false, nil
		if !killed {
			r.exits++
		}
		r.mu.Unlock()
		fmt.Fprintf(r.log, "--- %s ended at %s: %v\n", r.name, time.Now().Format(time.RFC3339Nano), err)
		wait := pause
		if killed {
			wait = 0
		} else {
			pause = min(max(10*time.Second, 2*pause), 5*time.Minute)
		}
		select {
		case <-r.stop:
			return
		case <-time.After(wait):
		}
	}
}

func (r *replica) once() error {
	cmd := exec.Command(r.program, r.arguments...)
	cmd.Args[0] = r.name
	cmd.Stdout, cmd.Stderr = r.log, r.log
	// Replicas of a pod's deployment differ in their hosts' names; these are on one host.
	cmd.Env = append(os.Environ(), "POD_NAME="+r.name, "POD_NAMESPACE="+system)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	if err := r.begin(cmd); err != nil {
		return err
	}
	return cmd.Wait()
}

// begin starts a process, unless all is over.
func (r *replica) begin(cmd *exec.Cmd) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	select {
	case <-r.stop:
		return errors.New("not started: the test is over")
	default:
	}
	err := cmd.Start()
	if err == nil {
		r.process = cmd.Process
	}
	return err
}

// signal is sent to the process that runs now, and waits until there is one.
func (r *replica) signal(signal os.Signal) error {
	for range 100 {
		r.mu.Lock()
		if r.process != nil {
			r.killed = r.killed || signal == os.Kill
			err := r.process.Signal(signal)
			r.mu.Unlock()
			return err
		}
		r.mu.Unlock()
		time.Sleep(50 * time.Millisecond)
	}
	return fmt.Errorf("%s does not run", r.name)
}

// kill leaves it no time for anything, and returns when it is gone.
func (r *replica) kill() error {
	r.mu.Lock()
	before := r.process
	r.mu.Unlock()
	if err := r.signal(os.Kill); err != nil {
		return err
	}
	for range 100 {
		r.mu.Lock()
		gone := r.process == nil || r.process != before
		r.mu.Unlock()
		if gone {
			return nil
		}
		time.Sleep(20 * time.Millisecond)
	}
	return fmt.Errorf("%s survives", r.name)
}

// exited returns how often it ended of its own accord.
func (r *replica) exited() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.exits
}

// end stops the operator as a pod is stopped, and fails where it has to be killed.
func (r *replica) end() error {
	close(r.stop)
	r.mu.Lock()
	process := r.process
	if process != nil {
		r.killed = true
		_ = process.Signal(syscall.SIGCONT) // one that is frozen
		_ = process.Signal(syscall.SIGTERM)
	}
	r.mu.Unlock()
	defer func() { _ = r.log.Close() }()
	select {
	case <-r.done:
		return nil
	case <-time.After(45 * time.Second): // terminationGracePeriodSeconds
	}
	if process != nil {
		_ = process.Kill()
	}
	<-r.done
	return fmt.Errorf("%s did not stop within the 45 s that a pod is given", r.name)
}
