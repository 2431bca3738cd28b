package history

import (
	"context"
	"iter"
	"runtime"
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/parallel"
)

// Walk yields each day that is judged, in order: the day of the first step, the days of
// commits, and the days on which records that nobody edits can be judged otherwise. Between
// two of them every day is as the earlier one. Until is the last day; steps after it are left
// out. It ends at the first error, which it yields.
func Walk(ctx context.Context, registry *assess.Registry, steps iter.Seq2[Step, error], until api.Date) iter.Seq2[*Day, error] {
	return func(yield func(*Day, error) bool) {
		w := walker{ctx: ctx, registry: registry, until: until, width: 2 * runtime.GOMAXPROCS(0)}
		next, stop := iter.Pull2(steps)
		defer stop()
		for more := true; more; {
			var err error
			if more, err = w.fill(next); err == nil {
				err = w.judge(more)
			}
			if err != nil {
				yield(nil, err)
				return
			}
			if !w.tell(yield, more) {
				return
			}
		}
	}
}

// walker goes through steps, several at a time: what is judged of one does not hang on
// another, and only what differs does.
type walker struct {
	ctx      context.Context
	registry *assess.Registry
	until    api.Date
	// width is how many steps are judged at a time.
	width int
	// spans that are not told yet, in order.
	spans []*span
	// before is the span before those; nil at the beginning.
	before *span
	// known are the namespaces that had records so far.
	known []string
}

// span is a step and what was judged of it.
type span struct {
	Step
	// runs of the namespaces, by name.
	runs []run
}

// run are the reports of a namespace while its records stay: of the days on which they can
// differ, from the day of the step to that of the next.
type run struct {
	world   *assess.World
	reports []*assess.Report
	err     error
}

// fill takes steps until there are enough to judge, and reports whether there may be more.
func (w *walker) fill(next func() (Step, error, bool)) (more bool, err error) {
	for len(w.spans) <= w.width {
		step, err, ok := next()
		switch {
		case err != nil:
			return false, err
		case !ok || step.On.After(w.until):
			return false, nil
		}
		s := &span{Step: step}
		worlds := w.besides(step.Records.Worlds)
		for _, world := range worlds {
			s.runs = append(s.runs, run{world: world})
		}
		w.spans = append(w.spans, s)
	}
	return true, nil
}

// besides returns worlds with an empty one for each namespace that had records before: who
// removes the last of them is shown what is missing.
func (w *walker) besides(worlds []*assess.World) []*assess.World {
	all := slices.Clone(worlds)
	for _, name := range w.known {
		if !slices.ContainsFunc(worlds, func(x *assess.World) bool { return x.Namespace == name }) {
			all = append(all, assess.NewWorld(name, nil))
		}
	}
	slices.SortFunc(all, func(a, b *assess.World) int { return strings.Compare(a.Namespace, b.Namespace) })
	w.known = w.known[:0]
	for _, world := range all {
		w.known = append(w.known, world.Namespace)
	}
	return all
}

// judge judges all spans whose end is known. The last one has none while there may be more.
func (w *walker) judge(more bool) error {
	type job struct {
		*run
		from, end api.Date
	}
	var jobs []job
	for i, s := range w.spans[:w.whole(more)] {
		end := w.until
		if i+1 < len(w.spans) {
			end = w.spans[i+1].On
		}
		for k := range s.runs {
			jobs = append(jobs, job{&s.runs[k], s.On, end})
		}
	}
	if err := parallel.Do(w.ctx, len(jobs), func(i int) { jobs[i].judge(w.ctx, w.registry, jobs[i].from, jobs[i].end) }); err != nil {
		return err
	}
	for i := range jobs {
		if jobs[i].err != nil {
			return jobs[i].err
		}
	}
	return nil
}

// whole is how many of the spans have an end.
func (w *walker) whole(more bool) int {
	if more {
		return len(w.spans) - 1
	}
	return len(w.spans)
}

// judge judges the days from one to another on which the records can be judged otherwise.
func (r *run) judge(ctx context.Context, registry *assess.Registry, from, end api.Date) {
	for on := from; !on.IsZero() && !on.After(end); {
		report, err := assess.Judge(ctx, registry, r.world, on)
		if err != nil {
			r.err = err
			return
		}
		r.reports = append(r.reports, report)
		on = report.Until
	}
}
