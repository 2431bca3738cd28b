package controlplane

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// process is a server that we started ourselves, not through envtest.
type process struct {
	name string
	cmd  *exec.Cmd
	done chan struct{}
	err  error // how it ended, never nil; valid once done is closed
}

func startProcess(name, path string, log *os.File, args ...string) (*process, error) {
	cmd := exec.Command(path, args...)
	cmd.Stdout, cmd.Stderr = log, log
	// Its own group, as envtest does: Ctrl-C in a terminal reaches us alone, and we
	// end the servers in the right order.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting %s: %w", name, err)
	}
	p := &process{name: name, cmd: cmd, done: make(chan struct{})}
	go func() {
		if p.err = cmd.Wait(); p.err == nil {
			p.err = errEnded
		}
		close(p.done)
	}()
	return p, nil
}

// exited tells whether the process ended by itself, and how.
func (p *process) exited() (bool, error) {
	select {
	case <-p.done:
		return true, p.err
	default:
		return false, nil
	}
}

// stop ends the process and waits for it. It fails when the process had ended
// before it was told to, or had to be killed.
func (p *process) stop() error {
	if gone, err := p.exited(); gone {
		return fmt.Errorf("%s had ended before it was stopped: %w", p.name, err)
	}
	if err := signalGroup(p.cmd.Process.Pid, syscall.SIGTERM); err != nil {
		return fmt.Errorf("stopping %s: %w", p.name, err)
	}
	select {
	case <-p.done:
		return nil
	case <-time.After(gracePeriod):
	}
	err := signalGroup(p.cmd.Process.Pid, syscall.SIGKILL)
	<-p.done
	return errors.Join(fmt.Errorf("%s did not stop within %s and was killed", p.name, gracePeriod), err)
}

var errEnded = errors.New("exit status 0")

// signalGroup signals a process and the watcher beside it. That they are gone
// already is no error.
func signalGroup(pid int, signal syscall.Signal) error {
	if err := syscall.Kill(-pid, signal); err != nil && !errors.Is(err, syscall.ESRCH) {
		return err
	}
	return nil
}

// commandLine returns a process's program and arguments, empty if there is no
// such process or it has ended and waits to be reaped.
func commandLine(pid int) string {
	if _, err := os.Stat("/proc/self/cmdline"); err == nil {
		data, _ := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "cmdline"))
		return string(bytes.ReplaceAll(data, []byte{0}, []byte{' '}))
	}
	// No procfs, as on macOS.
	data, _ := exec.Command("ps", "-ww", "-o", "command=", "-p", strconv.Itoa(pid)).Output()
	return strings.TrimSpace(string(data))
}
