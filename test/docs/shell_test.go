package docs

import (
	"strings"
	"testing"
	"time"
)

// A page is read as one session: what a command changes holds for the next.
func TestShellIsOneSession(t *testing.T) {
	shell, err := NewShell(t.TempDir(), t.TempDir(), []string{"PATH=/usr/bin:/bin"})
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		typed, output string
		code          int
	}{
		{"mkdir a && cd a", "", 0},
		{"basename $PWD", "a\n", 0},
		{"DAY=today", "", 0},
		{"echo $DAY", "today\n", 0},
		{"export WORD='two words'", "", 0},
		{`echo "$WORD"`, "two words\n", 0},
		{"cat >f <<END\nline\nEND", "", 0},
		{"cat f", "line\n", 0},
		{"echo to stderr >&2; exit 3", "to stderr\n", 3},
		{"echo $?", "3\n", 0},
		{"echo $?", "0\n", 0},
		{"basename $PWD", "a\n", 0},
	} {
		output, code, err := shell.Run(t.Context(), step.typed)
		if err != nil || output != step.output || code != step.code {
			t.Errorf("$ %s\n%q, code %d, %v; want %q, code %d", step.typed, output, code, err, step.output, step.code)
		}
	}
}

// A page that does not say what is printed, or hides that a command fails, is found.
func TestWalk(t *testing.T) {
	today := time.Date(2026, 11, 27, 0, 0, 0, 0, time.UTC)
	for name, test := range map[string]struct {
		page                  string
		failures, differences int
	}{
		"as it says":              {"$ echo one\none\n", 0, 0},
		"another word":            {"$ echo one\ntwo\n", 0, 1},
		"nothing of what is said": {"$ true\none\n", 0, 1},
		"silent about an output":  {"$ echo one\n", 0, 1},
		"fails unsaid":            {"$ false\n", 1, 0},
		"fails, and says so":      {"$ false\n$ echo $?\n1\n", 0, 0},
		"fails in another way":    {"$ (exit 2)\n$ echo $?\n1\n", 0, 1},
		"said in the next block":  {"$ false\n```\n\n```console\n$ echo $?\n1\n", 0, 0},
	} {
		shell, err := NewShell(t.TempDir(), t.TempDir(), []string{"PATH=/usr/bin:/bin"})
		if err != nil {
			t.Fatal(err)
		}
		run := func(c Command) (string, int, error) { return shell.Run(t.Context(), c.Typed) }
		walked, err := ParsePage("p.md", []byte("Text, printed on 2026-11-27.\n\n```console\n"+test.page+"```\n")).Walk(today, run)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if len(walked.Failures) != test.failures || len(walked.Differences) != test.differences {
			t.Errorf("%s: failures %q, differences %q", name, walked.Failures, walked.Differences)
		}
		again, err := ParsePage("p.md", walked.Source).Walk(today, run)
		if err != nil || len(again.Differences) != 0 {
			t.Errorf("%s: what was printed is written, and differs again: %v, %v", name, again, err)
		}
	}
}

func TestAPageSaysItsDay(t *testing.T) {
	_, err := ParsePage("p.md", []byte("```console\n$ true\n```\n")).Walk(time.Time{}, nil)
	if err == nil || !strings.Contains(err.Error(), "p.md does not say on which day it was printed") {
		t.Errorf("got %v", err)
	}
}
