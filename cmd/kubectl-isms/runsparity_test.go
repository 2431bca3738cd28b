package main

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	clocktesting "k8s.io/utils/clock/testing"
	"sigs.k8s.io/yaml"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/controllers"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/observation"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/internal/running"
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
	s.certificates(t)
	for name, reasons := range map[string][]string{
		"node-on-an-ended-version": {"VersionDiffers", "CertificateNotRenewed", "CertificateEnded", "SupportEndContradicted", "SupportEndUnrecorded"}, "what-runs-as-registered": nil,
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

// certificates has the API server serve the kind of cert-manager, of which any content is taken.
func (s *server) certificates(t *testing.T) {
	t.Helper()
	crd := &unstructured.Unstructured{}
	if err := yaml.Unmarshal([]byte(`
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: certificates.cert-manager.io, annotations: {api-approved.kubernetes.io: unapproved}}
spec:
  group: cert-manager.io
  names: {kind: Certificate, listKind: CertificateList, plural: certificates, singular: certificate}
  scope: Namespaced
  versions:
    - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}
`), &crd.Object); err != nil {
		t.Fatal(err)
	}
	s.allow(t, crd)
	for range 100 {
		list := &unstructured.UnstructuredList{}
		list.SetAPIVersion("cert-manager.io/v1")
		list.SetKind("CertificateList")
		if s.admin.List(t.Context(), list) == nil {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatal("Certificates are not served")
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
	default:
		t.Fatalf("no test runs a %s", w.Kind)
	}
}
