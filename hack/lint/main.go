// Command lint is golangci-lint with a linter of Kubernetes APIs, which is a plugin and
// so has to be linked.
package main

import (
	"fmt"
	"os"

	"github.com/golangci/golangci-lint/v2/pkg/commands"
	"github.com/golangci/golangci-lint/v2/pkg/exitcodes"

	_ "sigs.k8s.io/kube-api-linter" // registers itself as kubeapilinter
)

func main() {
	// A binary without a version keeps its cache by its own hash, so that findings of
	// another version of a linter are not repeated.
	if err := commands.Execute(commands.BuildInfo{Version: "(devel)"}); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(exitcodes.Failure)
	}
}
