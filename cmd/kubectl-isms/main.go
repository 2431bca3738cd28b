// Command kubectl-isms is a plugin of kubectl: it judges the records of an ISMS as
// the operator does, from files or from a cluster, for any day.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
)

// gcPercent trades some time for memory: a run is short, and most of what it
// allocates it keeps. GOGC overrides it.
const gcPercent = 28

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second ctrl-C ends the program at once
	os.Exit(run(ctx, environment(), os.Args[1:]))
}
