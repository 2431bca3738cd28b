package access

import (
	"slices"
	"strings"
	"testing"

	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func rule(verbs, groups, resources string, names ...string) rbacv1.PolicyRule {
	return rbacv1.PolicyRule{
		Verbs: strings.Split(verbs, ","), APIGroups: strings.Split(groups, ","), Resources: strings.Split(resources, ","), ResourceNames: names,
	}
}

func urls(verbs string, paths ...string) rbacv1.PolicyRule {
	return rbacv1.PolicyRule{Verbs: strings.Split(verbs, ","), NonResourceURLs: paths}
}

func meta(namespace, name string) metav1.ObjectMeta {
	return metav1.ObjectMeta{Namespace: namespace, Name: name, ResourceVersion: "7"}
}

func clusterRole(name string, rules ...rbacv1.PolicyRule) rbacv1.ClusterRole {
	return rbacv1.ClusterRole{ObjectMeta: meta("", name), Rules: rules}
}

// to is a subject of a binding: User/x, Group/x, ServiceAccount/namespace/x.
func to(text string) rbacv1.Subject {
	kind, name, _ := strings.Cut(text, "/")
	s := rbacv1.Subject{Kind: kind, Name: name}
	if kind == "ServiceAccount" {
		s.Namespace, s.Name, _ = strings.Cut(name, "/")
	}
	return s
}

func everywhere(name, role string, subjects ...string) rbacv1.ClusterRoleBinding {
	b := rbacv1.ClusterRoleBinding{ObjectMeta: meta("", name), RoleRef: rbacv1.RoleRef{Kind: "ClusterRole", Name: role}}
	for _, s := range subjects {
		b.Subjects = append(b.Subjects, to(s))
	}
	return b
}

func in(namespace, name, kind, role string, subjects ...string) rbacv1.RoleBinding {
	b := rbacv1.RoleBinding{ObjectMeta: meta(namespace, name), RoleRef: rbacv1.RoleRef{Kind: kind, Name: role}}
	for _, s := range subjects {
		b.Subjects = append(b.Subjects, to(s))
	}
	return b
}

func small() Objects {
	return Objects{
		ClusterRoles: []rbacv1.ClusterRole{clusterRole("reader", rule("get,list", "", "pods")), clusterRole("admin", rule("*", "*", "*"))},
		Roles: []rbacv1.Role{
			{ObjectMeta: meta("shop", "deployer"), Rules: []rbacv1.PolicyRule{rule("update", "apps", "deployments")}},
			{ObjectMeta: meta("bank", "auditor"), Rules: []rbacv1.PolicyRule{rule("get", "", "events")}},
		},
		ClusterRoleBindings: []rbacv1.ClusterRoleBinding{
			everywhere("z", "reader", "Group/system:authenticated"),
			everywhere("readers", "reader", "User/alice", "Group/devs", "User/alice"),
			everywhere("later", "not-there", "User/alice"),
			everywhere("nowhere", "reader", "ServiceAccount//builder"),
			everywhere("robots", "reader", "Group/system:serviceaccounts:shop", "Group/system:serviceaccounts"),
			everywhere("nobody", "reader", "Group/system:unauthenticated"),
		},
		RoleBindings: []rbacv1.RoleBinding{
			in("shop", "deploy", "Role", "deployer", "Group/devs", "User/system:serviceaccount:shop:builder"),
			in("bank", "deploy", "Role", "deployer", "User/alice"),
			in("bank", "admin", "ClusterRole", "admin", "ServiceAccount/shop/builder"),
			in("shop", "own", "ClusterRole", "reader", "ServiceAccount//builder"),
			in("shop", "odd", "ClusterRole", "reader", "Robot/alice"),
		},
	}
}

func subjects(t *testing.T, texts string) []Subject {
	t.Helper()
	var all []Subject
	for _, text := range strings.Fields(texts) {
		s, err := ParseSubject(text)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	return all
}

// shown is namespace/binding:subject of each grant.
func shown(grants []Grant) string {
	var all []string
	for _, g := range grants {
		all = append(all, g.Binding.Namespace+"/"+g.Binding.Name+":"+g.Subject.String())
	}
	return strings.Join(all, " ")
}

func TestOf(t *testing.T) {
	r := New(small())
	for _, row := range []struct{ why, who, want string }{
		{"a user is named and logged in; twice in a binding counts once", "User/alice", "/readers:User/alice /z:Group/system:authenticated"},
		{"a binding is there for each whom it names", "User/alice Group/devs", "/readers:Group/devs /readers:User/alice /z:Group/system:authenticated shop/deploy:Group/devs"},
		{"order and repetition of what is asked do not matter", "Group/devs User/alice Group/devs", "/readers:Group/devs /readers:User/alice /z:Group/system:authenticated shop/deploy:Group/devs"},
		{"a group alone has what is bound to it", "Group/devs", "/readers:Group/devs shop/deploy:Group/devs"},
		{"a service account: by its name, its user name, its groups, and without namespace in its own", "ServiceAccount/shop/builder",
			"/robots:Group/system:serviceaccounts /robots:Group/system:serviceaccounts:shop /z:Group/system:authenticated bank/admin:ServiceAccount/shop/builder shop/deploy:ServiceAccount/shop/builder shop/own:ServiceAccount/shop/builder"},
		{"the same name in another namespace is another", "ServiceAccount/bank/builder", "/robots:Group/system:serviceaccounts /z:Group/system:authenticated"},
		{"names are compared as they are", "User/Alice", "/z:Group/system:authenticated"},
		{"a user is no group of the name", "User/devs", "/z:Group/system:authenticated"},
		{"who did not log in", "User/system:anonymous", "/nobody:Group/system:unauthenticated"},
		{"nobody", "", ""},
	} {
		if got := shown(r.Of(subjects(t, row.who)...)); got != row.want {
			t.Errorf("%s: %s\n got %s\nwant %s", row.why, row.who, got, row.want)
		}
	}
	if got, want := shown(r.Dangling()), "/later:User/alice bank/deploy:User/alice"; got != want {
		t.Errorf("bindings without a role: %s, want %s: the role of another namespace does not count", got, want)
	}
	want := "Group/devs Group/system:authenticated Group/system:serviceaccounts Group/system:serviceaccounts:shop Group/system:unauthenticated ServiceAccount/shop/builder User/alice"
	var all []string
	for _, s := range r.Subjects() {
		all = append(all, s.String())
	}
	if got := strings.Join(all, " "); got != want {
		t.Errorf("subjects %s\nwant %s", got, want)
	}
}

func TestOrderOfObjectsDoesNotMatter(t *testing.T) {
	a, b := small(), small()
	slices.Reverse(b.ClusterRoles)
	slices.Reverse(b.Roles)
	slices.Reverse(b.ClusterRoleBindings)
	slices.Reverse(b.RoleBindings)
	for _, s := range New(a).Subjects() {
		if one, other := shown(New(a).Of(s)), shown(New(b).Of(s)); one != other {
			t.Errorf("%s: %s, and in another order %s", s, one, other)
		}
	}
}

func TestProof(t *testing.T) {
	for _, g := range New(small()).Of(subjects(t, "ServiceAccount/shop/builder")...) {
		if g.Binding.Name != "admin" {
			continue
		}
		want := Object{Kind: "RoleBinding", Namespace: "bank", Name: "admin", ResourceVersion: "7"}
		if g.Binding != want || g.Namespace != "bank" || g.Role != (RoleRef{Kind: "ClusterRole", Name: "admin"}) {
			t.Errorf("a role binding proves %+v", g)
		}
	}
}

func TestRole(t *testing.T) {
	r := New(small())
	for _, row := range []struct {
		why, namespace string
		ref            RoleRef
		where          string
		ok             bool
	}{
		{"a cluster role everywhere", "", RoleRef{Kind: "ClusterRole", Name: "reader"}, "", true},
		{"a cluster role in a namespace", "shop", RoleRef{Kind: "ClusterRole", Name: "reader"}, "shop", true},
		{"a role is in its own", "", RoleRef{Kind: "Role", Namespace: "shop", Name: "deployer"}, "shop", true},
		{"whatever is asked", "bank", RoleRef{Kind: "Role", Namespace: "shop", Name: "deployer"}, "shop", true},
		{"no such role there", "bank", RoleRef{Kind: "Role", Namespace: "bank", Name: "deployer"}, "", false},
	} {
		g, ok := r.Role(row.ref, row.namespace)
		if ok != row.ok || g.Namespace != row.where || ok && len(g.Rules) != 1 {
			t.Errorf("%s: %+v %t", row.why, g, ok)
		}
	}
}

func TestBootstrap(t *testing.T) {
	made := map[string]string{bootstrapLabel: bootstrapValue}
	for _, row := range []struct {
		why           string
		role, binding map[string]string
		name, subject string
		want          bool
	}{
		{"as Kubernetes makes it", made, made, "cluster-admin", "Group/system:masters", true},
		{"what it gives to all", made, made, "system:discovery", "Group/system:authenticated", true},
		{"what it gives to all service accounts", made, made, "system:cluster-trust-bundle-discovery", "Group/system:serviceaccounts", true},
		{"a binding that is not labelled", made, nil, "cluster-admin", "Group/system:masters", false},
		{"a role that is not", nil, made, "cluster-admin", "Group/system:masters", false},
		{"another value", made, map[string]string{bootstrapLabel: "x"}, "cluster-admin", "Group/system:masters", false},
		{"a person put into a binding of Kubernetes", made, made, "cluster-admin", "User/alice", false},
		{"everything to everybody, with a label on", made, made, "cluster-admin", "Group/system:authenticated", false},
		{"a user who is called as if it were a part, with a label on", made, made, "cluster-admin", "User/system:evil", false},
		{"a service account of kube-system, with a label on", made, made, "cluster-admin", "ServiceAccount/kube-system/backdoor", false},
		{"a controller", made, made, "system:controller:job-controller", "ServiceAccount/kube-system/job-controller", true},
		{"a controller's role to another account", made, made, "system:controller:job-controller", "ServiceAccount/kube-system/backdoor", false},
		{"a controller's role to an account of its name elsewhere", made, made, "system:controller:job-controller", "ServiceAccount/shop/job-controller", false},
	} {
		role, binding := clusterRole(row.name), everywhere("b", row.name, row.subject)
		role.Labels, binding.Labels = row.role, row.binding
		r := New(Objects{ClusterRoles: []rbacv1.ClusterRole{role}, ClusterRoleBindings: []rbacv1.ClusterRoleBinding{binding}})
		if grants := r.Of(subjects(t, row.subject)[0]); len(grants) != 1 || grants[0].Bootstrap != row.want {
			t.Errorf("%s: %+v", row.why, grants)
		}
	}
}

func TestOwn(t *testing.T) {
	all, some := rule("*", "*", "*"), rule("get", "", "nodes")
	for _, row := range []struct {
		why           string
		name, subject string
		rules         rbacv1.PolicyRule
		want          bool
	}{
		{"the account of kube-proxy", "system:node-proxier", "ServiceAccount/kube-system/kube-proxy", some, true},
		{"nodes that join", "kubeadm:get-nodes", "Group/system:bootstrappers:kubeadm:default-node-token", some, true},
		{"the API server as it calls a kubelet", "system:kubelet-api-admin", "User/kube-apiserver-kubelet-client", some, true},
		{"the account of kube-proxy in another role", "cluster-admin", "ServiceAccount/kube-system/kube-proxy", some, false},
		{"the role to another account", "system:node-proxier", "ServiceAccount/kube-system/backdoor", some, false},
		{"a role of the name that allows everything", "system:coredns", "ServiceAccount/kube-system/coredns", all, false},
		{"administrators, who are people", "cluster-admin", "Group/kubeadm:cluster-admins", all, false},
		{"all nodes may do everything", "cluster-admin", "Group/system:nodes", all, false},
		{"not labelled", "cluster-admin", "Group/system:masters", all, false},
		{"a name that only sounds like a part", "view", "User/system:evil", some, false},
	} {
		r := New(Objects{ClusterRoles: []rbacv1.ClusterRole{clusterRole(row.name, row.rules)}, ClusterRoleBindings: []rbacv1.ClusterRoleBinding{everywhere("b", row.name, row.subject)}})
		if grants := r.Of(subjects(t, row.subject)[0]); len(grants) != 1 || grants[0].Own() != row.want {
			t.Errorf("%s: %+v", row.why, grants)
		}
	}
	in := New(Objects{RoleBindings: []rbacv1.RoleBinding{in("shop", "b", "Role", "kubeadm:kubelet-config", "Group/system:nodes")}})
	if d := in.Dangling(); len(d) != 1 || d[0].OwnByName() {
		t.Errorf("a role of that name in another namespace: %+v", d)
	}
}
