package assess

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// Lasts has what is computed of single records outlast the run. Of says where that of a record
// is kept; nil where it is not. Without it nothing lasts, as is right for records that may be
// edited in their place.
func (w *World) Lasts(of func(api.Record) *Lasting) { w.lasting = of }

// OfRecord returns what is kept of a record, or else computes it. There is one value of a record;
// it must be safe to be used by several goroutines.
func OfRecord[T any](w *World, r api.Record, compute func() T) T {
	if w.lasting == nil {
		return compute()
	}
	kept := w.lasting(r)
	if kept == nil {
		return compute()
	}
	kept.mu.Lock()
	defer kept.mu.Unlock()
	if _, is := kept.value.(T); !is {
		kept.value = compute()
	}
	return kept.value.(T)
}
