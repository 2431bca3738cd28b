package assess

import (
	"slices"
	"strings"
	"time"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/access"
)

// Observation is what was seen beside the records. What nobody looked at is left out of it:
// that it was not looked at is not that it is absent.
type Observation struct {
	// Access is what was seen of the rights in the cluster; nil where nobody looked.
	Access *Access
	// Workloads are what was seen of objects that records name as proof.
	Workloads map[api.WorkloadReference]Workload
	// Lifecycles are what files say of the support of products; nil where none was named.
	Lifecycles *Lifecycles
}

// Workload is what was seen of an object that a record names as proof.
type Workload struct {
	// Exists says whether the object is there.
	Exists bool
	// Owner that the object's label OwnerLabel names; "" without the label.
	Owner string
	// Versions are those that run in it, sorted, each once: of the images of its containers, of
	// the kubelet of a Node, or of the API server. One that an image does not tell is "". There
	// are none where nobody looked at more than metadata.
	Versions []string
	// NotAfter is the last day of a Certificate, and RenewOn the day on which its issuer was to
	// renew it; absent of anything else.
	NotAfter, RenewOn api.Date
	// Sync is whether an Application of Argo CD has run what its source says; "" of anything else,
	// and where nobody looked at more than metadata.
	Sync Sync
	// ComparedOn is the day on which Argo CD last compared an Application with its source, where it
	// did not on the day of the look or on the day before; absent of anything else.
	ComparedOn api.Date
	// SeenOn is the day on which somebody looked; absent where whoever judges looks each time.
	SeenOn api.Date
}

// Sync is whether what runs of an Application is what its source, such as a Git repository, says.
type Sync string

// What Argo CD says of an Application, and Syncing, which we say of one that is OutOfSync while a
// sync is under way that is not late.
const (
	Synced      Sync = "Synced"
	OutOfSync   Sync = "OutOfSync"
	Syncing     Sync = "Syncing"
	SyncUnknown Sync = "Unknown"
)

// OwnerLabel is the label by which an object of the cluster names its owner: the
// name of a SecurityRole or Person.
const OwnerLabel = "isms-operator.io/owner"

// Access is what was seen of the rights that a cluster grants. It is for reading.
type Access struct {
	// SeenAt is when somebody looked; its day in UTC is what is compared. Rights that were seen
	// after the day that is judged say nothing of it.
	SeenAt time.Time
	// Live says that whoever judges looks again each time, as the operator does: then the
	// observation does not grow old, and a forecast does not foretell that nobody will look.
	// Where the look fails, it is not live, and SeenAt is the last time that it did not.
	Live bool
	// Source is where it was seen: SourceCluster, or the file that an observation was read from.
	Source string
	// Digest is that of the file; "" of a cluster.
	Digest string
	// Rights are roles and bindings, as read.
	Rights *access.Rights
	// Members are the users in groups, by the group. One that is not in it was not looked
	// at; a cluster knows no members, and a directory does.
	Members map[string][]string
	// ClusterWide says that cluster roles and their bindings in the whole cluster were read.
	ClusterWide bool
	// Namespaces whose roles and bindings were read, sorted; all of them where AllNamespaces.
	Namespaces    []string
	AllNamespaces bool
	// Elsewhere are the subjects that people of other namespaces claim: those of another ISMS in
	// the same cluster.
	Elsewhere map[access.Subject]bool
	// Unobservable says in a few words what could not be read, and why; each the end of the
	// sentence "not observed: …", the same while the trouble is. No names of subjects.
	Unobservable []string
	// Unread says of roles and bindings what could not be read, and why, for readers. To rules
	// ClusterWide and Namespaces say so.
	Unread []string
}

// SourceCluster is the source of an observation of a cluster.
const SourceCluster = "cluster"

// Covers reports whether somebody looked at a namespace.
func (a *Access) Covers(namespace string) bool {
	return a.AllNamespaces || slices.Contains(a.Namespaces, namespace)
}

// NotObserved is all that could not be read, in the order of the observation.
func (a *Access) NotObserved() []string { return slices.Concat(a.Unread, a.Unobservable) }

// AccessText says which observation of rights was used, and what it lacks; "" where none was.
func AccessText(a *Access) string {
	if a == nil {
		return ""
	}
	text := "Rights as seen at " + a.SeenAt.UTC().Format(time.RFC3339) + " in " + a.Source
	if a.Digest != "" {
		text += " (" + a.Digest + ")"
	}
	if lacks := a.NotObserved(); len(lacks) > 0 {
		text += "; not observed: " + strings.Join(lacks, ", ")
	}
	return text
}

// rightsUnasked says why rules on rights ask nothing; "" where they do.
func rightsUnasked(a *api.ClauseAssessment, seen *Access) string {
	switch {
	case a.Spec.ObservedScope == nil:
		return "The ClauseAssessment names no observedScope"
	case seen == nil || seen.Rights == nil:
		return "Nobody looked at the rights in the cluster"
	}
	return ""
}
