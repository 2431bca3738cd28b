package docs

import "testing"

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
