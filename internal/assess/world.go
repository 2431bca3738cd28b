package assess

import (
	"cmp"
	"iter"
	"reflect"
	"slices"
	"sync"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// World is every record of one namespace, for reading. Rules see records only
// through Get, All and By.
//
// A World builds its indexes when they are first asked for and must not be
// shared between goroutines.
type World struct {
	// Namespace that the records are of.
	Namespace string

	tables    map[reflect.Type]*table
	types     map[string]reflect.Type // of what is there or may be, by the name of the kind
	indexes   map[any]any
	observed  Observation
	documents map[Ref][]Document
	trusted   []string
	looked    int
	lasting   func(api.Record) *Lasting

	// unread and unlisted are what is there, or may be, and is not judged.
	unread   map[reflect.Type]map[string]*Unread
	unlisted map[reflect.Type]unlisted
	// seen are the look-ups since the last watch that could have found one of them.
	seen *looks
}

// Lasting keeps what was computed of one record alone from run to run, for as long as whoever
// holds the record holds it unchanged. A record that says something else has another one.
type Lasting struct {
	mu    sync.Mutex
	value any
}

// Looked returns how many records were handed out so far. It is what a judgement costs
// whatever the machine; tests of growth read it.
func (w *World) Looked() int { return w.looked }

// Observe adds what was seen beside the records.
func (w *World) Observe(seen Observation) { w.observed = seen }

// Observed returns what was seen of an object, and whether anybody looked.
func (w *World) Observed(ref api.WorkloadReference) (Workload, bool) {
	seen, ok := w.observed.Workloads[ref]
	return seen, ok
}

// Trust adds the trust roots: fingerprints of the keys, as OpenSSH writes them, that signatures
// are followed to. They come from outside the records, which whoever forges can edit.
func (w *World) Trust(roots []string) { w.trusted = roots }

// TrustRoots are the trust roots. For reading.
func (w *World) TrustRoots() []string { return w.trusted }

// HasTrustRoot reports whether there is a trust root.
func (w *World) HasTrustRoot() bool { return len(w.trusted) > 0 }

// Trusts reports whether the key of a fingerprint is a trust root.
func (w *World) Trusts(fingerprint string) bool { return slices.Contains(w.trusted, fingerprint) }

// Access returns what was seen of rights; nil where nobody looked.
func (w *World) Access() *Access { return w.observed.Access }

// Lifecycles are what files say of the support of products; nil where none was named.
func (w *World) Lifecycles() *Lifecycles { return w.observed.Lifecycles }

// table holds the records of one kind.
type table struct {
	sorted []api.Record
	byName map[string]api.Record
}

// NewWorld returns the world of the given records. Their order does not matter.
// Two records of one kind must not share a name. The records are kept, never
// changed.
func NewWorld(namespace string, records []api.Record) *World {
	w := &World{Namespace: namespace, tables: map[reflect.Type]*table{}, types: map[string]reflect.Type{}, indexes: map[any]any{}}
	for _, r := range records {
		t := w.tables[reflect.TypeOf(r)]
		if t == nil {
			t = &table{byName: map[string]api.Record{}}
			w.tables[reflect.TypeOf(r)] = t
			w.types[reflect.TypeOf(r).Elem().Name()] = reflect.TypeOf(r)
		}
		t.sorted = append(t.sorted, r)
		t.byName[r.GetName()] = r
	}
	for _, t := range w.tables {
		slices.SortFunc(t.sorted, func(a, b api.Record) int { return cmp.Compare(a.GetName(), b.GetName()) })
	}
	return w
}

// records returns the records of one kind, by name.
func (w *World) records(kind reflect.Type) []api.Record {
	if t := w.tables[kind]; t != nil {
		return t.sorted
	}
	return nil
}

// record returns a record by its name, whatever its kind; nil if it is not judged.
func (w *World) record(ref Ref) api.Record {
	if t := w.tables[w.types[ref.Kind]]; t != nil {
		return t.byName[ref.Name]
	}
	return nil
}

// Get returns the record of a kind by its name.
func Get[T api.Record](w *World, name string) (T, bool) {
	var none T
	w.looked++
	kind := reflect.TypeFor[T]()
	if t := w.tables[kind]; t != nil {
		if r, ok := t.byName[name]; ok {
			return r.(T), true
		}
	}
	w.named(kind, name)
	return none, false
}

// Find is Get for an optional reference: without one nothing is found.
func Find[T api.Record](w *World, ref *api.Reference) (T, bool) {
	if ref == nil {
		var none T
		return none, false
	}
	return Get[T](w, ref.Name)
}

// All yields the records of a kind in the order of their names.
func All[T api.Record](w *World) iter.Seq[T] {
	return func(yield func(T) bool) {
		w.through(reflect.TypeFor[T]())
		for _, r := range w.records(reflect.TypeFor[T]()) {
			w.looked++
			if !yield(r.(T)) {
				return
			}
		}
	}
}

// Index finds records of one kind by a key that they carry, such as the people
// that they name. Keys may repeat; an index holds each record once per key.
type Index[T api.Record] struct {
	// Keys yields the keys of a record.
	Keys func(r T, yield func(key string))
}

// By returns the records that carry the key, in the order of their names.
func By[T api.Record](w *World, index *Index[T], key string) []T {
	w.through(reflect.TypeFor[T]())
	built, ok := w.indexes[index].(map[string][]T)
	if !ok {
		built = map[string][]T{}
		for r := range All[T](w) {
			index.Keys(r, func(key string) {
				if have := built[key]; len(have) == 0 || any(have[len(have)-1]) != any(r) {
					built[key] = append(have, r)
				}
			})
		}
		w.indexes[index] = built
	}
	w.looked += 1 + len(built[key])
	return built[key]
}
