package main

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	clientgoscheme "k8s.io/client-go/kubernetes/scheme"
	"sigs.k8s.io/controller-runtime/pkg/client"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/test/controlplane"
	"github.com/isms-operator/isms-operator/test/scenarios"
)

const (
	// scaleNamespace is how many records a namespace has.
	scaleNamespace = 100
	// scaleWriters is how many statuses the operator and the raw writer write at once.
	scaleWriters = 16
	// scaleRest is how long a process is left alone before its memory is taken as what it
	// is at rest.
	scaleRest = 30 * time.Second
	// scaleRaw is how many statuses the raw writer writes at most; its rate does not hang on it.
	scaleRaw = 20000
)

// BenchmarkScale measures the operator as a process of its own, under its own rights, at
// registers of the sizes that BENCH_SCALE lists: first convergence beside a raw writer of
// the same statuses, an edit, a restart, and what memory and processor it takes.
func BenchmarkScale(b *testing.B) {
	sizes := os.Getenv("BENCH_SCALE")
	if sizes == "" {
		sizes = "1000,10000,100000"
	}
	for size := range strings.SplitSeq(sizes, ",") {
		n, err := strconv.Atoi(size)
		if err != nil || n < scaleNamespace {
			b.Fatalf("BENCH_SCALE lists numbers of records from %d on, separated by commas, not %q", scaleNamespace, size)
		}
		b.Run(size, func(b *testing.B) {
			for range b.N {
				newScale(b, n).measure()
			}
		})
	}
}

// scale is a register of one size on a control plane of its own.
type scale struct {
	*testing.B
	cluster    *controlplane.Cluster
	admin      client.Client
	binary     string
	kubeconfig string
	records    []api.Record
	namespaces int
}

func newScale(b *testing.B, n int) *scale {
	b.Helper()
	s := &scale{B: b, cluster: underOwnRights(b), namespaces: (n + scaleNamespace - 1) / scaleNamespace}
	s.binary, s.kubeconfig = buildManager(b), managerKubeconfig(b, s.cluster)
	scheme := runtime.NewScheme()
	if err := clientgoscheme.AddToScheme(scheme); err != nil {
		b.Fatal(err)
	}
	if err := api.AddToScheme(scheme); err != nil {
		b.Fatal(err)
	}
	var err error
	if s.admin, err = client.New(s.cluster.Config(), client.Options{Scheme: scheme}); err != nil {
		b.Fatal(err)
	}
	samples, err := scenarios.LoadFolder("../../config/samples")
	if err != nil {
		b.Fatal(err)
	}
	for i := range s.namespaces {
		name := fmt.Sprintf("isms-%04d", i)
		if err := s.admin.Create(b.Context(), &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: name}}); err != nil {
			b.Fatal(err)
		}
		s.records = append(s.records, scenarios.Copies(samples, name, min(scaleNamespace, n-len(s.records)))...)
	}
	s.parallel(len(s.records), func(i int) error {
		applied := s.records[i].DeepCopyObject().(api.Record)
		text, err := json.Marshal(applied)
		if err != nil {
			return err
		}
		applied.SetAnnotations(map[string]string{corev1.LastAppliedConfigAnnotation: string(text)}) // as kubectl apply does
		return s.admin.Create(b.Context(), applied)
	})
	return s
}

// parallel calls work for every index, with as many workers as the operator has.
func (s *scale) parallel(n int, work func(int) error) {
	s.Helper()
	var next atomic.Int64
	var wait sync.WaitGroup
	for range scaleWriters {
		wait.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				if err := work(i); err != nil {
					s.Error(err)
					return
				}
			}
		})
	}
	wait.Wait()
}

func (s *scale) measure() {
	n := float64(len(s.records))
	first := s.start()
	first.await(func() bool { return first.written.Load() >= int64(n) })
	took := time.Since(first.began)
	s.report(took.Seconds(), "converge-s")
	s.report(float64(first.written.Load())/n, "writes/record")
	s.report(s.edits().Seconds()*1000, "edit-ms")
	time.Sleep(scaleRest)
	s.report(first.memory("VmRSS"), "first-rest-MB")
	s.report(first.memory("VmHWM"), "first-peak-MB")
	first.stop()

	floor, sent := s.floor()
	s.report(floor.Seconds(), "restart-floor-s")
	s.report(float64(sent)/1e6, "restart-sent-MB")

	again := s.start()
	again.awaitReady()
	s.report(time.Since(again.began).Seconds(), "restart-ready-s")
	again.await(func() bool { return again.passed() >= s.namespaces })
	s.report(time.Since(again.began).Seconds(), "restart-silent-s")
	s.report(again.processor().Seconds(), "restart-CPU-s")
	time.Sleep(scaleRest)
	s.report(float64(again.written.Load()), "restart-writes")
	s.report(again.memory("VmRSS"), "rest-MB")
	s.report(again.memory("VmHWM"), "peak-MB")
	s.report(again.memory("VmRSS")*1e6/n/1024, "rest-KiB/record")
	again.stop()
	s.report(n/took.Seconds()/s.rawRate(), "operator/raw")
	s.ReportMetric(0, "ns/op")
}

// report reports a figure, and prints it at once: a size takes an hour, and what is stopped
// before its end has told what it found.
func (s *scale) report(figure float64, unit string) {
	s.Helper()
	s.ReportMetric(figure, unit)
	fmt.Fprintf(os.Stderr, "%s: %.4g %s\n", s.Name(), figure, unit)
}

// edits is how many edits are made one after another.
const edits = 20

// edits returns the median time from an edit to its judgement.
func (s *scale) edits() time.Duration {
	s.Helper()
	at := slices.IndexFunc(s.records, func(r api.Record) bool { _, ok := r.(*api.InfrastructureAsset); return ok })
	var all []time.Duration
	for i := range edits {
		asset := &api.InfrastructureAsset{}
		if err := s.admin.Get(s.Context(), client.ObjectKeyFromObject(s.records[at]), asset); err != nil {
			s.Fatal(err)
		}
		asset.Spec.Description = fmt.Sprintf("Edited for the %dth time", i)
		began := time.Now()
		if err := s.admin.Update(s.Context(), asset); err != nil {
			s.Fatal(err)
		}
		for asset.Status.ObservedGeneration != asset.Generation {
			if err := s.admin.Get(s.Context(), client.ObjectKeyFromObject(asset), asset); err != nil {
				s.Fatal(err)
			}
			time.Sleep(2 * time.Millisecond)
		}
		all = append(all, time.Since(began))
	}
	slices.Sort(all)
	return all[len(all)/2]
}

// rawRate is how many statuses a second a program writes that does nothing else: those that
// the operator has written, with another day so that each is a change.
func (s *scale) rawRate() float64 {
	s.Helper()
	some := s.records[:min(len(s.records), scaleRaw)]
	bodies := make([][]byte, len(some))
	s.parallel(len(some), func(i int) error {
		if err := s.admin.Get(s.Context(), client.ObjectKeyFromObject(some[i]), some[i]); err != nil {
			return err
		}
		status := *some[i].RecordStatus()
		status.NextChangeOn = "2031-01-01"
		body, err := json.Marshal(map[string]any{"status": status})
		bodies[i] = body
		return err
	})
	began := time.Now()
	s.parallel(len(some), func(i int) error {
		return s.admin.Status().Patch(s.Context(), some[i], client.RawPatch(types.MergePatchType, bodies[i]))
	})
	return float64(len(some)) / time.Since(began).Seconds()
}
