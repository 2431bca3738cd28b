package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"
)

// reportOptions is a stand-in until the command with the page is there.
type reportOptions struct {
	source
	pack  packOptions
	asOf  date
	files []string
}

func newReport(e *env) *cobra.Command {
	o := &reportOptions{source: source{env: e}}
	c := &cobra.Command{Use: "report", Short: "Write a report", RunE: func(c *cobra.Command, _ []string) error { return o.run(c.Context()) }}
	o.source.addTo(c)
	o.pack.addTo(c)
	c.Flags().Var(&o.asOf, "as-of", "Day that is judged, as 2026-10-31; today (UTC) where absent")
	c.Flags().StringArrayVarP(&o.files, "output", "o", nil, "FORMAT=FILE")
	return c
}

func (o *reportOptions) run(ctx context.Context) error {
	content, err := o.pack.make(ctx, &o.source, o.asOf.or(o.source.env.today()))
	if err != nil {
		return err
	}
	return replaceFile(strings.TrimPrefix(o.files[0], "zip="), content)
}
