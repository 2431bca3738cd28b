package controllers_test

import (
	"context"
	"testing"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/controller-runtime/pkg/client"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/controllers"
	"github.com/isms-operator/isms-operator/internal/running"
	"github.com/isms-operator/isms-operator/test/controlplane"
)

// serveApplications has the API server serve the kind of Argo CD until the test ends.
func serveApplications(t *testing.T) {
	t.Helper()
	create(t, controlplane.ForeignCRD(running.ApplicationKind))
	t.Cleanup(func() {
		if err := admin.Delete(context.Background(), controlplane.ForeignCRD(running.ApplicationKind)); err != nil && !apierrors.IsNotFound(err) {
			t.Error(err)
		}
	})
	eventually(t, 30*time.Second, func() error {
		list := &unstructured.UnstructuredList{}
		list.SetGroupVersionKind(running.ApplicationKind)
		return admin.List(t.Context(), list, client.InNamespace("default"))
	})
}

// TestApplicationsAreObserved has a record name an Application of Argo CD before the cluster knows
// the kind, and follows it: what passes is not told, and asks for no pass and no write; what lasts
// is told, and not any more once it is in sync.
func TestApplicationsAreObserved(t *testing.T) {
	ns, clk := newNamespace(t), clockAt("2026-06-01")
	tool := licence(ns, "scanner", "2030-01-01")
	tool.Spec.Version = "12.4"
	tool.Spec.WorkloadRefs = []api.WorkloadReference{{APIVersion: "argoproj.io/v1alpha1", Kind: "Application", Namespace: ns, Name: "scanner"}}
	create(t, erika(ns), tool)
	startWith(t, ns, cluster.Config(), false, controllers.Options{Clock: clk, ObserveVersions: []schema.GroupVersionKind{running.ApplicationKind}})
	finds(t, tool, "P3-08", "WorkloadNotObserved: ")
	finds(t, tool, "P6-20", "")

	serveApplications(t)
	app := &unstructured.Unstructured{}
	app.SetGroupVersionKind(running.ApplicationKind)
	app.SetNamespace(ns)
	app.SetName("scanner")
	says := func(sync, at string) {
		t.Helper()
		app.Object["spec"] = map[string]any{"source": map[string]any{"targetRevision": at}}
		app.Object["status"] = map[string]any{
			"sync": map[string]any{"status": sync, "revision": at}, "reconciledAt": "2026-06-01T" + at + "Z",
			"summary": map[string]any{"images": []any{"registry.example:5000/scanner:12.4.1"}},
		}
		if app.GetResourceVersion() == "" {
			create(t, app)
		} else if err := admin.Update(t.Context(), app); err != nil {
			t.Fatal(err)
		}
	}
	says("Synced", "11:58:00")
	findsWithin(t, 40*time.Second, tool, "P3-08", "")

	time.Sleep(2 * time.Second) // until what the start asked for is over
	passes, writes := controllersPasses(), statusWrites(t, ns)
	atRest := func(why string) {
		t.Helper()
		time.Sleep(2 * time.Second)
		if p, w := controllersPasses()-passes, statusWrites(t, ns)-writes; p != 0 || w != 0 {
			t.Errorf("%s asks for %d passes and %d writes", why, p, w)
		}
	}
	says("OutOfSync", "11:59:00")
	says("Synced", "12:00:00")
	says("OutOfSync", "12:01:00")
	atRest("a commit that is deployed")
	clk.Step(running.SyncLag - time.Minute)
	atRest("a commit that is not deployed yet")
	clk.Step(2 * time.Minute)
	finds(t, tool, "P6-20", "ApplicationOutOfSync: The Application "+ns+"/scanner is OutOfSync")
	finds(t, tool, "P6-18", "")

	time.Sleep(2 * time.Second)
	passes, writes = controllersPasses(), statusWrites(t, ns)
	says("OutOfSync", "13:02:00")
	clk.Step(5 * time.Minute)
	atRest("a comparison")

	says("Synced", "13:08:00")
	finds(t, tool, "P6-20", "")
	if err := admin.Delete(t.Context(), app); err != nil {
		t.Fatal(err)
	}
	finds(t, tool, "P3-08", "EvidenceContradictsCluster: ")
}
