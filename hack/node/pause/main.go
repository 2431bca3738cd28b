// Command pause holds the namespaces of a pod on the node of "make e2e-node": the
// kubelet starts it beside every pod's containers, and it does nothing until told to
// end. The usual pause image would have to come from a registry.
package main

import (
	"os"
	"os/signal"
	"syscall"
)

func main() {
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGINT, syscall.SIGTERM)
	<-stop
}
