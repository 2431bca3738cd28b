package main

import (
	"context"
	"fmt"
	"iter"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/history"
	"github.com/isms-operator/isms-operator/internal/manifest"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// aYear is what --history says without a day.
const aYear = "12 months"

// pastOption is a flag that asks for the past, from a day or for a year.
type pastOption struct {
	asked bool
	from  date
}

// String implements pflag.Value.
func (p *pastOption) String() string {
	switch {
	case !p.asked:
		return ""
	case p.from.IsZero():
		return aYear
	}
	return p.from.String()
}

// Set implements pflag.Value.
func (p *pastOption) Set(s string) error {
	if p.asked, p.from = true, (date{}); s == aYear {
		return nil
	}
	return p.from.Set(s)
}

// Type implements pflag.Value.
func (p *pastOption) Type() string { return "date" }

// since is the day on which the past begins; the zero day where nobody asks for it.
func (p *pastOption) since(on api.Date) api.Date {
	if !p.asked {
		return api.Date{}
	}
	return p.from.or(on.AddMonths(-12))
}

// pastAsked refuses a past that cannot be shown.
func (o *reportOptions) pastAsked(on api.Date) error {
	switch {
	case !o.history.asked:
	case len(o.files) == 0:
		return usagef("--history is read from the commits of files, and a cluster keeps no past: name files with -f, in a Git repository")
	case slices.Contains(o.files, "-"):
		return usagef("standard input has no history: name files and folders with -f")
	case !o.asks("html"):
		return usagef("--history is for the page, which is not asked for: add -o html=FILE")
	case !o.history.since(on).Before(on):
		return usagef("--history=%s is not before the day that is judged, %s", o.history.from.Date, on)
	}
	return nil
}

// past are the days before a day, judged with the records of then, and the commits of the day
// itself; nil where nobody asks for them. Done is to be called once they are read.
func (o *reportOptions) past(ctx context.Context, on api.Date) (days iter.Seq2[*history.Day, error], done func(), err error) {
	if !o.history.asked {
		return nil, func() {}, nil
	}
	beside, err := o.seen.beside(nil)
	if err != nil {
		return nil, nil, err
	}
	r, err := openRevisions(ctx, o.files, manifest.Options{Recursive: o.recursive, Namespace: o.kube.namespace(), Beside: beside})
	if err != nil {
		return nil, nil, err
	}
	since := o.history.since(on)
	if first := r.commits[0].on; r.shallow && first.After(since) {
		fmt.Fprintf(o.source.env.err, "warning: the clone is shallow: what was before %s is not known; fetch it with: git fetch --unshallow\n", first)
	}
	bar := o.source.env.progress()
	r.progress = func(commit, of int) { bar.say("commit %d of %d", commit, of) }
	done = func() {
		bar.done()
		r.objects.close()
	}
	return history.Walk(ctx, rules.Registry(), r.steps(ctx, since, on), on), done, nil
}
