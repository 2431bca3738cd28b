package main

import (
	"context"

	"github.com/spf13/cobra"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/report"
	"github.com/isms-operator/isms-operator/internal/rules"
)

type forecastOptions struct {
	source
	output[*report.Forecast]
	from, until date
}

func newForecast(e *env) *cobra.Command {
	o := &forecastOptions{source: source{env: e}, output: output[*report.Forecast]{env: e, formats: report.ForecastFormats()}}
	c := &cobra.Command{
		Use:   "forecast [-f FILE|DIR|-]...",
		Short: "Tell what lapses when, if nobody edits a record",
		Long: `Tell on which days the judgement changes if nobody edits a record: what arises,
what follows from it on other records, what is resolved, and what becomes of the
verdict. The days are exactly those on which "assess --as-of" differs from the day
before.

The forecast runs to the next external audit that a ClauseAssessment names after
--from, the last of several; without one, for a year.

Exit codes: 0, whatever lapses; 2 for bad usage, and for input of which a part, or
nothing at all, could be judged.`,
		Example: examples(e, `# What lapses until the next external audit
%[1]s forecast -R -f evidence/

# What lapses in a quarter
%[1]s forecast -R -f evidence/ --from 2026-10-01 --until 2026-12-31

# An event in your calendar for each day on which something changes
%[1]s forecast -n isms -o ics=isms.ics`),
		Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error { return o.run(c.Context()) },
	}
	o.source.addTo(c)
	o.output.addTo(c)
	c.Flags().Var(&o.from, "from", "Day to start from, as 2026-10-31; today (UTC) where absent")
	c.Flags().Var(&o.until, "until", "Last day that is foretold; the next external audit, or a year from the start, where absent")
	return c
}

func (o *forecastOptions) run(ctx context.Context) error {
	if err := o.check(); err != nil {
		return err
	}
	from := o.from.or(o.source.env.today())
	if !o.until.IsZero() && o.until.Before(from) {
		return usagef("--until %s is before the start, %s", o.until.Date, from)
	}
	in, err := o.read(ctx)
	if err != nil {
		return err
	}
	if err := in.none(); err != nil {
		return err
	}
	f := &report.Forecast{From: from, Until: o.until.or(horizon(in.worlds, from)), Locate: in.locate, Problems: in.problems, Foreign: in.foreign}
	bar := o.source.env.progress()
	defer bar.done()
	f.Timelines, err = eachWorld(ctx, in.worlds, func(w *assess.World) (*assess.Timeline, error) {
		return assess.Foretell(ctx, rules.Registry(), w, f.From, f.Until, func(on api.Date) {
			bar.say("namespace %s: %s of %s to %s", w.Namespace, on, f.From, f.Until)
		})
	})
	if err != nil {
		return err
	}
	bar.done()
	if err := o.write(f); err != nil {
		return err
	}
	if len(f.Problems) > 0 {
		return status(exitUnusable)
	}
	return nil
}

// horizon is the last day that is foretold where none is asked for.
func horizon(worlds []*assess.World, from api.Date) api.Date { return assess.Horizon(worlds, from) }

// nextAudit is the day of the next external audit of any register; absent where none is named.
func nextAudit(worlds []*assess.World, from api.Date) api.Date { return assess.NextAudit(worlds, from) }
