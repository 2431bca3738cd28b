package main

import (
	"context"
	"runtime"
	"sync"
)

// parallel does n things, as many at a time as there are processors, and stops
// early where the context is done.
func parallel(ctx context.Context, n int, do func(i int)) error {
	next := make(chan int)
	var group sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		group.Go(func() {
			for i := range next {
				do(i)
			}
		})
	}
	for i := 0; i < n && ctx.Err() == nil; i++ {
		next <- i
	}
	close(next)
	group.Wait()
	return ctx.Err()
}
