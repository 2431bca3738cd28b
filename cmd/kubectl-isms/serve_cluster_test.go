package main

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/test/controlplane"
)

// follows fails the test where what happens to records of a namespace is not shown in time.
func (s *served) follows(admin client.Client, namespace string, most time.Duration) {
	t := s.t
	t.Helper()
	ada := &api.Person{ObjectMeta: metav1.ObjectMeta{Name: "ada", Namespace: namespace}, Spec: api.PersonSpec{Sourcing: "Internal"}}
	for _, step := range []struct {
		why, title, names string
		do                func() error
	}{
		{"the first record comes", "", "ada", func() error { return admin.Create(t.Context(), ada) }},
		{"it is edited", "Ada L.", "ada", func() error { ada.Spec.DisplayName = "Ada L."; return admin.Update(t.Context(), ada) }},
		{"it goes", "", "", func() error { return admin.Delete(t.Context(), ada) }},
	} {
		began := time.Now()
		try(t, step.do())
		s.hears(step.why)
		if took := time.Since(began); took > most {
			t.Errorf("%s: it takes %s", step.why, took)
		}
		if have := s.names(); have != step.names || step.title != "" && s.page().Namespaces[0].Records[0].Title != step.title {
			t.Errorf("%s: the page has %q: %+v", step.why, have, s.page().Problems)
		}
	}
}

// TestServeCluster: what happens to the records of the context's namespace is shown within a
// second, from a namespace without any on.
func TestServeCluster(t *testing.T) {
	c := apiServer(t)
	ns := c.namespace(t)
	s := serveLive(t, "-n", ns, "--kubeconfig", c.Kubeconfig(), "--until", samplesDay)
	s.follows(c.admin, ns, 10*time.Second) // one is promised, and the machine may do other things
	if s.told.String() != "" {
		t.Errorf("it warns: %s", s.told)
	}
	if code := s.stop(); code != exitOK {
		t.Errorf("it ends with %d", code)
	}
}

// TestServeWithoutTheRightToWatch: who may list and not watch is told, and sees changes later.
func TestServeWithoutTheRightToWatch(t *testing.T) {
	c := apiServer(t)
	ns := c.namespace(t)
	user, err := c.AddUser("lister-" + ns)
	try(t, err)
	role := &rbacv1.Role{ObjectMeta: metav1.ObjectMeta{Name: "lister", Namespace: ns}, Rules: []rbacv1.PolicyRule{{APIGroups: []string{api.GroupName}, Resources: []string{"*"}, Verbs: []string{"list"}}}}
	try(t, c.admin.Create(t.Context(), role))
	try(t, c.admin.Create(t.Context(), &rbacv1.RoleBinding{
		ObjectMeta: metav1.ObjectMeta{Name: "lister", Namespace: ns}, RoleRef: rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "Role", Name: "lister"},
		Subjects: []rbacv1.Subject{{Kind: rbacv1.UserKind, Name: "lister-" + ns}},
	}))
	kubeconfig := filepath.Join(t.TempDir(), "kubeconfig")
	try(t, controlplane.WriteKubeconfig(kubeconfig, user))
	eventually(t, func() error { // until the API server knows of the role
		p := isms(t, "assess", "-n", ns, "--kubeconfig", kubeconfig)
		if strings.Contains(p.err, "no record of") {
			return nil
		}
		return usagef("%s", p.err)
	})
	s := serveLive(t, "-n", ns, "--kubeconfig", kubeconfig, "--until", samplesDay)
	s.follows(c.admin, ns, pause+20*time.Second)
	if told := s.told.String(); strings.Count(told, "records cannot be watched, and are read every 5s instead") != 1 {
		t.Errorf("it warns: %s", told)
	}
}
