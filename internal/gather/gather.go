// Package gather puts what was read into worlds, whether from files, from a cluster or
// from what the operator follows.
package gather

import (
	"maps"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// Namespace is what was read of one ISMS.
type Namespace struct {
	Name    string
	Records []api.Record
	// Unread are records that are there and are not judged.
	Unread []assess.Unread
	// Unlisted says of kinds that nobody could look through, why.
	Unlisted map[*assess.Kind]string
	// Observation is what was seen beside the records.
	Observation assess.Observation
	// TrustRoots are the fingerprints of keys that signatures are followed to.
	TrustRoots []string
	// Documents are what was seen of documents that records name.
	Documents map[assess.Ref][]assess.Document
	// Lasting says where what is computed of a record outlasts a run; nil where nothing does.
	Lasting func(api.Record) *assess.Lasting
}

// Add adds a record, or one that is not judged where it has faults.
func (n *Namespace) Add(record api.Record, faults []assess.Fault) {
	if len(faults) > 0 {
		n.Unread = append(n.Unread, assess.Unread{Record: record, Faults: faults})
		return
	}
	n.Records = append(n.Records, record)
}

// Observe looks for the objects that the records name as proof, each once. Look reports
// whether it looked at all: what nobody looked for is neither there nor absent.
func (n *Namespace) Observe(look func(api.WorkloadReference) (assess.Workload, bool)) {
	n.Observation.Workloads = map[api.WorkloadReference]assess.Workload{}
	asked := map[api.WorkloadReference]bool{}
	for _, ref := range assess.WorkloadsOf(n.Records) {
		if asked[ref] {
			continue
		}
		asked[ref] = true
		if seen, looked := look(ref); looked {
			n.Observation.Workloads[ref] = seen
		}
	}
}

// World returns all that was read.
func (n *Namespace) World() *assess.World {
	w := assess.NewWorld(n.Name, n.Records)
	if len(n.Unread) > 0 {
		w.AddUnread(n.Unread)
	}
	for kind, why := range n.Unlisted {
		w.AddUnlisted(kind, why)
	}
	w.Observe(n.Observation)
	w.ObserveDocuments(n.Documents)
	w.Trust(n.TrustRoots)
	w.Lasts(n.Lasting)
	return w
}

// Namespaces sorts what is read by namespace.
type Namespaces map[string]*Namespace

// Of returns the namespace of a name, which is added where it is not there.
func (all Namespaces) Of(name string) *Namespace {
	if all[name] == nil {
		all[name] = &Namespace{Name: name}
	}
	return all[name]
}

// Sorted returns the namespaces by name.
func (all Namespaces) Sorted() []Namespace {
	list := make([]Namespace, 0, len(all))
	for _, name := range slices.Sorted(maps.Keys(all)) {
		list = append(list, *all[name])
	}
	return list
}
