package parallel

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
)

func TestDo(t *testing.T) {
	for _, n := range []int{0, 1, 2, 1000} {
		did := make([]atomic.Int32, n)
		if err := Do(t.Context(), n, func(i int) { did[i].Add(1) }); err != nil {
			t.Fatal(err)
		}
		for i := range did {
			if times := did[i].Load(); times != 1 {
				t.Errorf("%d of %d was done %d times", i, n, times)
			}
		}
	}
}

func TestDoStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var did atomic.Int32
	err := Do(ctx, 1<<20, func(int) { did.Add(1); cancel() })
	if !errors.Is(err, context.Canceled) || did.Load() > 1000 {
		t.Errorf("%d things were begun after the context was done: %v", did.Load(), err)
	}
}
