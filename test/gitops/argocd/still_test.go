//go:build gitops

package argocd

import (
	"testing"
	"time"

	"github.com/isms-operator/isms-operator/test/gitops/cluster"
)

// still is an application that is watched while nothing changes.
type still struct {
	name, namespace string
	before          *application
	records         map[string]cluster.Record
}

// holdStill watches applications of which nothing changes: they stay in sync, nobody
// writes a record, and Argo CD does not sync again, however often it compares.
func (e *environment) holdStill(t *testing.T, long time.Duration, names ...string) {
	t.Helper()
	var all []still
	for _, name := range names {
		namespace := e.Kubectl(t, "", "-n", argo, "get", "applications.argoproj.io", name, "-o", "jsonpath={.spec.destination.namespace}")
		all = append(all, still{name, namespace, e.application(t, name), e.AwaitJudged(t, namespace, 0)})
	}
	began := time.Now()
	for time.Since(began) < long {
		for _, s := range all {
			e.refresh(t, s.name, "hard")
		}
		time.Sleep(resync * time.Second)
		for _, s := range all {
			if a := e.application(t, s.name); a.Status.Sync.Status != "Synced" || a.Status.OperationState.FinishedAt != s.before.Status.OperationState.FinishedAt {
				t.Fatalf("after %s %s is %s", time.Since(began).Round(time.Second), s.name, a)
			}
		}
	}
	for _, s := range all {
		e.noDifference(t, s.name)
		if writes := e.Writes(t, s.namespace, began); len(writes) > 0 {
			t.Errorf("%d writes of records of %s in %s, such as %+v", len(writes), s.name, long, writes[0])
		}
		after := e.Records(t, s.namespace)
		for record, r := range s.records {
			if after[record] != r {
				t.Errorf("%s of %s changed: %+v, was %+v", record, s.name, after[record], r)
			}
		}
		if len(after) != len(s.records) {
			t.Errorf("%s has %d records, %d before", s.name, len(after), len(s.records))
		}
		t.Logf("%s: %d records, nothing written in %s", s.name, len(after), time.Since(began).Round(time.Second))
	}
}
