package access_test

import (
	"slices"
	"testing"

	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/isms-operator/isms-operator/internal/access"
)

// TestFresh has all that an API server binds when it starts known as what a cluster grants to
// itself.
func TestFresh(t *testing.T) {
	objects := read(t, clientset(t, cluster.Config()))
	objects.ClusterRoleBindings = slices.DeleteFunc(objects.ClusterRoleBindings, func(b rbacv1.ClusterRoleBinding) bool { return !access.Bootstrap(&b) })
	objects.RoleBindings = slices.DeleteFunc(objects.RoleBindings, func(b rbacv1.RoleBinding) bool { return !access.Bootstrap(&b) })
	rights := access.New(objects)
	n := 0
	for _, s := range rights.Subjects() {
		for _, g := range rights.Of(s) {
			if n++; g.Subject == s && !g.Own() {
				t.Errorf("%s has %s by %s, which an API server binds itself", s, g.Role, g.Binding.Name)
			}
		}
	}
	if n < 40 {
		t.Errorf("an API server binds %d roles; it was asked too early", n)
	}
}
