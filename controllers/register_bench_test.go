package controllers_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/utils/ptr"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/config"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/controllers"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/test/scenarios"
)

// BenchmarkRegister measures the first convergence of registers with records of
// every kind, made by copying the samples: one namespace of 2,000 records, and 50
// namespaces of 200.
func BenchmarkRegister(b *testing.B) {
	for _, size := range []struct{ namespaces, records int }{{1, 2000}, {50, 200}} {
		b.Run(fmt.Sprintf("%dx%d", size.namespaces, size.records), func(b *testing.B) {
			for range b.N {
				benchRegister(b, size.namespaces, size.records)
			}
		})
	}
}

func benchRegister(b *testing.B, namespaces, n int) {
	var (
		objects []client.Object
		names   []string
	)
	for range namespaces {
		ns := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{GenerateName: "register-"}}
		if err := admin.Create(b.Context(), ns); err != nil {
			b.Fatal(err)
		}
		objects, names = append(objects, register(b, ns.Name, n)...), append(names, ns.Name)
	}
	parallel(b, len(objects), func(i int) error { return admin.Create(b.Context(), objects[i]) })
	written := controllers.StatusesWritten()
	began := time.Now()
	stop := benchOperator(b, names...)
	waitJudged(b, written, len(objects))
	took := time.Since(began)
	stop()
	rate, raw := float64(len(objects))/took.Seconds(), rewrite(b, objects)
	b.ReportMetric(rate, "operator-records/s")
	b.ReportMetric(raw, "raw-merge-records/s")
	b.ReportMetric(rate/raw, "operator/raw")
	b.ReportMetric(took.Seconds(), "s-to-converge")
}

// rewrite writes the status of every object once more, as a raw writer does, with
// another day so that it is a change. It returns how many it wrote a second.
func rewrite(b *testing.B, objects []client.Object) float64 {
	b.Helper()
	bodies := make([][]byte, len(objects))
	parallel(b, len(objects), func(i int) error {
		if err := admin.Get(b.Context(), client.ObjectKeyFromObject(objects[i]), objects[i]); err != nil {
			return err
		}
		record := objects[i].(api.Record)
		status := *record.RecordStatus()
		status.NextChangeOn = "2031-01-01"
		body, err := json.Marshal(map[string]any{"status": status})
		bodies[i] = body
		return err
	})
	began := time.Now()
	parallel(b, len(objects), func(i int) error {
		return admin.Status().Patch(b.Context(), objects[i], client.RawPatch(types.MergePatchType, bodies[i]))
	})
	return float64(len(objects)) / time.Since(began).Seconds()
}

// register returns n records of every kind, copied from the samples.
func register(b *testing.B, namespace string, n int) []client.Object {
	b.Helper()
	samples, err := scenarios.LoadFolder("../config/samples")
	if err != nil {
		b.Fatal(err)
	}
	all := make([]client.Object, 0, n)
	for _, r := range scenarios.Copies(samples, namespace, n) {
		all = append(all, r)
	}
	return all
}

// benchOperator runs an operator that judges the namespaces of one benchmark; the others
// leave theirs behind.
func benchOperator(b *testing.B, namespaces ...string) (stop func()) {
	b.Helper()
	mgr, err := ctrl.NewManager(cluster.Config(), ctrl.Options{
		Scheme: scheme, Metrics: metricsserver.Options{BindAddress: "0"},
		Controller: config.Controller{SkipNameValidation: ptr.To(true)},
	})
	if err != nil {
		b.Fatal(err)
	}
	options := controllers.Options{Registry: rules.Registry(), Clock: clockAt("2026-06-01"), Writers: benchWriters, Namespaces: namespaces}
	if err := controllers.SetupWithManager(mgr, options); err != nil {
		b.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- mgr.Start(ctx) }()
	return func() {
		cancel()
		if err := <-done; err != nil {
			b.Error(err)
		}
	}
}
