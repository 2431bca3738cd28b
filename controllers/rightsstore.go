package controllers

import (
	"reflect"

	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/access"
	"github.com/isms-operator/isms-operator/internal/observation"
)

// cut takes from a role or binding in place what is not judged: all but its rules or subjects,
// its version as proof, and whether it is labelled as made by Kubernetes itself.
func cut(object runtime.Object) {
	var header *metav1.ObjectMeta
	switch o := object.(type) {
	case *rbacv1.ClusterRole:
		header, o.AggregationRule = &o.ObjectMeta, nil
	case *rbacv1.Role:
		header = &o.ObjectMeta
	case *rbacv1.ClusterRoleBinding:
		header = &o.ObjectMeta
	case *rbacv1.RoleBinding:
		header = &o.ObjectMeta
	default:
		return
	}
	made := access.Bootstrap(header)
	*header = metav1.ObjectMeta{Namespace: header.Namespace, Name: header.Name, ResourceVersion: header.ResourceVersion}
	if made {
		access.MarkBootstrap(header)
	}
}

// granting is what of a role or binding is judged.
type granting struct {
	rules     []rbacv1.PolicyRule
	role      rbacv1.RoleRef
	subjects  []rbacv1.Subject
	bootstrap bool
}

func grantingOf(object metav1.Object) granting {
	g := granting{bootstrap: access.Bootstrap(object)}
	switch o := object.(type) {
	case *rbacv1.ClusterRole:
		g.rules = o.Rules
	case *rbacv1.Role:
		g.rules = o.Rules
	case *rbacv1.ClusterRoleBinding:
		g.role, g.subjects = o.RoleRef, o.Subjects
	case *rbacv1.RoleBinding:
		g.role, g.subjects = o.RoleRef, o.Subjects
	}
	return g
}

// Add implements cache.ReflectorStore.
func (l *rightsList) Add(object any) error { return l.Update(object) }

// Update implements cache.ReflectorStore.
func (l *rightsList) Update(object any) error {
	asked := map[string]bool{}
	l.all.mu.Lock()
	l.put(object.(metav1.Object), asked)
	l.all.mu.Unlock()
	l.all.tell(asked)
	return nil
}

// Delete implements cache.ReflectorStore.
func (l *rightsList) Delete(object any) error {
	gone, err := meta.Accessor(object)
	if err != nil {
		return err
	}
	asked := map[string]bool{}
	l.all.mu.Lock()
	l.drop(types.NamespacedName{Namespace: gone.GetNamespace(), Name: gone.GetName()}, asked)
	l.all.mu.Unlock()
	l.all.tell(asked)
	return nil
}

// Replace implements cache.ReflectorStore.
func (l *rightsList) Replace(list []any, _ string) error {
	asked, kept := map[string]bool{}, make(map[types.NamespacedName]bool, len(list))
	l.all.mu.Lock()
	for _, object := range list {
		o := object.(metav1.Object)
		kept[types.NamespacedName{Namespace: o.GetNamespace(), Name: o.GetName()}] = true
		l.put(o, asked)
	}
	for name := range l.objects {
		if !kept[name] {
			l.drop(name, asked)
		}
	}
	l.held = true
	l.all.mu.Unlock()
	l.all.tell(asked)
	return nil
}

// Resync implements cache.ReflectorStore.
func (l *rightsList) Resync() error { return nil }

// put takes in an object. One whose labels alone are new is another proof of the same.
func (l *rightsList) put(object metav1.Object, asked map[string]bool) {
	name := types.NamespacedName{Namespace: object.GetNamespace(), Name: object.GetName()}
	old := l.objects[name]
	if old != nil && old.GetResourceVersion() == object.GetResourceVersion() {
		return
	}
	l.objects[name], l.all.built = object, nil
	if old == nil || !reflect.DeepEqual(grantingOf(old), grantingOf(object)) {
		l.touch(name.Namespace, asked)
	}
}

func (l *rightsList) drop(name types.NamespacedName, asked map[string]bool) {
	if l.objects[name] == nil {
		return
	}
	delete(l.objects, name)
	l.all.built = nil
	l.touch(name.Namespace, asked)
}

// touch adds the namespaces whose answers can change with an object in a namespace. A role
// may be what somebody needs anywhere, and what holds in the whole cluster holds everywhere.
func (l *rightsList) touch(namespace string, asked map[string]bool) {
	for ask := range l.all.asking(func(scopes []*api.ObservedScope) bool {
		return l.what != observation.RoleBindings || covered(scopes, namespace)
	}) {
		asked[ask] = true
	}
}
