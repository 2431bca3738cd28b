package controllers

import (
	"testing"
	"time"

	"k8s.io/client-go/util/workqueue"
	clocktesting "k8s.io/utils/clock/testing"
	ctrl "sigs.k8s.io/controller-runtime"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// TestWakerFollowsTheClockBothWays: a judgement holds from the day that was judged to
// the day before it can change; on any other day it is made again.
func TestWakerFollowsTheClockBothWays(t *testing.T) {
	noon := func(day string) time.Time { return api.MustDate(day).Time().Add(12 * time.Hour) }
	for _, c := range []struct {
		why, now string
		wakes    bool
	}{
		{"the day before that which was judged, as after a clock was set back", "2026-06-14", true},
		{"a year before", "2025-06-15", true},
		{"the day itself", "2026-06-15", false},
		{"the last day for which it holds", "2026-06-19", false},
		{"the day on which it can change", "2026-06-20", true},
		{"a year ahead", "2027-06-15", true},
	} {
		q := workqueue.NewTypedRateLimitingQueue(workqueue.DefaultTypedControllerRateLimiter[ctrl.Request]())
		w := newWaker(clocktesting.NewFakeClock(noon(c.now)))
		w.judged("isms", api.MustDate("2026-06-15"), api.MustDate("2026-06-20"))
		if wait := w.enqueueDue(q); wait > longestSleep {
			t.Errorf("%s: it sleeps for %s, and does not notice a clock that is set", c.why, wait)
		}
		if got := q.Len() == 1; got != c.wakes {
			t.Errorf("%s: wakes %t, want %t", c.why, got, c.wakes)
		}
		q.ShutDown()
	}
}
