package access

import (
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Objects are the roles and bindings of a cluster, as read.
type Objects struct {
	ClusterRoles        []rbacv1.ClusterRole        `json:"clusterRoles,omitempty"`
	Roles               []rbacv1.Role               `json:"roles,omitempty"`
	ClusterRoleBindings []rbacv1.ClusterRoleBinding `json:"clusterRoleBindings,omitempty"`
	RoleBindings        []rbacv1.RoleBinding        `json:"roleBindings,omitempty"`
}

// Strip takes from a role or binding, in place, what is not judged: annotations, managed
// fields, owners, finalizers, and labels. Cluster roles keep their labels, which decide what
// is aggregated; the others keep the one that Bootstrap asks for. It suits a cache.
func Strip(object metav1.Object) {}

// Stripped is a copy without what is not judged, sorted by namespace and name, so that two
// readings of equal objects give equal bytes. Rules and subjects are shared with the
// original, which is not changed.
func (o Objects) Stripped() Objects { return o }

// Aggregated is a copy in which cluster roles with an aggregationRule have the rules of those
// that it selects, as the controller manager would write them. It is for files, where
// nobody has filled them. Of a cluster it must not be asked: the authoriser looks at the
// stored rules alone, and they are the truth of what is granted.
func (o Objects) Aggregated() Objects { return o }

// Renamed is a copy in which each user, group and service account has the name that rename
// gives, in bindings and in rules that allow to impersonate somebody by name. The kind and
// number of subjects stay. Names of roles and bindings stay too, even where they hold a
// person's name.
func (o Objects) Renamed(rename func(Subject) Subject) Objects { return o }

// Bootstrap says whether a role or binding is labelled as one of those that Kubernetes itself
// makes. Whoever may edit it may label it so: of a grant, ask Grant.Bootstrap.
func Bootstrap(object metav1.Object) bool { return false }
