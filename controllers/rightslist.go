package controllers

import (
	"context"
	"reflect"
	"strings"
	"time"

	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/watch"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/access"
	"github.com/isms-operator/isms-operator/internal/observation"
)

// rightsLostAfter is for how long nothing must have been answered about roles or bindings
// before they count as not looked at any more. An API server that is away for less is none.
const rightsLostAfter = 5 * time.Minute

// rightsList holds roles or bindings that one follower follows: what of them is judged. What
// it holds is under the lock of all.
type rightsList struct {
	all      *rights
	from     resource
	follower *follower
	// what it lists, in the words of an observation, and of the API server.
	what, resource string
	namespace      string // that it is limited to; "" for none
	objects        map[types.NamespacedName]metav1.Object
	// held says that all was listed once.
	held bool
	// failing is since when the API server has not shown it, by both clocks; absent where it
	// does. Lost says that this is too long.
	failing struct{ at, since time.Time }
	lost    bool
}

// The states of a list.
type rightsState uint8

const (
	followed rightsState = iota
	// refused: the API server says that it does not list it.
	refused
	// unanswered: it says nothing, for too long.
	unanswered
)

// add adds a list of roles or bindings, of a namespace or of all.
func (r *rights) add(what, namespace string, from resource) *rightsList {
	l := &rightsList{
		all: r, from: from, what: what, resource: strings.ToLower(what), namespace: namespace,
		objects: map[types.NamespacedName]metav1.Object{},
	}
	r.lists = append(r.lists, l)
	return l
}

func (l *rightsList) state() rightsState {
	_, refusal := l.follower.state()
	switch {
	case refusal != nil:
		return refused
	case l.lost:
		return unanswered
	}
	return followed
}

// known reports whether it is known what there is, or that it cannot be known.
func (l *rightsList) known() bool {
	known, _ := l.follower.state()
	l.all.mu.Lock()
	defer l.all.mu.Unlock()
	return known || l.lost
}

// why says why the list is not followed.
func (l *rightsList) why(state rightsState) string {
	if state == unanswered {
		return "the API server does not answer"
	}
	_, refusal := l.follower.state()
	return observation.Refusal(refusal)
}

// concerns reports whether an answer to scopes rests on the list. What holds in the whole
// cluster holds in each namespace.
func (l *rightsList) concerns(scopes []*api.ObservedScope) bool {
	return l.namespace == "" || covered(scopes, l.namespace)
}

// List implements resource. What is listed is cut.
func (l *rightsList) List(ctx context.Context, options metav1.ListOptions) (runtime.Object, error) {
	list, err := l.from.List(ctx, options)
	l.answered(ctx, err)
	if err != nil {
		return nil, err
	}
	return list, meta.EachListItem(list, func(o runtime.Object) error {
		cut(o)
		return nil
	})
}

// Watch implements resource. What is shown is cut; a bookmark is not.
func (l *rightsList) Watch(ctx context.Context, options metav1.ListOptions) (watch.Interface, error) {
	w, err := l.from.Watch(ctx, options)
	l.answered(ctx, err)
	if err != nil {
		return nil, err
	}
	return watch.Filter(w, func(e watch.Event) (watch.Event, bool) {
		if e.Type == watch.Added || e.Type == watch.Modified || e.Type == watch.Deleted {
			cut(e.Object)
		}
		return e, true
	}), nil
}

// answered keeps since when the API server does not show the list.
func (l *rightsList) answered(ctx context.Context, err error) {
	if ctx.Err() != nil {
		return // the operator stops
	}
	l.all.mu.Lock()
	before := l.lost
	switch {
	case err == nil:
		l.failing.at, l.failing.since, l.lost = time.Time{}, time.Time{}, false
	case l.failing.since.IsZero():
		l.failing.at, l.failing.since = l.all.clock.Now(), l.all.now()
	default:
		l.lost = l.all.now().Sub(l.failing.since) >= rightsLostAfter
	}
	turned := l.lost != before
	l.all.mu.Unlock()
	if turned {
		l.all.turned()
	}
}

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
