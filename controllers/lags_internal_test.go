package controllers

import (
	"reflect"
	"slices"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	clocktesting "k8s.io/utils/clock/testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/running"
)

// TestApplicationsAreToldOfWhatLasts walks an Application through its day, and says what is told of
// it, and whether a pass is asked for, at each step.
func TestApplicationsAreToldOfWhatLasts(t *testing.T) {
	const lag = running.SyncLag
	type step struct {
		why   string
		after time.Duration // since the step before; what lasts is asked then, once
		sync  assess.Sync   // that arrives; "" where nothing does
		told  assess.Sync
		asks  bool
	}
	for name, steps := range map[string][]step{
		"a commit is deployed": {
			{"first seen", 0, assess.Synced, assess.Synced, true},
			{"a commit arrives", time.Minute, assess.OutOfSync, assess.Synced, false},
			{"it is synced", time.Minute, assess.Syncing, assess.Synced, false},
			{"it is compared again", 50 * time.Minute, assess.Synced, assess.Synced, false},
			{"the next commit has an hour of its own", 30 * time.Minute, assess.OutOfSync, assess.Synced, false},
			{"not yet", lag - time.Minute, "", assess.Synced, false},
			{"nobody deploys it", time.Minute, "", assess.OutOfSync, true},
			{"a sync begins", time.Minute, assess.Syncing, assess.OutOfSync, false},
			{"it fails", time.Minute, assess.OutOfSync, assess.OutOfSync, false},
			{"at last", time.Minute, assess.Synced, assess.Synced, true},
		},
		"syncs fail one after another": {
			{"first seen", 0, assess.Synced, assess.Synced, true},
			{"a commit arrives", time.Minute, assess.Syncing, assess.Synced, false},
			{"fails", 20 * time.Minute, assess.OutOfSync, assess.Synced, false},
			{"is tried again", 20 * time.Minute, assess.Syncing, assess.Synced, false},
			{"an hour in all", 20 * time.Minute, "", assess.OutOfSync, true},
		},
		"the Git server restarts": {
			{"first seen", 0, assess.Synced, assess.Synced, true},
			{"it is away", time.Minute, assess.SyncUnknown, assess.Synced, false},
			{"it is back", 59 * time.Minute, assess.Synced, assess.Synced, false},
			{"it is away", time.Minute, assess.SyncUnknown, assess.Synced, false},
			{"for an hour", lag, "", assess.SyncUnknown, true},
			{"what differed shows", time.Minute, assess.OutOfSync, assess.SyncUnknown, false},
			{"for an hour, too", lag, "", assess.OutOfSync, true},
		},
		"out of sync when the operator starts": {
			{"first seen", 0, assess.OutOfSync, assess.OutOfSync, true},
			{"synced", time.Minute, assess.Synced, assess.Synced, true},
		},
		"in a sync when the operator starts": {
			{"first seen", 0, assess.Syncing, assess.Syncing, true},
			{"fails", time.Minute, assess.OutOfSync, assess.Syncing, false},
			{"is tried again", time.Minute, assess.Syncing, assess.Syncing, false},
			{"never ends", lag, "", assess.OutOfSync, true},
		},
	} {
		t.Run(name, func(t *testing.T) {
			var asked []string
			at := clocktesting.NewFakeClock(api.MustDate("2026-06-01").Time().Add(6 * time.Hour))
			w, o := appsSeen(at, &asked)
			w.lasting()
			for _, s := range steps {
				asked = nil
				at.Step(s.after)
				w.lasting()
				if s.sync != "" {
					if err := o.Update(appSeen(assess.Workload{Exists: true, Sync: s.sync, ComparedOn: w.today()})); err != nil {
						t.Fatal(err)
					}
				}
				if seen, _ := w.look(shopRef); seen.Sync != s.told || (len(asked) > 0) != s.asks {
					t.Errorf("%s: told %q, asked for %q", s.why, seen.Sync, asked)
				}
			}
		})
	}
}

// TestApplicationsThatNobodyCompares has an Argo CD that is stopped noticed with the days, though
// nothing arrives of it, and one that compares every minute ask for nothing.
func TestApplicationsThatNobodyCompares(t *testing.T) {
	var asked []string
	at := clocktesting.NewFakeClock(api.MustDate("2026-06-01").Time().Add(23 * time.Hour))
	w, o := appsSeen(at, &asked)
	compared := func() {
		t.Helper()
		if err := o.Update(appSeen(assess.Workload{Exists: true, Sync: assess.Synced, ComparedOn: w.today()})); err != nil {
			t.Fatal(err)
		}
	}
	compared()
	asked = nil
	for range 3 {
		at.Step(12 * time.Hour)
		compared()
		w.lasting()
	}
	if len(asked) > 0 {
		t.Errorf("comparisons ask for %q", asked)
	}
	for _, row := range []struct{ today, told string }{{"2026-06-03", ""}, {"2026-06-04", ""}, {"2026-06-05", "2026-06-03"}, {"2026-06-06", "2026-06-03"}} {
		at.SetTime(api.MustDate(row.today).Time().Add(13 * time.Hour))
		asked = nil
		w.lasting()
		w.lasting()
		seen, _ := w.look(shopRef)
		if seen.ComparedOn.String() != row.told || len(asked) > 1 || len(asked) == 1 != (row.told != "") {
			t.Errorf("on %s: compared on %q, asked for %q", row.today, seen.ComparedOn, asked)
		}
	}
	asked = nil
	compared()
	if seen, _ := w.look(shopRef); !seen.ComparedOn.IsZero() || !slices.Equal(asked, []string{"acme"}) {
		t.Errorf("compared again: %+v, asked for %q", seen, asked)
	}

	if err := o.Update(appSeen(assess.Workload{Exists: true, Sync: assess.OutOfSync, ComparedOn: w.today()})); err != nil {
		t.Fatal(err)
	}
	if err := o.Replace(nil, ""); err != nil {
		t.Fatal(err)
	}
	at.Step(running.SyncLag)
	asked = nil
	w.lasting()
	if seen, looked := w.look(shopRef); !looked || !reflect.DeepEqual(seen, assess.Workload{}) || len(asked) > 0 {
		t.Errorf("an Application that is gone is told of: %+v, asked for %q", seen, asked)
	}
}

var shopRef = api.WorkloadReference{APIVersion: "argoproj.io/v1alpha1", Kind: "Application", Namespace: "argocd", Name: "shop"}

// appsSeen observes Applications, of which the namespace acme names one.
func appsSeen(at *clocktesting.FakeClock, asked *[]string) (*workloads, *observed) {
	w := newWorkloads(func(namespace string) { *asked = append(*asked, namespace) }, at)
	o := w.add(running.ApplicationKind, "")
	o.follower = &follower{listed: true}
	w.remember("acme", []api.WorkloadReference{shopRef})
	return w, o
}

func appSeen(seen assess.Workload) *sighting {
	return &sighting{ObjectMeta: metav1.ObjectMeta{Namespace: "argocd", Name: "shop"}, seen: seen}
}
