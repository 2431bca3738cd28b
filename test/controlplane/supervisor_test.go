package controlplane

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
)

func TestLeftoversAreEndedAndStrangersSpared(t *testing.T) {
	l, err := createLayout(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	// The shell waits for its child and so keeps its own command line.
	leftover := runInGroup(t, "sh", "-c", "sleep 300; :", l.etcd())
	stranger := runInGroup(t, "sleep", "300")
	s := &supervisor{layout: l}
	note(t, s, etcdName, leftover.cmd.Process.Pid)
	note(t, s, apiServerName, stranger.cmd.Process.Pid)

	s, err = newSupervisor(t.Context(), l, "")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.close() }()
	if gone, _ := stranger.exited(); gone {
		t.Error("ended a process that is not ours")
	}
	<-leftover.done
	if notes, _ := filepath.Glob(filepath.Join(l.run(), "*.pid")); len(notes) != 0 {
		t.Errorf("notes left: %v", notes)
	}
}

func runInGroup(t *testing.T, name string, args ...string) *process {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Fatal(err)
	}
	p, err := startProcess(name, path, nil, args...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if gone, _ := p.exited(); !gone {
			_ = signalGroup(p.cmd.Process.Pid, syscall.SIGKILL)
			<-p.done
		}
	})
	return p
}

func note(t *testing.T, s *supervisor, name string, pid int) {
	t.Helper()
	if err := os.WriteFile(s.pidPath(name), []byte(strconv.Itoa(pid)+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestStopReportsWhatHadEnded(t *testing.T) {
	p := runInGroup(t, "true")
	<-p.done
	if err := p.stop(); !errors.Is(err, errEnded) {
		t.Errorf("got %v", err)
	}
}
