package controllers

import (
	"context"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/resourceversion"

	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/manifest"
	"github.com/isms-operator/isms-operator/internal/status"
)

// shelf holds the records of a kind that one follower follows.
type shelf struct {
	register *register
	kind     *assess.Kind
	follower *follower
	entries  map[string]map[string]*entry // by namespace and name
}

// decode returns the entry of an object that was watched, or makes that of one of a list.
func (s *shelf) decode(object any) *entry {
	if a, watched := object.(*arrival); watched {
		return a.entry
	}
	u := object.(*unstructured.Unstructured)
	stored := status.Keep(status.Read(u.Object["status"]))
	record, faults := manifest.Object(context.Background(), s.kind.Name, u.Object)
	return newEntry(record, faults, stored)
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
	u, err := meta.Accessor(object)
	if err != nil {
		return err
	}
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
	same := sameContent(e, old)
	if same {
		e.lasting = old.lasting
	}
	s.set(e)
	switch {
	case !same:
		return edited
	case own || status.Same(e.status, old.status):
		return unchanged
	case leads:
		return forged
	}
	return edited // by whom is not known, so it is judged again, should this replica lead
}

func (s *shelf) set(e *entry) {
	namespace := e.record.GetNamespace()
	if s.entries[namespace] == nil {
		s.entries[namespace] = map[string]*entry{}
	}
	if s.entries[namespace][e.record.GetName()] == nil {
		s.register.held++
	}
	s.entries[namespace][e.record.GetName()] = e
	s.register.claims.put(e, false)
}

func (s *shelf) drop(namespace, name string) *entry {
	e := s.entries[namespace][name]
	if e != nil {
		s.register.held--
		s.register.claims.put(e, true)
	}
	delete(s.entries[namespace], name)
	if len(s.entries[namespace]) == 0 {
		delete(s.entries, namespace)
	}
	return e
}
