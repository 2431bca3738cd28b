//go:build chaos

package chaos

import (
	"context"
	"sync"
	"time"

	"k8s.io/utils/clock"
	ctrl "sigs.k8s.io/controller-runtime"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/controllers"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// pace is how much faster the clock runs than a real one, so that what the operator
// looks at once a minute, it looks at ten times a second.
const pace = 600

// fastClock is a clock that can be set. Its timers go by the time that passes, as those
// of a computer do, whatever the clock is set to.
type fastClock struct {
	clock.RealClock
	mu     sync.Mutex
	set    time.Time // what it was set to,
	really time.Time // and when
}

func (c *fastClock) Set(now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.set, c.really = now, time.Now()
}

func (c *fastClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.set.Add(pace * time.Since(c.really))
}

func (c *fastClock) NewTimer(wait time.Duration) clock.Timer {
	return c.RealClock.NewTimer(wait / pace)
}

// clockMoved runs the operator in this process, for its clock cannot be set from
// outside. Each status may change once with each day, and after the clock was set back
// once more: a condition that begins in the future gets another time.
func clockMoved(s *stage) {
	night := api.DateOf(time.Now()).Time().Add(30 * time.Minute) // far from the next day
	clk := &fastClock{}
	clk.Set(night)
	s.today = func() api.Date { return api.DateOf(clk.Now()) }
	s.load()
	s.startInProcess(clk)
	s.converge()
	for _, day := range []time.Time{night.AddDate(1, 0, 0), night} {
		clk.Set(day)
		s.faultEnds()
		s.awaitRecovery(10 * time.Second)
	}
	s.finish(3*s.count(), s.count())
}

func (s *stage) startInProcess(clk clock.WithTicker) {
	s.Helper()
	mgr, err := ctrl.NewManager(s.config, ctrl.Options{
		Scheme: s.scheme, Metrics: metricsserver.Options{BindAddress: "0"},
	})
	s.must(err)
	s.must(controllers.SetupWithManager(mgr, controllers.Options{Registry: rules.Registry(), Clock: clk, Writers: writers}))
	ctx, cancel := context.WithCancel(context.Background())
	var wait sync.WaitGroup
	wait.Go(func() {
		if err := mgr.Start(ctx); err != nil {
			s.Errorf("operator: %v", err)
		}
	})
	s.Cleanup(func() { cancel(); wait.Wait() })
}
