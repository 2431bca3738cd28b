package controllers_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/controller-runtime/pkg/client"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/test/controlplane"
	"github.com/isms-operator/isms-operator/test/scenarios"
)

// definition reads the definition of a kind.
func definition(t *testing.T, plural string) *unstructured.Unstructured {
	t.Helper()
	u := &unstructured.Unstructured{}
	u.SetGroupVersionKind(schema.GroupVersionKind{Group: "apiextensions.k8s.io", Version: "v1", Kind: "CustomResourceDefinition"})
	if err := admin.Get(t.Context(), client.ObjectKey{Name: plural + "." + api.GroupName}, u); err != nil {
		t.Fatal(err)
	}
	return u
}

// loosen has the API server take anything for records of a kind, and returns a function
// that restores the definition.
func loosen(t *testing.T, kind *assess.Kind) (restore func()) {
	t.Helper()
	strict := definition(t, kind.Plural)
	anything := map[string]any{"type": "object", "x-kubernetes-preserve-unknown-fields": true, "properties": map[string]any{
		"spec": map[string]any{"x-kubernetes-preserve-unknown-fields": true}, "status": map[string]any{"x-kubernetes-preserve-unknown-fields": true},
	}}
	put := func(schema any) {
		now := definition(t, kind.Plural)
		versions, _, _ := unstructured.NestedSlice(strict.Object, "spec", "versions")
		version := versions[0].(map[string]any)
		if schema != nil {
			version["schema"] = map[string]any{"openAPIV3Schema": schema}
		}
		if err := unstructured.SetNestedSlice(now.Object, versions, "spec", "versions"); err != nil {
			t.Fatal(err)
		}
		if err := admin.Update(t.Context(), now); err != nil {
			t.Fatal(err)
		}
	}
	takes := func() error {
		return admin.Create(t.Context(), object(kind, "default", "probe", "nothing"), client.DryRunAll)
	}
	put(anything)
	eventually(t, 10*time.Second, takes)
	return func() {
		put(nil)
		eventually(t, 10*time.Second, func() error {
			if err := takes(); !apierrors.IsInvalid(err) {
				return fmt.Errorf("the definition is not back: %w", errors.Join(err))
			}
			return nil
		})
	}
}

// object is an object of a kind with any spec.
func object(kind *assess.Kind, namespace, name string, spec any) *unstructured.Unstructured {
	u := &unstructured.Unstructured{Object: map[string]any{"spec": spec}}
	u.SetGroupVersionKind(api.GroupVersion.WithKind(kind.Name))
	u.SetNamespace(namespace)
	u.SetName(name)
	return u
}

// judgedAs waits until a record of any content has a status with the reason.
func judgedAs(u *unstructured.Unstructured, want string) func() error {
	return func() error {
		if err := admin.Get(context.Background(), client.ObjectKeyFromObject(u), u); err != nil {
			return err
		}
		conditions, _, _ := unstructured.NestedSlice(u.Object, "status", "conditions")
		for _, c := range conditions {
			if c := c.(map[string]any); c["type"] == api.ConditionConforming {
				if have := fmt.Sprint(c["status"], " ", c["reason"]); have != want {
					return fmt.Errorf("%s: %s, want %s", u.GetName(), have, want)
				}
				return nil
			}
		}
		return fmt.Errorf("%s has no status", u.GetName())
	}
}

// takesStatus reports whether the API server lets the status of an object be written.
func takesStatus(t *testing.T, u *unstructured.Unstructured) bool {
	t.Helper()
	patch := client.RawPatch("application/merge-patch+json", []byte(`{"status":{"nextChangeOn":"2026-01-01"}}`))
	return admin.Status().Patch(t.Context(), u.DeepCopy(), patch, client.DryRunAll) == nil
}

// unreadable specs, one of which each kind gets: what a definition of another version,
// or a hand in the store, can leave behind.
var unreadable = []any{
	"a text", float64(7), true, []any{"a", "list"},
	map[string]any{"owner": "nobody", "inServiceFrom": "0000-01-01"},
	map[string]any{"evidence": map[string]any{"name": "x"}, "review": []any{}},
	map[string]any{"review": map[string]any{"intervalMonths": "twelve", "lastReviewedOn": "2026-02-30"}},
}

// TestUnreadableObjectsStopNothing stores an object of every kind that cannot be read,
// in a namespace of its own, and lets another namespace be edited: the one is there and
// not judged, the other is judged as ever, before and after a restart.
func TestUnreadableObjectsStopNothing(t *testing.T) {
	bad, good := newNamespace(t), newNamespace(t)
	with := options(clockAt("2026-06-01"))
	with.Namespaces = []string{bad, good}
	o := startAs(t, bad, cluster.Config(), false, with)
	tool := licence(good, "scanner", "2026-05-31")
	create(t, erika(good), tool, assessment(bad, "acme"))
	eventually(t, 10*time.Second, shows(tool, api.ConditionConforming, "False ContractExpired"))

	registry := rules.Registry()
	var stored []*unstructured.Unstructured
	for i := range registry.Kinds {
		kind := &registry.Kinds[i]
		restore := loosen(t, kind)
		u := object(kind, bad, "unreadable", unreadable[i%len(unreadable)])
		if err := admin.Create(t.Context(), u); err != nil {
			t.Fatal(err)
		}
		restore()
		stored = append(stored, u)
	}
	all := func(when string) {
		t.Helper()
		written := 0
		for _, u := range stored {
			// The API server refuses to write the status of some objects that its
			// definition refuses; they are told by the roll-up alone.
			if u.GetKind() == "ClauseAssessment" || !takesStatus(t, u) {
				continue
			}
			written++
			eventually(t, 20*time.Second, judgedAs(u, "Unknown RecordNotJudged"))
		}
		if written == 0 {
			t.Error("no status of any could be written, so nothing was tested")
		}
		end := api.MustDate("2030-01-01")
		if tool.Spec.Term.End == end {
			end = api.MustDate("2026-05-31")
		}
		tool.Spec.Term.End = end
		if err := admin.Update(t.Context(), tool); err != nil {
			t.Fatal(err)
		}
		want := map[bool]string{true: "False ContractExpired", false: "True NoFindings"}[end.Before(api.MustDate("2026-06-01"))]
		took := eventually(t, 5*time.Second, shows(tool, api.ConditionConforming, want))
		t.Logf("%s, an edit elsewhere was judged within %s", when, took)
	}
	all("while they are there")
	eventually(t, 5*time.Second, func() error {
		clause := assessment(bad, "acme")
		if err := admin.Get(t.Context(), client.ObjectKeyFromObject(clause), clause); err != nil {
			return err
		}
		if int(clause.Status.NotJudged) != len(stored) || clause.Status.Verdict == api.VerdictConforming {
			return fmt.Errorf("%d not judged, want %d; verdict %s", clause.Status.NotJudged, len(stored), clause.Status.Verdict)
		}
		return nil
	})
	o.stop()
	startAs(t, bad, cluster.Config(), false, with)
	all("after a restart")
	for _, u := range stored {
		if err := admin.Delete(t.Context(), u); err != nil {
			t.Error(err)
		}
	}
}

// TestUnreadableStatusIsReplaced stores statuses that Go cannot read.
func TestUnreadableStatusIsReplaced(t *testing.T) {
	ns := newNamespace(t)
	startOperator(t, ns, clockAt("2026-06-01"), cluster.Config(), false)
	tool := licence(ns, "scanner", "2026-05-31")
	create(t, erika(ns), tool)
	eventually(t, 10*time.Second, shows(tool, api.ConditionConforming, "False ContractExpired"))
	settle(t, ns)
	kind := kindNamed("ToolLicense")
	condition := func(at any) map[string]any {
		return map[string]any{"conditions": []any{map[string]any{
			"type": "Conforming", "status": "True", "reason": "TrustMe", "message": "m", "lastTransitionTime": at,
		}}}
	}
	for _, c := range []struct {
		why    string
		status any
	}{
		{"a time in small letters", condition("2026-11-29t12:00:00z")},
		{"an offset that does not exist", condition("2026-11-29T12:00:00+25:00")},
		{"a time that is a number", condition(12)},
		{"a list where an object is", []any{"Conforming"}},
		{"a text", "Conforming"},
		{"a generation that is a text", map[string]any{"observedGeneration": "1"}},
	} {
		restore := loosen(t, kind)
		body, err := json.Marshal(map[string]any{"status": c.status})
		if err != nil {
			t.Fatal(err)
		}
		u := object(kind, ns, "scanner", nil)
		if err := admin.Status().Patch(t.Context(), u, client.RawPatch("application/merge-patch+json", body)); err != nil {
			t.Fatalf("%s: %v", c.why, err)
		}
		restore()
		eventually(t, 10*time.Second, shows(tool, api.ConditionConforming, "False ContractExpired"))
		before := controllersPasses()
		tool.Spec.Vendor += "x"
		if err := admin.Update(t.Context(), tool); err != nil {
			t.Fatal(err)
		}
		eventually(t, 5*time.Second, shows(tool, api.ConditionConforming, "False ContractExpired"))
		if controllersPasses() == before {
			t.Errorf("%s: nothing was judged afterwards", c.why)
		}
	}
}

// TestImpossibleTimesAreReplaced: a condition cannot have changed in the future, or
// before its record was made; what is possible and forged does not stand either.
func TestImpossibleTimesAreReplaced(t *testing.T) {
	ns := newNamespace(t)
	startWith(t, ns, cluster.Config(), false, options(nil))
	tool := licence(ns, "scanner", "2020-05-31")
	tool.Spec.Term.Start = api.MustDate("2020-01-01")
	create(t, erika(ns), tool)
	eventually(t, 10*time.Second, shows(tool, api.ConditionConforming, "False ContractExpired"))
	right := conformingSince(tool)
	for _, c := range []struct {
		why string
		at  time.Time
	}{
		{"tomorrow", time.Now().Add(24 * time.Hour)},
		{"before the record was made", tool.CreationTimestamp.Add(-time.Hour)},
		{"a time that is possible", tool.CreationTimestamp.Time},
	} {
		time.Sleep(time.Second)
		forge(t, tool, map[string]any{"conditions": []any{map[string]any{
			"type": "Conforming", "status": "False", "reason": "ContractExpired", "message": "m", "lastTransitionTime": c.at.UTC().Format(time.RFC3339),
		}}})
		eventually(t, 5*time.Second, func() error {
			if err := admin.Get(t.Context(), client.ObjectKeyFromObject(tool), tool); err != nil {
				return err
			}
			if now := conformingSince(tool); !now.Equal(&right) {
				return fmt.Errorf("%s: since %s, want %s", c.why, now, right)
			}
			return nil
		})
	}
}

func conformingSince(r api.Record) metav1.Time {
	for _, c := range r.RecordStatus().Conditions {
		if c.Type == api.ConditionConforming {
			return c.LastTransitionTime
		}
	}
	return metav1.Time{}
}

// TestDefinitionsDeletedAndBack deletes the definition of one kind, and of all, while the
// operator runs and before it starts, and applies definitions and records again.
func TestDefinitionsDeletedAndBack(t *testing.T) {
	ns := newNamespace(t)
	registry := rules.Registry()
	records := func() []client.Object {
		return []client.Object{erika(ns), licence(ns, "scanner", "2026-05-31"), assessment(ns, "acme")}
	}
	right := func(t *testing.T) {
		t.Helper()
		create(t, records()...)
		eventually(t, 40*time.Second, shows(licence(ns, "scanner", "2026-05-31"), api.ConditionConforming, "False ContractExpired"))
		eventually(t, 5*time.Second, verdictIs(assessment(ns, "acme"), api.VerdictMajor))
		eventually(t, 20*time.Second, notListed(ns, 0))
	}
	with := options(clockAt("2026-06-01"))
	o := startWith(t, ns, cluster.Config(), false, with)
	right(t)
	for _, c := range []struct {
		why     string
		kinds   []assess.Kind
		restart bool
	}{
		{"one, while the operator runs", []assess.Kind{*kindNamed("ToolLicense")}, false},
		{"one, before it starts", []assess.Kind{*kindNamed("Risk")}, true},
		{"all, while the operator runs", registry.Kinds, false},
		{"all, before it starts", registry.Kinds, true},
	} {
		outer := t
		t.Run(c.why, func(t *testing.T) {
			var kept []*unstructured.Unstructured
			if c.restart {
				o.stop()
			}
			for i := range c.kinds {
				d := definition(t, c.kinds[i].Plural)
				kept = append(kept, d.DeepCopy())
				if err := admin.Delete(t.Context(), d); err != nil {
					t.Fatal(err)
				}
			}
			for _, d := range kept {
				eventually(t, 20*time.Second, func() error {
					if err := admin.Get(t.Context(), client.ObjectKeyFromObject(d), d.DeepCopy()); !apierrors.IsNotFound(err) {
						return fmt.Errorf("%s is still there: %w", d.GetName(), errors.Join(err))
					}
					return nil
				})
			}
			if c.restart {
				o = startWith(outer, ns, cluster.Config(), false, with) // for the rows that follow, too
			}
			if len(c.kinds) == 1 { // the others go on
				eventually(t, 20*time.Second, notListed(ns, 1))
			}
			for _, d := range kept {
				d.SetResourceVersion("")
				d.SetUID("")
				if err := admin.Create(t.Context(), d); err != nil {
					t.Fatal(err)
				}
			}
			for i := range c.kinds {
				eventually(t, 20*time.Second, func() error {
					list := &unstructured.UnstructuredList{}
					list.SetGroupVersionKind(api.GroupVersion.WithKind(c.kinds[i].Name + "List"))
					return admin.List(t.Context(), list, client.InNamespace(ns))
				})
			}
			right(t)
		})
	}
}

// notListed waits until the roll-up tells of as many kinds that cannot be listed.
func notListed(ns string, want int) func() error {
	return func() error {
		clause := assessment(ns, "acme")
		if err := admin.Get(context.Background(), client.ObjectKeyFromObject(clause), clause); err != nil {
			return err
		}
		n := 0
		for _, f := range clause.Status.Findings {
			if f.Rule == assess.NotListed.ID {
				n++
			}
		}
		if n != want {
			return fmt.Errorf("%d kinds are told not to be listed, want %d", n, want)
		}
		return nil
	}
}

// TestRegisterIsJudgedOnceItHasArrived applies the samples as kubectl does, one by one.
func TestRegisterIsJudgedOnceItHasArrived(t *testing.T) {
	ns := newNamespace(t)
	startOperator(t, ns, clockAt("2026-06-01"), cluster.Config(), false)
	records, err := scenarios.LoadFolder("../config/samples")
	if err != nil {
		t.Fatal(err)
	}
	before, written := controllersPasses(), statusWrites(t, ns)
	for _, r := range records {
		r.SetNamespace(ns)
		create(t, r.(client.Object))
		time.Sleep(25 * time.Millisecond)
	}
	eventually(t, 15*time.Second, verdictIs(assessment(ns, "acme-software"), api.VerdictConforming))
	settle(t, ns)
	// 146 records in about five seconds: one pass at the bound, perhaps, and one at the end.
	if passes := controllersPasses() - before; passes > 4 {
		t.Errorf("%d passes for a register that arrived", passes)
	}
	if n := statusWrites(t, ns) - written; n > len(records)*3/2 {
		t.Errorf("%d statuses written for %d records", n, len(records))
	}
	eventually(t, 5*time.Second, func() error { return eventCount(t, ns, 1) })
}

// eventCount says how the number of events of a namespace differs from what is wanted.
func eventCount(t *testing.T, ns string, want int) error {
	t.Helper()
	if all := eventsAbout(t, ns, ""); len(all) != want {
		return fmt.Errorf("%d events, want %d: %s", len(all), want, strings.Join(all, "; "))
	}
	return nil
}

// eventsAbout returns the events of a namespace about a record, about any where the name is empty.
func eventsAbout(t *testing.T, ns, record string) []string {
	t.Helper()
	list := &unstructured.UnstructuredList{}
	list.SetGroupVersionKind(schema.GroupVersionKind{Group: "events.k8s.io", Version: "v1", Kind: "EventList"})
	if err := admin.List(t.Context(), list, client.InNamespace(ns)); err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, e := range list.Items {
		if name, _, _ := unstructured.NestedString(e.Object, "regarding", "name"); record == "" || name == record {
			all = append(all, fmt.Sprint(e.Object["type"], " ", e.Object["reason"], " ", name))
		}
	}
	return all
}

// settleQuiet is for how long nothing must have happened after a few edits.
const settleQuiet = 300 * time.Millisecond

// TestTerminatingNamespaceIsLeftAlone: a namespace that goes is not judged while its
// records are deleted one by one.
func TestTerminatingNamespaceIsLeftAlone(t *testing.T) {
	ns := newNamespace(t)
	startOperator(t, ns, clockAt("2026-06-01"), cluster.Config(), false)
	all := []client.Object{erika(ns), assessment(ns, "acme")}
	for i := range 8 {
		all = append(all, licence(ns, fmt.Sprintf("tool-%02d", i), "2026-05-31"))
	}
	create(t, all...)
	for _, o := range all[2:] {
		eventually(t, 10*time.Second, shows(o, api.ConditionConforming, "False ContractExpired"))
	}
	settle(t, ns)
	passes, writes := controllersPasses(), statusWrites(t, ns)
	if err := admin.Delete(t.Context(), &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: ns}}); err != nil {
		t.Fatal(err)
	}
	for _, o := range all {
		if err := admin.Delete(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		time.Sleep(2 * settleQuiet) // so that the namespace comes to rest after each
	}
	time.Sleep(2 * time.Second)
	if n := controllersPasses() - passes; n > 0 {
		t.Errorf("%d passes over a namespace that goes", n)
	}
	if n := statusWrites(t, ns) - writes; n > 0 {
		t.Errorf("%d statuses written in a namespace that goes", n)
	}
}

// TestUnwritableStatusStopsNoOther: the API server refuses the statuses of one kind.
func TestUnwritableStatusStopsNoOther(t *testing.T) {
	ns := newNamespace(t)
	d := definition(t, "toollicenses")
	kept := d.DeepCopy()
	versions, _, _ := unstructured.NestedSlice(d.Object, "spec", "versions")
	at := []string{"schema", "openAPIV3Schema", "properties", "status", "properties", "conditions", "maxItems"}
	if err := unstructured.SetNestedField(versions[0].(map[string]any), int64(1), at...); err != nil {
		t.Fatal(err)
	}
	if err := unstructured.SetNestedSlice(d.Object, versions, "spec", "versions"); err != nil {
		t.Fatal(err)
	}
	if err := admin.Update(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	time.Sleep(time.Second)
	startOperator(t, ns, clockAt("2026-06-01"), cluster.Config(), false)
	tool := licence(ns, "scanner", "2026-05-31")
	create(t, erika(ns), tool, assessment(ns, "acme"))
	eventually(t, 10*time.Second, shows(erika(ns), api.ConditionConforming, "True NoFindings"))
	eventually(t, 5*time.Second, verdictIs(assessment(ns, "acme"), api.VerdictMajor))
	time.Sleep(8 * time.Second)
	n, err := cluster.CountRequests(refusedWrites(ns))
	if err != nil {
		t.Fatal(err)
	}
	if n < 2 || n > 4 { // at once, then after 2 and 4 more seconds
		t.Errorf("the refused status was tried %d times in 8 seconds, want it to be tried ever later", n)
	}
	if told := eventsAbout(t, ns, tool.Name); len(told) != 1 { // though its status was tried again and again
		t.Errorf("%d events about the record whose status is refused, want 1: %s", len(told), strings.Join(told, "; "))
	}
	now := definition(t, "toollicenses")
	now.Object["spec"] = kept.Object["spec"]
	if err := admin.Update(t.Context(), now); err != nil {
		t.Fatal(err)
	}
	eventually(t, 20*time.Second, shows(tool, api.ConditionConforming, "False ContractExpired"))
}

// TestWritesUnderWayAreFinished stops the operator in the middle of a first
// convergence: what it has asked the API server for is answered before it ends.
func TestWritesUnderWayAreFinished(t *testing.T) {
	ns := newNamespace(t)
	all := []client.Object{erika(ns), assessment(ns, "acme")}
	for i := range 200 {
		all = append(all, licence(ns, fmt.Sprintf("tool-%03d", i), "2026-05-31"))
	}
	create(t, all...)
	var seen atomic.Int64
	under := make(chan struct{})
	config := losing(func(r *http.Request) bool {
		if writesStatus(r) && seen.Add(1) == 20 {
			close(under)
		}
		return false
	})
	o := startOperator(t, ns, clockAt("2026-06-01"), config, false)
	select {
	case <-under:
	case <-time.After(20 * time.Second):
		t.Fatalf("%d statuses were written in time", seen.Load())
	}
	o.stop()
	written := statusWrites(t, ns)
	broken, err := cluster.CountRequests(func(e controlplane.AuditEvent) bool {
		return strings.Contains(e.RequestURI, "/namespaces/"+ns+"/") && e.Verb == "patch" && e.ResponseStatus.Code != 200
	})
	if err != nil {
		t.Fatal(err)
	}
	if broken > 0 || written >= len(all) {
		t.Errorf("%d of %d writes were broken off when the operator stopped", broken, written)
	}
}
