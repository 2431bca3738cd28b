package docs

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// perCommand is how long a command of a page may take; building the plugin on a busy
// machine takes longest.
const perCommand = 5 * time.Minute

// Shell runs what somebody would type, one command after the other, in one folder.
// What a command changes of folder and environment holds for the next.
type Shell struct {
	state string
	env   []string
	// last is the exit code of the last command.
	last int
}

// NewShell starts in the folder dir, with this environment alone. It keeps its state
// in the folder state. It fails when that cannot be written.
func NewShell(dir, state string, env []string) (*Shell, error) {
	if err := os.WriteFile(filepath.Join(state, "folder"), []byte(dir), 0o600); err != nil {
		return nil, fmt.Errorf("starting a shell: %w", err)
	}
	if err := os.WriteFile(filepath.Join(state, "variables"), nil, 0o600); err != nil {
		return nil, fmt.Errorf("starting a shell: %w", err)
	}
	return &Shell{state: state, env: env}, nil
}

// script sets up what the last command left, runs one command and keeps what it left.
const script = `source "$STATE/variables"
cd "$(cat "$STATE/folder")" || exit 125
set -a # a variable that is set is there for the next command
(exit %d)
%s
__code=$?
pwd >"$STATE/folder"
export -p >"$STATE/variables"
exit $__code
`

// Run runs a command and returns what it prints, on both streams, and its exit code.
// It fails when the command cannot be run or takes too long.
func (s *Shell) Run(ctx context.Context, typed string) (output string, code int, err error) {
	ctx, cancel := context.WithTimeout(ctx, perCommand)
	defer cancel()
	cmd := exec.CommandContext(ctx, "bash", "--noprofile", "--norc", "-c", fmt.Sprintf(script, s.last, typed))
	cmd.Env = append([]string{"STATE=" + s.state}, s.env...)
	// What the command started must not keep us waiting.
	cmd.WaitDelay = time.Second
	out, err := cmd.CombinedOutput()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) && ctx.Err() == nil {
		err = nil
	}
	if err != nil {
		return string(out), 0, fmt.Errorf("running %q: %w", typed, errors.Join(err, ctx.Err()))
	}
	s.last = cmd.ProcessState.ExitCode()
	return trimLines(string(out)), s.last, nil
}

// trimLines takes spaces from the ends of lines, which a page would not show.
func trimLines(s string) string {
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " \t\r")
	}
	return strings.Join(lines, "\n")
}
