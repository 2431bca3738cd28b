package controllers

import (
	"context"
	"time"
)

// settleLead is how long nothing must have happened before a pass begins that may not write
// yet: what one command edits comes in less.
const settleLead = 20 * time.Millisecond

// begins is when the pass is to begin that the unrest asks for, so that it is made when it
// may write, if it takes as long as the last one. More than a few edits are a register that
// arrives, and statuses of other writers are paced; neither is worth a pass that something
// else soon breaks off.
func (u *unrest) begins(forged time.Time, took time.Duration) time.Time {
	ripe := u.ripe(forged)
	if !u.few() {
		return ripe
	}
	begin := ripe.Add(-took)
	if soonest := u.last.Add(settleLead); begin.Before(soonest) {
		begin = soonest
	}
	if ripe.Before(begin) {
		return ripe
	}
	return begin
}

// few reports whether the unrest is a few edits alone.
func (u *unrest) few() bool {
	n := u.edits + u.removals
	return !u.before && n > 0 && n <= settleFew && u.forgeries+u.reports == 0
}

// pass is one over a namespace, as the settler knows it.
type pass struct {
	// seen is what happened before it, for which it was asked.
	seen unrest
	// quiet says that the namespace had come to rest when it began.
	quiet bool
	// rests is when it may write; absent for one that may at once.
	rests time.Time
	// stop breaks it off.
	stop context.CancelFunc
}

// begin takes what happened in a namespace, which a pass that begins now will see. The
// context is done if the pass is broken off, because something else happens before it may
// write. Its end must be told.
func (s *settler) begin(ctx context.Context, namespace string) (context.Context, *pass) {
	ctx, stop := context.WithCancel(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	now, p := s.clock.Now(), &pass{stop: stop}
	if u := s.unrests[namespace]; u != nil {
		p.seen = *u
		if ripe := u.ripe(s.forged[namespace]); u.few() && now.Before(ripe) {
			p.rests, s.early[namespace] = ripe, p
		}
	}
	p.quiet = p.seen.quiet(now)
	if since, owed := s.owed[namespace]; owed {
		p.seen.first = since
	}
	delete(s.unrests, namespace)
	delete(s.owed, namespace)
	if p.seen.forgeries+p.seen.reports > 0 {
		s.forged[namespace] = now
	}
	return ctx, p
}

// end lets go of a pass, whatever became of it.
func (s *settler) end(namespace string, p *pass) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.confirm(namespace, p)
	p.stop()
}

// confirm has a pass not be broken off any more.
func (s *settler) confirm(namespace string, p *pass) {
	if s.early[namespace] == p {
		delete(s.early, namespace)
	}
}

// breakOff breaks off a pass that may not write yet, and gives back what it was asked for:
// another one sees it and what happens now. One that may write by now is left to.
func (s *settler) breakOff(namespace string, now time.Time) {
	p := s.early[namespace]
	if p == nil {
		return
	}
	delete(s.early, namespace)
	if now.Before(p.rests) {
		u := p.seen
		s.unrests[namespace] = &u
		p.stop()
	}
}

// rest waits until a pass may write, and reports whether it may: it may not if it was broken
// off. It tells how long a pass takes.
func (s *settler) rest(ctx context.Context, namespace string, p *pass, took time.Duration) bool {
	s.mu.Lock()
	s.tooks[namespace] = took
	left := p.rests.Sub(s.clock.Now())
	s.mu.Unlock()
	if !p.rests.IsZero() && left > 0 {
		timer := s.clock.NewTimer(left)
		defer timer.Stop()
		select {
		case <-ctx.Done():
		case <-timer.C():
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.confirm(namespace, p)
	return ctx.Err() == nil
}

// atRest reports whether the namespace had come to rest before the pass wrote.
func (p *pass) atRest() bool { return p.quiet || !p.rests.IsZero() }
