package controllers_test

import (
	"context"
	"encoding/json"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/controllers"
)

// forge writes a status by hand, as somebody who may edit the status subresource can.
func forge(t *testing.T, o client.Object, status map[string]any) {
	t.Helper()
	body, err := json.Marshal(map[string]any{"status": status})
	if err != nil {
		t.Fatal(err)
	}
	patch := client.RawPatch(types.MergePatchType, body)
	if err := admin.Status().Patch(t.Context(), o.DeepCopyObject().(client.Object), patch, client.FieldOwner("somebody")); err != nil {
		t.Fatal(err)
	}
}

// TestForgedStatusDoesNotStand: a verdict that the operator did not give is
// replaced without an edit of any record.
func TestForgedStatusDoesNotStand(t *testing.T) {
	ns := newNamespace(t)
	startOperator(t, ns, clockAt("2026-06-01"), cluster.Config(), false)
	tool, clause := licence(ns, "scanner", "2026-05-31"), assessment(ns, "acme")
	create(t, erika(ns), tool, clause)
	eventually(t, 10*time.Second, shows(tool, api.ConditionConforming, "False ContractExpired"))
	eventually(t, 5*time.Second, verdictIs(clause, api.VerdictMajor))
	settle(t, ns)

	pass := func(condition string, generation int64) map[string]any {
		return map[string]any{"type": condition, "status": "True", "reason": "NoFindings", "message": "Trust me",
			"observedGeneration": generation, "lastTransitionTime": "2026-01-01T00:00:00Z"}
	}
	for _, c := range []struct {
		why    string
		record client.Object
		status map[string]any
	}{
		{"a false pass", tool, map[string]any{"conditions": []any{pass(api.ConditionConforming, 1), pass(api.ConditionCurrent, 1)}}},
		{"findings taken out, conditions left", tool, map[string]any{"findings": nil, "counts": nil}},
		{"a status taken out whole", tool, map[string]any{"conditions": nil, "findings": nil, "counts": nil, "observedGeneration": -1}},
		{"another verdict on the ISMS", clause, map[string]any{"verdict": api.VerdictConforming}},
		{"a day that moves the next look away", tool, map[string]any{"nextChangeOn": "2099-01-01"}},
	} {
		time.Sleep(time.Second) // the pause between two such passes
		before := stored(t, c.record)
		forge(t, c.record, c.status)
		took := eventually(t, time.Second, func() error {
			if now := stored(t, c.record); now != before {
				return fmt.Errorf("%s stands:\n%s\nwant\n%s", c.why, now, before)
			}
			return nil
		})
		t.Logf("%s stood for %s", c.why, took)
	}
}

// stored returns the status on the API server, without the times of conditions.
func stored(t *testing.T, o client.Object) string {
	t.Helper()
	if err := admin.Get(t.Context(), client.ObjectKeyFromObject(o), o); err != nil {
		t.Fatal(err)
	}
	conditions := o.(api.Record).RecordStatus().Conditions
	for i := range conditions {
		conditions[i].LastTransitionTime = metav1.Time{}
	}
	var status any = o.(api.Record).RecordStatus()
	if clause, ok := o.(*api.ClauseAssessment); ok {
		status = clause.Status
	}
	text, err := json.MarshalIndent(status, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func verdictIs(clause *api.ClauseAssessment, want api.Verdict) func() error {
	return func() error {
		if err := admin.Get(context.Background(), client.ObjectKeyFromObject(clause), clause); err != nil {
			return err
		}
		if clause.Status.Verdict != want {
			return fmt.Errorf("verdict %q, want %q", clause.Status.Verdict, want)
		}
		return nil
	}
}

// TestOwnWritesAndLabelsWakeNothing: a register that was judged costs no pass
// until somebody changes what is judged.
// TestDeposedLeaderWritesNothing: a leader whose lease may have been taken writes nothing,
// whatever happens. When it turns out that it leads still, what happened is made good,
// with no other cause.
func TestDeposedLeaderWritesNothing(t *testing.T) {
	for _, row := range []struct {
		why    string
		change func(*testing.T, client.Object)
		writes int // of others
		want   string
	}{
		{"a forged status", func(t *testing.T, o client.Object) {
			forge(t, o, map[string]any{"conditions": []any{map[string]any{
				"type": api.ConditionConforming, "status": "True", "reason": "NoFindings", "message": "", "lastTransitionTime": "2026-05-01T00:00:00Z",
			}}})
		}, 1, "False ContractExpired"},
		{"an edit", func(t *testing.T, o client.Object) {
			patch := client.RawPatch(types.MergePatchType, []byte(`{"spec":{"term":{"end":"2026-05-30"}}}`))
			if err := admin.Patch(t.Context(), o.DeepCopyObject().(client.Object), patch); err != nil {
				t.Fatal(err)
			}
		}, 0, "False ContractExpired"},
	} {
		t.Run(row.why, func(t *testing.T) {
			ns := newNamespace(t)
			tool := licence(ns, "scanner", "2026-05-31")
			create(t, tool)
			var deposed atomic.Bool
			with := options(clockAt("2026-06-01"))
			with.Leads = func() bool { return !deposed.Load() }
			startWith(t, ns, cluster.Config(), false, with)
			eventually(t, 10*time.Second, shows(tool, api.ConditionConforming, row.want))
			settled := settle(t, ns)
			deposed.Store(true)
			row.change(t, tool)
			time.Sleep(2 * time.Second)
			if n := statusWrites(t, ns) - settled - row.writes; n != 0 {
				t.Errorf("a leader that is deposed wrote %d statuses", n)
			}
			deposed.Store(false)
			eventually(t, 20*time.Second, shows(tool, api.ConditionConforming, row.want))
		})
	}
}

func TestOwnWritesAndLabelsWakeNothing(t *testing.T) {
	ns := newNamespace(t)
	startOperator(t, ns, clockAt("2026-06-01"), cluster.Config(), false)
	create(t, erika(ns))
	eventually(t, 10*time.Second, shows(erika(ns), api.ConditionConforming, "True NoFindings"))
	settle(t, ns)

	before := controllers.Passes()
	one := licence(ns, "one", "2026-05-31")
	create(t, one)
	eventually(t, 10*time.Second, shows(one, api.ConditionConforming, "False ContractExpired"))
	time.Sleep(1500 * time.Millisecond) // longer than the pause after which a foreign status wakes
	if passes := controllers.Passes() - before; passes != 1 {
		t.Errorf("%d passes for one new record: its own write wakes the operator", passes)
	}

	before, written := controllers.Passes(), statusWrites(t, ns)
	tools := make([]client.Object, 40)
	for i := range tools {
		tools[i] = licence(ns, fmt.Sprintf("tool-%02d", i), "2026-05-31")
	}
	create(t, tools...)
	for _, tool := range tools {
		eventually(t, 10*time.Second, shows(tool, api.ConditionConforming, "False ContractExpired"))
	}
	settle(t, ns)
	if passes := controllers.Passes() - before; passes > uint64(len(tools)) {
		t.Errorf("%d passes for %d new records", passes, len(tools))
	}
	if n := statusWrites(t, ns) - written; n != len(tools) {
		t.Errorf("%d statuses written for %d new records", n, len(tools))
	}

	before = controllers.Passes()
	tools[0].SetLabels(map[string]string{"team": "blue"})
	if err := admin.Update(t.Context(), tools[0]); err != nil {
		t.Fatal(err)
	}
	time.Sleep(time.Second)
	if passes := controllers.Passes() - before; passes != 0 {
		t.Errorf("%d passes for an edited label", passes)
	}
}

// TestTwoWritersDoNotRace: where somebody keeps writing another verdict, the
// operator answers once in a second, not as fast as it can.
func TestTwoWritersDoNotRace(t *testing.T) {
	ns := newNamespace(t)
	startOperator(t, ns, clockAt("2026-06-01"), cluster.Config(), false)
	tool := licence(ns, "scanner", "2026-05-31")
	create(t, erika(ns), tool)
	eventually(t, 10*time.Second, shows(tool, api.ConditionConforming, "False ContractExpired"))
	settle(t, ns)

	before := controllers.Passes()
	for i := range 30 {
		forge(t, tool, map[string]any{"nextChangeOn": fmt.Sprintf("2099-01-%02d", i+1)})
		time.Sleep(50 * time.Millisecond)
	}
	eventually(t, 3*time.Second, func() error {
		if err := admin.Get(t.Context(), client.ObjectKeyFromObject(tool), tool); err != nil {
			return err
		}
		if tool.Status.NextChangeOn > "2099" {
			return fmt.Errorf("the other writer's %s stands", tool.Status.NextChangeOn)
		}
		return nil
	})
	// 1.5 seconds of writing: one pass at once, one each second, one for the last.
	if passes := controllers.Passes() - before; passes > 4 {
		t.Errorf("%d passes for 30 statuses that somebody else wrote", passes)
	}
}
