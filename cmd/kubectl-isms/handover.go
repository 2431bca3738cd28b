package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
	"github.com/isms-operator/isms-operator/internal/handover"
	"github.com/isms-operator/isms-operator/internal/manifest"
	"github.com/isms-operator/isms-operator/internal/report"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/internal/wording"
)

type handoverOptions struct {
	source
	from, to, appointedBy string
	on                    date
	write, allowMajor     bool
}

func newHandover(e *env) *cobra.Command {
	o := &handoverOptions{source: source{env: e, kube: newKubeconfig()}}
	c := &cobra.Command{
		Use:   "handover --from PERSON --to PERSON -f FILE|DIR...",
		Short: "Hand over what somebody who leaves has in their hands, in the files",
		Long: `Name somebody else wherever the rules allow it: as owner, manager and custodian, for
open decisions, actions and findings, and in audits and reviews that are planned. An
assignment ends on the day before, and the other one is assigned from the day on.
Comments, order and layout of the files stay.

What says what happened is never edited: approvals, reviews that were held, proofs, past
assignments. What has to be done by people is listed with the reason.

Without --write it shows what would change, and writes nothing. Either way the records
are judged as they would be on the day of the hand-over, and what it introduces is told:
lacking competence, conflicting duties, an appointment that nobody made. With --write it
refuses to introduce a major finding, unless --allow-major is given.

Exit codes: 0; 1 where a major finding would be introduced and --allow-major is not given,
and nothing was written; 2 for bad usage, and for input of which a part could not be read.`,
		Example: examples(e, `# What would change
%[1]s handover -R -f evidence/ --from david-lang --to henry-adams

# From a day on, with the appointments of one who may make them
%[1]s handover -R -f evidence/ --from david-lang --to henry-adams --on 2026-07-01 --appointed-by anna-keller --write`),
		Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error { return o.run(c.Context()) },
	}
	flags := c.Flags()
	flags.StringSliceVarP(&o.files, "filename", "f", nil, "Files and folders with records")
	flags.BoolVarP(&o.recursive, "recursive", "R", false, "Change the folders below a folder of -f, too")
	flags.StringVarP(&o.kube.overrides.Context.Namespace, "namespace", "n", "", "Namespace of the records, where several have people of these names")
	flags.StringVar(&o.from, "from", "", "Person who hands over, by metadata.name")
	flags.StringVar(&o.to, "to", "", "Person who takes over, by metadata.name")
	flags.Var(&o.on, "on", "First day of who takes over; today (UTC) where absent")
	flags.StringVar(&o.appointedBy, "appointed-by", "", "Person who appoints whoever takes over to the roles, today")
	flags.BoolVar(&o.write, "write", false, "Write what is changed")
	flags.BoolVar(&o.allowMajor, "allow-major", false, "Write even where that introduces a major finding")
	must(c.MarkFlagFilename("filename", "yaml", "yml", "json"))
	o.completePeople(c, "from", "to", "appointed-by")
	return c
}

// checkFlags refuses what cannot be meant.
func (o *handoverOptions) checkFlags() error {
	switch {
	case len(o.files) == 0:
		return usagef("-f is missing: name the files and folders with records")
	case slices.Contains(o.files, "-"):
		return usagef("standard input cannot be written to: name files and folders")
	case o.from == "":
		return usagef("--from is missing: name the Person who hands over, by its metadata.name")
	case o.to == "":
		return usagef("--to is missing: name the Person who takes over, by its metadata.name")
	case o.from == o.to:
		return usagef("--from and --to name one person, %s", o.from)
	}
	return nil
}

func (o *handoverOptions) run(ctx context.Context) error {
	if err := o.checkFlags(); err != nil {
		return err
	}
	set, err := o.load(ctx, manifest.Options{})
	if err != nil {
		return err
	}
	if n := len(set.Problems); n > 0 {
		p := &set.Problems[0]
		return fmt.Errorf("%s of the input, the first %s: %s. Remedy: %s. A hand-over has to know every record; \"assess\" shows all that is to be mended",
			wording.Number(n, "problem", "problems"), p.Where(), p.Message, p.Remedy)
	}
	world, terms, err := o.who(set.Worlds())
	if err != nil {
		return err
	}
	day := terms.On // one that is past is judged as it is today
	if today := o.env.today(); today.After(day) {
		day = today
	}
	before, err := assess.Judge(ctx, rules.Registry(), world, day)
	if err != nil {
		return err
	}
	plan := handover.PlanOf(world, before, terms)
	h := &report.Handover{Day: day, Terms: terms, Left: plan.Left, Notes: notesOn(world, terms)}
	edited := newEdits(set, before.Namespace)
	edited.all(plan, h)
	if len(h.Changes) > 0 {
		if h.After, err = o.judge(ctx, edited, before, h); err != nil {
			return err
		}
	}
	return o.finish(h, edited)
}

// finish shows what was planned, and writes it where that is asked and allowed.
func (o *handoverOptions) finish(h *report.Handover, edited *edits) error {
	refused := h.Major() && !o.allowMajor
	h.Written = o.write && !refused && len(h.Changes) > 0
	h.Refused = o.write && refused
	if h.Written {
		if err := edited.write(); err != nil {
			return err
		}
	}
	style := report.Style{Color: o.env.colored("auto"), Width: o.env.width()}
	if err := report.WriteHandover(o.env.out, h, style); err != nil {
		return err
	}
	if refused {
		return status(exitFindings)
	}
	return nil
}

// who finds both people, in one namespace.
func (o *handoverOptions) who(worlds []*assess.World) (*assess.World, handover.Terms, error) {
	today := o.env.today()
	t := handover.Terms{On: o.on.or(today), AppointedBy: o.appointedBy, AppointedOn: today}
	var found []*assess.World
	for _, w := range worlds {
		from, hasFrom := assess.Get[*api.Person](w, o.from)
		to, hasTo := assess.Get[*api.Person](w, o.to)
		if hasFrom && hasTo && (o.kube.namespace() == "" || o.kube.namespace() == w.Namespace) {
			t.From, t.To = from, to
			found = append(found, w)
		}
	}
	if len(found) > 1 {
		return nil, t, usagef("several namespaces have both people, such as %s and %s; name one with -n", found[0].Namespace, found[1].Namespace)
	}
	for _, named := range [][2]string{{"--from", o.from}, {"--to", o.to}, {"--appointed-by", o.appointedBy}} {
		known := slices.ContainsFunc(worlds, func(w *assess.World) bool {
			_, ok := assess.Get[*api.Person](w, named[1])
			return ok
		})
		if named[1] != "" && !known {
			return nil, t, noPerson(named[0], named[1], worlds)
		}
	}
	if len(found) == 0 {
		return nil, t, usagef("%s and %s are in different namespaces, and a hand-over is within one", o.from, o.to)
	}
	return found[0], t, nil
}

// notesOn says what has to be known of who takes over.
func notesOn(w *assess.World, t handover.Terms) (notes []string) {
	c := assess.Look(w, t.On)
	name := t.To.Name
	if !facts.Present(c, t.To) {
		notes = append(notes, fmt.Sprintf("%s is not engaged on %s", name, t.On))
	} else if end := facts.Leaves(c, t.To); !end.IsZero() {
		notes = append(notes, fmt.Sprintf("%s leaves on %s", name, end))
	}
	if facts.External(t.To) {
		notes = append(notes, name+" is external")
	}
	for _, h := range facts.HoldingsOf(c, t.To) {
		for i := range h.Assignment.Absences {
			if a := &h.Assignment.Absences[i]; c.Today.Reached(a.From) && !c.Today.Past(a.Until) {
				notes = append(notes, fmt.Sprintf("%s is absent from %s until %s, as the SecurityRole %s says", name, a.From, a.Until, h.Role.Name))
			}
		}
	}
	return notes
}
