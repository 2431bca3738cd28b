package controllers

import (
	"maps"
	"slices"
	"sync"

	"k8s.io/apimachinery/pkg/types"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/gather"
	"github.com/isms-operator/isms-operator/internal/status"
)

// register is every record that the API server holds, by kind and namespace. It is what
// passes gather from.
type register struct {
	// noticed is told of each change.
	noticed func(namespace string, what change, e *entry)
	// leads reports whether this replica is the one that writes. Statuses that another
	// replica writes are as good as its own.
	leads func() bool

	// claims are told what people state as accounts; nil where rights are not observed.
	claims *claims

	mu      sync.Mutex
	shelves map[shelfKey]*shelf
	// held is how many records there are on all shelves.
	held int
	// writing are the records whose status is being written. What the watch shows of
	// them meanwhile waits until the write is answered: then it is known whose it is.
	writing map[types.UID]*parked
}

type parked struct{ latest *entry }

// shelfKey names the shelf of a kind, for one namespace or for all ("").
type shelfKey struct{ kind, namespace string }

func newRegister(noticed func(string, change, *entry), leads func() bool) *register {
	return &register{noticed: noticed, leads: leads, shelves: map[shelfKey]*shelf{}, writing: map[types.UID]*parked{}}
}

// shelf adds the shelf of a kind, for one namespace or for all ("").
func (r *register) shelf(kind *assess.Kind, namespace string) *shelf {
	s := &shelf{register: r, kind: kind, entries: map[string]map[string]*entry{}}
	r.shelves[shelfKey{kind.Name, namespace}] = s
	return s
}

// of returns the shelf of a kind that has the records of a namespace; nil if none is followed.
func (r *register) of(kind, namespace string) *shelf {
	if s := r.shelves[shelfKey{kind, ""}]; s != nil {
		return s
	}
	return r.shelves[shelfKey{kind, namespace}]
}

// complete reports whether it is known of each kind which records there are, or that
// this cannot be known.
func (r *register) complete() bool {
	for _, s := range r.shelves {
		if known, _ := s.follower.state(); !known {
			return false
		}
	}
	return true
}

// namespaces returns the namespaces that have records.
func (r *register) namespaces() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	seen := map[string]bool{}
	for _, s := range r.shelves {
		for name := range s.entries {
			seen[name] = true
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// records returns how many records there are in all namespaces.
func (r *register) records() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.held
}

// startWrite announces that the status of an entry is being written.
func (r *register) startWrite(e *entry) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.writing[e.record.GetUID()] = &parked{}
}

// endWrite takes in what became of a write: the version that has the status now, or ""
// where it failed or nobody knows. What the watch has shown meanwhile is sorted out.
func (r *register) endWrite(kind string, e *entry, written *status.Kept, version string) {
	s := r.of(kind, e.record.GetNamespace())
	r.mu.Lock()
	waiting := r.writing[e.record.GetUID()].latest
	delete(r.writing, e.record.GetUID())
	if version == "" && waiting != nil && status.Same(waiting.status, written) {
		version = waiting.version // it was written, and only the answer was lost
	}
	if now := s.entries[e.record.GetNamespace()][e.record.GetName()]; now != nil && now.record.GetUID() == e.record.GetUID() {
		next := *now
		switch {
		case version != "":
			next.status, next.trusted, next.version, next.perhaps = written, written, version, nil
		case !next.wrote(written):
			next.perhaps = append(slices.Clip(next.perhaps), written)
		}
		s.set(&next)
	}
	what := unchanged
	if waiting != nil && s.entries[e.record.GetNamespace()][e.record.GetName()] != nil {
		what = s.take(waiting)
	}
	r.mu.Unlock()
	if what != unchanged {
		s.tell(what, waiting)
	}
}

// gather returns what is held of a namespace, and the entry of each of its records; nil
// where the namespace has no record. The records are shared and must not be changed.
func (r *register) gather(registry *assess.Registry, namespace string) (*gather.Namespace, map[api.Record]*entry) {
	var (
		all     = &gather.Namespace{Name: namespace, Unlisted: map[*assess.Kind]string{}}
		entries = map[api.Record]*entry{}
		stale   = false
	)
	r.mu.Lock()
	for i := range registry.Kinds {
		s := r.of(registry.Kinds[i].Name, namespace)
		if s == nil {
			continue
		}
		if _, refused := s.follower.state(); refused != nil {
			all.Unlisted[s.kind] = reasonOf(refused)
			stale = stale || len(s.entries[namespace]) > 0
			continue
		}
		for _, e := range s.entries[namespace] {
			entries[e.record] = e
			all.Add(e.record, e.faults)
		}
	}
	r.mu.Unlock()
	if len(entries) == 0 && !stale {
		return nil, nil
	}
	all.Lasting = func(record api.Record) *assess.Lasting { return entries[record].lasting }
	return all, entries
}
