package controllers

import (
	"maps"
	"reflect"
	"slices"
	"sync"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/utils/clock"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/gather"
	"github.com/isms-operator/isms-operator/internal/running"
)

// workloads observes objects that records name as proof: of the kinds that the operator was
// told to observe, their metadata alone, and of those whose versions it was told to observe,
// what of them is judged.
type workloads struct {
	// changed is told of each namespace whose records name an object that came, went or is
	// another to whoever judges.
	changed func(namespace string)
	clock   clock.WithTicker

	mu    sync.Mutex
	kinds map[schema.GroupVersionKind][]*observed
	// named says which namespaces have a record that names the object, and in reverse.
	named map[api.WorkloadReference]map[string]bool
	of    map[string][]api.WorkloadReference
	// server is the version of the API server; "" where it is not observed.
	server string
	// day is that on which it was last asked what lasts; see lasting.
	day api.Date
}

// observed holds of the objects of a kind that one follower follows what is judged.
type observed struct {
	all       *workloads
	kind      schema.GroupVersionKind
	namespace string // that the follower is limited to; "" for none
	follower  *follower
	seen      map[types.NamespacedName]assess.Workload
	// lags are Applications of which something else is told than they are now.
	lags map[types.NamespacedName]lag
}

func newWorkloads(changed func(string), c clock.WithTicker) *workloads {
	return &workloads{
		changed: changed, clock: c, kinds: map[schema.GroupVersionKind][]*observed{},
		named: map[api.WorkloadReference]map[string]bool{}, of: map[string][]api.WorkloadReference{},
	}
}

func (w *workloads) add(kind schema.GroupVersionKind, namespace string) *observed {
	o := &observed{all: w, kind: kind, namespace: namespace, seen: map[types.NamespacedName]assess.Workload{}, lags: map[types.NamespacedName]lag{}}
	w.kinds[kind] = append(w.kinds[kind], o)
	return o
}

// has reports whether a kind is followed in a namespace already.
func (w *workloads) has(kind schema.GroupVersionKind, namespace string) bool {
	return slices.ContainsFunc(w.kinds[kind], func(o *observed) bool { return o.namespace == namespace })
}

// complete reports whether it is known what there is, or that it cannot be known.
func (w *workloads) complete() bool {
	for _, all := range w.kinds {
		for _, o := range all {
			if known, _ := o.follower.state(); !known {
				return false
			}
		}
	}
	return true
}

// everywhere returns the namespaces whose records name an object of any kind.
func (w *workloads) everywhere() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	names := make([]string, 0, len(w.of))
	for namespace := range w.of {
		names = append(names, namespace)
	}
	return names
}

// Add implements cache.ReflectorStore.
func (o *observed) Add(object any) error { return o.Update(object) }

// Update implements cache.ReflectorStore.
func (o *observed) Update(object any) error {
	o.tell(o.put(object.(metav1.Object)))
	return nil
}

// Delete implements cache.ReflectorStore.
func (o *observed) Delete(object any) error {
	name := nameIn(object.(metav1.Object))
	o.all.mu.Lock()
	touched := o.drop(name)
	o.all.mu.Unlock()
	o.tell(touched)
	return nil
}

// Replace implements cache.ReflectorStore.
func (o *observed) Replace(list []any, _ string) error {
	kept := map[types.NamespacedName]bool{}
	var touched []string
	for _, object := range list {
		kept[nameIn(object.(metav1.Object))] = true
		touched = append(touched, o.put(object.(metav1.Object))...)
	}
	o.all.mu.Lock()
	for name := range o.seen {
		if !kept[name] {
			touched = append(touched, o.drop(name)...)
		}
	}
	o.all.mu.Unlock()
	o.tell(touched)
	return nil
}

// Resync implements cache.ReflectorStore.
func (o *observed) Resync() error { return nil }

func nameIn(object metav1.Object) types.NamespacedName {
	return types.NamespacedName{Namespace: object.GetNamespace(), Name: object.GetName()}
}

// drop forgets an object that is gone, and returns the namespaces whose records name it.
func (o *observed) drop(name types.NamespacedName) []string {
	delete(o.seen, name)
	delete(o.lags, name)
	return o.namesOf(name)
}

// put takes in an object, and returns the namespaces whose records name it if it is new or
// another to whoever judges.
func (o *observed) put(object metav1.Object) []string {
	name, seen := nameIn(object), assess.Workload{Exists: true, Owner: object.GetLabels()[assess.OwnerLabel]}
	if s, ok := object.(*sighting); ok {
		seen = s.seen
	}
	o.all.mu.Lock()
	defer o.all.mu.Unlock()
	old, known := o.seen[name]
	if !known {
		old.Sync = seen.Sync
	}
	seen = o.settled(name, old.Sync, seen)
	o.seen[name] = seen
	if today := o.all.today(); known && reflect.DeepEqual(running.Recent(old, today), running.Recent(seen, today)) {
		return nil
	}
	return o.namesOf(name)
}

// namesOf returns the namespaces whose records name an object.
func (o *observed) namesOf(name types.NamespacedName) []string {
	return o.all.naming(api.WorkloadReference{
		APIVersion: o.kind.GroupVersion().String(), Kind: o.kind.Kind, Namespace: name.Namespace, Name: name.Name,
	})
}

func (w *workloads) naming(ref api.WorkloadReference) []string {
	return slices.Collect(maps.Keys(w.named[ref]))
}

func (o *observed) tell(namespaces []string) {
	o.all.tell(namespaces)
}

func (w *workloads) tell(namespaces []string) {
	for _, namespace := range namespaces {
		w.changed(namespace)
	}
}

// observe adds to a namespace what is seen of the objects that its records name.
func (w *workloads) observe(n *gather.Namespace) {
	if len(w.kinds) == 0 {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.remember(n.Name, assess.WorkloadsOf(n.Records))
	n.Observe(w.look)
}

// look returns what is seen of an object, and whether anybody looked. One that the operator
// does not look at, or may not, is neither there nor absent.
func (w *workloads) look(ref api.WorkloadReference) (seen assess.Workload, looked bool) {
	for _, o := range w.kinds[schema.FromAPIVersionAndKind(ref.APIVersion, ref.Kind)] {
		known, refused := o.follower.state()
		if !known || refused != nil || o.namespace != "" && o.namespace != ref.Namespace && ref.Namespace != "" {
			continue
		}
		seen, looked = running.Recent(o.seen[types.NamespacedName{Namespace: ref.Namespace, Name: ref.Name}], w.today()), true
	}
	if ref == running.APIServer && seen.Exists && w.server != "" {
		seen.Versions = []string{w.server}
	}
	return seen, looked
}

// remember keeps which namespaces name which objects.
func (w *workloads) remember(namespace string, refs []api.WorkloadReference) {
	for _, ref := range w.of[namespace] {
		delete(w.named[ref], namespace)
		if len(w.named[ref]) == 0 {
			delete(w.named, ref)
		}
	}
	delete(w.of, namespace)
	if len(refs) > 0 {
		w.of[namespace] = refs
	}
	for _, ref := range refs {
		if w.named[ref] == nil {
			w.named[ref] = map[string]bool{}
		}
		w.named[ref][namespace] = true
	}
}

// serves keeps the version of the API server. One that does not answer has the version that it
// had.
func (w *workloads) serves(version string) {
	w.mu.Lock()
	var touched []string
	if version != "" && version != w.server {
		w.server, touched = version, w.naming(running.APIServer)
	}
	w.mu.Unlock()
	w.tell(touched)
}
