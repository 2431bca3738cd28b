package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/test/controlplane"
	"github.com/isms-operator/isms-operator/test/scenarios"
)

// TestFilesClusterAndOperatorAgree has every story, and the samples, judged from
// files, from the cluster and by the operator. All three must say the same.
func TestFilesClusterAndOperatorAgree(t *testing.T) {
	s := apiServer(t)
	stories, err := scenarios.Load("../../test/scenarios")
	if err != nil {
		t.Fatal(err)
	}
	sampled, err := scenarios.LoadFolder(samples)
	if err != nil {
		t.Fatal(err)
	}
	stories = append(stories, scenarios.Scenario{Name: "samples", AsOf: api.MustDate(samplesDay), Records: sampled})
	for _, story := range stories {
		t.Run(story.Name, func(t *testing.T) {
			dir, ns, day := manifests(t, story.Records), s.namespace(t), story.AsOf.String()
			files := isms(t, "assess", "-f", dir, "-n", ns, "--as-of", day, "-o", "json", "--fail-on", "never").must(t, 0)
			s.create(t, ns, story.Records)
			s.operateOn(t, ns, day)
			cluster := s.isms(t, "assess", "-n", ns, "--as-of", day, "-o", "json", "--fail-on", "never").must(t, 0)
			if have, want := placeless(t, cluster.out), placeless(t, files.out); have != want {
				t.Fatalf("from the cluster:\n%s\nfrom files:\n%s", have, want)
			}
			s.agrees(t, ns, parse(t, files.out))
		})
	}
}

// TestApprovalGoesStaleEverywhere approves a budget, edits it, and has the plugin
// and the operator say that the approval is stale.
func TestApprovalGoesStaleEverywhere(t *testing.T) {
	s := apiServer(t)
	ns := s.namespace(t)
	dir := copyOfSamples(t)
	budget := filepath.Join(dir, "securitybudget.yaml")
	isms(t, "approve", "-f", budget, "--by", "anna-keller", "--rationale", "It covers the plan").must(t, 0)
	stale := func() []string {
		t.Helper()
		out := isms(t, "assess", "-f", dir, "-n", ns, "-o", "json", "--fail-on", "never").must(t, 0).out
		if _, problem, err := s.Kubectl(t.Context(), nil, "apply", "-n", ns, "-f", dir); err != nil {
			t.Fatalf("%v %s", err, problem)
		}
		s.agrees(t, ns, parse(t, out))
		var all []string
		for _, f := range parse(t, out).Namespaces[0].Findings {
			if f.Rule == "X-07" {
				all = append(all, f.Reason+" "+f.Record.Kind)
			}
		}
		return all
	}
	s.operateOn(t, ns, samplesDay)
	if have := stale(); slices.Contains(have, "ApprovalStale SecurityBudget") {
		t.Fatalf("the approval is stale at once: %q", have)
	}
	edit(t, budget, `planned: "118000"`, `planned: "128000"`)
	if have := stale(); !slices.Contains(have, "ApprovalStale SecurityBudget") {
		t.Fatalf("the edit went unnoticed: %q", have)
	}
}

// TestUnreadableNamespace has a user who may read one namespace and not another.
func TestUnreadableNamespace(t *testing.T) {
	s := apiServer(t)
	mine, other := s.namespace(t), s.namespace(t)
	for _, ns := range []string{mine, other} {
		s.create(t, ns, []api.Record{&api.Person{ObjectMeta: metav1.ObjectMeta{Name: "ada"}}})
	}
	user, err := s.AddUser("auditor-" + mine)
	if err != nil {
		t.Fatal(err)
	}
	kubeconfig := filepath.Join(t.TempDir(), "kubeconfig")
	if err := controlplane.WriteKubeconfig(kubeconfig, user); err != nil {
		t.Fatal(err)
	}
	read := []rbacv1.PolicyRule{{APIGroups: []string{api.GroupName}, Resources: plurals(), Verbs: []string{"list"}}}
	subject := []rbacv1.Subject{{Kind: rbacv1.UserKind, APIGroup: rbacv1.GroupName, Name: "auditor-" + mine}}
	allow := func(objects ...client.Object) {
		t.Helper()
		for _, o := range objects {
			if err := s.admin.Create(t.Context(), o); err != nil {
				t.Fatal(err)
			}
		}
	}
	assess := func(args ...string) plugin {
		return isms(t, append([]string{"assess", "--kubeconfig", kubeconfig, "-o", "json", "--fail-on", "never"}, args...)...)
	}

	p := assess("-n", mine).must(t, exitUnusable)
	if !strings.Contains(p.err, "forbidden") || !strings.Contains(p.err, mine) {
		t.Errorf("a namespace that cannot be read at all: %s", p.err)
	}
	allow(&rbacv1.Role{ObjectMeta: metav1.ObjectMeta{Namespace: mine, Name: "auditor"}, Rules: read},
		&rbacv1.RoleBinding{ObjectMeta: metav1.ObjectMeta{Namespace: mine, Name: "auditor"}, Subjects: subject, RoleRef: rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "Role", Name: "auditor"}})
	eventually(t, func() error {
		if p := assess("-n", mine); p.code != 0 {
			return fmt.Errorf("exit code %d: %s", p.code, p.err)
		}
		return nil
	})
	if p := assess("-A").must(t, exitUnusable); !strings.Contains(p.err, "name one with -n") {
		t.Errorf("who may not list namespaces is told: %s", p.err)
	}
	allow(&rbacv1.ClusterRole{ObjectMeta: metav1.ObjectMeta{Name: "auditor-" + mine}, Rules: []rbacv1.PolicyRule{{APIGroups: []string{""}, Resources: []string{"namespaces"}, Verbs: []string{"list"}}}},
		&rbacv1.ClusterRoleBinding{ObjectMeta: metav1.ObjectMeta{Name: "auditor-" + mine}, Subjects: subject, RoleRef: rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: "auditor-" + mine}})
	eventually(t, func() error {
		p := assess("-A")
		if p.code != exitUnusable || p.out == "" {
			return fmt.Errorf("exit code %d: %s", p.code, p.err)
		}
		d := parse(t, p.out)
		if len(d.Namespaces) != 1 || d.Namespaces[0].Name != mine || !strings.Contains(p.out, fmt.Sprintf("Namespace \\\"%s\\\" cannot be read", other)) {
			return fmt.Errorf("one namespace is to be judged and the other a problem: %s", p.out)
		}
		return nil
	})
}

// TestPaging reads more records than one page holds.
func TestPaging(t *testing.T) {
	s := apiServer(t)
	ns := s.namespace(t)
	var people []api.Record
	for i := range pageSize + 20 {
		people = append(people, &api.Person{ObjectMeta: metav1.ObjectMeta{Name: fmt.Sprintf("p%d", i)}})
	}
	s.create(t, ns, people)
	p := s.isms(t, "assess", "-n", ns, "-o", "json", "--fail-on", "never").must(t, 0)
	if want := fmt.Sprintf(`"records": %d,`, len(people)); !strings.Contains(p.out, want) {
		t.Errorf("not %s in %.400s", want, p.out)
	}
}

// TestObserveWorkloads has a licence name an object as proof that is not there, then is.
func TestObserveWorkloads(t *testing.T) {
	s := apiServer(t)
	ns := s.namespace(t)
	s.create(t, ns, []api.Record{&api.ToolLicense{
		ObjectMeta: metav1.ObjectMeta{Name: "scanner"},
		Spec:       api.ToolLicenseSpec{Product: "Scanner", WorkloadRefs: []api.WorkloadReference{{APIVersion: "v1", Kind: "ConfigMap", Namespace: ns, Name: "agent"}}},
	}})
	contradicted := func(args ...string) bool {
		t.Helper()
		p := s.isms(t, append([]string{"assess", "-n", ns, "-o", "json", "--fail-on", "never"}, args...)...).must(t, 0)
		return strings.Contains(p.out, "EvidenceContradictsCluster")
	}
	if contradicted() {
		t.Error("nobody was asked to look, and something was found")
	}
	if !contradicted("--observe-workloads", "v1/ConfigMap") {
		t.Error("the object is absent, and nothing is said")
	}
	if err := s.admin.Create(t.Context(), &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Namespace: ns, Name: "agent"}}); err != nil {
		t.Fatal(err)
	}
	if contradicted("--observe-workloads", "v1/ConfigMap") {
		t.Error("the object is there, and is not seen")
	}
	if p := s.isms(t, "assess", "-n", ns, "--observe-workloads", "example.org/v1/Nothing").must(t, exitUnusable); !strings.Contains(p.err, "does not serve example.org/v1 Nothing") {
		t.Error(p.err)
	}
}

// TestUnusableClusters says what is wrong with a cluster that cannot be used.
func TestUnusableClusters(t *testing.T) {
	s := apiServer(t)
	for _, c := range []struct {
		why  string
		args []string
		want string
	}{
		{"nothing listens", []string{"--server", "https://127.0.0.1:1"}, "cannot be reached"},
		{"no such context", []string{"--kubeconfig", s.Kubeconfig(), "--context", "nowhere"}, `context "nowhere" does not exist`},
		{"no such file", []string{"--kubeconfig", "nothing-here"}, "nothing-here"},
		{"an empty namespace is never a pass", []string{"--kubeconfig", s.Kubeconfig(), "-n", "kube-public"}, `no record of isms-operator.io in namespace "kube-public"`},
		{"no file and kinds to observe", []string{"-f", samples, "--observe-workloads", "v1/Node"}, "files do not show what runs"},
		{"bad kinds", []string{"--kubeconfig", s.Kubeconfig(), "--observe-workloads", "Node"}, "write it as apps/v1/Deployment or v1/Node"},
	} {
		p := isms(t, append([]string{"assess"}, c.args...)...)
		if p.code != exitUnusable || !strings.Contains(p.err, c.want) || p.out != "" {
			t.Errorf("%s: exit code %d, out %q, err %q; want %q", c.why, p.code, p.out, p.err, c.want)
		}
	}
}

// TestInitIsAccepted has the API server take what init writes, and judge it the same.
func TestInitIsAccepted(t *testing.T) {
	s := apiServer(t)
	ns, dir := s.namespace(t), filepath.Join(t.TempDir(), "evidence")
	isms(t, "init", dir, "-n", ns).must(t, 0)
	if _, problem, err := s.Kubectl(t.Context(), nil, "apply", "--server-side", "-k", dir); err != nil {
		t.Fatalf("%v\n%s", err, problem)
	}
	files := isms(t, "assess", "-f", dir, "-n", ns, "-o", "json", "--fail-on", "never").must(t, 0)
	built, problem, err := s.Kubectl(t.Context(), nil, "kustomize", dir)
	if err != nil {
		t.Fatalf("%v\n%s", err, problem)
	}
	piped := plugin{stdin: built}.run(t, "assess", "-f", "-", "-o", "json", "--fail-on", "never").must(t, 0)
	cluster := s.isms(t, "assess", "-n", ns, "-o", "json", "--fail-on", "never").must(t, 0)
	want := placeless(t, cluster.out)
	if placeless(t, files.out) != want || placeless(t, piped.out) != want {
		t.Errorf("files, kustomize and the cluster differ:\n%s\n%s\n%s", files.out, piped.out, cluster.out)
	}
}
