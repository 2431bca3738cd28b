package main

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/report"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// thresholds are the values of --fail-on, with the least grave grade that fails.
// What is unknown fails with minor: it keeps the verdict from being Conforming.
var thresholds = []struct {
	name  string
	grade api.Grade
}{{"major", api.GradeMajor}, {"minor", api.GradeUnknown}, {"observation", api.GradeObservation}, {"never", ""}}

type assessOptions struct {
	source
	output[*report.Assessment]
	asOf    date
	base    string
	failOn  string
	foreign bool
	explain string
	filter  filterOptions
}

func newAssess(e *env) *cobra.Command {
	o := &assessOptions{source: source{env: e}, output: output[*report.Assessment]{env: e, formats: report.Formats()}}
	c := &cobra.Command{
		Use:   "assess [-f FILE|DIR|-]...",
		Short: "Judge records as the operator does",
		Long: `Judge the records of files, or of the cluster of the current context, as the
operator does, on any day. Files are validated as the API server would, and what
is wrong is told with file and line; the rest is judged all the same.

With --base only what a change brings about is shown and counts for the exit code.
What weakens sign-offs is told, as a revocation of a key that is taken away. Records that
it removes are told, and the findings that go with them count; days that it postpones are
told.

Exit codes: 0 if no finding is at or above --fail-on, 1 if one is, 2 for bad usage,
and for input of which a part, or nothing at all, could be judged.`,
		Example: examples(e, `# The records of a folder and those below it
%[1]s assess -R -f evidence/

# What kustomize builds, on the day of the audit
kubectl kustomize evidence/ | %[1]s assess -f - --as-of 2026-10-01

# What this branch changes, for a pull request
%[1]s assess -R -f evidence/ --base git:origin/main -o markdown

# Several formats from one run
%[1]s assess -R -f evidence/ -o table -o sarif=results.sarif -o junit=results.xml

# Why the point on management reviews conforms
%[1]s assess -R -f evidence/ --explain P9

# What one role answers for and is graver than an observation
%[1]s assess -R -f evidence/ --owner system-administrator --grade major,minor

# A namespace of the cluster
%[1]s assess -n isms`),
		RunE: func(c *cobra.Command, _ []string) error { return o.run(c.Context()) },
	}
	o.addExplain(c)
	o.filter.addTo(c)
	o.addTo(c)
	flags := c.Flags()
	flags.Var(&o.asOf, "as-of", "Day that is judged, as 2026-10-31; today (UTC) where absent")
	flags.StringVar(&o.base, "base", "", "Show only what changed since: another file or folder, or git:REVISION for the same files there")
	flags.StringVar(&o.failOn, "fail-on", "minor", "Least grave grade that makes the exit code 1: major, minor (and what is unknown), observation, never")
	flags.BoolVar(&o.foreign, "show-foreign", false, "Name the documents that are none of our records; they are only counted otherwise")
	complete(c, "fail-on", thresholdNames())
	return c
}

// addTo adds the flags of input and output, and completes what is in the input.
func (o *assessOptions) addTo(c *cobra.Command) {
	o.source.addTo(c)
	o.output.addTo(c)
	o.completeOwners(c)
	o.completeRecords(c)
}

func (o *assessOptions) run(ctx context.Context) error {
	if !slices.Contains(thresholdNames(), o.failOn) {
		return oneOf("--fail-on", o.failOn, thresholdNames())
	}
	if err := o.output.check(); err != nil {
		return err
	}
	var err error
	if o.style.Explain, err = o.explained(); err != nil {
		return err
	}
	o.style.Foreign, o.style.Summary, o.style.All = o.foreign, o.filter.summary, o.filter.all
	if o.style.Only, err = o.filter.filter(o.targets); err != nil {
		return err
	}
	base, err := o.openBase(ctx)
	if err != nil {
		return err
	}
	in, err := o.read(ctx)
	if err != nil {
		return err
	}
	if err := in.none(); err != nil && base == nil {
		return err
	}
	if o.style.Only != nil {
		o.style.Only.Roles = heldBy(in.worlds, o.asOf.or(o.source.env.today()), o.style.Only.Owners)
	}
	a, err := o.judge(ctx, in, base)
	if err != nil {
		return err
	}
	if err := o.write(a); err != nil {
		return err
	}
	return o.verdict(a)
}

// judge judges what was read, beside the base where there is one.
func (o *assessOptions) judge(ctx context.Context, in *inputs, base *base) (*report.Assessment, error) {
	asOf := o.asOf.or(o.source.env.today())
	a := &report.Assessment{AsOf: asOf, Locate: in.locate, Problems: in.problems, Foreign: in.foreign}
	bar := o.source.env.progress()
	defer bar.done()
	bar.say("judging")
	on := func(w *assess.World) (*assess.Report, error) { return assess.Run(ctx, rules.Registry(), w, asOf) }
	if base != nil {
		before, err := base.read(ctx)
		if err != nil {
			return nil, err
		}
		in.worlds = besides(in.worlds, before)
		if err := in.none(); err != nil {
			return nil, err
		}
		old, err := eachWorld(ctx, before, on)
		if err != nil {
			return nil, err
		}
		if a.Namespaces, err = eachWorld(ctx, in.worlds, on); err != nil {
			return nil, err
		}
		a.Base = base.compare(old, a.Namespaces, in.problems)
		return a, nil
	}
	var err error
	a.Namespaces, err = eachWorld(ctx, in.worlds, on)
	return a, err
}

// verdict is the exit code.
func (o *assessOptions) verdict(a *report.Assessment) error {
	if len(a.Problems) > 0 {
		return status(exitUnusable)
	}
	least := thresholds[slices.Index(thresholdNames(), o.failOn)].grade
	if worst, found := a.Worst(); found && least != "" && !assess.Graver(least, worst) {
		return status(exitFindings)
	}
	return nil
}

func thresholdNames() []string {
	var names []string
	for _, t := range thresholds {
		names = append(names, t.name)
	}
	return names
}
