package controlplane

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"k8s.io/apimachinery/pkg/util/wait"
)

// launcher is the script that starts a server. It becomes the server, so both
// have one process id, which it notes first.
//
// Beside the server, in its process group, it leaves a watcher that reads from a
// pipe which the parent holds open and never writes to. Should the parent die
// without stopping its servers (killed, panicked, out of test time), the read
// ends and the watcher ends the group. It allows little time, since kube-apiserver
// would wait for the etcd that ends beside it; etcd's records survive a kill. The
// parent death signal of Linux would not do: it is bound to a thread of the
// parent, and envtest has no way to ask for it.
//
// envtest calls the program with --help first, outside of any process group of
// its own; that call must not be watched.
const launcher = `#!/bin/sh
[ "$1" = --help ] && exec %[1]s "$@"
echo $$ >%[2]s
{
	read -r _
	trap '' TERM
	kill -TERM -$$
	for _ in 1 2 3; do kill -0 $$ && sleep 1; done
	kill -KILL -$$
} <%[3]s >/dev/null 2>&1 &
exec %[1]s "$@"
`

// gracePeriod is how long a server may take to end before it is killed.
const gracePeriod = 20 * time.Second

// supervisor starts servers so that none outlives its parent, and ends those
// that an earlier parent left behind.
type supervisor struct {
	layout layout
	bin    string
	pipe   *os.File
}

// newSupervisor ends what an earlier run left behind. The caller must hold the
// lock of the state folder.
func newSupervisor(ctx context.Context, l layout, bin string) (*supervisor, error) {
	s := &supervisor{layout: l, bin: bin}
	if err := s.endAll(ctx); err != nil {
		return nil, fmt.Errorf("ending servers of an earlier run: %w", err)
	}
	// A new pipe each time: watchers of an earlier run may still read the old one.
	if err := os.Remove(s.pipePath()); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("watching for our own end: %w", err)
	}
	if err := syscall.Mkfifo(s.pipePath(), 0o600); err != nil {
		return nil, fmt.Errorf("watching for our own end: %w", err)
	}
	// Opened for both, as opening a pipe to write alone would wait for a reader.
	pipe, err := os.OpenFile(s.pipePath(), os.O_RDWR, 0)
	if err != nil {
		return nil, fmt.Errorf("watching for our own end: %w", err)
	}
	s.pipe = pipe
	return s, nil
}

func (s *supervisor) pipePath() string { return filepath.Join(s.layout.run(), "parent") }

func (s *supervisor) pidPath(name string) string {
	return filepath.Join(s.layout.run(), name+".pid")
}

// program writes the launcher of a binary and returns its path. What runs it has
// to put it into a process group of its own and to name the state folder in its
// arguments.
func (s *supervisor) program(name string) (string, error) {
	path := filepath.Join(s.layout.run(), name)
	script := fmt.Sprintf(launcher, shellQuote(filepath.Join(s.bin, name)),
		shellQuote(s.pidPath(name)), shellQuote(s.pipePath()))
	if err := writeFile(path, []byte(script), 0o700); err != nil {
		return "", fmt.Errorf("preparing %s: %w", name, err)
	}
	return path, nil
}

func shellQuote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// close lets go of the servers. Those that still run are ended by their watchers.
func (s *supervisor) close() error { return s.pipe.Close() }

// endAll ends the servers whose process ids are noted in the state folder.
func (s *supervisor) endAll(ctx context.Context) error {
	var errs []error
	for _, name := range []string{controllerManagerName, apiServerName, etcdName} {
		if err := s.end(ctx, name); err != nil {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

func (s *supervisor) end(ctx context.Context, name string) error {
	pid, err := s.runningPID(name)
	if err != nil {
		return err
	}
	for _, signal := range []syscall.Signal{syscall.SIGTERM, syscall.SIGKILL} {
		if pid == 0 {
			break
		}
		if err := signalGroup(pid, signal); err != nil {
			return fmt.Errorf("ending %s, process %d: %w", name, pid, err)
		}
		err := wait.PollUntilContextTimeout(ctx, 20*time.Millisecond, gracePeriod, true, func(context.Context) (bool, error) {
			pid, err = s.runningPID(name)
			return pid == 0, err
		})
		if err != nil && !wait.Interrupted(err) {
			return err
		}
	}
	if pid != 0 {
		return fmt.Errorf("%s, process %d, does not end: end it by hand", name, pid)
	}
	if err := os.Remove(s.pidPath(name)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// runningPID returns the process of a server, 0 if it does not run. A noted
// process counts only if its command line names our state folder: the kernel
// may have given its id to another program since.
func (s *supervisor) runningPID(name string) (int, error) {
	data, err := os.ReadFile(s.pidPath(name))
	if errors.Is(err, os.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(data)))
	if err != nil || pid <= 1 {
		// Cut off in the middle of a write: the server was never started.
		return 0, nil
	}
	if !strings.Contains(commandLine(pid), s.layout.dir+string(filepath.Separator)) {
		return 0, nil
	}
	return pid, nil
}

// terminateAll asks the servers to end, and does not wait.
func (s *supervisor) terminateAll() {
	for _, name := range []string{controllerManagerName, apiServerName, etcdName} {
		if pid, err := s.runningPID(name); err == nil && pid != 0 {
			// Who waits for the servers reports what does not end.
			_ = signalGroup(pid, syscall.SIGTERM)
		}
	}
}
