package node

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// server is a program of the node. It needs no guard against outliving us: the
// kernel ends it with the process namespace.
type server struct {
	name string
	log  string
	cmd  *exec.Cmd
	done chan error
}

func (n *Node) start(name string, args ...string) error {
	s := &server{name: name, log: filepath.Join(n.dir, "logs", name+".log"), done: make(chan error, 1)}
	log, err := os.Create(s.log)
	if err != nil {
		return err
	}
	defer func() { _ = log.Close() }()
	s.cmd = exec.Command(n.Bin(name), args...)
	s.cmd.Stdout, s.cmd.Stderr = log, log
	// containerd looks for its shim there.
	s.cmd.Env = append(os.Environ(), "PATH="+filepath.Dir(n.Bin(name))+":"+os.Getenv("PATH"))
	if err := s.cmd.Start(); err != nil {
		return fmt.Errorf("starting %s: %w", name, err)
	}
	go func() { s.done <- s.cmd.Wait() }()
	n.servers = append(n.servers, s)
	return nil
}

// ended returns an error with the end of the log if the server does not run.
func (s *server) ended() error {
	select {
	case err := <-s.done:
		s.done <- err
		return fmt.Errorf("%s ended: %w; its log ends with\n%s", s.name, err, s.tail())
	default:
		return nil
	}
}

func (s *server) stop() error {
	if err := s.ended(); err != nil {
		return err
	}
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return fmt.Errorf("stopping %s: %w", s.name, err)
	}
	select {
	case <-s.done: //nolint:errcheck // how it ended is no matter: it was told to
		return nil
	case <-time.After(20 * time.Second):
		return errors.Join(fmt.Errorf("%s did not stop and was killed", s.name), s.cmd.Process.Kill())
	}
}

func (s *server) tail() string {
	data, err := os.ReadFile(s.log)
	if err != nil {
		return err.Error()
	}
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	return strings.Join(lines[max(0, len(lines)-15):], "\n")
}
