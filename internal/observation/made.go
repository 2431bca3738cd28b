package observation

import (
	"cmp"
	"time"

	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/isms-operator/isms-operator/internal/access"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// The limits of every reading.
const (
	limitGroups  = "who is in a group: the authenticator says so at each login, and no object does"
	limitMembers = "whether groups have changed since their members were looked up, and groups of which nobody looked who is in them"
	limitMasters = "who is in the group system:masters, whose members may do everything without any binding"
	limitOthers  = "what authorisers beside RBAC allow, such as webhooks and the node authoriser"
)

// Reading is what was read of a cluster.
type Reading struct {
	SeenAt  time.Time
	Server  string
	Objects access.Objects
	// ClusterWide, AllNamespaces, Namespaces, Unobservable, Members, Claimed and Workloads are
	// as in a File. Without members looked up, Members is nil.
	ClusterWide, AllNamespaces bool
	Namespaces                 []string
	Unobservable               []Unobservable
	Members, Claimed           map[string][]string
	Workloads                  []Workload
}

// New returns the file of what was read, with its digest.
func New(r *Reading) *File {
	f := &File{
		APIVersion: APIVersion, Kind: Kind, SeenAt: r.SeenAt, Server: r.Server,
		ClusterWide: r.ClusterWide, AllNamespaces: r.AllNamespaces, Namespaces: r.Namespaces,
		Unobservable: r.Unobservable, Members: r.Members, Claimed: r.Claimed, Workloads: r.Workloads,
		Limits: []string{limitGroups, limitMasters, limitOthers},
	}
	if f.Members != nil {
		f.Limits[0] = limitMembers
	}
	o := &r.Objects
	for i := range o.ClusterRoles {
		f.ClusterRoles = append(f.ClusterRoles, roleOf(&o.ClusterRoles[i].ObjectMeta, o.ClusterRoles[i].Rules))
	}
	for i := range o.Roles {
		f.Roles = append(f.Roles, roleOf(&o.Roles[i].ObjectMeta, o.Roles[i].Rules))
	}
	for i := range o.ClusterRoleBindings {
		b := &o.ClusterRoleBindings[i]
		f.ClusterRoleBindings = append(f.ClusterRoleBindings, bindingOf(&b.ObjectMeta, b.RoleRef, b.Subjects))
	}
	for i := range o.RoleBindings {
		b := &o.RoleBindings[i]
		f.RoleBindings = append(f.RoleBindings, bindingOf(&b.ObjectMeta, b.RoleRef, b.Subjects))
	}
	f.normalise()
	f.Digest = f.Sum()
	return f.ready()
}

// Live is what was read of a cluster by whoever judges, and looks again each time.
func Live(r *Reading) *File {
	f := New(r)
	f.name, f.live, f.Digest = assess.SourceCluster, true, ""
	return f
}

func roleOf(o *metav1.ObjectMeta, rules []rbacv1.PolicyRule) Role {
	return Role{Namespace: o.Namespace, Name: o.Name, ResourceVersion: o.ResourceVersion, Bootstrap: access.Bootstrap(o), Rules: rules}
}

func bindingOf(o *metav1.ObjectMeta, ref rbacv1.RoleRef, subjects []rbacv1.Subject) Binding {
	b := Binding{
		Namespace: o.Namespace, Name: o.Name, ResourceVersion: o.ResourceVersion, Bootstrap: access.Bootstrap(o),
		Role: RoleRef{Kind: ref.Kind, Name: ref.Name},
	}
	for _, s := range subjects {
		if s.Kind == rbacv1.ServiceAccountKind {
			s.Namespace = cmp.Or(s.Namespace, o.Namespace)
		} else {
			s.Namespace = ""
		}
		b.Subjects = append(b.Subjects, Subject{Kind: s.Kind, Namespace: s.Namespace, Name: s.Name})
	}
	return b
}

// objects are roles and bindings as a cluster has them.
func (f *File) objects() access.Objects {
	var o access.Objects
	for i := range f.ClusterRoles {
		r := &f.ClusterRoles[i]
		o.ClusterRoles = append(o.ClusterRoles, rbacv1.ClusterRole{ObjectMeta: metaOf("", r.Name, r.ResourceVersion, r.Bootstrap), Rules: r.Rules})
	}
	for i := range f.Roles {
		r := &f.Roles[i]
		o.Roles = append(o.Roles, rbacv1.Role{ObjectMeta: metaOf(r.Namespace, r.Name, r.ResourceVersion, r.Bootstrap), Rules: r.Rules})
	}
	for i := range f.ClusterRoleBindings {
		b := &f.ClusterRoleBindings[i]
		o.ClusterRoleBindings = append(o.ClusterRoleBindings, rbacv1.ClusterRoleBinding{
			ObjectMeta: metaOf("", b.Name, b.ResourceVersion, b.Bootstrap), RoleRef: b.ref(), Subjects: b.subjects(),
		})
	}
	for i := range f.RoleBindings {
		b := &f.RoleBindings[i]
		o.RoleBindings = append(o.RoleBindings, rbacv1.RoleBinding{
			ObjectMeta: metaOf(b.Namespace, b.Name, b.ResourceVersion, b.Bootstrap), RoleRef: b.ref(), Subjects: b.subjects(),
		})
	}
	return o
}

func metaOf(namespace, name, version string, bootstrap bool) metav1.ObjectMeta {
	o := metav1.ObjectMeta{Namespace: namespace, Name: name, ResourceVersion: version}
	if bootstrap {
		access.MarkBootstrap(&o)
	}
	return o
}

func (b *Binding) ref() rbacv1.RoleRef {
	return rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: b.Role.Kind, Name: b.Role.Name}
}

func (b *Binding) subjects() (all []rbacv1.Subject) {
	for _, s := range b.Subjects {
		all = append(all, rbacv1.Subject{Kind: s.Kind, Namespace: s.Namespace, Name: s.Name})
	}
	return all
}
