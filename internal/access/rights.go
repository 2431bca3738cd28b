package access

import (
	"cmp"
	"maps"
	"slices"

	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Object names a stored object as proof. Namespace is empty of cluster-wide objects.
type Object struct {
	Kind            string `json:"kind"`
	Namespace       string `json:"namespace,omitempty"`
	Name            string `json:"name"`
	ResourceVersion string `json:"resourceVersion,omitempty"`
}

// RoleRef names a Role, with its namespace, or a ClusterRole, without.
type RoleRef struct {
	Kind      string `json:"kind"`
	Namespace string `json:"namespace,omitempty"`
	Name      string `json:"name"`
}

// String is ClusterRole/name or Role/namespace/name.
func (r RoleRef) String() string {
	if r.Namespace != "" {
		return r.Kind + "/" + r.Namespace + "/" + r.Name
	}
	return r.Kind + "/" + r.Name
}

// Grant is a role that a binding gives a subject.
type Grant struct {
	// Subject is the one that the binding names: of a user, it may be a group.
	Subject Subject `json:"subject"`
	// Namespace is where the role is granted. Empty means everywhere.
	Namespace string  `json:"namespace,omitempty"`
	Role      RoleRef `json:"role"`
	Binding   Object  `json:"binding"`
	// Rules are those of the role, shared by all its grants: not to be changed. Empty of
	// dangling grants.
	Rules []rbacv1.PolicyRule `json:"-"`
	// Bootstrap is set where binding and role are labelled as made by Kubernetes itself, and
	// Kubernetes does give the role to the subject: whoever may edit a binding may label it.
	Bootstrap bool `json:"bootstrap,omitempty"`
}

// Rights are roles and bindings, indexed by subject. They do not change and may be asked from
// several goroutines.
type Rights struct {
	grants   map[Subject][]Grant // each list in the order of bindings
	dangling []Grant
	roles    map[RoleRef]role
}

type role struct {
	rules     []rbacv1.PolicyRule
	bootstrap bool
}

// New indexes roles and bindings once. It keeps the rules of the objects, and changes none.
// The rules of each role are those that are stored, also where it has an aggregationRule: the
// authoriser looks at nothing else.
func New(objects Objects) *Rights {
	r := &Rights{grants: map[Subject][]Grant{}, roles: map[RoleRef]role{}}
	for i := range objects.ClusterRoles {
		o := &objects.ClusterRoles[i]
		r.roles[RoleRef{Kind: kindClusterRole, Name: o.Name}] = role{o.Rules, Bootstrap(o)}
	}
	for i := range objects.Roles {
		o := &objects.Roles[i]
		r.roles[RoleRef{Kind: kindRole, Namespace: o.Namespace, Name: o.Name}] = role{o.Rules, Bootstrap(o)}
	}
	for i := range objects.ClusterRoleBindings {
		o := &objects.ClusterRoleBindings[i]
		r.add(kindClusterRoleBinding, &o.ObjectMeta, o.RoleRef, o.Subjects)
	}
	for i := range objects.RoleBindings {
		o := &objects.RoleBindings[i]
		r.add(kindRoleBinding, &o.ObjectMeta, o.RoleRef, o.Subjects)
	}
	for _, grants := range r.grants {
		slices.SortFunc(grants, compareGrants)
	}
	slices.SortFunc(r.dangling, compareGrants)
	return r
}

func (r *Rights) add(kind string, object *metav1.ObjectMeta, ref rbacv1.RoleRef, subjects []rbacv1.Subject) {
	grant := Grant{
		Namespace: object.Namespace,
		Role:      RoleRef{Kind: ref.Kind, Name: ref.Name},
		Binding:   Object{Kind: kind, Namespace: object.Namespace, Name: object.Name, ResourceVersion: object.ResourceVersion},
	}
	if ref.Kind == kindRole {
		grant.Role.Namespace = object.Namespace
	}
	role, exists := r.roles[grant.Role]
	grant.Rules = role.rules
	made := role.bootstrap && Bootstrap(object)
	named := make(map[Subject]bool, len(subjects))
	for _, subject := range subjects {
		s, ok := fromBinding(subject, object.Namespace)
		if !ok || named[s] {
			continue
		}
		named[s] = true
		grant.Subject = s
		grant.Bootstrap = made && bootstrapped(grant.Role, s)
		if exists {
			r.grants[s] = append(r.grants[s], grant)
		} else {
			r.dangling = append(r.dangling, grant)
		}
	}
}

// fromBinding is whom a binding in the namespace names. A service account without namespace is
// that of the binding's. It is false where the authoriser matches nobody.
func fromBinding(subject rbacv1.Subject, namespace string) (Subject, bool) {
	switch subject.Kind {
	case rbacv1.UserKind:
		return Subject{Kind: User, Name: subject.Name}.canonical(), true
	case rbacv1.GroupKind:
		return Subject{Kind: Group, Name: subject.Name}, true
	case rbacv1.ServiceAccountKind:
		s := Subject{Kind: ServiceAccount, Namespace: cmp.Or(subject.Namespace, namespace), Name: subject.Name}
		return s, s.Namespace != ""
	}
	return Subject{}, false
}

// Of are the grants of somebody who logs in as these subjects: a user with groups, or several
// logins of one person. Groups that the API server adds by itself are added: system:authenticated,
// those of service accounts. A group alone brings what is bound to itself. A binding that names
// several of the subjects is there once for each. The order is that of binding, then subject.
func (r *Rights) Of(subjects ...Subject) []Grant {
	var all []Grant
	seen := map[Subject]bool{}
	add := func(s Subject) {
		if !seen[s] {
			seen[s] = true
			all = append(all, r.grants[s]...)
		}
	}
	for _, s := range subjects {
		s = s.canonical()
		add(s)
		for _, group := range s.groups() {
			add(Subject{Kind: Group, Name: group})
		}
	}
	slices.SortFunc(all, compareGrants)
	return all
}

// Subjects are all that are granted something by a role that exists, sorted.
func (r *Rights) Subjects() []Subject {
	return slices.SortedFunc(maps.Keys(r.grants), compareSubjects)
}

// Dangling are bindings of roles that do not exist, for each subject that they name. They
// grant nothing until somebody makes the role. The order is that of Of.
func (r *Rights) Dangling() []Grant { return slices.Clone(r.dangling) }

// ClusterRoles reports whether there is any cluster role. An API server makes dozens when it
// starts, so that without one nobody saw what a cluster grants.
func (r *Rights) ClusterRoles() bool {
	for ref := range r.roles {
		if ref.Kind == kindClusterRole {
			return true
		}
	}
	return false
}

// Role is what a need for this role looks like: a grant in the namespace, everywhere if that
// is empty, without subject and binding. A Role is granted in its own namespace, whatever is
// asked. It is false where the role does not exist.
func (r *Rights) Role(ref RoleRef, namespace string) (Grant, bool) {
	role, ok := r.roles[ref]
	if !ok {
		return Grant{}, false
	}
	return Grant{Namespace: cmp.Or(ref.Namespace, namespace), Role: ref, Rules: role.rules}, true
}

func compareGrants(a, b Grant) int {
	return cmp.Or(
		cmp.Compare(a.Binding.Kind, b.Binding.Kind),
		cmp.Compare(a.Binding.Namespace, b.Binding.Namespace),
		cmp.Compare(a.Binding.Name, b.Binding.Name),
		compareSubjects(a.Subject, b.Subject),
		cmp.Compare(a.Namespace, b.Namespace),
		cmp.Compare(a.Role.Kind, b.Role.Kind),
		cmp.Compare(a.Role.Namespace, b.Role.Namespace),
		cmp.Compare(a.Role.Name, b.Role.Name),
	)
}
