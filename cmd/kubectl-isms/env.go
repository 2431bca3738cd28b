package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/wording"
)

// Exit codes.
const (
	exitOK          = 0
	exitFindings    = 1   // findings at or above --fail-on
	exitUnusable    = 2   // bad usage, or input that could not be judged
	exitInterrupted = 130 // ctrl-C, as shells have it
)

// env is what the plugin knows of the world around it.
type env struct {
	in       io.Reader
	out, err io.Writer
	now      func() time.Time
	getenv   func(string) string
	// name under which the plugin was started.
	name string
}

func environment() *env {
	return &env{in: os.Stdin, out: os.Stdout, err: os.Stderr, now: time.Now, getenv: os.Getenv, name: filepath.Base(os.Args[0])}
}

// today is the UTC day.
func (e *env) today() api.Date { return api.DateOf(e.now()) }

// status is an error that was told to the user already, or that needs no words.
type status int

func (s status) Error() string { return fmt.Sprintf("exit status %d", int(s)) }

// usageError is a mistake in how the plugin was called.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

func usagef(format string, a ...any) error { return usageError{fmt.Errorf(format, a...)} }

// displayName is how the plugin calls itself: as kubectl calls it where kubectl does.
func displayName(name string) string {
	if name = strings.TrimSuffix(name, ".exe"); strings.HasPrefix(name, "kubectl-") {
		return "kubectl " + strings.ReplaceAll(strings.TrimPrefix(name, "kubectl-"), "_", "-")
	}
	return name
}

// noArgs refuses arguments that look like the files of -f.
func noArgs(_ *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usagef("unexpected argument %q; name files and folders with -f, as in -f %s", args[0], args[0])
	}
	return nil
}

// oneOf reports a value that is not allowed, with what is.
func oneOf(what, have string, allowed []string) error {
	hint := ""
	if meant := closest(have, allowed); meant != "" {
		hint = fmt.Sprintf("; did you mean %q?", meant)
	}
	return usagef("%s %q is not one of %s%s", what, have, strings.Join(allowed, ", "), hint)
}

// closest returns the word that was probably meant, or "".
func closest(word string, words []string) string {
	word = strings.ToLower(word)
	best, meant := max(2, len(word)/3)+1, ""
	for _, w := range words {
		if len(word) > 1 && strings.HasPrefix(strings.ToLower(w), word) {
			return w
		}
		if d := wording.Distance(word, strings.ToLower(w)); d < best {
			best, meant = d, w
		}
	}
	return meant
}

// examples puts the name under which the plugin was started into examples.
func examples(e *env, text string) string {
	return "  " + strings.ReplaceAll(fmt.Sprintf(text, displayName(e.name)), "\n", "\n  ")
}

// complete offers fixed values for a flag.
func complete(c *cobra.Command, flag string, values []string) {
	must(c.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp)))
}

// must is for what only a mistake in this program can make fail.
func must(err error) {
	if err != nil {
		panic(err)
	}
}
