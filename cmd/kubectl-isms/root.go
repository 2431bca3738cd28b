package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

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
	root.AddCommand(newInit(e), newAssess(e), newForecast(e), newWorklist(e), newHandover(e), newExport(e), newImport(e), newHistory(e), newReport(e), newServe(e), newMatrix(e), newObserve(e), newVerify(e), newApprove(e), newSign(e), newApprovals(e), newAllowedSigners(e), newKey(e), newTimestampAuthority(e), newReviewers(e), newMigrate(e), newRules(e), newVersion(e))
	addCompletion(root, e)
	return root
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
