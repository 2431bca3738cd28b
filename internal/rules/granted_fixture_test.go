package rules_test

import (
	"fmt"
	"time"

	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/access"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// cluster is what is seen of roles and bindings. Rows add to it.
type cluster struct {
	objects access.Objects
	seen    assess.Access
}

// made is the label by which Kubernetes marks what it makes for itself.
var made = map[string]string{"kubernetes.io/bootstrapping": "rbac-defaults"}

func rule(verbs, groups, resources []string) rbacv1.PolicyRule {
	return rbacv1.PolicyRule{Verbs: verbs, APIGroups: groups, Resources: resources}
}

var (
	reading         = rule([]string{"get", "list", "watch"}, []string{""}, []string{"pods"})
	deploying       = rule([]string{"get", "update"}, []string{"apps"}, []string{"deployments"})
	everything      = rule([]string{"*"}, []string{"*"}, []string{"*"})
	binding         = rule([]string{"bind"}, []string{"rbac.authorization.k8s.io"}, []string{"clusterroles"})
	signing         = rule([]string{"approve"}, []string{"certificates.k8s.io"}, []string{"signers"})
	managing        = rule([]string{"update"}, []string{"isms-operator.io"}, []string{"clauseassessments"})
	deletingBackups = rule([]string{"delete"}, []string{"velero.io"}, []string{"backups"})
	auditing        = rule([]string{"update"}, []string{"isms-operator.io"}, []string{"internalaudits"})
)

// role adds a ClusterRole.
func (c *cluster) role(name string, rules ...rbacv1.PolicyRule) {
	c.objects.ClusterRoles = append(c.objects.ClusterRoles, rbacv1.ClusterRole{ObjectMeta: metav1.ObjectMeta{Name: name}, Rules: rules})
}

// roleIn adds a Role.
func (c *cluster) roleIn(namespace, name string, rules ...rbacv1.PolicyRule) {
	c.objects.Roles = append(c.objects.Roles, rbacv1.Role{ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: name}, Rules: rules})
}

// bind adds a binding of a ClusterRole, in a namespace or, where it is "", in the whole cluster.
func (c *cluster) bind(namespace, name, role string, subjects ...string) {
	ref := rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: role}
	meta := metav1.ObjectMeta{Namespace: namespace, Name: name}
	if namespace == "" {
		c.objects.ClusterRoleBindings = append(c.objects.ClusterRoleBindings, rbacv1.ClusterRoleBinding{ObjectMeta: meta, RoleRef: ref, Subjects: bindable(subjects)})
		return
	}
	c.objects.RoleBindings = append(c.objects.RoleBindings, rbacv1.RoleBinding{ObjectMeta: meta, RoleRef: ref, Subjects: bindable(subjects)})
}

func bindable(subjects []string) (all []rbacv1.Subject) {
	for _, text := range subjects {
		s, err := access.ParseSubject(text)
		if err != nil {
			panic(err)
		}
		all = append(all, rbacv1.Subject{Kind: string(s.Kind), Namespace: s.Namespace, Name: s.Name})
	}
	return all
}

// fresh is what a new cluster has, in short.
func fresh() *cluster {
	c := &cluster{seen: assess.Access{SeenAt: date(baseDay).Time().Add(9 * time.Hour), Source: "rights.yaml", ClusterWide: true, AllNamespaces: true}}
	c.role("cluster-admin", everything)
	c.role("system:basic-user", rule([]string{"create"}, []string{"authorization.k8s.io"}, []string{"selfsubjectaccessreviews"}))
	c.role("system:node-proxier", reading)
	c.roleIn("kube-system", "leader", deploying)
	c.bind("", "cluster-admin", "cluster-admin", "Group/system:masters")
	c.bind("", "system:basic-user", "system:basic-user", "Group/system:authenticated")
	for i := range c.objects.ClusterRoles {
		c.objects.ClusterRoles[i].Labels = made
	}
	for i := range c.objects.ClusterRoleBindings {
		c.objects.ClusterRoleBindings[i].Labels = made
	}
	// kubeadm binds these without the label.
	c.bind("", "kubeadm:node-proxier", "system:node-proxier", "ServiceAccount/kube-system/kube-proxy")
	c.role("kubeadm:get-nodes", reading)
	c.bind("", "kubeadm:get-nodes", "kubeadm:get-nodes", "Group/system:bootstrappers:kubeadm:default-node-token")
	c.bind("kube-system", "addon", "system:node-proxier", "User/addon")
	return c
}

func account(name, subject string) api.Account {
	return api.Account{Name: name, Kind: api.SubjectUser, Subject: subject}
}

func needs(kind api.AccessKind, name string, namespaces ...string) api.RoleAccess {
	return api.RoleAccess{Kind: kind, Name: name, Namespaces: namespaces}
}

// observing has the rights of a cluster judged that agrees with the register, and changes them:
// ada holds the role ism, which needs to deploy in prod, and to read everywhere.
func observing(changes ...func(*fixture, *cluster)) func(*fixture) {
	return func(f *fixture) {
		c := fresh()
		f.isms.Spec.ObservedScope = &api.ObservedScope{ClusterWide: api.ClusterWideIncluded}
		c.role("reader", reading)
		c.role("deployer", deploying)
		c.bind("", "readers", "reader", "User/ada@example.com")
		c.bind("prod", "deployers", "deployer", "User/ada@example.com")
		f.ada.Spec.Accounts = []api.Account{account("cluster", "ada@example.com")}
		f.ism.Spec.Access = []api.RoleAccess{needs(api.AccessClusterRole, "reader"), needs(api.AccessClusterRole, "deployer", "prod")}
		for _, change := range changes {
			change(f, c)
		}
		if c.objects.ClusterRoles != nil {
			c.seen.Rights = access.New(c.objects)
		}
		f.access = &c.seen
	}
}

// also binds ada to a ClusterRole of some rules, in a namespace or everywhere.
func also(namespace string, rules ...rbacv1.PolicyRule) func(*fixture, *cluster) {
	return func(_ *fixture, c *cluster) {
		c.role("extra", rules...)
		c.bind(namespace, "extras", "extra", "User/ada@example.com")
	}
}

// seenOn has the observation of a day.
func seenOn(day string) func(*fixture, *cluster) {
	return func(_ *fixture, c *cluster) { c.seen.SeenAt = date(day).Time() }
}

// bindsAll binds subjects to what only reads, everywhere.
func bindsAll(subjects ...string) func(*fixture, *cluster) {
	return func(_ *fixture, c *cluster) { c.bind("", "others", "reader", subjects...) }
}

// observedWorld is a world beside which rights were seen on baseDay: those of random records,
// by the words that they are made of.
func observedWorld(records ...api.Record) *assess.World {
	w := assess.NewWorld("isms", records)
	w.Observe(assess.Observation{Access: randomRights()})
	return w
}

func randomRights() *assess.Access {
	c := fresh()
	for i, rules := range [][]rbacv1.PolicyRule{{reading}, {deploying, signing}, {everything}, {binding, managing, auditing}} {
		c.role(fmt.Sprintf("r%d", i), rules...)
	}
	c.bind("", "users", "r0", "User/some words", "User/others")
	c.bind("some words", "deployers", "r1", "User/some words", "Group/some words", "ServiceAccount/others/some words")
	c.bind("some words", "all", "r2", "User/others")
	c.bind("", "managers", "r3", "Group/others")
	c.seen.Members = map[string][]string{"others": {"some words"}}
	c.seen.Rights = access.New(c.objects)
	return &c.seen
}
