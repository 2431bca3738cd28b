package main

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	clocktesting "k8s.io/utils/clock/testing"
	"sigs.k8s.io/controller-runtime/pkg/client"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/controllers"
	"github.com/isms-operator/isms-operator/internal/observation"
	"github.com/isms-operator/isms-operator/internal/rules"
	"github.com/isms-operator/isms-operator/test/scenarios"
)

// TestObservationClusterAndOperatorAgree has every story of rights granted and stored in a
// real cluster, and judged from files with what observe writes, from the cluster, and by an
// operator that observes rights. All three must find the same.
func TestObservationClusterAndOperatorAgree(t *testing.T) {
	s := apiServer(t)
	stories, err := scenarios.LoadObserved("../../test/scenarios")
	if err != nil {
		t.Fatal(err)
	}
	if len(stories) == 0 {
		t.Fatal("no story of rights")
	}
	for _, story := range stories {
		if !slices.ContainsFunc(story.Records, func(r api.Record) bool {
			a, is := r.(*api.ClauseAssessment)
			return is && a.Spec.ObservedScope != nil
		}) {
			continue // it is of what runs
		}
		t.Run(story.Name, func(t *testing.T) {
			dir, ns, seen := manifests(t, story.Records), s.namespace(t), filepath.Join(t.TempDir(), "seen.yaml")
			const day = samplesDay // on which observe and assess look, too
			s.grant(t, story.Observation)
			s.create(t, ns, story.Records)
			s.operate(t, controllers.Options{Registry: rules.Registry(), Clock: clocktesting.NewFakeClock(api.MustDate(day).Time().Add(12 * time.Hour)), ObserveRights: true})
			s.isms(t, "observe", "-o", seen).must(t, 0)
			files := parse(t, isms(t, "assess", "-f", dir, "-n", ns, "--as-of", day, "--observations", seen, "-o", "json", "--fail-on", "never").must(t, 0).out)
			cluster := parse(t, s.isms(t, "assess", "-n", ns, "--as-of", day, "-o", "json", "--fail-on", "never").must(t, 0).out)
			if have, want := found(cluster), found(files); !slices.Equal(have, want) {
				t.Fatalf("from the cluster:\n%s\nfrom files:\n%s", strings.Join(have, "\n"), strings.Join(want, "\n"))
			}
			if !strings.Contains(strings.Join(found(files), "\n"), "P8-1") && story.Name != "rights-as-registered" {
				t.Error("nothing is found of rights, so this compares nothing")
			}
			s.agrees(t, ns, cluster)
		})
	}
}

// found is all that a document finds.
func found(d document) (all []string) {
	for _, n := range d.Namespaces {
		for _, f := range n.Findings {
			all = append(all, strings.Join([]string{f.Rule, f.Reason, string(f.Grade), f.Record.Kind, f.Record.Name, f.Field, f.Message, f.Remedy, f.Since}, "|"))
		}
	}
	return all
}

// grant has a cluster grant what was seen in another, until the test ends. What Kubernetes
// binds for itself is there; roles that a controller would fill, which does not run, are filled.
func (s *server) grant(t *testing.T, f *observation.File) {
	t.Helper()
	for i := range f.ClusterRoles {
		r := &f.ClusterRoles[i]
		s.fill(t, &rbacv1.ClusterRole{ObjectMeta: metav1.ObjectMeta{Name: r.Name}, Rules: r.Rules}, r.Bootstrap)
	}
	for i := range f.Roles {
		r := &f.Roles[i]
		s.space(t, r.Namespace)
		if !r.Bootstrap {
			s.allow(t, &rbacv1.Role{ObjectMeta: metav1.ObjectMeta{Namespace: r.Namespace, Name: r.Name}, Rules: r.Rules})
		}
	}
	for i := range f.ClusterRoleBindings {
		if b := &f.ClusterRoleBindings[i]; !b.Bootstrap {
			s.allow(t, bindingTo("", b.Name, b.Role.Kind, b.Role.Name, subjects(b)...))
		}
	}
	for i := range f.RoleBindings {
		b := &f.RoleBindings[i]
		s.space(t, b.Namespace)
		if !b.Bootstrap {
			s.allow(t, bindingTo(b.Namespace, b.Name, b.Role.Kind, b.Role.Name, subjects(b)...))
		}
	}
}

// fill has a cluster role have its rules. That of Kubernetes itself has its own.
func (s *server) fill(t *testing.T, role *rbacv1.ClusterRole, bootstrap bool) {
	t.Helper()
	if !bootstrap {
		s.allow(t, role)
		return
	}
	if strings.HasPrefix(role.Name, "system:") || role.Name == "cluster-admin" {
		return
	}
	now := &rbacv1.ClusterRole{}
	if err := s.admin.Get(t.Context(), client.ObjectKeyFromObject(role), now); err != nil {
		t.Fatal(err)
	}
	before := now.DeepCopy()
	now.Rules = role.Rules
	if err := s.admin.Update(t.Context(), now); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		before.ResourceVersion = now.ResourceVersion
		if err := s.admin.Update(context.Background(), before); err != nil {
			t.Error(err)
		}
	})
}

// space makes a namespace, which may be there.
func (s *server) space(t *testing.T, name string) {
	t.Helper()
	if err := s.admin.Create(t.Context(), &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: name}}); err != nil && !apierrors.IsAlreadyExists(err) {
		t.Fatal(err)
	}
}

func subjects(b *observation.Binding) (all []rbacv1.Subject) {
	for _, s := range b.Subjects {
		subject := rbacv1.Subject{Kind: s.Kind, Namespace: s.Namespace, Name: s.Name}
		if s.Kind != rbacv1.ServiceAccountKind {
			subject.APIGroup = rbacv1.GroupName
		}
		all = append(all, subject)
	}
	return all
}
