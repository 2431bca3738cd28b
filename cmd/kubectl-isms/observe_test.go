package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/observation"
	"github.com/isms-operator/isms-operator/test/controlplane"
)

// allow stores roles and bindings, until the test ends.
func (s *server) allow(t *testing.T, objects ...client.Object) {
	t.Helper()
	for _, o := range objects {
		if err := s.admin.Create(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := s.admin.Delete(context.Background(), o); err != nil && !apierrors.IsNotFound(err) {
				t.Error(err)
			}
		})
	}
}

func bindingTo(namespace, name, kind, role string, subjects ...rbacv1.Subject) client.Object {
	ref := rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: kind, Name: role}
	if namespace == "" {
		return &rbacv1.ClusterRoleBinding{ObjectMeta: metav1.ObjectMeta{Name: name}, RoleRef: ref, Subjects: subjects}
	}
	return &rbacv1.RoleBinding{ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: name}, RoleRef: ref, Subjects: subjects}
}

func userNamed(name string) rbacv1.Subject {
	return rbacv1.Subject{Kind: rbacv1.UserKind, APIGroup: rbacv1.GroupName, Name: name}
}

// leaverAndStayer are an ISMS in which somebody left, and somebody stays.
func leaverAndStayer(scope *api.ObservedScope) []api.Record {
	person := func(name, user string, until api.Date) *api.Person {
		p := &api.Person{Spec: api.PersonSpec{DisplayName: name, Sourcing: api.SourcingInternal, EngagedFrom: api.MustDate("2020-01-01"), EngagedUntil: until}}
		p.SetGroupVersionKind(api.GroupVersion.WithKind("Person"))
		p.Name, p.Spec.Accounts = name, []api.Account{{Name: "cluster", Kind: api.SubjectUser, Subject: user}}
		return p
	}
	isms := &api.ClauseAssessment{Spec: api.ClauseAssessmentSpec{Organization: "ACME", Scope: "All of it", ObservedScope: scope}}
	isms.SetGroupVersionKind(api.GroupVersion.WithKind("ClauseAssessment"))
	isms.Name = "isms"
	return []api.Record{isms, person("lea", "lea@acme.example", api.MustDate("2026-05-01")), person("sam", "sam@acme.example", api.Date{})}
}

// findingsOn are the findings of a document on records of one kind, as lines.
func findingsOn(d document, rules ...string) (all []string) {
	for _, f := range d.Namespaces[0].Findings {
		if len(rules) == 0 || slices.Contains(rules, f.Rule) {
			all = append(all, strings.Join([]string{f.Rule, f.Reason, string(f.Grade), f.Record.Kind, f.Record.Name, f.Field, f.Message, f.Remedy, f.Since}, "|"))
		}
	}
	return all
}

// TestObservedFromFilesAndFromTheCluster has a leaver who may do everything in a cluster found
// from an observation beside files, and from the cluster itself, in the same words.
func TestObservedFromFilesAndFromTheCluster(t *testing.T) {
	s := apiServer(t)
	ns, other := s.namespace(t), s.namespace(t)
	records := leaverAndStayer(&api.ObservedScope{ClusterWide: api.ClusterWideIncluded})
	s.create(t, ns, records)
	s.create(t, other, []api.Record{&api.Person{ObjectMeta: metav1.ObjectMeta{Name: "ola"}, Spec: api.PersonSpec{Accounts: []api.Account{{Name: "c", Kind: api.SubjectUser, Subject: "ola@acme.example"}}}}})
	s.allow(t, bindingTo("", "admins-"+ns, "ClusterRole", "cluster-admin", userNamed("lea@acme.example")),
		bindingTo(ns, "viewers", "ClusterRole", "view", userNamed("sam@acme.example"), userNamed("stranger@acme.example")),
		bindingTo(other, "viewers", "ClusterRole", "view", userNamed("ola@acme.example")))

	seen := filepath.Join(t.TempDir(), "seen.yaml")
	if p := s.isms(t, "observe", "-o", seen).must(t, 0); p.out != "" || p.err != "" {
		t.Errorf("it says %q %q", p.out, p.err)
	}
	assess := []string{"assess", "-n", ns, "-o", "json", "--fail-on", "never"}
	files := parse(t, isms(t, append(assess, "-f", manifests(t, records), "--observations", seen)...).must(t, 0).out)
	cluster := parse(t, s.isms(t, assess...).must(t, 0).out)
	have, want := findingsOn(files), findingsOn(cluster)
	if !slices.Equal(have, want) {
		t.Errorf("from files:\n%s\nfrom the cluster:\n%s", strings.Join(have, "\n"), strings.Join(want, "\n"))
	}
	text := strings.Join(have, "\n")
	for _, want := range []string{
		"P8-14|AccessOutlivesEngagement|Major|Person|lea|spec.accounts[cluster]|", "ClusterRoleBinding admins-" + ns,
		"P8-15|AccessWithoutPerson|Minor|", "RoleBinding " + ns + "/viewers",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	for _, never := range []string{"stranger@acme.example", other + "/viewers"} {
		if strings.Contains(text, never) {
			t.Errorf("%q stands in\n%s", never, text)
		}
	}
	table := isms(t, "assess", "-n", ns, "--fail-on", "never", "-f", manifests(t, records), "--observations", seen).must(t, 0).out
	if flat := strings.Join(strings.Fields(table), " "); !strings.Contains(flat, "Rights as seen at 2026-06-01T23:00:00Z in "+seen) || !strings.Contains(flat, "sha256:") {
		t.Errorf("the report does not say what it was judged by:\n%.1500s", table)
	}
	again := s.isms(t, "observe").must(t, 0).out
	if d := differingLines(again, content(t, seen)); d != "" {
		t.Errorf("two readings of one cluster differ: %s", d)
	}
	if p := s.isms(t, "observe", "--unclaimed").must(t, 0); !strings.Contains(strings.Join(strings.Fields(p.out), " "), "User/stranger@acme.example RoleBinding/viewers ClusterRole/view "+ns) || strings.Contains(p.out, "User/lea@") || strings.Contains(p.out, "User/ola@") || strings.Contains(p.out, "system:") {
		t.Errorf("who holds rights that nobody claims:\n%s", p.out)
	}
}

func differingLines(one, other string) string {
	a, b := strings.Split(one, "\n"), strings.Split(other, "\n")
	if len(a) != len(b) {
		return fmt.Sprintf("%d and %d lines", len(a), len(b))
	}
	for i := range a {
		if a[i] != b[i] {
			return a[i] + " and " + b[i]
		}
	}
	return ""
}

// TestNothingIsLookedAtUnasked has rights read only where an ISMS names an observedScope.
func TestNothingIsLookedAtUnasked(t *testing.T) {
	s := apiServer(t)
	ns := s.namespace(t)
	s.create(t, ns, leaverAndStayer(nil))
	s.allow(t, bindingTo("", "admins-"+ns, "ClusterRole", "cluster-admin", userNamed("lea@acme.example")))
	p := s.isms(t, "assess", "-n", ns, "-o", "json", "--fail-on", "never").must(t, 0)
	if strings.Contains(p.out, "rightsObserved") || strings.Contains(p.out, "AccessOutlivesEngagement") {
		t.Errorf("nobody asked for it:\n%.2000s", p.out)
	}
}

// limited is a user who may list some things in a namespace, and records there.
func (s *server) limited(t *testing.T, ns string, resources ...string) (kubeconfig string) {
	t.Helper()
	name := "reader-" + ns
	user, err := s.AddUser(name)
	if err != nil {
		t.Fatal(err)
	}
	kubeconfig = filepath.Join(t.TempDir(), "kubeconfig")
	if err := controlplane.WriteKubeconfig(kubeconfig, user); err != nil {
		t.Fatal(err)
	}
	role := &rbacv1.Role{ObjectMeta: metav1.ObjectMeta{Namespace: ns, Name: "reader"}, Rules: []rbacv1.PolicyRule{{APIGroups: []string{api.GroupName}, Resources: plurals(), Verbs: []string{"list"}}}}
	if len(resources) > 0 {
		role.Rules = append(role.Rules, rbacv1.PolicyRule{APIGroups: []string{rbacv1.GroupName}, Resources: resources, Verbs: []string{"list"}})
	}
	s.allow(t, role, bindingTo(ns, "reader", "Role", "reader", userNamed(name)))
	eventually(t, func() error {
		if p := isms(t, "assess", "--kubeconfig", kubeconfig, "-n", ns, "--fail-on", "never"); p.code != 0 {
			return fmt.Errorf("exit code %d: %s", p.code, p.err)
		}
		return nil
	})
	return kubeconfig
}

// TestWhatMayNotBeRead has a user who may read the roles of one namespace alone.
func TestWhatMayNotBeRead(t *testing.T) {
	s := apiServer(t)
	ns := s.namespace(t)
	s.create(t, ns, leaverAndStayer(&api.ObservedScope{Namespaces: []string{ns}, ClusterWide: api.ClusterWideExcluded}))
	kubeconfig := s.limited(t, ns, "roles", "rolebindings")

	p := isms(t, "observe", "--kubeconfig", kubeconfig, "--namespaces", ns).must(t, 0)
	f, err := observation.Read("out", []byte(p.out))
	if err != nil {
		t.Fatal(err)
	}
	if f.ClusterWide || f.AllNamespaces || !slices.Equal(f.Namespaces, []string{ns}) {
		t.Errorf("it says that it saw %v %v %v", f.ClusterWide, f.AllNamespaces, f.Namespaces)
	}
	for _, want := range []string{"not observed: cluster roles: whoever looked may not list them", "not observed: cluster role bindings: ", "not observed: the accounts of people of other namespaces: "} {
		if !strings.Contains(p.err, want) {
			t.Errorf("no %q in %s", want, p.err)
		}
	}
	if strings.Contains(p.out+p.err, "reader-"+ns) && strings.Contains(p.err, "reader-"+ns) {
		t.Errorf("a warning names the user: %s", p.err)
	}
	out := isms(t, "assess", "--kubeconfig", kubeconfig, "-n", ns, "-o", "json", "--fail-on", "never").must(t, 0)
	lines := findingsOn(parse(t, out.out), "P8-18")
	if len(lines) == 0 || !strings.Contains(lines[0], "AccessNotObserved|Unknown") || !strings.Contains(lines[0], "the accounts of people of other namespaces: whoever looked may not list them") {
		t.Errorf("what could not be read is not told: %q", lines)
	}
	if p := isms(t, "observe", "--kubeconfig", kubeconfig).must(t, exitUnusable); !strings.Contains(p.err, "nothing of the roles and bindings") || !strings.Contains(p.err, "--namespaces") {
		t.Error(p.err)
	}
}

// TestNothingMayBeRead has a user who may read records and no rights.
func TestNothingMayBeRead(t *testing.T) {
	s := apiServer(t)
	ns := s.namespace(t)
	s.create(t, ns, leaverAndStayer(&api.ObservedScope{ClusterWide: api.ClusterWideIncluded}))
	p := isms(t, "assess", "--kubeconfig", s.limited(t, ns), "-n", ns, "-o", "json", "--fail-on", "never").must(t, 0)
	if lines := findingsOn(parse(t, p.out), "P8-18"); len(lines) == 0 || !strings.Contains(lines[0], "nobody looked at its roles and bindings") {
		t.Errorf("that nobody looked is not told: %q %s", lines, p.err)
	}
	if !strings.Contains(p.err, "rights are not observed") {
		t.Errorf("nor is the user: %s", p.err)
	}
}
