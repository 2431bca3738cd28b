package observation

import (
	"slices"
	"strings"

	rbacv1 "k8s.io/api/rbac/v1"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/access"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// teller is told what is wrong: where, what was found, and what is allowed.
type teller func(where *step, found, allowed string)

// The kinds of what can be granted.
const (
	clusterRole = "ClusterRole"
	role        = "Role"
)

// check tells what of a file that can be read makes no sense.
func (f *File) check(tell teller) {
	var top *step
	tell.oneOf(top.in("apiVersion"), f.APIVersion, APIVersion)
	tell.oneOf(top.in("kind"), f.Kind, Kind)
	if f.SeenAt.IsZero() {
		tell(top.in("seenAt"), "nothing", `when somebody looked, such as "2026-11-30T08:00:00Z"`)
	}
	if f.Digest == "" {
		tell(top.in("digest"), "nothing", digestPrefix+" and the digest of the content, which is "+f.sum())
	}
	if f.AllNamespaces && len(f.Namespaces) > 0 {
		tell(top.in("namespaces"), "a list beside allNamespaces: true", "one of them")
	}
	for i, namespace := range f.Namespaces {
		tell.filled(top.in("namespaces").at(i), namespace)
	}
	for i, u := range f.Unobservable {
		at := top.in("unobservable").at(i)
		tell.oneOf(at.in("what"), u.What, ClusterRoles, Roles, ClusterRoleBindings, RoleBindings, Claimed, Workloads)
		tell.filled(at.in("why"), u.Why)
	}
	f.checkObjects(tell)
	for group, users := range f.Members {
		at := top.in("members").in(group)
		tell.filled(at, group)
		for i, user := range users {
			tell.filled(at.at(i), user)
		}
	}
	for namespace, subjects := range f.Claimed {
		at := top.in("claimed").in(namespace)
		tell.filled(at, namespace)
		for i, subject := range subjects {
			if _, err := access.ParseSubject(subject); err != nil {
				tell(at.at(i), quote(subject), "User/name, Group/name or ServiceAccount/namespace/name")
			}
		}
	}
	f.checkWorkloads(tell)
}

func (f *File) checkWorkloads(tell teller) {
	var top *step
	seen := map[api.WorkloadReference]bool{}
	for i := range f.Workloads {
		w, at := &f.Workloads[i], top.in("workloads").at(i)
		tell.filled(at.in("apiVersion"), w.APIVersion)
		tell.filled(at.in("kind"), w.Kind)
		tell.filled(at.in("name"), w.Name)
		tell.day(at.in("notAfter"), w.NotAfter)
		tell.day(at.in("renewOn"), w.RenewOn)
		tell.day(at.in("comparedOn"), w.ComparedOn)
		if w.Sync != "" {
			tell.oneOf(at.in("sync"), w.Sync, string(assess.Synced), string(assess.OutOfSync), string(assess.Syncing), string(assess.SyncUnknown))
		}
		tell.once(at, seen[w.ref()])
		seen[w.ref()] = true
	}
}

// sum is the digest that a file has once it is in order.
func (f *File) sum() string {
	copied := *f
	copied.normalise()
	return copied.Sum()
}

func (f *File) checkObjects(tell teller) {
	var top *step
	for _, list := range []struct {
		field   string
		of      []Role
		cluster bool
	}{{"clusterRoles", f.ClusterRoles, true}, {"roles", f.Roles, false}} {
		seen := map[[2]string]bool{}
		for i := range list.of {
			r, at := &list.of[i], top.in(list.field).at(i)
			tell.object(at, r.Namespace, r.Name, list.cluster, seen)
		}
	}
	for _, list := range []struct {
		field   string
		of      []Binding
		cluster bool
		kinds   []string
	}{
		{"clusterRoleBindings", f.ClusterRoleBindings, true, []string{clusterRole}},
		{"roleBindings", f.RoleBindings, false, []string{clusterRole, role}},
	} {
		seen := map[[2]string]bool{}
		for i := range list.of {
			b, at := &list.of[i], top.in(list.field).at(i)
			tell.object(at, b.Namespace, b.Name, list.cluster, seen)
			tell.oneOf(at.in("roleRef").in("kind"), b.Role.Kind, list.kinds...)
			tell.filled(at.in("roleRef").in("name"), b.Role.Name)
			for k := range b.Subjects {
				tell.subject(at.in("subjects").at(k), &b.Subjects[k])
			}
		}
	}
}

// object tells what is wrong with the name of a role or binding.
func (tell teller) object(at *step, namespace, name string, cluster bool, seen map[[2]string]bool) {
	tell.filled(at.in("name"), name)
	switch {
	case cluster && namespace != "":
		tell(at.in("namespace"), quote(namespace), "none, since it holds in the whole cluster")
	case !cluster:
		tell.filled(at.in("namespace"), namespace)
	}
	tell.once(at, seen[[2]string{namespace, name}])
	seen[[2]string{namespace, name}] = true
}

func (tell teller) subject(at *step, s *Subject) {
	tell.oneOf(at.in("kind"), s.Kind, rbacv1.UserKind, rbacv1.GroupKind, rbacv1.ServiceAccountKind)
	tell.filled(at.in("name"), s.Name)
	if s.Kind != rbacv1.ServiceAccountKind && s.Namespace != "" {
		tell(at.in("namespace"), quote(s.Namespace), "none but for a ServiceAccount")
	}
}

func (tell teller) oneOf(where *step, have string, allowed ...string) {
	if !slices.Contains(allowed, have) {
		tell(where, quote(have), strings.Join(allowed, " or "))
	}
}

func (tell teller) filled(where *step, have string) {
	if have == "" {
		tell(where, "nothing", "a name")
	}
}

func (tell teller) day(where *step, have string) {
	if _, err := api.ParseDate(have); have != "" && err != nil {
		tell(where, quote(have), "a day such as 2026-10-27")
	}
}

func (tell teller) once(where *step, twice bool) {
	if twice {
		tell(where, "one of this name a second time", "one of each")
	}
}
