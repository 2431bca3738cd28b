package controllers

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"k8s.io/client-go/util/workqueue"
	clocktesting "k8s.io/utils/clock/testing"
	ctrl "sigs.k8s.io/controller-runtime"
)

// settling is a settler, whose clock goes as the test says, and one who makes its passes.
type settling struct {
	*settler
	clock *clocktesting.FakeClock
	queue queue
	start time.Time
	// cost is how long each pass takes.
	cost time.Duration
	// running is the pass under way, its context, and when it has made its judgement.
	running *pass
	ctx     context.Context
	ends    time.Time
	// said is what passes did, and after how many milliseconds.
	said []string
	// written are the passes that wrote.
	written []writing
}

// writing is when a pass that wrote began, and when it wrote.
type writing struct{ began, wrote time.Duration }

// tick is how finely the clock goes.
const tick = 10 * time.Millisecond

func newSettling(cost, last time.Duration, open bool) *settling {
	start := time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
	c := clocktesting.NewFakeClock(start)
	s := &settling{
		settler: newSettler(c), clock: c, start: start, cost: cost,
		queue: workqueue.NewTypedRateLimitingQueue(workqueue.DefaultTypedControllerRateLimiter[ctrl.Request]()),
	}
	s.ready = func() bool { return true }
	s.open.Store(open)
	s.tooks["isms"] = last
	return s
}

func (s *settling) now() time.Duration { return s.clock.Since(s.start) }

func (s *settling) say(what string) {
	s.said = append(s.said, fmt.Sprint(what, " ", s.now().Milliseconds()))
}

// turn does what is to be done now.
func (s *settling) turn() {
	if s.running != nil && s.ctx.Err() != nil {
		s.say("broken off")
		s.finish()
	}
	if p := s.running; p != nil && !s.clock.Now().Before(s.ends) && !s.clock.Now().Before(p.rests) {
		if s.rest(s.ctx, "isms", p, s.cost) {
			s.say("writes")
			s.written = append(s.written, writing{s.ends.Add(-s.cost).Sub(s.start), s.now()})
		}
		s.finish()
	}
	s.enqueue(s.queue)
	if s.running == nil && s.queue.Len() > 0 {
		s.queue.Get()
		s.ctx, s.running = s.begin(context.Background(), "isms")
		s.ends = s.clock.Now().Add(s.cost)
		s.say("begins")
	}
}

func (s *settling) finish() {
	s.end("isms", s.running)
	s.running = nil
	s.queue.Done(requestFor("isms"))
}

// run has these things happen in turn at the given times, in milliseconds, and goes on until
// all is written.
func (s *settling) run(t *testing.T, at []int, what ...change) {
	t.Helper()
	defer s.queue.ShutDown()
	for next := 0; ; s.clock.Step(tick) {
		for ; next < len(at) && int(s.now().Milliseconds()) == at[next]; next++ {
			s.note("isms", what[next%len(what)])
		}
		s.turn()
		if next == len(at) && s.running == nil && len(s.unrests) == 0 && s.queue.Len() == 0 {
			return
		}
		if s.now() > time.Hour {
			t.Fatalf("it never ends: %s", s.said)
		}
	}
}

// every returns n times that are so far apart, from 0 on, in milliseconds.
func every(apart, n int) []int {
	at := make([]int, n)
	for i := range at {
		at[i] = i * apart
	}
	return at
}

// TestPassesBeginWhileEditsSettle: nothing is written before a namespace has come to rest,
// and what a pass takes until then is not waited for in addition.
func TestPassesBeginWhileEditsSettle(t *testing.T) {
	for _, c := range []struct {
		why  string
		what []change
		at   []int
		cost time.Duration
		want string
	}{
		{"a small namespace is judged just before it may be written", []change{edited}, every(0, 1), 10 * time.Millisecond, "begins 290, writes 300"},
		{"a pass that just fits into the wait", []change{edited}, every(0, 1), 280 * time.Millisecond, "begins 20, writes 300"},
		{"one that is a little longer", []change{edited}, every(0, 1), 290 * time.Millisecond, "begins 20, writes 310"},
		{"a large namespace waits for its pass alone", []change{edited}, every(0, 1), 600 * time.Millisecond, "begins 20, writes 620"},
		{"a record that is deleted is an edit too", []change{removed}, every(0, 1), 600 * time.Millisecond, "begins 20, writes 620"},
		{"what one command edits is in one pass", []change{edited}, every(10, 3), 600 * time.Millisecond, "begins 40, writes 640"},
		{"an edit just before it may write breaks the pass off", []change{edited}, every(290, 2), 600 * time.Millisecond, "begins 20, broken off 290, begins 310, writes 910"},
		{"an edit once it may write has the next pass", []change{edited}, every(300, 2), 600 * time.Millisecond, "begins 20, writes 620, begins 620, writes 1220"},
		{"and so has one after that", []change{edited}, every(310, 2), 600 * time.Millisecond, "begins 20, writes 620, begins 620, writes 1220"},
		{"five are a few", []change{edited}, every(0, 5), 600 * time.Millisecond, "begins 20, writes 620"},
		{"six are a register that arrives", []change{edited}, every(0, 6), 600 * time.Millisecond, "begins 1000, writes 1600"},
		{"one that arrives is judged early no more than a few times", []change{edited}, every(100, 7), 600 * time.Millisecond,
			"begins 20, broken off 100, begins 120, broken off 200, begins 220, broken off 300, begins 320, broken off 400, begins 420, broken off 500, begins 1600, writes 2200"},
		{"statuses of others wait as ever", []change{forged}, every(0, 1), 600 * time.Millisecond, "begins 300, writes 900"},
		{"and so do edits beside them", []change{edited, forged}, every(0, 2), 600 * time.Millisecond, "begins 300, writes 900"},
		{"Reports of others do", []change{reportDiffers}, every(0, 1), 600 * time.Millisecond, "begins 300, writes 900"},
	} {
		s := newSettling(c.cost, c.cost, true)
		s.run(t, c.at, c.what...)
		if said := strings.Join(s.said, ", "); said != c.want {
			t.Errorf("%s: %s, want %s", c.why, said, c.want)
		}
	}
	s := newSettling(600*time.Millisecond, 0, true)
	s.run(t, every(2000, 2), edited)
	if said, want := strings.Join(s.said, ", "), "begins 300, writes 900, begins 2020, writes 2620"; said != want {
		t.Errorf("nobody knows how long the first pass takes, and then it is known: %s, want %s", said, want)
	}
	s = newSettling(600*time.Millisecond, 600*time.Millisecond, false)
	s.run(t, every(0, 1), edited)
	if said, want := strings.Join(s.said, ", "), "begins 0, writes 600"; said != want {
		t.Errorf("what was there already is not waited for: %s, want %s", said, want)
	}
}

// TestNoEditWaitsForEver: whatever comes, each edit is seen by a pass that writes, within the
// bound, the pass that runs and its own.
func TestNoEditWaitsForEver(t *testing.T) {
	chance := rand.New(rand.NewPCG(7, 1))
	for range 200 {
		cost := tick * time.Duration(1+chance.IntN(150))
		var at []int
		for i, now, apart := 0, 0, 1+chance.IntN(120); i < 200; i++ {
			at = append(at, now)
			now += 10 * chance.IntN(apart)
		}
		s := newSettling(cost, cost, true)
		s.run(t, at, edited)
		for _, ms := range at {
			made := time.Duration(ms) * time.Millisecond
			i := slices.IndexFunc(s.written, func(w writing) bool { return w.began >= made })
			if i < 0 {
				t.Fatalf("passes of %s: the edit at %s is in none: %s", cost, made, s.said)
			}
			if late := s.written[i].wrote - made; late > settleBound+2*cost+tick {
				t.Fatalf("passes of %s: the edit at %s is written after %s", cost, made, late)
			}
		}
	}
}

// TestPassWaitsUntilItMayWrite: one that is quicker than the last waits, and is told if it is
// broken off meanwhile.
func TestPassWaitsUntilItMayWrite(t *testing.T) {
	for _, c := range []struct {
		why    string
		during func(*settling)
		writes bool
	}{
		{"nothing happens", func(s *settling) { s.clock.Step(settleQuiet - settleLead) }, true},
		{"an edit comes", func(s *settling) { s.note("isms", edited) }, false},
		{"somebody writes a status", func(s *settling) { s.note("isms", forged) }, false},
		{"an edit comes elsewhere", func(s *settling) {
			s.note("other", edited)
			s.clock.Step(settleQuiet - settleLead)
		}, true},
	} {
		s := newSettling(0, time.Second, true)
		s.note("isms", edited)
		s.clock.Step(settleLead)
		ctx, p := s.begin(t.Context(), "isms")
		wrote := make(chan bool)
		go func() { wrote <- s.rest(ctx, "isms", p, 0) }()
		for !s.clock.HasWaiters() {
			runtime.Gosched()
		}
		c.during(s)
		if got := <-wrote; got != c.writes {
			t.Errorf("%s: writes %t, want %t", c.why, got, c.writes)
		}
		if _, again := s.unrests["isms"]; again == c.writes {
			t.Errorf("%s: asks for another pass: %t", c.why, again)
		}
		s.end("isms", p)
		s.queue.ShutDown()
	}
}
