package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/report"
	"github.com/isms-operator/isms-operator/internal/rules"
)

type worklistOptions struct {
	source
	output[*report.Worklist]
	on, until date
	owners    []string
	leaver    string
}

func newWorklist(e *env) *cobra.Command {
	o := &worklistOptions{source: source{env: e}, output: output[*report.Worklist]{env: e, formats: report.WorklistFormats()}}
	c := &cobra.Command{
		Use:   "worklist [-f FILE|DIR|-]...",
		Short: "List for each owner what is open and what comes due",
		Long: `List for each role or person who answers for records what is open on them, and what
comes due if nobody edits one: the findings of "assess", and those that arise by
themselves until a day. What follows from something else is not listed; it is gone once
that is done. Records that nobody answers for come first. Table and checklist fold what one
remedy makes right, and count what they leave out; --all shows each thing in full, as the
other formats do.

With --owner it lists what those roles and people answer for, people also through the roles
that they hold on the day, but as deputies.

With --leaver it lists instead what is in the hands of somebody who leaves, for the
hand-over: roles, records that they answer for, what they would sign next, what nobody
else can prove to master, and what stays with their name because it says what happened.

The list runs to the next external audit that a ClauseAssessment names, the last of
several; without one, for a year.

Exit codes: 0, whatever there is to do; 2 for bad usage, and for input of which a
part, or nothing at all, could be judged.`,
		Example: examples(e, `# All there is to do
%[1]s worklist -R -f evidence/

# What one role has to do this quarter, or a person in each of theirs, as a checklist
%[1]s worklist -R -f evidence/ --owner supplier-manager --until 2026-12-31 -o markdown

# What somebody who leaves has to hand over
%[1]s worklist -R -f evidence/ --leaver david-lang

# A calendar of it
%[1]s worklist -n isms --owner system-administrator -o ics=work.ics`),
		Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error { return o.run(c.Context()) },
	}
	o.source.addTo(c)
	o.output.addTo(c)
	c.Flags().StringSliceVar(&o.owners, "owner", nil, "List only what these roles or people answer for")
	c.Flags().StringVar(&o.leaver, "leaver", "", "List what is in the hands of this Person, who leaves")
	o.completePeople(c, "leaver")
	o.completeOwners(c)
	c.Flags().BoolVar(&o.style.All, "all", false, "List each thing to do in full, where table and checklist fold those of one problem")
	c.Flags().Var(&o.on, "as-of", "Day that is judged, as 2026-10-31; today (UTC) where absent")
	c.Flags().Var(&o.until, "until", "Last day of what comes due; the next external audit, or a year from the start, where absent")
	return c
}

func (o *worklistOptions) run(ctx context.Context) error {
	if err := o.check(); err != nil {
		return err
	}
	if o.leaver != "" {
		return o.listLeaver(ctx)
	}
	on := o.on.or(o.source.env.today())
	if !o.until.IsZero() && o.until.Before(on) {
		return usagef("--until %s is before the start, %s", o.until.Date, on)
	}
	in, err := o.read(ctx)
	if err != nil {
		return err
	}
	if err := in.none(); err != nil {
		return err
	}
	w := &report.Worklist{On: on, Until: o.until.or(horizon(in.worlds, on)), Owners: o.owners, Roles: heldBy(in.worlds, on, o.owners), Locate: in.locate, Problems: in.problems, Foreign: in.foreign}
	bar := o.source.env.progress()
	defer bar.done()
	w.Reports, err = eachWorld(ctx, in.worlds, func(world *assess.World) (*assess.Report, error) {
		return assess.Run(ctx, rules.Registry(), world, w.On)
	})
	if err != nil {
		return err
	}
	// who could not be read may be who is asked for
	if owner, known := w.Unknown(); owner != "" && len(w.Problems) == 0 {
		return noOwner(owner, known)
	}
	w.Timelines, err = eachWorld(ctx, in.worlds, func(world *assess.World) (*assess.Timeline, error) {
		return assess.Foretell(ctx, rules.Registry(), world, w.On, w.Until, func(day api.Date) {
			bar.say("namespace %s: %s of %s to %s", world.Namespace, day, w.On, w.Until)
		})
	})
	if err != nil {
		return err
	}
	bar.done()
	if err := o.write(w); err != nil {
		return err
	}
	if len(w.Problems) > 0 {
		return status(exitUnusable)
	}
	return nil
}

// noOwner says that nobody of a name answers for anything, and who may have been meant: an
// empty list would say that there is nothing to do.
func noOwner(name string, known []string) error {
	hint := ""
	if meant := closest(name, known); meant != "" {
		hint = fmt.Sprintf("; did you mean %q?", meant)
	}
	return usagef("--owner %q is neither a role nor a person of the register, by metadata.name, nor stated as who answers for a record%s", name, hint)
}
