package controllers_test

import (
	"cmp"
	"fmt"
	"slices"
	"syscall"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/controllers"
	"github.com/isms-operator/isms-operator/internal/rules"
)

// BenchmarkPass measures a pass over one namespace at rest, made by copying the samples, but
// for the API server: gathering, judging, what metrics are told, and comparing each status.
// It takes as long after an edit.
func BenchmarkPass(b *testing.B) {
	for _, n := range []int{2000, 20000, 50000, 100000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var records []api.Record
			for i, o := range register(b, "register", n) {
				o.SetUID(types.UID(fmt.Sprint(i)))
				o.SetGeneration(1)
				records = append(records, o.(api.Record))
			}
			held := controllers.Hold(rules.Registry(), "register", records, api.MustDate("2026-06-01").Time().Add(time.Hour))
			b.ReportAllocs()
			began := processorTime(b)
			for b.Loop() {
				if n := held.Pass(); n != 0 {
					b.Fatalf("%d statuses differ at rest", n)
				}
			}
			b.ReportMetric((processorTime(b)-began).Seconds()*1000/float64(b.N), "cpu-ms/op")
		})
	}
}

// processorTime is what this process has used so far, which others on the machine do not slow.
func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// BenchmarkEdits makes a namespace of 20,000 records by copying the samples, has it judged,
// and edits single records, one after another. It reports the time from an edit to its
// judgement, and how many statuses an edit has the operator write; then how many edits took more
// than a second, and in how many of these the API server, which is on the same processors, used
// more of them than operator and client: it collects its garbage then.
func BenchmarkEdits(b *testing.B) {
	const n, edits = 20000, 200
	for range b.N {
		ns := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{GenerateName: "edits-"}}
		if err := admin.Create(b.Context(), ns); err != nil {
			b.Fatal(err)
		}
		objects := register(b, ns.Name, n)
		parallel(b, len(objects), func(i int) error { return admin.Create(b.Context(), objects[i]) })
		written := controllers.StatusesWritten()
		stop := benchOperator(b, ns.Name)
		waitJudged(b, written, len(objects))
		time.Sleep(2 * time.Second) // nothing waits any more
		written, passes := controllers.StatusesWritten(), controllers.Passes()
		cpu := processorTime(b)
		all := editTools(b, ns.Name, objects, edits)
		cpu = processorTime(b) - cpu
		writes := controllers.StatusesWritten() - written
		passes = controllers.Passes() - passes
		stop()
		at := func(percent int) float64 { return float64(all[len(all)*percent/100].took.Milliseconds()) }
		b.ReportMetric(at(50), "edit-p50-ms")
		b.ReportMetric(at(90), "edit-p90-ms")
		b.ReportMetric(at(99), "edit-p99-ms")
		var long, behind float64
		for _, e := range all {
			if e.took > time.Second {
				long++
				if e.server > e.own {
					behind++
				}
			}
		}
		b.ReportMetric(long, "over-1s")
		b.ReportMetric(behind, "over-1s-behind-api-server")
		b.ReportMetric(writes/edits, "writes/edit")
		b.ReportMetric(float64(passes)/edits, "passes/edit")
		b.ReportMetric(cpu.Seconds()*1000/edits, "cpu-ms/edit")
	}
}

// An edit is how long one took to be judged, and the processor time that was used meanwhile: by
// operator and client, and by the API server.
type edit struct{ took, own, server time.Duration }

// editTools edits licences: each second one lapses by it, with what rests on it. It returns
// what each took until it was judged, shortest first. It learns of that by a watch: asking again
// and again would take from the operator what it is measured with.
func editTools(b *testing.B, namespace string, objects []client.Object, edits int) []edit {
	b.Helper()
	var tools []*api.ToolLicense
	for _, o := range objects {
		if tool, is := o.(*api.ToolLicense); is && tool.Spec.Term != nil {
			tools = append(tools, tool)
		}
	}
	watcher, err := client.NewWithWatch(cluster.Config(), client.Options{Scheme: scheme})
	if err != nil {
		b.Fatal(err)
	}
	seen, err := watcher.Watch(b.Context(), &api.ToolLicenseList{}, client.InNamespace(namespace))
	if err != nil {
		b.Fatal(err)
	}
	defer seen.Stop()
	var all []edit
	for i := range edits {
		tool := tools[i*len(tools)/edits]
		body := fmt.Sprintf(`{"spec":{"product":"Edited %d"}}`, i)
		if i%2 == 0 {
			body = `{"spec":{"term":{"end":"2026-05-20"}}}`
		}
		began, own, server := time.Now(), processorTime(b), apiServerTime(b)
		if err := admin.Patch(b.Context(), tool, client.RawPatch(types.MergePatchType, []byte(body))); err != nil {
			b.Fatal(err)
		}
		for e := range seen.ResultChan() {
			if now, is := e.Object.(*api.ToolLicense); is && now.Name == tool.Name && now.Status.ObservedGeneration == tool.Generation {
				break
			}
		}
		all = append(all, edit{time.Since(began), processorTime(b) - own, apiServerTime(b) - server})
	}
	slices.SortFunc(all, func(a, b edit) int { return cmp.Compare(a.took, b.took) })
	return all
}

func apiServerTime(b *testing.B) time.Duration {
	b.Helper()
	used, err := cluster.APIServerTime()
	if err != nil {
		b.Fatal(err)
	}
	return used
}
