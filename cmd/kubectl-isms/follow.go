package main

import (
	"context"
	"fmt"
	"time"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/live"
	"github.com/isms-operator/isms-operator/internal/page"
)

// follower makes a page after each change.
type follower struct {
	*serveOptions
	watch *watch
	// last is what was read last of which there was anything to show.
	last *inputs
	// warned is what the user was told last.
	warned string
}

// day is the day to judge, which is another one tomorrow unless the user named it.
func (o *serveOptions) day() api.Date { return o.on.or(o.env.today()) }

// first reads for the first time. What cannot be read at all is most likely a slip.
func (f *follower) first(ctx context.Context) (live.Page, error) {
	in, err := f.readAll(ctx)
	if err != nil {
		return live.Page{}, err
	}
	return f.make(ctx, f.sound(in, nil))
}

// maxRounds is how often it is read again because more of it is to be watched than before.
const maxRounds = 5

// readAll reads until all that was read is watched: what came in between would not be told.
func (f *follower) readAll(ctx context.Context) (in *inputs, err error) {
	for range maxRounds {
		in, err = f.read(ctx)
		fresh, unwatched := f.watch.follow()
		if unwatched != nil {
			f.warn("some changes will not be seen: %v", unwatched)
		}
		if !fresh || ctx.Err() != nil {
			break
		}
	}
	return in, err
}

const (
	// quiet is how long nothing has to change before it is read again: a file is written in
	// pieces, and a checkout changes many. Most is how long that may take.
	quiet, most = 150 * time.Millisecond, 600 * time.Millisecond
	// glance is how often the clock is looked at, for the day.
	glance = time.Minute
)

// follow shows a page after each change, until the context ends.
func (f *follower) follow(ctx context.Context, show func(live.Page)) {
	changed := make(chan struct{})
	go f.changes(ctx, changed)
	for live.Settle(ctx, changed, quiet, most) {
		in, err := f.readAll(ctx)
		if ctx.Err() != nil {
			return
		}
		p, err := f.make(ctx, f.sound(in, err))
		if err != nil {
			f.warn("the page cannot be made: %v", err)
			continue
		}
		show(p)
	}
}

// changes tells of changes of what is read, and of the day.
func (f *follower) changes(ctx context.Context, changed chan<- struct{}) {
	clock := time.NewTicker(glance)
	defer clock.Stop()
	day := f.day()
	for {
		select {
		case <-ctx.Done():
			return
		case <-f.watch.changed:
		case <-clock.C:
			if f.day() == day {
				continue
			}
			day = f.day()
		}
		select {
		case <-ctx.Done():
			return
		case changed <- struct{}{}:
		}
	}
}

// sound is what to show of what was read. Where nothing could be, it is what was read before,
// with a word on what is wrong now: a moment in which a file is half written shall not take
// the page away. What is wrong keeps it from conforming.
func (f *follower) sound(in *inputs, err error) *inputs {
	if err == nil {
		err = in.none()
	}
	var problems []input.Problem
	switch {
	case err != nil && in != nil: // there is no record any more
		return &inputs{problems: []input.Problem{{Message: err.Error(), Remedy: "Write the first, as \"init\" does"}}, locate: in.locate}
	case err != nil:
		problems = []input.Problem{{Message: err.Error(), Remedy: "Mend it; it is read again once it changes"}}
	case len(in.worlds) == 0:
		problems = in.problems
	default:
		f.last = in
		return in
	}
	if f.last == nil {
		return &inputs{problems: problems}
	}
	kept := *f.last
	kept.problems = append([]input.Problem{{
		Message: "Nothing could be judged of what is there now, and what is shown is of before",
		Remedy:  "Mend what is told below",
	}}, problems...)
	return &kept
}

// make makes the page.
func (f *follower) make(ctx context.Context, in *inputs) (live.Page, error) {
	on := f.day()
	until := f.until.or(aYearAfter(in.worlds, on))
	p, err := f.makePage(ctx, in, page.Source{On: on, Until: until, Command: f.command(made{on: on, until: until, targets: []string{"html=isms.html"}})})
	if err != nil {
		return live.Page{}, err
	}
	l, err := p.Live(f.language)
	if err != nil {
		return live.Page{}, err
	}
	return live.Page{HTML: l.HTML, Policy: l.Policy, Version: l.Version}, nil
}

// warn tells the user something, and the same only once in a row.
func (f *follower) warn(format string, a ...any) {
	if text := fmt.Sprintf(format, a...); text != f.warned {
		f.warned = text
		fmt.Fprintln(f.env.err, "warning:", text)
	}
}
