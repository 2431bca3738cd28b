package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/isms-operator/isms-operator/internal/report"
)

type matrixOptions struct {
	source
	output[*report.Matrix]
	asOf date
}

func newMatrix(e *env) *cobra.Command {
	o := &matrixOptions{source: source{env: e}, output: output[*report.Matrix]{env: e, formats: report.MatrixFormats()}}
	var names, lines []string
	for _, k := range report.Matrices() {
		names = append(names, k.Name)
		lines = append(lines, fmt.Sprintf("%s (%s)", k.Name, k.Description))
	}
	c := &cobra.Command{
		Use:   "matrix " + strings.Join(names, "|") + " [-f FILE|DIR|-]...",
		Short: "Show a table that auditors ask for: " + strings.Join(names, ", "),
		Long: `Show a table that auditors ask for. The last column says what the rules find
missing.

Exit codes: 0; 2 for bad usage, and for input of which a part, or nothing at all,
could be judged.

Matrices:
  ` + strings.Join(lines, "\n  "),
		Example: examples(e, `# Who has proved what each role takes
%[1]s matrix competency -R -f evidence/

# The Statement of Applicability for a spreadsheet
%[1]s matrix soa -n isms -o csv=soa.csv`),
		ValidArgs: names,
		Args: func(_ *cobra.Command, args []string) error {
			switch {
			case len(args) == 0:
				return usagef("which matrix? Name one of %s", strings.Join(names, ", "))
			case len(args) > 1:
				return usagef("unexpected argument %q; one matrix at a time, and files with -f", args[1])
			}
			_, err := matrixNamed(args[0], names)
			return err
		},
		RunE: func(c *cobra.Command, args []string) error { return o.run(c.Context(), args[0], names) },
	}
	o.source.addTo(c)
	o.output.addTo(c)
	c.Flags().Var(&o.asOf, "as-of", "Day that is judged, as 2026-10-31; today (UTC) where absent")
	return c
}

func matrixNamed(name string, names []string) (report.MatrixKind, error) {
	for _, k := range report.Matrices() {
		if k.Name == name {
			return k, nil
		}
	}
	return report.MatrixKind{}, oneOf("the matrix", name, names)
}

func (o *matrixOptions) run(ctx context.Context, name string, names []string) error {
	kind, err := matrixNamed(name, names)
	if err != nil {
		return err
	}
	if err := o.check(); err != nil {
		return err
	}
	in, err := o.read(ctx)
	if err != nil {
		return err
	}
	if err := in.none(); err != nil {
		return err
	}
	if err := o.write(kind.Build(&report.MatrixSource{AsOf: o.asOf.or(o.source.env.today()), Worlds: in.worlds, Problems: in.problems})); err != nil {
		return err
	}
	if len(in.problems) > 0 {
		return status(exitUnusable)
	}
	return nil
}
