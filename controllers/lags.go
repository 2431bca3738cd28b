package controllers

import (
	"context"
	"time"

	"k8s.io/apimachinery/pkg/types"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/running"
)

// lagsEvery is how often it is asked which Applications are not in sync for too long.
const lagsEvery = time.Minute

// lag is an Application of Argo CD that is not what is told of it, since when, and what it is now.
type lag struct {
	since time.Time
	sync  assess.Sync
}

// settled has nothing told of a sync that takes its time: what was told of an Application stays
// until it is in sync, or has been something else for running.SyncLag. So no commit that is
// deployed, no resource that is healed and no Git server that restarts has a status written.
func (o *observed) settled(name types.NamespacedName, told assess.Sync, seen assess.Workload) assess.Workload {
	if seen.Sync == "" || seen.Sync == assess.Synced || seen.Sync == told && told != assess.Syncing {
		delete(o.lags, name)
		return seen
	}
	l, lags := o.lags[name]
	if !lags {
		l.since = o.all.clock.Now()
	}
	l.sync = seen.Sync
	o.lags[name] = l
	seen.Sync = told
	return seen
}

// NeedLeaderElection implements manager.LeaderElectionRunnable: a standby is ready to take over.
func (w *workloads) NeedLeaderElection() bool { return false }

// Start implements manager.Runnable. It has told what does not pass, where Applications are observed.
func (w *workloads) Start(ctx context.Context) error {
	if len(w.kinds[running.ApplicationKind]) == 0 {
		return nil
	}
	for every := w.clock.NewTicker(lagsEvery); ; {
		select {
		case <-ctx.Done():
			every.Stop()
			return nil
		case <-every.C():
			w.lasting()
		}
	}
}

// lasting has told which Applications are not in sync for too long, and, on each day, which ones
// Argo CD does not compare any more: it shows by nothing that arrives.
func (w *workloads) lasting() {
	w.mu.Lock()
	var touched []string
	today := w.today()
	for _, o := range w.kinds[running.ApplicationKind] {
		touched = append(touched, o.late()...)
		if today != w.day {
			touched = append(touched, o.forgotten(today)...)
		}
	}
	w.day = today
	w.mu.Unlock()
	w.tell(touched)
}

// late has told what Applications have been for running.SyncLag. One whose sync takes longer is
// OutOfSync.
func (o *observed) late() (touched []string) {
	for name, l := range o.lags {
		if o.all.clock.Since(l.since) < running.SyncLag {
			continue
		}
		if l.sync == assess.Syncing {
			l.sync = assess.OutOfSync
		}
		seen := o.seen[name]
		seen.Sync = l.sync
		o.seen[name] = seen
		delete(o.lags, name)
		touched = append(touched, o.namesOf(name)...)
	}
	return touched
}

// forgotten are the namespaces whose records name an Application that nobody compared lately.
func (o *observed) forgotten(today api.Date) (touched []string) {
	for name, seen := range o.seen {
		if !running.Recent(seen, today).ComparedOn.IsZero() {
			touched = append(touched, o.namesOf(name)...)
		}
	}
	return touched
}

func (w *workloads) today() api.Date { return api.DateOf(w.clock.Now()) }
