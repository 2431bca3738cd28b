// Command kubectl-isms is a plugin of kubectl: it judges the records of an ISMS as
// the operator does, from files or from a cluster, for any day.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	collectAt(gcPercent)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second ctrl-C ends the program at once
	os.Exit(run(ctx, environment(), os.Args[1:]))
}
