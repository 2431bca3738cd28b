package access

import (
	"cmp"
	"slices"
	"strings"

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

// The kinds of stored objects.
const (
	kindClusterRole        = "ClusterRole"
	kindRole               = "Role"
	kindClusterRoleBinding = "ClusterRoleBinding"
	kindRoleBinding        = "RoleBinding"
)

const (
	bootstrapLabel = "kubernetes.io/bootstrapping"
	bootstrapValue = "rbac-defaults"
)

// Strip takes from a role or binding, in place, what is not judged: annotations, managed
// fields, owners, finalizers, and labels. Cluster roles keep their labels, which decide what
// is aggregated; the others keep the one that Bootstrap asks for. It suits a cache.
func Strip(object metav1.Object) {
	object.SetManagedFields(nil)
	object.SetAnnotations(nil)
	object.SetOwnerReferences(nil)
	object.SetFinalizers(nil)
	if _, aggregated := object.(*rbacv1.ClusterRole); aggregated {
		return
	}
	if Bootstrap(object) {
		MarkBootstrap(object)
		return
	}
	object.SetLabels(nil)
}

// MarkBootstrap labels a role or binding as one that Bootstrap reports, and as nothing else.
func MarkBootstrap(object metav1.Object) {
	object.SetLabels(map[string]string{bootstrapLabel: bootstrapValue})
}

// Stripped is a copy without what is not judged, sorted by namespace and name, so that two
// readings of equal objects give equal bytes. Rules and subjects are shared with the
// original, which is not changed.
func (o Objects) Stripped() Objects {
	o = o.clone()
	for i := range o.ClusterRoles {
		Strip(&o.ClusterRoles[i])
		o.ClusterRoles[i].TypeMeta = metav1.TypeMeta{}
		o.ClusterRoles[i].Rules = orNil(o.ClusterRoles[i].Rules)
	}
	for i := range o.Roles {
		Strip(&o.Roles[i])
		o.Roles[i].TypeMeta = metav1.TypeMeta{}
		o.Roles[i].Rules = orNil(o.Roles[i].Rules)
	}
	for i := range o.ClusterRoleBindings {
		Strip(&o.ClusterRoleBindings[i])
		o.ClusterRoleBindings[i].TypeMeta = metav1.TypeMeta{}
	}
	for i := range o.RoleBindings {
		Strip(&o.RoleBindings[i])
		o.RoleBindings[i].TypeMeta = metav1.TypeMeta{}
	}
	slices.SortStableFunc(o.ClusterRoles, func(a, b rbacv1.ClusterRole) int { return strings.Compare(a.Name, b.Name) })
	slices.SortStableFunc(o.Roles, func(a, b rbacv1.Role) int { return compareMeta(&a.ObjectMeta, &b.ObjectMeta) })
	slices.SortStableFunc(o.ClusterRoleBindings, func(a, b rbacv1.ClusterRoleBinding) int { return strings.Compare(a.Name, b.Name) })
	slices.SortStableFunc(o.RoleBindings, func(a, b rbacv1.RoleBinding) int { return compareMeta(&a.ObjectMeta, &b.ObjectMeta) })
	return o
}

// orNil makes an empty list of rules nil: rules are written even where there are none.
func orNil(rules []rbacv1.PolicyRule) []rbacv1.PolicyRule {
	if len(rules) == 0 {
		return nil
	}
	return rules
}

func compareMeta(a, b *metav1.ObjectMeta) int {
	return cmp.Or(strings.Compare(a.Namespace, b.Namespace), strings.Compare(a.Name, b.Name))
}

// clone copies the lists, not what the objects point to.
func (o Objects) clone() Objects {
	return Objects{
		ClusterRoles:        slices.Clone(o.ClusterRoles),
		Roles:               slices.Clone(o.Roles),
		ClusterRoleBindings: slices.Clone(o.ClusterRoleBindings),
		RoleBindings:        slices.Clone(o.RoleBindings),
	}
}

// Bootstrap says whether a role or binding is labelled as one of those that Kubernetes itself
// makes. Whoever may edit it may label it so: of a grant, ask Grant.Bootstrap.
func Bootstrap(object metav1.Object) bool {
	return object.GetLabels()[bootstrapLabel] == bootstrapValue
}
