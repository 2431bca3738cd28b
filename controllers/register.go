package controllers

import (
	"context"
	"maps"
	"reflect"
	"slices"
	"sync"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/resourceversion"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/manifest"
)

// entry is a record as the API server holds it. It is never changed, only replaced.
type entry struct {
	// record says what the object does, its status left out; with faults it says only
	// what of it can be read.
	record api.Record
	faults []assess.Fault
	// status as it is stored; nil where it cannot be read.
	status any
	// trusted is the last status that the operator wrote, or found when it first saw the
	// record. What somebody else wrote since is no ground for anything.
	trusted any
	// version of the object that has this status.
	version string
	// perhaps are statuses that the operator tried to write on this version without
	// learning whether it did.
	perhaps []any
}

// base is the status that the next one goes on from: one that the operator has perhaps
// written, so that it writes the same again and knows it when it sees it.
func (e *entry) base() any {
	if n := len(e.perhaps); n > 0 {
		return e.perhaps[n-1]
	}
	return e.trusted
}

// wrote reports whether a status may be the operator's own.
func (e *entry) wrote(status any) bool {
	return slices.ContainsFunc(e.perhaps, func(p any) bool { return equalStatuses(status, p) })
}

// change is what an object that arrives means for its namespace.
type change uint8

const (
	unchanged change = iota
	// edited: what is judged is another.
	edited
	// forged: somebody else wrote the status.
	forged
	// removed: the record is gone.
	removed
	// reportDiffers: the Report of the namespace may not be as the operator wrote it.
	reportDiffers
)

// register is every record that the API server holds, by kind and namespace. It is what
// passes gather from.
type register struct {
	// noticed is told of each change.
	noticed func(namespace string, what change, e *entry)
	// leads reports whether this replica is the one that writes. Statuses that another
	// replica writes are as good as its own.
	leads func() bool

	mu      sync.Mutex
	shelves map[shelfKey]*shelf
	// writing are the records whose status is being written. What the watch shows of
	// them meanwhile waits until the write is answered: then it is known whose it is.
	writing map[types.UID]*parked
}

type parked struct{ latest *entry }

// shelfKey names the shelf of a kind, for one namespace or for all ("").
type shelfKey struct{ kind, namespace string }

// shelf holds the records of a kind that one follower follows.
type shelf struct {
	register *register
	kind     *assess.Kind
	follower *follower
	entries  map[string]map[string]*entry // by namespace and name
}

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

// decode makes an entry of an object.
func (s *shelf) decode(object any) *entry {
	u := object.(*unstructured.Unstructured)
	e := &entry{version: u.GetResourceVersion()}
	e.status = readStatus(s.kind, u.Object["status"])
	e.trusted = e.status
	e.record, e.faults = manifest.Object(context.Background(), s.kind.Name, u.Object)
	return e
}

// readStatus reads a stored status; nil where it cannot be read. An absent one is one
// that says nothing.
func readStatus(kind *assess.Kind, stored any) any {
	fields, ok := stored.(map[string]any)
	if !ok && stored != nil {
		return nil
	}
	if _, ok := kind.New().(*api.ClauseAssessment); ok {
		var status api.ClauseAssessmentStatus
		if runtime.DefaultUnstructuredConverter.FromUnstructured(fields, &status) != nil {
			return nil
		}
		return status
	}
	var status api.RecordStatus
	if runtime.DefaultUnstructuredConverter.FromUnstructured(fields, &status) != nil {
		return nil
	}
	return status
}

// Add implements cache.ReflectorStore.
func (s *shelf) Add(object any) error { return s.Update(object) }

// Update implements cache.ReflectorStore.
func (s *shelf) Update(object any) error {
	e := s.decode(object)
	s.register.mu.Lock()
	what := s.arrive(e)
	s.register.mu.Unlock()
	s.tell(what, e)
	return nil
}

// Delete implements cache.ReflectorStore.
func (s *shelf) Delete(object any) error {
	u := object.(*unstructured.Unstructured)
	s.register.mu.Lock()
	gone := s.drop(u.GetNamespace(), u.GetName())
	s.register.mu.Unlock()
	if gone != nil {
		s.tell(removed, gone)
	}
	return nil
}

// Replace implements cache.ReflectorStore.
func (s *shelf) Replace(objects []any, _ string) error {
	arrived := make([]*entry, len(objects))
	kept := make(map[types.NamespacedName]bool, len(objects))
	for i := range objects {
		arrived[i] = s.decode(objects[i])
		kept[nameOf(arrived[i])] = true
	}
	s.register.mu.Lock()
	changes := make([]change, len(arrived))
	for i, e := range arrived {
		changes[i] = s.arrive(e)
	}
	var gone []*entry
	for _, entries := range s.entries {
		for _, e := range entries {
			if !kept[nameOf(e)] {
				gone = append(gone, e)
			}
		}
	}
	for _, e := range gone {
		s.drop(e.record.GetNamespace(), e.record.GetName())
	}
	s.register.mu.Unlock()
	for i, e := range arrived {
		s.tell(changes[i], e)
	}
	for _, e := range gone {
		s.tell(removed, e)
	}
	return nil
}

// Resync implements cache.ReflectorStore.
func (s *shelf) Resync() error { return nil }

func nameOf(e *entry) types.NamespacedName {
	return types.NamespacedName{Namespace: e.record.GetNamespace(), Name: e.record.GetName()}
}

func (s *shelf) tell(what change, e *entry) {
	if what != unchanged {
		s.register.noticed(e.record.GetNamespace(), what, e)
	}
}

// arrive takes in what the watch shows, and tells what it means.
func (s *shelf) arrive(e *entry) change {
	if p := s.register.writing[e.record.GetUID()]; p != nil {
		p.latest = e
		return unchanged
	}
	return s.take(e)
}

// take replaces an entry, unless what is known is as new.
func (s *shelf) take(e *entry) change {
	namespace, name := e.record.GetNamespace(), e.record.GetName()
	old := s.entries[namespace][name]
	if old == nil || old.record.GetUID() != e.record.GetUID() {
		s.set(e)
		return edited
	}
	if order, err := resourceversion.CompareResourceVersion(e.version, old.version); err == nil && order <= 0 {
		return unchanged // from before the operator's last write
	}
	own, leads := old.wrote(e.status), s.register.leads()
	if leads && !own {
		e.trusted = old.trusted
	}
	s.set(e)
	switch {
	case !sameContent(e, old):
		return edited
	case own || equalStatuses(e.status, old.status):
		return unchanged
	case leads:
		return forged
	}
	return edited // by whom is not known, so it is judged again, should this replica lead
}

// sameContent reports whether two versions of a record are judged alike. The
// generation tells of edits; a definition that changed can show the same generation
// in another way.
func sameContent(a, b *entry) bool {
	return a.record.GetGeneration() == b.record.GetGeneration() && slices.Equal(a.faults, b.faults) && reflect.DeepEqual(specOf(a.record), specOf(b.record))
}

func specOf(r api.Record) any { return reflect.ValueOf(r).Elem().FieldByName("Spec").Interface() }

func (s *shelf) set(e *entry) {
	namespace := e.record.GetNamespace()
	if s.entries[namespace] == nil {
		s.entries[namespace] = map[string]*entry{}
	}
	s.entries[namespace][e.record.GetName()] = e
}

func (s *shelf) drop(namespace, name string) *entry {
	e := s.entries[namespace][name]
	delete(s.entries[namespace], name)
	if len(s.entries[namespace]) == 0 {
		delete(s.entries, namespace)
	}
	return e
}

// startWrite announces that the status of an entry is being written.
func (r *register) startWrite(e *entry) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.writing[e.record.GetUID()] = &parked{}
}

// endWrite takes in what became of a write: the version that has the status now, or ""
// where it failed or nobody knows. What the watch has shown meanwhile is sorted out.
func (r *register) endWrite(kind string, e *entry, status any, version string) {
	s := r.of(kind, e.record.GetNamespace())
	r.mu.Lock()
	waiting := r.writing[e.record.GetUID()].latest
	delete(r.writing, e.record.GetUID())
	if version == "" && waiting != nil && equalStatuses(waiting.status, status) {
		version = waiting.version // it was written, and only the answer was lost
	}
	if now := s.entries[e.record.GetNamespace()][e.record.GetName()]; now != nil && now.record.GetUID() == e.record.GetUID() {
		next := *now
		switch {
		case version != "":
			next.status, next.trusted, next.version, next.perhaps = status, status, version, nil
		case !next.wrote(status):
			next.perhaps = append(slices.Clip(next.perhaps), status)
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

// gather returns the world of a namespace, and the entry of each of its records; nil
// where the namespace has no record. The records are shared and must not be changed.
func (r *register) gather(registry *assess.Registry, namespace string) (*assess.World, map[api.Record]*entry) {
	var (
		records []api.Record
		unread  []assess.Unread
		entries = map[api.Record]*entry{}
		blind   = map[*assess.Kind]string{}
		stale   = false
	)
	r.mu.Lock()
	for i := range registry.Kinds {
		s := r.of(registry.Kinds[i].Name, namespace)
		if s == nil {
			continue
		}
		if _, refused := s.follower.state(); refused != nil {
			blind[s.kind] = reasonOf(refused)
			stale = stale || len(s.entries[namespace]) > 0
			continue
		}
		for _, e := range s.entries[namespace] {
			entries[e.record] = e
			if len(e.faults) > 0 {
				unread = append(unread, assess.Unread{Record: e.record, Faults: e.faults})
				continue
			}
			records = append(records, e.record)
		}
	}
	r.mu.Unlock()
	if len(entries) == 0 && !stale {
		return nil, nil
	}
	world := assess.NewWorld(namespace, records)
	if len(unread) > 0 {
		world.AddUnread(unread)
	}
	for kind, why := range blind {
		world.AddUnlisted(kind, why)
	}
	return world, entries
}
