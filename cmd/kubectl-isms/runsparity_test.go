package main

import (
	"cmp"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	clocktesting "k8s.io/utils/clock/testing"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/controllers"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/observation"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/internal/running"
	"github.com/isms-operator/isms-operator/test/controlplane"
	"github.com/isms-operator/isms-operator/test/scenarios"
)

// TestWhatRunsClusterAndOperatorAgree has the stories of what runs stored and run in a real
// cluster, and judged from files with what observe writes, from the cluster, and by an operator
// that observes versions, each with the same life cycles. All three must find the same.
func TestWhatRunsClusterAndOperatorAgree(t *testing.T) {
	s := apiServer(t)
	all := strings.Join(running.Names(), ",")
	kinds, err := running.Parse(all)
	if err != nil {
		t.Fatal(err)
	}
	stories, err := scenarios.LoadObserved("../../test/scenarios")
	if err != nil {
		t.Fatal(err)
	}
	s.serves(t, schema.GroupVersionKind{Group: "cert-manager.io", Version: "v1", Kind: "Certificate"})
	s.serves(t, running.ApplicationKind)
	for name, reasons := range map[string][]string{
		"node-on-an-ended-version": {"VersionDiffers", "CertificateNotRenewed", "CertificateEnded", "SupportEndContradicted", "SupportEndUnrecorded", "ApplicationOutOfSync", "ApplicationNotCompared"}, "what-runs-as-registered": nil,
	} {
		t.Run(name, func(t *testing.T) {
			story := stories[slices.IndexFunc(stories, func(s scenarios.Scenario) bool { return s.Name == name })]
			dir, ns, seen := manifests(t, story.Records), s.namespace(t), filepath.Join(t.TempDir(), "seen.yaml")
			products := filepath.Join("../../test/scenarios", name, "lifecycles.json")
			const day = samplesDay // on which observe and assess look, too
			for i := range story.Observation.Workloads {
				s.exist(t, &story.Observation.Workloads[i])
			}
			s.create(t, ns, story.Records)
			s.operate(t, controllers.Options{
				Registry: rules.Registry(), Clock: clocktesting.NewFakeClock(api.MustDate(day).Time().Add(12 * time.Hour)), ObserveVersions: kinds, ObserveRights: true, Lifecycles: []string{products},
			})
			s.isms(t, "observe", "-f", dir, "-n", ns, "--observe-versions", all, "-o", seen).must(t, 0)
			files := parse(t, isms(t, "assess", "-f", dir, "-n", ns, "--as-of", day, "--observations", seen, "--lifecycles", products, "-o", "json", "--fail-on", "never").must(t, 0).out)
			cluster := parse(t, s.isms(t, "assess", "-n", ns, "--as-of", day, "--observe-versions", all, "--lifecycles", products, "-o", "json", "--fail-on", "never").must(t, 0).out)
			if have, want := found(cluster), found(files); !slices.Equal(have, want) {
				t.Fatalf("from the cluster:\n%s\nfrom files:\n%s", strings.Join(have, "\n"), strings.Join(want, "\n"))
			}
			text := strings.Join(found(files), "\n")
			for _, reason := range reasons {
				if !strings.Contains(text, "|"+reason+"|") {
					t.Errorf("%s is not found, so this compares nothing:\n%s", reason, text)
				}
			}
			if strings.Contains(text, "WorkloadNotObserved") {
				t.Errorf("something was not looked at:\n%s", text)
			}
			s.agrees(t, ns, cluster)
		})
	}
}

// serves has the API server serve a kind of somebody else, of which any content is taken.
func (s *server) serves(t *testing.T, kind schema.GroupVersionKind) {
	t.Helper()
	s.allow(t, controlplane.ForeignCRD(kind))
	for range 100 {
		list := &unstructured.UnstructuredList{}
		list.SetGroupVersionKind(kind.GroupVersion().WithKind(kind.Kind + "List"))
		if s.admin.List(t.Context(), list) == nil {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("%s is not served", kind)
}

// exist has an object run in a cluster as it was seen in another, until the test ends. The API
// server is there, in its own version.
func (s *server) exist(t *testing.T, w *observation.Workload) {
	t.Helper()
	if w.Namespace != "" {
		s.space(t, w.Namespace)
	}
	meta := metav1.ObjectMeta{Namespace: w.Namespace, Name: w.Name, Labels: map[string]string{assess.OwnerLabel: w.Owner}}
	switch w.Kind {
	case "Service":
	case "Node":
		node := &corev1.Node{ObjectMeta: meta}
		s.allow(t, node)
		node.Status.NodeInfo.KubeletVersion = w.Versions[0]
		if err := s.admin.Status().Update(t.Context(), node); err != nil {
			t.Fatal(err)
		}
	case "StatefulSet":
		labels := map[string]string{"app": w.Name}
		s.allow(t, &appsv1.StatefulSet{ObjectMeta: meta, Spec: appsv1.StatefulSetSpec{
			Selector: &metav1.LabelSelector{MatchLabels: labels},
			Template: corev1.PodTemplateSpec{ObjectMeta: metav1.ObjectMeta{Labels: labels}, Spec: corev1.PodSpec{Containers: []corev1.Container{{
				Name: "app", Image: "registry.example:5000/" + w.Name + ":" + w.Versions[0],
			}}}},
		}})
	case "Certificate":
		object := &unstructured.Unstructured{Object: map[string]any{
			"apiVersion": w.APIVersion, "kind": w.Kind, "metadata": map[string]any{"namespace": w.Namespace, "name": w.Name},
			"status": map[string]any{"notAfter": w.NotAfter + "T12:00:00Z", "renewalTime": w.RenewOn + "T12:00:00Z"},
		}}
		s.allow(t, object)
	case "Application":
		s.allow(t, application(w))
	default:
		t.Fatalf("no test runs a %s", w.Kind)
	}
}

// application is an Application as Argo CD has it of which that was seen, with what is never read.
func application(w *observation.Workload) *unstructured.Unstructured {
	images := []any{}
	for _, version := range w.Versions {
		images = append(images, "registry.example:5000/"+w.Name+":"+version)
	}
	return &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": w.APIVersion, "kind": w.Kind, "metadata": map[string]any{"namespace": w.Namespace, "name": w.Name},
		"spec": map[string]any{"source": map[string]any{"helm": map[string]any{"values": "password: never-told"}}},
		"status": map[string]any{
			"sync": map[string]any{"status": w.Sync}, "reconciledAt": cmp.Or(w.ComparedOn, samplesDay) + "T00:00:00Z",
			"summary": map[string]any{"images": images},
		},
	}}
}
