package controllers

import (
	"context"
	"maps"
	"sync"
	"sync/atomic"
	"time"

	"k8s.io/client-go/util/workqueue"
	"k8s.io/utils/clock"
	ctrl "sigs.k8s.io/controller-runtime"
)

// A pass waits until nothing has changed in its namespace for a while, so that a register
// that arrives is judged once it has arrived, but no longer than settleBound. A few edits
// wait for less than a register, of which the next record may be slow to come. The pass
// for a few edits begins while they wait, so that they wait for the longer of the two and
// not for both; see early.go. All is real time, whatever clock tells the day.
const (
	settleQuiet   = 300 * time.Millisecond // after a few edits
	settleArrival = time.Second            // after more
	settleFew     = 5
	settleBound   = 10 * time.Second
	// forgedPause is the least time between two passes that only statuses of other
	// writers ask for. Two operators that judge one namespace differently would otherwise
	// write as fast as they can.
	forgedPause = time.Second
)

type queue = workqueue.TypedRateLimitingInterface[ctrl.Request]

// unrest is what has happened in a namespace since its last pass began.
type unrest struct {
	first, last time.Time
	// edits, forgeries and removals count what was noticed; reports are Reports that are
	// not as they were written.
	edits, forgeries, removals, reports int
	// before says that all of it was noticed before this replica made passes. What was
	// there already need not be waited for.
	before bool
}

// pause is how long nothing must have happened.
func (u *unrest) pause() time.Duration {
	if u.edits+u.removals > settleFew {
		return settleArrival
	}
	return settleQuiet
}

// quiet reports whether nothing happened lately.
func (u *unrest) quiet(now time.Time) bool { return now.Sub(u.last) >= u.pause() }

// ripe is when the pass is due that the unrest asks for.
func (u *unrest) ripe(forged time.Time) time.Time {
	if u.before {
		return u.first
	}
	due := u.last.Add(u.pause())
	if bound := u.first.Add(settleBound); bound.Before(due) {
		due = bound
	}
	if next := forged.Add(forgedPause); u.forgeries+u.reports > 0 && u.edits+u.removals == 0 && due.Before(next) {
		due = next
	}
	return due
}

// settler asks for passes. It is a source of the controller, so that it asks on the
// leader alone.
type settler struct {
	// ready reports whether passes can be made; until then they wait.
	ready func() bool

	mu      sync.Mutex
	unrests map[string]*unrest
	// forged is when a pass was last made for statuses of other writers alone.
	forged map[string]time.Time
	// owed is since when a namespace waits whose last pass the API server did not answer.
	owed map[string]time.Time
	// tooks are how long the last pass over each namespace took, until it was known what to write.
	tooks map[string]time.Duration
	// early are the passes that run and may not write yet.
	early   map[string]*pass
	changed chan struct{}
	clock   clock.Clock
	// open says that passes are made here: on the leader, once it knows what there is.
	open atomic.Bool
}

func newSettler(c clock.Clock) *settler {
	return &settler{
		unrests: map[string]*unrest{}, forged: map[string]time.Time{}, owed: map[string]time.Time{},
		tooks: map[string]time.Duration{}, early: map[string]*pass{}, changed: make(chan struct{}, 1), clock: c,
	}
}

// note asks for a pass over a namespace.
func (s *settler) note(namespace string, what change) {
	s.mu.Lock()
	now := s.clock.Now()
	s.breakOff(namespace, now)
	u := s.unrests[namespace]
	if u == nil {
		u = &unrest{first: now, before: true}
		s.unrests[namespace] = u
	}
	u.last, u.before = now, u.before && !s.open.Load()
	switch what {
	case forged:
		u.forgeries++
	case removed:
		u.removals++
	case reportDiffers:
		u.reports++
	default:
		u.edits++
	}
	s.mu.Unlock()
	s.kick()
}

// kick has the settler look again at what is due.
func (s *settler) kick() {
	select {
	case s.changed <- struct{}{}:
	default:
	}
}

// owe keeps that what a pass took still waits, because the API server did not answer
// it: since when, or since now where nothing had asked for the pass.
func (s *settler) owe(namespace string, since time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if since.IsZero() {
		since = s.clock.Now()
	}
	s.owed[namespace] = since
}

// waits reports whether a pass is due for something that the running one has not seen.
func (s *settler) waits(namespace string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.unrests[namespace]
	return u != nil && !u.ripe(s.forged[namespace]).After(s.clock.Now())
}

// oldest returns since when the first thing that no pass has seen waits in each namespace.
func (s *settler) oldest() map[string]time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make(map[string]time.Time, len(s.unrests))
	if !s.open.Load() {
		return all
	}
	for namespace, u := range s.unrests {
		all[namespace] = u.first
	}
	maps.Copy(all, s.owed) // older than what happened meanwhile
	return all
}

// forget drops what is held of a namespace that has no records any more.
func (s *settler) forget(namespace string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.forged, namespace)
	delete(s.owed, namespace)
	delete(s.tooks, namespace)
}

// Start implements source.Source.
func (s *settler) Start(ctx context.Context, q queue) error {
	go func() {
		for {
			timer := s.clock.NewTimer(s.enqueue(q))
			select {
			case <-ctx.Done():
				timer.Stop()
				return
			case <-s.changed:
			case <-timer.C():
			}
			timer.Stop()
		}
	}()
	return nil
}

// enqueue asks for the passes that are due and returns how long to wait for the next.
func (s *settler) enqueue(q queue) time.Duration {
	if !s.ready() {
		return time.Hour // kicked when it is
	}
	s.open.Store(true)
	s.mu.Lock()
	defer s.mu.Unlock()
	now, wait := s.clock.Now(), time.Hour
	for namespace, u := range s.unrests {
		if left := u.begins(s.forged[namespace], s.tooks[namespace]).Sub(now); left > 0 {
			wait = min(wait, left)
			continue
		}
		q.Add(requestFor(namespace)) // the pass takes the unrest; until then asking again changes nothing
		wait = min(wait, settleQuiet)
	}
	return wait
}
