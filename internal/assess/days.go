package assess

import (
	"context"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// Days judges the world on a day, and then on each later one, up to and including until, on
// which anything can be judged otherwise than on the day before; and hands out the report of
// each. The report of a day that is left out is that of the last one before it. It stops at
// the first error of each, which it returns, and when the context is done. A day asks again
// only what can be answered otherwise than before.
//
// The reports foretell nothing: what a later day brings, that day's own report tells.
func Days(ctx context.Context, registry *Registry, w *World, from, until api.Date, each func(*Report) error) error {
	r := &Report{}
	for on := from; ; {
		var err error
		r, err = next(ctx, registry, w, on, r)
		if err != nil {
			return err
		}
		if err := each(r); err != nil {
			return err
		}
		if on = r.Until; on.IsZero() || on.After(until) {
			return nil
		}
	}
}

// Follow is Days for who wants to know what becomes of what: it hands out the report of the
// first day, and that of each later one that differs from the day before in its findings,
// with what differs, which is nil on the first day. Both are for reading.
//
// What follows from what is found out beside the days that come next: it takes a world of its own.
func Follow(ctx context.Context, registry *Registry, w *World, from, until api.Date, each func(*Report, *TimelineDay) error) error {
	ctx, cancel := context.WithCancel(ctx)
	var waiting []*followed
	defer func() {
		cancel()
		for _, f := range waiting { // nothing goes on behind the back of who called
			<-f.done
		}
	}()
	hand := func(most int) error {
		for len(waiting) > most {
			f := waiting[0]
			if <-f.done; f.err != nil {
				return f.err
			}
			waiting = waiting[1:]
			if err := each(f.report, f.day); err != nil {
				return err
			}
		}
		return nil
	}
	var before *Report
	err := Days(ctx, registry, w, from, until, func(now *Report) error {
		was := before
		before = now
		f := &followed{report: now, done: make(chan struct{})}
		if was != nil {
			day, changed := between(was, now)
			if !changed {
				return nil
			}
			f.day = &day
		}
		waiting = append(waiting, f)
		f.begin(ctx, registry, w)
		return hand(maxFollowed)
	})
	if err == nil {
		err = hand(0)
	}
	return err
}

// maxFollowed is how many days may wait for what follows from what on them.
const maxFollowed = 2

// followed is a day of which it is found out what follows from what.
type followed struct {
	report *Report
	day    *TimelineDay
	done   chan struct{}
	err    error
}

// begin finds it out, beside whatever goes on.
func (f *followed) begin(ctx context.Context, registry *Registry, w *World) {
	if f.day == nil {
		close(f.done)
		return
	}
	what := whatFollows(registry, w, f.day.On, f.day.Arising)
	go func() {
		defer close(f.done)
		f.err = what.mark(ctx)
	}()
}

// Differing returns what two reports of one world do not share, of their findings in order:
// those that the later has no more, and those that the earlier has not.
func Differing(earlier, later *Report) (gone, fresh []*Finding) {
	return differing(earlier.Rollup.Findings, later.Rollup.Findings)
}
