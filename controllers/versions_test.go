package controllers_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/controllers"
)

// deploymentOf an image, in which nothing runs here.
func deploymentOf(namespace, name, image string) *appsv1.Deployment {
	labels := map[string]string{"app": name}
	return &appsv1.Deployment{ObjectMeta: meta(namespace, name), Spec: appsv1.DeploymentSpec{
		Selector: &metav1.LabelSelector{MatchLabels: labels},
		Template: corev1.PodTemplateSpec{ObjectMeta: metav1.ObjectMeta{Labels: labels}, Spec: corev1.PodSpec{Containers: []corev1.Container{{Name: "app", Image: image}}}},
	}}
}

// finds waits for what a rule finds on a record: reasons and parts of messages, or nothing.
func finds(t *testing.T, r client.Object, rule, want string) {
	t.Helper()
	findsWithin(t, 10*time.Second, r, rule, want)
}

func findsWithin(t *testing.T, within time.Duration, r client.Object, rule, want string) {
	t.Helper()
	eventually(t, within, func() error {
		if err := admin.Get(context.Background(), client.ObjectKeyFromObject(r), r); err != nil {
			return err
		}
		s := r.(api.Record).RecordStatus()
		if s.ObservedGeneration != r.GetGeneration() {
			return fmt.Errorf("generation %d judged, %d stored", s.ObservedGeneration, r.GetGeneration())
		}
		var all []string
		for _, f := range s.Findings {
			if f.Rule == rule {
				all = append(all, f.Reason+": "+f.Message)
			}
		}
		if text := strings.Join(all, "; "); !strings.Contains(text, want) || (text == "") != (want == "") {
			return fmt.Errorf("%s finds %q, want %q", rule, text, want)
		}
		return nil
	})
}

// TestVersionsAreObserved has a record name a Deployment: its version is found to be another, and
// not any more, without an edit of the record. What of it is not judged asks for no pass, and
// nothing is written at rest.
func TestVersionsAreObserved(t *testing.T) {
	ns := newNamespace(t)
	deployments := appsv1.SchemeGroupVersion.WithKind("Deployment")
	app, other := deploymentOf(ns, "app", "registry.example:5000/app:1.3.0"), deploymentOf(ns, "other", "x:1")
	create(t, app, other)
	tool := licence(ns, "scanner", "2030-01-01")
	tool.Spec.Version = "1.2"
	tool.Spec.WorkloadRefs = []api.WorkloadReference{{APIVersion: "apps/v1", Kind: "Deployment", Namespace: ns, Name: "app"}}
	create(t, erika(ns), tool)
	// Named for both, versions are looked at.
	startWith(t, ns, cluster.Config(), false, controllers.Options{Clock: clockAt("2026-06-01"), Observe: []schema.GroupVersionKind{deployments}, ObserveVersions: []schema.GroupVersionKind{deployments}})
	finds(t, tool, "P6-18", "VersionDiffers: ")
	finds(t, tool, "P3-08", "")

	update := func(o client.Object) {
		t.Helper()
		if err := admin.Update(t.Context(), o); err != nil {
			t.Fatal(err)
		}
	}
	time.Sleep(2 * time.Second) // until what the start asked for is over
	passes, writes := controllersPasses(), statusWrites(t, ns)
	app.Spec.Template.Spec.Containers[0].Env = []corev1.EnvVar{{Name: "PASSWORD", Value: "never-told"}}
	app.Annotations = map[string]string{"note": "something else"}
	update(app)
	other.Spec.Template.Spec.Containers[0].Image = "x:2"
	update(other)
	time.Sleep(2 * time.Second)
	if p, w := controllersPasses()-passes, statusWrites(t, ns)-writes; p != 0 || w != 0 {
		t.Errorf("what is not judged of an object asks for %d passes and %d writes", p, w)
	}

	app.Spec.Template.Spec.Containers[0].Image = "registry.example:5000/app:1.2.7"
	update(app)
	finds(t, tool, "P6-18", "")
	if err := admin.Delete(t.Context(), app); err != nil {
		t.Fatal(err)
	}
	finds(t, tool, "P3-08", "EvidenceContradictsCluster: ")
}

// TestOnlyKnownKindsAreReadWhole has an operator not start that is to read Secrets.
func TestOnlyKnownKindsAreReadWhole(t *testing.T) {
	mgr, err := ctrl.NewManager(cluster.Config(), ctrl.Options{Scheme: scheme, Metrics: metricsserver.Options{BindAddress: "0"}})
	if err != nil {
		t.Fatal(err)
	}
	o := options(nil)
	o.ObserveVersions = slices.Concat([]schema.GroupVersionKind{appsv1.SchemeGroupVersion.WithKind("Deployment")}, []schema.GroupVersionKind{corev1.SchemeGroupVersion.WithKind("Secret")})
	if err := controllers.SetupWithManager(mgr, o); err == nil || !strings.Contains(err.Error(), "nothing of a Secret of v1 is looked at beyond its metadata") {
		t.Errorf("%v", err)
	}
}
