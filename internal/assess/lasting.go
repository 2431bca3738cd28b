package assess

import (
	"sync"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// Lasting keeps what was computed of one record alone from run to run, for as long as whoever
// holds the record holds it unchanged. A record that says something else has another one.
type Lasting struct {
	mu    sync.Mutex
	value any
}

// Lasts has what is computed of single records outlast the run. Of says where that of a record
// is kept; nil where it is not. Without it nothing lasts, as is right for records that may be
// edited in their place.
func (w *World) Lasts(of func(api.Record) *Lasting) { w.lasting = of }

// OfRecord returns what is kept of a record, or else makes it. There is one value of a record;
// it must be safe to be used by several goroutines.
func OfRecord[T any](w *World, r api.Record, make func() T) T {
	if w.lasting == nil {
		return make()
	}
	kept := w.lasting(r)
	if kept == nil {
		return make()
	}
	kept.mu.Lock()
	defer kept.mu.Unlock()
	if _, is := kept.value.(T); !is {
		kept.value = make()
	}
	return kept.value.(T)
}
