// Command statuses writes manifests of every kind in every state into a folder, for the
// tests of GitOps tools, which are modules of their own.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"sigs.k8s.io/yaml"

	"github.com/isms-operator/isms-operator/test/statuses"
)

func main() {
	out := flag.String("out", "", "folder to write KIND/STATE.yaml into")
	root := flag.String("root", ".", "folder of the project")
	flag.Parse()
	if err := write(*root, *out); err != nil {
		fmt.Fprintln(os.Stderr, "statuses:", err)
		os.Exit(1)
	}
}

func write(root, out string) error {
	all, err := statuses.All(root)
	if err != nil {
		return err
	}
	for _, m := range all {
		text, err := yaml.Marshal(m.Object.Object)
		if err != nil {
			return err
		}
		dir := filepath.Join(out, strings.ToLower(m.Kind))
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, m.State+".yaml"), text, 0o600); err != nil {
			return err
		}
	}
	return nil
}
