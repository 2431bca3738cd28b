package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
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

// run runs the plugin and returns its exit code.
func run(ctx context.Context, e *env, args []string) int {
	root := newRoot(e)
	root.SetArgs(args)
	command, err := execute(ctx, root)
	if err != nil && strings.HasPrefix(err.Error(), "unknown command") {
		err = usageError{errors.New(strings.TrimSpace(err.Error()))} // which cobra has no type for
	}
	var code status
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &code):
		return int(code)
	case ctx.Err() != nil:
		fmt.Fprintln(e.err, "interrupted")
		return exitInterrupted
	}
	fmt.Fprintln(e.err, "error:", err)
	if hint := hintFor(command, err); hint != "" {
		fmt.Fprintln(e.err, hint)
	}
	return exitUnusable
}

// grace is how long a command may take to stop after ctrl-C: one that waits for input
// never would.
const grace = time.Second

// execute runs the command until it is done, or was told to stop.
func execute(ctx context.Context, root *cobra.Command) (*cobra.Command, error) {
	type result struct {
		command *cobra.Command
		err     error
	}
	done := make(chan result, 1)
	go func() {
		command, err := root.ExecuteContextC(ctx)
		done <- result{command, err}
	}()
	select {
	case r := <-done:
		return r.command, r.err
	case <-ctx.Done():
	}
	select {
	case r := <-done:
		return r.command, r.err
	case <-time.After(grace):
		return root, ctx.Err()
	}
}

// usageError is a mistake in how the plugin was called.
type usageError struct{ error }

func usagef(format string, a ...any) error { return usageError{fmt.Errorf(format, a...)} }

// hintFor says where to read on after a mistake in the command line.
func hintFor(command *cobra.Command, err error) string {
	var usage usageError
	if !errors.As(err, &usage) {
		return ""
	}
	return fmt.Sprintf("See '%s --help'", command.CommandPath())
}

func newRoot(e *env) *cobra.Command {
	root := &cobra.Command{
		Use:   "kubectl-isms",
		Short: "Judge the evidence for ISO/IEC 27001 Clause 7.1, from files or a cluster, for any day",
		Long: `Judge the records of an ISMS as the operator does: from files in Git or from a
cluster, for today or any other day. It states readiness for an audit, not
certification.`,
		Annotations:   map[string]string{cobra.CommandDisplayNameAnnotation: displayName(e.name)},
		SilenceErrors: true, SilenceUsage: true,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.SetIn(e.in)
	root.SetOut(e.out)
	root.SetErr(e.err)
	root.SetFlagErrorFunc(flagError)
	root.SuggestionsMinimumDistance = 2
	root.AddCommand(newInit(e), newAssess(e), newForecast(e), newMatrix(e), newApprove(e), newRules(e), newVersion(e))
	addCompletion(root, e)
	return root
}

// displayName is how the plugin calls itself: as kubectl calls it where kubectl does.
func displayName(name string) string {
	if name = strings.TrimSuffix(name, ".exe"); strings.HasPrefix(name, "kubectl-") {
		return "kubectl " + strings.ReplaceAll(strings.TrimPrefix(name, "kubectl-"), "_", "-")
	}
	return name
}

// flagError names the flag that was probably meant.
func flagError(c *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	if errors.As(err, &unknown) && len(unknown.GetSpecifiedName()) > 1 {
		var names []string
		c.Flags().VisitAll(func(f *pflag.Flag) {
			if !f.Hidden {
				names = append(names, f.Name)
			}
		})
		if meant := closest(unknown.GetSpecifiedName(), names); meant != "" {
			return usagef("unknown flag --%s; did you mean --%s?", unknown.GetSpecifiedName(), meant)
		}
	}
	return usageError{err}
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
		if d := distance(word, strings.ToLower(w)); d < best {
			best, meant = d, w
		}
	}
	return meant
}

// distance is the Levenshtein distance of two words, in bytes.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		diagonal := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := diagonal
			if a[i-1] != b[j-1] {
				cost = 1 + min(diagonal, row[j], row[j-1])
			}
			diagonal, row[j] = row[j], cost
		}
	}
	return row[len(b)]
}
