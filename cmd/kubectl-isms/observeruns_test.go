package main

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/observation"
)

// runsAs are an ISMS, and a tool that names a Deployment, a Node, the API server and an object
// that there is not.
func runsAs(namespace string) []api.Record {
	isms := &api.ClauseAssessment{Spec: api.ClauseAssessmentSpec{Organization: "ACME", Scope: "All of it"}}
	isms.SetGroupVersionKind(api.GroupVersion.WithKind("ClauseAssessment"))
	isms.Name = "isms"
	tool := &api.ToolLicense{Spec: api.ToolLicenseSpec{
		Product: "Kubernetes", Version: "1.2", LifecycleRef: &api.LifecycleReference{Product: "kubernetes", Cycle: "1.2"},
		WorkloadRefs: []api.WorkloadReference{
			{APIVersion: "apps/v1", Kind: "Deployment", Namespace: namespace, Name: "app"},
			{APIVersion: "apps/v1", Kind: "Deployment", Namespace: namespace, Name: "gone"},
			{APIVersion: "v1", Kind: "Node", Name: "n-" + namespace},
			{APIVersion: "v1", Kind: "Service", Namespace: "default", Name: "kubernetes"},
			{APIVersion: "cert-manager.io/v1", Kind: "Certificate", Namespace: namespace, Name: "unasked"},
		},
	}}
	tool.SetGroupVersionKind(api.GroupVersion.WithKind("ToolLicense"))
	tool.Name = "kubernetes"
	return []api.Record{isms, tool}
}

func (s *server) run(t *testing.T, namespace string) {
	t.Helper()
	labels := map[string]string{"app": "x"}
	pod := corev1.PodTemplateSpec{ObjectMeta: metav1.ObjectMeta{Labels: labels}, Spec: corev1.PodSpec{Containers: []corev1.Container{{
		Name: "app", Image: "registry.example:5000/app:1.3.0", Env: []corev1.EnvVar{{Name: "PASSWORD", Value: "never-told"}},
	}}}}
	node := &corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: "n-" + namespace}}
	s.allow(t, node, &appsv1.Deployment{
		ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: "app", Labels: map[string]string{assess.OwnerLabel: "ism"}},
		Spec:       appsv1.DeploymentSpec{Selector: &metav1.LabelSelector{MatchLabels: labels}, Template: pod},
	})
	node.Status.NodeInfo.KubeletVersion = "v1.1.9"
	if err := s.admin.Status().Update(t.Context(), node); err != nil {
		t.Fatal(err)
	}
}

const whatRuns = "apps/v1/Deployment,v1/Node,v1/Service"

// TestWhatRunsFromFilesAndFromTheCluster has versions found from an observation beside files, and
// from the cluster itself, in the same words, and nothing of objects but what is judged.
func TestWhatRunsFromFilesAndFromTheCluster(t *testing.T) {
	s := apiServer(t)
	ns := s.namespace(t)
	records := runsAs(ns)
	s.create(t, ns, records)
	s.run(t, ns)
	seen, folder := filepath.Join(t.TempDir(), "seen.yaml"), manifests(t, records)
	s.isms(t, "observe", "-f", folder, "-n", ns, "--observe-versions", whatRuns, "-o", seen).must(t, 0)
	f, err := observation.Read("seen.yaml", []byte(content(t, seen)))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(content(t, seen), "never-told") {
		t.Error("it has more of an object than is judged")
	}
	have := map[string]observation.Workload{}
	for _, w := range f.Workloads {
		have[w.Kind+"/"+w.Name] = w
	}
	app, gone, node, server := have["Deployment/app"], have["Deployment/gone"], have["Node/n-"+ns], have["Service/kubernetes"]
	if len(f.Workloads) != 4 || !slices.Equal(app.Versions, []string{"1.3.0"}) || app.Owner != "ism" || gone.Exists || !slices.Equal(node.Versions, []string{"v1.1.9"}) || !slices.Equal(server.Versions, []string{f.Server}) {
		t.Errorf("it was seen that %+v", f.Workloads)
	}

	judge := []string{"assess", "-n", ns, "-o", "json", "--fail-on", "never"}
	files := findingsOn(parse(t, isms(t, append(judge, "-f", folder, "--observations", seen)...).must(t, 0).out), "P3-08", "P6-18")
	cluster := findingsOn(parse(t, s.isms(t, append(judge, "--observe-versions", whatRuns)...).must(t, 0).out), "P3-08", "P6-18")
	if !slices.Equal(files, cluster) {
		t.Errorf("from files:\n%s\nfrom the cluster:\n%s", strings.Join(files, "\n"), strings.Join(cluster, "\n"))
	}
	text := strings.Join(files, "\n")
	for _, want := range []string{
		"P6-18|VersionDiffers|Observation|ToolLicense|kubernetes|spec.workloadRefs[Deployment/app]|", "The Node n-" + ns + " runs version v1.1.9",
		"The Service default/kubernetes runs version " + f.Server, "P3-08|EvidenceContradictsCluster|Minor|ToolLicense|kubernetes|spec.workloadRefs[Deployment/gone]|",
		"P3-08|WorkloadNotObserved|Opportunity|ToolLicense|kubernetes|spec.workloadRefs[Certificate/unasked]|",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}

	// By metadata alone nothing is said of versions.
	s.isms(t, "observe", "-f", folder, "-n", ns, "--observe-workloads", whatRuns, "-o", seen).must(t, 0)
	if strings.Contains(content(t, seen), "versions:") {
		t.Errorf("versions were looked at unasked:\n%s", content(t, seen))
	}
	for _, args := range [][]string{
		{"observe", "-f", folder, "--observe-versions", "v1/Secret"}, {"observe", "--observe-versions", "v1/Node"}, {"assess", "--observe-versions", "v1/Secret"}, {"assess", "-f", folder, "--observe-versions", "v1/Node"},
	} {
		if p := s.isms(t, args...).must(t, exitUnusable); !strings.Contains(p.err, "--observe-versions") {
			t.Errorf("%q: %s", args, p.err)
		}
	}
}

// TestLifecyclesOfEveryCommand has a file of life cycles named in the report, and used for files
// and for a cluster.
func TestLifecyclesOfEveryCommand(t *testing.T) {
	const story = "../../test/scenarios/node-on-an-ended-version/"
	records := manifests(t, observedStory(t, "node-on-an-ended-version"))
	for _, args := range [][]string{{"assess", "--fail-on", "never"}, {"assess", "-o", "markdown", "--fail-on", "never"}, {"assess", "-o", "json", "--fail-on", "never"}, {"worklist"}, {"report", "-o", "html"}} {
		p := isms(t, append(args, "-f", records, "--lifecycles", story+"lifecycles.json")...).must(t, 0)
		if flat := strings.Join(strings.Fields(p.out), " "); !strings.Contains(flat, "gitlab 17.11") {
			t.Errorf("%q does not say what the life cycle does:\n%.800s", args, p.out)
		}
	}
	p := isms(t, "assess", "-f", records, "--fail-on", "never", "--lifecycles", story+"lifecycles.json").must(t, 0)
	if flat := strings.Join(strings.Fields(p.out), " "); !strings.Contains(flat, "Support of products by "+story+"lifecycles.json of 2026-05-30 (sha256:") {
		t.Errorf("the report does not say by which file it was judged:\n%.800s", p.out)
	}
	for _, args := range [][]string{{"worklist"}, {"worklist", "-o", "markdown"}, {"forecast"}, {"report", "-o", "html"}, {"report", "-o", "oscal"}} {
		p := isms(t, append(args, "-f", records, "--lifecycles", story+"lifecycles.json")...).must(t, 0)
		flat := strings.NewReplacer("\\", "").Replace(strings.Join(strings.Fields(p.out), " "))
		for _, want := range []string{"Support of products by ", "lifecycles.json of 2026-05-30 (sha256:"} {
			if !strings.Contains(flat, want) {
				t.Errorf("%q does not say by what it was judged: no %q in\n%.1500s", args, want, p.out)
			}
		}
	}
	for _, name := range []string{"no-such-file", records} {
		if p := isms(t, "assess", "-f", records, "--lifecycles", name); p.code != exitUnusable || !strings.Contains(p.err, "--lifecycles: ") {
			t.Errorf("%s: %d %s", name, p.code, p.err)
		}
	}

	s := apiServer(t)
	ns := s.namespace(t)
	s.create(t, ns, runsAs(ns))
	judge := []string{"assess", "-n", ns, "-o", "json", "--fail-on", "never"}
	for _, args := range [][]string{judge, append(judge, "--lifecycles", story+"lifecycles.json")} {
		lines := findingsOn(parse(t, s.isms(t, args...).must(t, 0).out), "P6-17")
		if len(lines) != 1 || !strings.HasPrefix(lines[0], "P6-17|LifecycleNotLookedUp|Opportunity|ToolLicense|kubernetes|spec.lifecycleRef|") {
			t.Errorf("%q: %q", args, lines)
		}
	}
}
