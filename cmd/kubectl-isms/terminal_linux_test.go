package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// openTerminal returns both ends of a pseudo-terminal of 60 columns.
func openTerminal(t *testing.T) (user, program *os.File) {
	t.Helper()
	user, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = user.Close() })
	if err := unix.IoctlSetPointerInt(int(user.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	number, err := unix.IoctlGetInt(int(user.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	program, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := unix.IoctlSetWinsize(int(program.Fd()), unix.TIOCSWINSZ, &unix.Winsize{Row: 24, Col: 60}); err != nil {
		t.Fatal(err)
	}
	return user, program
}

// onTerminal runs something that writes to a terminal, and returns what that shows.
func onTerminal(t *testing.T, do func(program *os.File)) string {
	t.Helper()
	user, program := openTerminal(t)
	shown := make(chan string)
	go func() {
		text, _ := io.ReadAll(user) // it ends with an error once nobody writes any more
		shown <- string(text)
	}()
	do(program)
	_ = program.Close()
	return <-shown
}

// TestTerminal: colour and width are those of the terminal, unless the user or the
// terminal does not want colour.
func TestTerminal(t *testing.T) {
	for _, c := range []struct {
		why  string
		env  map[string]string
		args []string
		want bool
	}{
		{"a terminal", nil, nil, true},
		{"NO_COLOR is set", map[string]string{"NO_COLOR": "1"}, nil, false},
		{"a dumb terminal", map[string]string{"TERM": "dumb"}, nil, false},
		{"asked for all the same", map[string]string{"NO_COLOR": "1"}, []string{"--color=always"}, true},
		{"refused", nil, []string{"--color=never"}, false},
	} {
		shown := onTerminal(t, func(program *os.File) {
			e := environment()
			e.out, e.err, e.getenv = program, io.Discard, func(name string) string { return c.env[name] }
			e.now = func() time.Time { return api.MustDate("2026-12-31").Time() }
			if code := run(context.Background(), e, append([]string{"assess", "-f", samples}, c.args...)); code != exitFindings {
				t.Errorf("%s: exit code %d", c.why, code)
			}
		})
		if have := strings.Contains(shown, "\x1b["); have != c.want {
			t.Errorf("%s: coloured %v", c.why, have)
		}
		if wide := strings.Contains(shown, "which shows a failure of the process: "); wide {
			t.Errorf("%s: sentences are not wrapped at 60 columns", c.why)
		}
	}
}

// TestProgress: nothing on quick work and without a terminal, and a line that goes
// away on long work.
func TestProgress(t *testing.T) {
	shown := onTerminal(t, func(program *os.File) {
		e := environment()
		e.err = program
		p := e.progress()
		p.say("too early")
		p.began = p.began.Add(-time.Minute)
		p.say("%d files", 7)
		p.say("at once after")
		p.done()
	})
	if want := "\r\x1b[K7 files\r\x1b[K"; shown != want {
		t.Errorf("%q, want %q", shown, want)
	}
	e := environment()
	e.err = &strings.Builder{}
	p := e.progress()
	p.began = p.began.Add(-time.Minute)
	p.say("7 files")
	p.done()
	if said := e.err.(*strings.Builder).String(); said != "" {
		t.Errorf("without a terminal it says %q", said)
	}
}

// TestInterrupt stops a process that waits for input, as ctrl-C does.
func TestInterrupt(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, "assess", "-f", "-")
	cmd.Env = append(os.Environ(), asPlugin+"=1")
	var out, problem strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &problem
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(in, person); err != nil { // once it reads, it has set up its signals
		t.Fatal(err)
	}
	time.Sleep(500 * time.Millisecond)
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	var exit *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &exit) || exit.ExitCode() != exitInterrupted {
		t.Errorf("%v %s", err, problem.String())
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("it took %s to stop", took)
	}
	if out.String() != "" || problem.String() != "interrupted\n" {
		t.Errorf("it says %q %q", out.String(), problem.String())
	}
}

// TestNothingToReadOnATerminal: what no terminal shows is refused there before any work is
// done, with what to write instead; into a pipe it goes.
func TestNothingToReadOnATerminal(t *testing.T) {
	of := func(command string, args ...string) []string {
		return append(strings.Fields(command), append([]string{"-f", samples, "--as-of", "2026-06-01"}, args...)...)
	}
	for _, c := range []struct {
		why  string
		args []string
		code int
		says string
	}{
		{"a pack", of("report", "-o", "zip"), exitUnusable, "-o zip=FILE.zip"},
		{"a workbook", of("worklist", "-o", "xlsx"), exitUnusable, "-o xlsx=FILE.xlsx"},
		{"a workbook of a matrix", of("matrix soa", "-o", "xlsx"), exitUnusable, "-o xlsx=FILE.xlsx"},
		{"a page", of("report", "-o", "html"), exitUnusable, "-o html=FILE.html"},
		{"a page, where nothing else is asked for", of("report"), exitUnusable, "-o html=FILE.html"},
		{"text is shown", of("report", "-o", "brief"), exitOK, ""},
	} {
		var problem strings.Builder
		shown := onTerminal(t, func(program *os.File) {
			e := environment()
			e.out, e.err = program, &problem
			if code := run(context.Background(), e, c.args); code != c.code {
				t.Errorf("%s: exit code %d: %s", c.why, code, problem.String())
			}
		})
		if refused := c.code != exitOK; refused != (shown == "") || !strings.Contains(problem.String(), c.says) {
			t.Errorf("%s: shows %d bytes, says %s", c.why, len(shown), problem.String())
		}
	}
	if p := isms(t, of("report", "-o", "html")...).must(t, exitOK); !strings.HasPrefix(p.out, "<!doctype html>") {
		t.Errorf("a pipe gets %.40s", p.out)
	}
}
