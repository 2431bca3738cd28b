package controllers_test

import (
	"encoding/json"
	"fmt"
	"runtime"
	"sort"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/controllers"
)

// benchWriters is how many statuses the operator and the raw writer write at once.
const benchWriters = 16

// BenchmarkConvergence measures the first convergence of a register beside a raw
// writer of the same statuses, then the latency of a single edit.
func BenchmarkConvergence(b *testing.B) {
	for _, n := range []int{1000, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for range b.N {
				benchConvergence(b, n)
			}
		})
	}
}

func benchConvergence(b *testing.B, n int) {
	ours, raw := benchNamespace(b, n), benchNamespace(b, n)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	written := controllers.StatusesWritten()
	began := time.Now()
	stop := benchOperator(b, ours)
	defer stop()
	waitJudged(b, written, n)
	operator := time.Since(began)
	mustBeJudged(b, ours)
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/float64(n), "heap-B/record")
	b.ReportMetric(float64(n)/operator.Seconds(), "operator-records/s")

	best := 0.0
	for _, how := range []string{"merge", "json", "apply", "update"} {
		rate := rawWriter(b, ours, raw, how)
		b.ReportMetric(rate, "raw-"+how+"-records/s")
		best = max(best, rate)
	}
	b.ReportMetric(float64(n)/operator.Seconds()/best, "operator/raw")
	b.ReportMetric(editLatency(b, ours).Seconds()*1000, "edit-p50-ms")
}

func benchNamespace(b *testing.B, n int) string {
	b.Helper()
	ns := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{GenerateName: "bench-"}}
	if err := admin.Create(b.Context(), ns); err != nil {
		b.Fatal(err)
	}
	objects := []client.Object{assessment(ns.Name, "acme"), erika(ns.Name)}
	for i := len(objects); i < n; i++ {
		end := "2030-01-01"
		if i%2 == 0 {
			end = "2026-05-31"
		}
		objects = append(objects, licence(ns.Name, fmt.Sprintf("tool-%05d", i), end))
	}
	parallel(b, len(objects), func(i int) error { return admin.Create(b.Context(), objects[i]) })
	return ns.Name
}

// parallel calls work for every index, with as many workers as the operator has.
func parallel(b *testing.B, n int, work func(int) error) {
	b.Helper()
	var next atomic.Int64
	var wait sync.WaitGroup
	for range benchWriters {
		wait.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				if err := work(i); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wait.Wait()
}

// waitJudged waits until the operator has written n statuses more than before.
// It reads the operator's own counter, so that waiting costs nothing; that every
// licence has its judgement is checked after the time was taken.
func waitJudged(b *testing.B, before float64, n int) {
	b.Helper()
	for controllers.StatusesWritten()-before < float64(n) {
		if b.Context().Err() != nil {
			b.Fatal("the operator did not finish")
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// mustBeJudged fails unless every licence of the namespace has its judgement.
func mustBeJudged(b *testing.B, namespace string) {
	b.Helper()
	var all api.ToolLicenseList
	if err := admin.List(b.Context(), &all, client.InNamespace(namespace)); err != nil {
		b.Fatal(err)
	}
	for i := range all.Items {
		if t := &all.Items[i]; t.Status.ObservedGeneration != t.Generation {
			b.Fatalf("%s was not judged", t.Name)
		}
	}
}

// rawWriter writes the statuses of one namespace to the same records of another
// and returns how many it wrote a second.
func rawWriter(b *testing.B, from, to, how string) float64 {
	b.Helper()
	var source, target api.ToolLicenseList
	for ns, list := range map[string]*api.ToolLicenseList{from: &source, to: &target} {
		if err := admin.List(b.Context(), list, client.InNamespace(ns)); err != nil {
			b.Fatal(err)
		}
	}
	began := time.Now()
	parallel(b, len(target.Items), func(i int) error {
		o := &target.Items[i]
		o.Status = source.Items[i].Status
		o.Status.NextChangeOn = map[string]string{"merge": "2031-01-01", "json": "2031-01-04", "apply": "2031-01-02", "update": "2031-01-03"}[how]
		switch how {
		case "merge":
			body, err := json.Marshal(map[string]any{"status": o.Status})
			if err != nil {
				return err
			}
			return admin.Status().Patch(b.Context(), &api.ToolLicense{ObjectMeta: meta(to, o.Name)}, client.RawPatch(types.MergePatchType, body))
		case "json":
			body, err := json.Marshal([]map[string]any{{"op": "add", "path": "/status", "value": o.Status}})
			if err != nil {
				return err
			}
			return admin.Status().Patch(b.Context(), &api.ToolLicense{ObjectMeta: meta(to, o.Name)}, client.RawPatch(types.JSONPatchType, body))
		case "apply":
			body, err := json.Marshal(o.Status)
			if err != nil {
				return err
			}
			var status map[string]any
			if err := json.Unmarshal(body, &status); err != nil {
				return err
			}
			u := &unstructured.Unstructured{Object: map[string]any{"status": status}}
			u.SetGroupVersionKind(api.GroupVersion.WithKind("ToolLicense"))
			u.SetNamespace(to)
			u.SetName(o.Name)
			return admin.Status().Apply(b.Context(), client.ApplyConfigurationFromUnstructured(u), client.FieldOwner("raw"), client.ForceOwnership)
		}
		return admin.Status().Update(b.Context(), o)
	})
	return float64(len(target.Items)) / time.Since(began).Seconds()
}

// editLatency is the median time from an edit to its judgement, over 20 edits.
func editLatency(b *testing.B, namespace string) time.Duration {
	b.Helper()
	tool := licence(namespace, "tool-00500", "2030-01-01")
	var all []time.Duration
	for i := range 20 {
		if err := admin.Get(b.Context(), client.ObjectKeyFromObject(tool), tool); err != nil {
			b.Fatal(err)
		}
		tool.Spec.Term.End = api.MustDate("2027-01-01").AddDays(-i % 2 * 400)
		began := time.Now()
		if err := admin.Update(b.Context(), tool); err != nil {
			b.Fatal(err)
		}
		for tool.Status.ObservedGeneration != tool.Generation {
			if err := admin.Get(b.Context(), client.ObjectKeyFromObject(tool), tool); err != nil {
				b.Fatal(err)
			}
			time.Sleep(2 * time.Millisecond)
		}
		all = append(all, time.Since(began))
	}
	sort.Slice(all, func(i, j int) bool { return all[i] < all[j] })
	return all[len(all)/2]
}
