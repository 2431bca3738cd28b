//go:build chaos

package chaos

import (
	"context"
	"sync"
	"time"

	clocktesting "k8s.io/utils/clock/testing"
	ctrl "sigs.k8s.io/controller-runtime"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/controllers"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// clockMoved runs the operator in this process, for its clock cannot be set from
// outside. The clock runs 600 times as fast as a real one, so that what the operator
// looks at once an hour, it looks at every six seconds. Each status may change once
// with each day.
func clockMoved(s *stage) {
	night := api.DateOf(time.Now()).Time().Add(30 * time.Minute) // far from the next day
	clk := clocktesting.NewFakeClock(night)
	s.today = func() api.Date { return api.DateOf(clk.Now()) }
	s.load()
	s.startInProcess(clk)
	s.converge()
	for _, day := range []time.Time{night.AddDate(1, 0, 0), night} {
		clk.SetTime(day)
		s.faultEnds()
		s.awaitRecovery(10 * time.Second)
	}
	s.finish(3*s.count(), 0)
}

func (s *stage) startInProcess(clk *clocktesting.FakeClock) {
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
	wait.Go(func() {
		for ctx.Err() == nil {
			time.Sleep(100 * time.Millisecond)
			clk.Step(time.Minute)
		}
	})
	s.Cleanup(func() { cancel(); wait.Wait() })
}
