package main

import (
	"context"
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/handover"
	"github.com/isms-operator/isms-operator/internal/report"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/internal/wording"
)

// listLeaver lists what is in the hands of somebody who leaves.
func (o *worklistOptions) listLeaver(ctx context.Context) error {
	out := output[*report.Leaver]{env: o.output.env, formats: report.LeaverFormats(), targets: o.targets, color: o.color, style: o.style}
	if err := out.check(); err != nil {
		return err
	}
	if len(o.owners) > 0 || !o.until.IsZero() {
		return usagef("--leaver lists all that somebody has in their hands, whatever the day; leave --owner and --until out")
	}
	in, err := o.read(ctx)
	if err != nil {
		return err
	}
	if err := in.none(); err != nil {
		return err
	}
	l := &report.Leaver{On: o.on.or(o.source.env.today()), Name: o.leaver, Locate: in.locate, Problems: in.problems, Foreign: in.foreign}
	all, err := eachWorld(ctx, in.worlds, func(w *assess.World) (*handover.Leaving, error) { return leaving(ctx, w, l.On, o.leaver) })
	if err != nil {
		return err
	}
	if l.Leaving = slices.DeleteFunc(all, func(of *handover.Leaving) bool { return of == nil }); len(l.Leaving) == 0 {
		return noPerson("--leaver", o.leaver, in.worlds)
	}
	if err := out.write(l); err != nil {
		return err
	}
	if len(l.Problems) > 0 {
		return status(exitUnusable)
	}
	return nil
}

// leaving is what is in the hands of a person of a namespace; nil where the person is none.
func leaving(ctx context.Context, w *assess.World, on api.Date, person string) (*handover.Leaving, error) {
	r, err := assess.Judge(ctx, rules.Registry(), w, on)
	if err != nil {
		return nil, err
	}
	return handover.Of(w, r, person), nil
}

// maxNear is how many names that may have been meant are told.
const maxNear = 3

// noPerson says that there is nobody of a name, and who may have been meant.
func noPerson(flag, name string, worlds []*assess.World) error {
	type near struct {
		name     string
		distance int
	}
	var all []near
	for _, w := range worlds {
		for _, known := range handover.People(w) {
			d := wording.Distance(strings.ToLower(name), known)
			if strings.Contains(known, strings.ToLower(name)) {
				d = min(d, 1)
			}
			all = append(all, near{known, d})
		}
	}
	if len(all) == 0 {
		return usagef("%s %q: there is no Person in what was read", flag, name)
	}
	slices.SortStableFunc(all, func(a, b near) int { return a.distance - b.distance })
	var names []string
	for _, n := range all {
		if !slices.Contains(names, n.name) && len(names) < maxNear {
			names = append(names, n.name)
		}
	}
	return usagef("%s %q is no Person of the register, by metadata.name; nearest are: %s", flag, name, strings.Join(names, ", "))
}
