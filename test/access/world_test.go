package access_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/kubernetes"

	"github.com/isms-operator/isms-operator/internal/access"
)

// Few words, so that rules and requests often meet, and often just miss.
var (
	namespaces = []string{"east", "north", "south", "west"}
	verbs      = []string{"get", "list", "create", "delete", "impersonate"}
	groups     = []string{"", "apps", "batch"}
	resources  = []string{"pods", "secrets", "deployments", "nodes"}
	subs       = []string{"exec", "log", "scale"}
	names      = []string{"one", "two", "three"}
	paths      = []string{"/healthz", "/healthz/etcd", "/metrics", "/metrics/slis", "/api", "/apis/apps", "/logs/"}
	owned      = []string{"/healthz", "/healthz/*", "/metrics*", "/api", "/apis/*", "/logs/*", "*"}

	users   = []string{"alice", "Bob", "carol@example.com", "oidc:dave", "https://login.example/#erin", "frank/admin", "system:grace"}
	teams   = []string{"admins", "oidc:devs", "team/ops", "Audit"}
	robots  = []string{"builder", "deployer"}
	crowds  = []string{"system:authenticated", "system:serviceaccounts", "system:serviceaccounts:east", "system:unauthenticated"}
	missing = "not-there"
)

// world makes what is random. One of a scale has so many times the namespaces, subjects, roles
// and bindings, and as many bindings of each subject.
type world struct {
	*rand.Rand
	scale int
}

// scaled are the names of a list in each of the scale's worlds: the first has them as they are.
func scaled(list []string, scale int) (all []string) {
	for i := range scale {
		for _, name := range list {
			if i > 0 {
				name = fmt.Sprintf("%s-%d", name, i)
			}
			all = append(all, name)
		}
	}
	return all
}

// one is a name of a list in some world of the scale.
func (w world) one(list []string) string {
	name := pick(w, list)
	if i := w.IntN(w.scale); i > 0 {
		name = fmt.Sprintf("%s-%d", name, i)
	}
	return name
}

func pick[T any](w world, list []T) T { return list[w.IntN(len(list))] }

// some is one to three words, or "*" instead, once in so many times.
func (w world) some(list []string, star int) []string {
	if w.IntN(star) == 0 {
		return []string{"*"}
	}
	var all []string
	for range 1 + w.IntN(3) {
		all = append(all, pick(w, list))
	}
	return all
}

func (w world) resource() string {
	switch w.IntN(8) {
	case 0:
		return "*/" + pick(w, subs)
	case 1:
		return pick(w, resources) + "/*" // no wildcard to the authoriser
	case 2, 3:
		return pick(w, resources) + "/" + pick(w, subs)
	}
	return pick(w, resources)
}

func (w world) rules(paths bool) []rbacv1.PolicyRule {
	var all []rbacv1.PolicyRule
	for range 1 + w.IntN(3) {
		rule := rbacv1.PolicyRule{Verbs: w.some(verbs, 8)}
		if paths && w.IntN(4) == 0 {
			rule.NonResourceURLs = w.some(owned, 20)
			all = append(all, rule)
			continue
		}
		rule.APIGroups = w.some(groups, 5)
		rule.Resources = []string{w.resource(), w.resource()}
		if w.IntN(12) == 0 {
			rule.Resources = []string{"*"}
		}
		if w.IntN(3) == 0 {
			rule.ResourceNames = []string{pick(w, names), pick(w, names)}
		}
		all = append(all, rule)
	}
	return all
}

func (w world) subject() rbacv1.Subject {
	user, group := rbacv1.Subject{APIGroup: rbacv1.GroupName, Kind: "User"}, rbacv1.Subject{APIGroup: rbacv1.GroupName, Kind: "Group"}
	switch w.IntN(12) {
	case 0, 1, 2, 3:
		user.Name = w.one(users)
		return user
	case 4:
		user.Name = "system:serviceaccount:" + w.one(namespaces) + ":" + pick(w, robots)
		return user
	case 5:
		if w.IntN(w.scale) == 0 {
			user.Name = "system:anonymous"
			return user
		}
	case 6, 7, 8:
		group.Name = w.one(teams)
		return group
	case 9:
		if w.IntN(4*w.scale) == 0 { // what all may do hides what else allows it
			group.Name = pick(w, crowds)
			return group
		}
	}
	return rbacv1.Subject{Kind: "ServiceAccount", Namespace: w.one(namespaces), Name: pick(w, robots)}
}

func (w world) subjects() []rbacv1.Subject {
	var all []rbacv1.Subject
	for range 1 + w.IntN(2) {
		all = append(all, w.subject())
	}
	return all
}

// Bindings of Kubernetes' own roles are among them, some empty as no controller fills them.
var ownRoles = []string{"cluster-admin", "view", "system:discovery", "system:node", "system:kube-scheduler"}

func (w world) clusterRole() rbacv1.RoleRef {
	ref := rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: fmt.Sprintf("role-%d", w.IntN(30*w.scale))}
	switch w.IntN(25) {
	case 0:
		ref.Name = pick(w, ownRoles[1:])
	case 1:
		ref.Name = missing
	}
	return ref
}

func (w world) objects() access.Objects {
	var o access.Objects
	for i := range 30 * w.scale {
		o.ClusterRoles = append(o.ClusterRoles, rbacv1.ClusterRole{ObjectMeta: metav1.ObjectMeta{Name: fmt.Sprintf("role-%d", i)}, Rules: w.rules(true)})
	}
	for i := range 30 * w.scale {
		o.ClusterRoleBindings = append(o.ClusterRoleBindings, rbacv1.ClusterRoleBinding{
			ObjectMeta: metav1.ObjectMeta{Name: fmt.Sprintf("binding-%d", i)}, RoleRef: w.clusterRole(), Subjects: w.subjects(),
		})
	}
	for _, namespace := range scaled(namespaces, w.scale) {
		for i := range 10 {
			// Each namespace has its own role of a name, and of some it has none.
			if name := fmt.Sprintf("role-%d", i); w.IntN(8) > 0 {
				o.Roles = append(o.Roles, rbacv1.Role{ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: name}, Rules: w.rules(false)})
			}
		}
		for i := range 25 {
			ref := w.clusterRole()
			if w.IntN(10) == 0 {
				ref.Name = pick(w, ownRoles)
			}
			if w.IntN(2) == 0 {
				ref.Kind, ref.Name = "Role", fmt.Sprintf("role-%d", w.IntN(10))
			}
			o.RoleBindings = append(o.RoleBindings, rbacv1.RoleBinding{
				ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: fmt.Sprintf("binding-%d", i)}, RoleRef: ref, Subjects: w.subjects(),
			})
		}
	}
	return o
}

func (w world) identity() identity {
	switch w.IntN(10) {
	case 0:
		return identity{"system:anonymous", []string{"system:unauthenticated"}, []access.Subject{{Kind: access.User, Name: "system:anonymous"}}}
	case 1, 2, 3:
		namespace, name := w.one(namespaces), pick(w, robots)
		return identity{
			"system:serviceaccount:" + namespace + ":" + name,
			[]string{"system:serviceaccounts", "system:serviceaccounts:" + namespace, "system:authenticated"},
			[]access.Subject{{Kind: access.ServiceAccount, Namespace: namespace, Name: name}},
		}
	}
	who := identity{name: w.one(users)}
	who.subjects = []access.Subject{{Kind: access.User, Name: who.name}}
	for range w.IntN(3) {
		team := w.one(teams)
		who.groups = append(who.groups, team)
		who.subjects = append(who.subjects, access.Subject{Kind: access.Group, Name: team})
	}
	who.groups = append(who.groups, "system:authenticated")
	return who
}

func (w world) request() access.Request {
	r := access.Request{Verb: pick(w, verbs)}
	if w.IntN(50) == 0 {
		r.Verb = "*"
	}
	if w.IntN(6) == 0 {
		r.NonResourceURL = pick(w, paths)
		return r
	}
	r.APIGroup, r.Resource = pick(w, groups), pick(w, resources)
	if w.IntN(50) == 0 {
		r.Resource = "*"
	}
	if w.IntN(3) == 0 {
		r.Subresource = pick(w, subs)
	}
	if w.IntN(2) == 0 {
		r.Name = pick(w, names)
	}
	if w.IntN(5) > 0 {
		r.Namespace = w.one(namespaces)
	}
	return r
}

const workers = 16

// each calls a function with the numbers below n, as many at a time as there are workers.
func each(t *testing.T, n int, do func(ctx context.Context, i int) error) {
	t.Helper()
	next := make(chan int)
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			for i := range next {
				if err := do(t.Context(), i); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	group.Wait()
	if t.Failed() {
		t.FailNow()
	}
}

// create stores the objects, and returns once the authoriser knows them all.
func create(t *testing.T, client kubernetes.Interface, namespaces []string, o access.Objects) {
	t.Helper()
	rbac, options := client.RbacV1(), metav1.CreateOptions{}
	each(t, len(namespaces), func(ctx context.Context, i int) error {
		_, err := client.CoreV1().Namespaces().Create(ctx, &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: namespaces[i]}}, options)
		return err
	})
	each(t, len(o.ClusterRoles), func(ctx context.Context, i int) error {
		_, err := rbac.ClusterRoles().Create(ctx, &o.ClusterRoles[i], options)
		return err
	})
	each(t, len(o.Roles), func(ctx context.Context, i int) error {
		_, err := rbac.Roles(o.Roles[i].Namespace).Create(ctx, &o.Roles[i], options)
		return err
	})
	each(t, len(o.ClusterRoleBindings), func(ctx context.Context, i int) error {
		_, err := rbac.ClusterRoleBindings().Create(ctx, &o.ClusterRoleBindings[i], options)
		return err
	})
	each(t, len(o.RoleBindings), func(ctx context.Context, i int) error {
		_, err := rbac.RoleBindings(o.RoleBindings[i].Namespace).Create(ctx, &o.RoleBindings[i], options)
		return err
	})
	mark(t, client)
}

// mark stores one object more of each kind, and waits until the authoriser decides by them:
// it learns of each kind in order.
func mark(t *testing.T, client kubernetes.Interface) {
	t.Helper()
	rules := func(group string) []rbacv1.PolicyRule {
		return []rbacv1.PolicyRule{{Verbs: []string{"mark"}, APIGroups: []string{group}, Resources: []string{"marks"}}}
	}
	in := func(namespace string) metav1.ObjectMeta { return metav1.ObjectMeta{Namespace: namespace, Name: "mark"} }
	marker := []rbacv1.Subject{{APIGroup: rbacv1.GroupName, Kind: "User", Name: "marker"}}
	ref := func(kind string) rbacv1.RoleRef {
		return rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: kind, Name: "mark"}
	}
	rbac, options, namespace := client.RbacV1(), metav1.CreateOptions{}, namespaces[0]
	if _, err := rbac.ClusterRoles().Create(t.Context(), &rbacv1.ClusterRole{ObjectMeta: in(""), Rules: rules("all")}, options); err != nil {
		t.Fatal(err)
	}
	if _, err := rbac.Roles(namespace).Create(t.Context(), &rbacv1.Role{ObjectMeta: in(namespace), Rules: rules("one")}, options); err != nil {
		t.Fatal(err)
	}
	if _, err := rbac.ClusterRoleBindings().Create(t.Context(), &rbacv1.ClusterRoleBinding{ObjectMeta: in(""), RoleRef: ref("ClusterRole"), Subjects: marker}, options); err != nil {
		t.Fatal(err)
	}
	if _, err := rbac.RoleBindings(namespace).Create(t.Context(), &rbacv1.RoleBinding{ObjectMeta: in(namespace), RoleRef: ref("Role"), Subjects: marker}, options); err != nil {
		t.Fatal(err)
	}
	known := func(ctx context.Context) (bool, error) {
		for _, group := range []string{"all", "one"} {
			allowed, err := review(ctx, client, identity{name: "marker"}, access.Request{Verb: "mark", APIGroup: group, Resource: "marks", Namespace: namespace})
			if err != nil || !allowed {
				return false, err
			}
		}
		return true, nil
	}
	if err := wait.PollUntilContextTimeout(t.Context(), 20*time.Millisecond, 30*time.Second, true, known); err != nil {
		t.Fatalf("the authoriser does not know what was stored: %v", err)
	}
}
