package observation

import (
	"sync"
	"time"

	rbacv1 "k8s.io/api/rbac/v1"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/access"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// What an observation says that it is.
const (
	APIVersion = "observation.isms-operator.io/v1alpha1"
	Kind       = "Observation"
)

// File is what somebody saw of a cluster, and when.
type File struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	// SeenAt is when the reading began, in UTC, to the second.
	SeenAt time.Time `json:"seenAt"`
	// Server is the version of the API server, such as v1.36.1; "" where it did not say.
	Server string `json:"server,omitempty"`
	// Digest is "sha256:" and the hexadecimal SHA-256 of the file without it; see Sum.
	Digest string `json:"digest"`
	// ClusterWide says that all cluster roles, and all their bindings in the whole cluster, are
	// in the file.
	ClusterWide bool `json:"clusterWide"`
	// AllNamespaces says that all roles and role bindings of all namespaces are in it; else
	// Namespaces are those of which they are.
	AllNamespaces bool     `json:"allNamespaces"`
	Namespaces    []string `json:"namespaces,omitempty"`
	// Unobservable is what could not be read, and why.
	Unobservable []Unobservable `json:"unobservable,omitempty"`
	// Limits says what no reading of a cluster shows.
	Limits              []string  `json:"limits,omitempty"`
	ClusterRoles        []Role    `json:"clusterRoles,omitempty"`
	Roles               []Role    `json:"roles,omitempty"`
	ClusterRoleBindings []Binding `json:"clusterRoleBindings,omitempty"`
	RoleBindings        []Binding `json:"roleBindings,omitempty"`
	// Members are the users in groups, by the group, where a directory was asked.
	Members map[string][]string `json:"members,omitempty"`
	// Claimed are the subjects that people of each namespace state as accounts, as
	// User/name, Group/name or ServiceAccount/namespace/name.
	Claimed map[string][]string `json:"claimed,omitempty"`
	// Workloads are objects that records name as proof, where somebody looked for them.
	Workloads []Workload `json:"workloads,omitempty"`

	name   string
	live   bool
	rights func() *access.Rights
}

// Unobservable is what could not be read. It holds no names of subjects.
type Unobservable struct {
	// What could not be read: one of the lists of the file, or "claimed".
	What string `json:"what"`
	// Namespace where it could not; "" where it could not be read in all of the cluster.
	Namespace string `json:"namespace,omitempty"`
	// Why says it in a few words, the same while the trouble is.
	Why string `json:"why"`
}

// What may be unobservable.
const (
	ClusterRoles        = "clusterRoles"
	Roles               = "roles"
	ClusterRoleBindings = "clusterRoleBindings"
	RoleBindings        = "roleBindings"
	Claimed             = "claimed"
	Workloads           = "workloads"
)

// String says for a reader what was not observed, and why.
func (u Unobservable) String() string {
	what := map[string]string{
		ClusterRoles: "cluster roles", Roles: "roles", ClusterRoleBindings: "cluster role bindings", RoleBindings: "role bindings",
		Claimed: "the accounts of people of other namespaces", Workloads: "some objects that records name as proof",
	}[u.What]
	if u.Namespace != "" {
		what += " in the namespace " + u.Namespace
	}
	return what + ": " + u.Why
}

// Role is a Role, or a ClusterRole, which is in no namespace.
type Role struct {
	Namespace       string `json:"namespace,omitempty"`
	Name            string `json:"name"`
	ResourceVersion string `json:"resourceVersion,omitempty"`
	// Bootstrap says that the object is labelled as made by Kubernetes itself.
	Bootstrap bool                `json:"bootstrap,omitempty"`
	Rules     []rbacv1.PolicyRule `json:"rules,omitempty"`
}

// Binding is a RoleBinding, or a ClusterRoleBinding, which is in no namespace.
type Binding struct {
	Namespace       string `json:"namespace,omitempty"`
	Name            string `json:"name"`
	ResourceVersion string `json:"resourceVersion,omitempty"`
	// Bootstrap is as of a Role.
	Bootstrap bool      `json:"bootstrap,omitempty"`
	Role      RoleRef   `json:"roleRef"`
	Subjects  []Subject `json:"subjects,omitempty"`
}

// RoleRef is what a binding grants: a ClusterRole, or a Role of its namespace.
type RoleRef struct {
	Kind string `json:"kind"`
	Name string `json:"name"`
}

// Subject is one to whom a binding grants it.
type Subject struct {
	Kind      string `json:"kind"`
	Namespace string `json:"namespace,omitempty"`
	Name      string `json:"name"`
}

// Workload is an object that a record names as proof.
type Workload struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	Namespace  string `json:"namespace,omitempty"`
	Name       string `json:"name"`
	Exists     bool   `json:"exists"`
	// Owner is what the label isms-operator.io/owner says; "" without it.
	Owner string `json:"owner,omitempty"`
	// Versions that run in it, sorted, where somebody looked; "" is one that an image does not tell.
	Versions []string `json:"versions,omitempty"`
	// NotAfter is the last day of a Certificate, and RenewOn the day on which it was to be
	// renewed, as 2026-10-27.
	NotAfter string `json:"notAfter,omitempty"`
	RenewOn  string `json:"renewOn,omitempty"`
	// Sync is whether an Application of Argo CD is what its source says: Synced, OutOfSync, Syncing
	// or Unknown.
	Sync string `json:"sync,omitempty"`
	// ComparedOn is the day on which Argo CD last compared it, where that was before the day
	// before somebody looked.
	ComparedOn string `json:"comparedOn,omitempty"`
}

// ref names the object.
func (w *Workload) ref() api.WorkloadReference {
	return api.WorkloadReference{APIVersion: w.APIVersion, Kind: w.Kind, Namespace: w.Namespace, Name: w.Name}
}

// seen is what was seen of it. Days that are none are kept out by check.
func (w *Workload) seen() assess.Workload {
	seen := assess.Workload{Exists: w.Exists, Owner: w.Owner, Versions: w.Versions, Sync: assess.Sync(w.Sync)}
	for _, d := range []struct {
		text string
		into *api.Date
	}{{w.NotAfter, &seen.NotAfter}, {w.RenewOn, &seen.RenewOn}, {w.ComparedOn, &seen.ComparedOn}} {
		if on, err := api.ParseDate(d.text); d.text != "" && err == nil {
			*d.into = on
		}
	}
	return seen
}

// ready has rights resolved once, when first asked for.
func (f *File) ready() *File {
	f.rights = sync.OnceValue(func() *access.Rights { return access.New(f.objects()) })
	return f
}
