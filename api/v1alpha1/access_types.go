package v1alpha1

// SystemKubernetes is the system of an account that names none: the cluster that is observed.
const SystemKubernetes = "kubernetes"

// SubjectKind is a kind of subject that a cluster grants rights to.
// +kubebuilder:validation:Enum=User;Group;ServiceAccount
type SubjectKind string

// SubjectKind values.
const (
	SubjectUser           SubjectKind = "User"
	SubjectGroup          SubjectKind = "Group"
	SubjectServiceAccount SubjectKind = "ServiceAccount"
)

// Account is how a system knows a person: the subject that it grants rights to (A.5.16). One
// of the kind Group says that the person is a member.
//
// +kubebuilder:validation:XValidation:rule="has(self.__namespace__) == (self.kind == 'ServiceAccount')",message="a ServiceAccount is in a namespace, and a User or a Group in none",fieldPath=".namespace"
// +kubebuilder:validation:XValidation:rule="!has(self.from) || !has(self.until) || self.from.split('T')[0] <= self.until.split('T')[0]",message="until must not be before from",fieldPath=".until"
type Account struct {
	// name of the entry, unique within the person, such as "cluster". What is found about the
	// account names it by this, and not by its subject.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=64
	Name string `json:"name,omitempty"`
	// system that knows the account; "kubernetes" where absent: the cluster that is observed.
	// The accounts of other systems are on record and not compared.
	// +optional
	// +kubebuilder:validation:MaxLength=64
	System string `json:"system,omitempty"`
	// kind of the subject.
	// +required
	Kind SubjectKind `json:"kind,omitempty"`
	// namespace of a ServiceAccount; absent for others.
	// +optional
	// +kubebuilder:validation:MaxLength=63
	Namespace string `json:"namespace,omitempty"`
	// subject is the name of the User, Group or ServiceAccount as the system sees it, prefix
	// and case included.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=512
	Subject string `json:"subject,omitempty"`
	// from is the first day on which the person has the account; from ever where absent.
	// +optional
	From Date `json:"from,omitzero"`
	// until is the last day on which the person has the account; absent while no end is set.
	// An account that has ended stays on record as history.
	// +optional
	Until Date `json:"until,omitzero"`
}

// InCluster reports whether the account is one of the cluster that is observed.
func (a *Account) InCluster() bool { return a.System == "" || a.System == SystemKubernetes }

// AccessKind is a kind of object that rights are written in.
// +kubebuilder:validation:Enum=ClusterRole;Role
type AccessKind string

// AccessKind values.
const (
	AccessClusterRole AccessKind = "ClusterRole"
	AccessRole        AccessKind = "Role"
)

// RoleAccess is a ClusterRole or Role whose rights a SecurityRole needs (A.5.15).
//
// +kubebuilder:validation:XValidation:rule="self.kind == 'ClusterRole' || has(self.namespaces) && self.namespaces.size() > 0",message="a Role is in a namespace; say in which the rights are needed, or name a ClusterRole",fieldPath=".namespaces"
type RoleAccess struct {
	// kind of the object that the rights are written in.
	// +required
	Kind AccessKind `json:"kind,omitempty"`
	// name of the object.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	Name string `json:"name,omitempty"`
	// namespaces in which the rights are needed; in the whole cluster where empty, which a
	// ClusterRole alone can be.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MaxItems=128
	// +kubebuilder:validation:items:MinLength=1
	// +kubebuilder:validation:items:MaxLength=63
	Namespaces []string `json:"namespaces,omitempty"`
}

// ClusterWide says whether rights in the whole cluster are judged.
// +kubebuilder:validation:Enum=Included;Excluded
type ClusterWide string

// ClusterWide values.
const (
	// ClusterWideIncluded: rights in the whole cluster are judged.
	ClusterWideIncluded ClusterWide = "Included"
	// ClusterWideExcluded: they are not, as where somebody else answers for the cluster.
	ClusterWideExcluded ClusterWide = "Excluded"
)

// ObservedScope is where the rights that are granted in fact are compared with the register.
//
// +kubebuilder:validation:XValidation:rule="has(self.namespaces) || has(self.clusterWide) && self.clusterWide == 'Included'",message="say which namespaces are observed, or clusterWide: Included for all of the cluster"
type ObservedScope struct {
	// namespaces whose rights are judged; all where absent, but those that the cluster keeps for
	// itself (kube-system, kube-public, kube-node-lease).
	// +optional
	// +listType=set
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=256
	// +kubebuilder:validation:items:MinLength=1
	// +kubebuilder:validation:items:MaxLength=63
	Namespaces []string `json:"namespaces,omitempty"`
	// clusterWide says whether rights that hold in the whole cluster are judged, too; Included
	// where absent, since they hold in each namespace. Excluded leaves them to somebody else
	// who answers for the cluster.
	// +optional
	ClusterWide ClusterWide `json:"clusterWide,omitempty"`
}

// WholeCluster reports whether rights that hold in the whole cluster are judged.
func (s *ObservedScope) WholeCluster() bool {
	return s != nil && s.ClusterWide != ClusterWideExcluded
}

// DutySign is a right by which somebody does a duty in fact (D-13).
type DutySign struct {
	// duty by name, such as "ApproveAccess".
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=64
	Duty string `json:"duty,omitempty"`
	// verbs of which one is enough; "*" in the rights of somebody is each of them.
	// +required
	// +listType=set
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=16
	// +kubebuilder:validation:items:MinLength=1
	// +kubebuilder:validation:items:MaxLength=64
	Verbs []string `json:"verbs,omitempty"`
	// apiGroups of the resources; the core group where empty, which is "" in a list.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MaxItems=16
	// +kubebuilder:validation:items:MaxLength=253
	APIGroups []string `json:"apiGroups,omitempty"`
	// resources of which one is enough, with the subresource where one is meant, such as
	// "certificatesigningrequests/approval".
	// +required
	// +listType=set
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=32
	// +kubebuilder:validation:items:MinLength=1
	// +kubebuilder:validation:items:MaxLength=128
	Resources []string `json:"resources,omitempty"`
	// namespaces in which the right is a sign of the duty; any that is observed where empty.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MaxItems=128
	// +kubebuilder:validation:items:MinLength=1
	// +kubebuilder:validation:items:MaxLength=63
	Namespaces []string `json:"namespaces,omitempty"`
}
