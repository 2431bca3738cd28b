package assess

import (
	"context"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// Days judges the world on a day, and then on each later one, up to and including until, on
// which anything can be judged otherwise than on the day before; and hands out the report of
// each. The report of a day that is left out is that of the last one before it. It stops at
// the first error of each, which it returns, and when the context is done.
//
// The reports foretell nothing: what a later day brings, that day's own report tells.
func Days(ctx context.Context, registry *Registry, w *World, from, until api.Date, each func(*Report) error) error {
	for on := from; ; {
		r, err := run(ctx, registry, w, on)
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
func Follow(ctx context.Context, registry *Registry, w *World, from, until api.Date, each func(*Report, *TimelineDay) error) error {
	var before *Report
	return Days(ctx, registry, w, from, until, func(now *Report) error {
		was := before
		before = now
		if was == nil {
			return each(now, nil)
		}
		day, changed := between(was, now)
		if !changed {
			return nil
		}
		if err := markKnockOn(ctx, registry, w, now.AsOf, day.Arising); err != nil {
			return err
		}
		return each(now, &day)
	})
}

// Differing returns what two reports of one world do not share, of their findings in order:
// those that the later has no more, and those that the earlier has not.
func Differing(earlier, later *Report) (gone, fresh []*Finding) {
	return differing(earlier.Rollup.Findings, later.Rollup.Findings)
}
