package access

import (
	rbacv1 "k8s.io/api/rbac/v1"
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
	// Bootstrap is set where binding and role are labelled as made by Kubernetes itself, the
	// subject is a system one, and not everybody is given everything.
	Bootstrap bool `json:"bootstrap,omitempty"`
}

// Rights are roles and bindings, indexed by subject. They do not change and may be asked from
// several goroutines.
type Rights struct {
	grants   map[Subject][]Grant
	dangling []Grant
	rules    map[RoleRef][]rbacv1.PolicyRule
}

// New indexes roles and bindings once. It keeps the rules of the objects, and changes none.
// The rules of each role are those that are stored, also where it has an aggregationRule.
func New(objects Objects) *Rights { return &Rights{} }

// Of are the grants of somebody who logs in as these subjects: a user with groups, or several
// logins of one person. Groups that the API server adds by itself are added: system:authenticated,
// those of service accounts. A group alone brings what is bound to itself. A binding that names
// several of the subjects is there once for each. The order is that of binding, then subject.
func (r *Rights) Of(subjects ...Subject) []Grant { return nil }

// Subjects are all that are granted something by a role that exists, sorted.
func (r *Rights) Subjects() []Subject { return nil }

// Dangling are bindings of roles that do not exist, for each subject that they name. They
// grant nothing until somebody makes the role. The order is that of Of.
func (r *Rights) Dangling() []Grant { return nil }

// Role is what a need for this role looks like: a grant in the namespace, everywhere if that
// is empty, without subject and binding. A Role is granted in its own namespace, whatever is
// asked. It is false where the role does not exist.
func (r *Rights) Role(role RoleRef, namespace string) (Grant, bool) { return Grant{}, false }
