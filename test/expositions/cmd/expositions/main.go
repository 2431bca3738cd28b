// Command expositions writes what Prometheus would read of one register in either kind of
// series into a folder, for test/modules/promql, which is a module of its own.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/isms-operator/isms-operator/test/expositions"
)

func main() {
	out := flag.String("out", "", "folder to write MODE/SECONDS.prom into, by the seconds since 1970")
	root := flag.String("root", ".", "folder of the project")
	flag.Parse()
	if err := write(*root, *out); err != nil {
		fmt.Fprintln(os.Stderr, "expositions:", err)
		os.Exit(1)
	}
}

func write(root, out string) error {
	all, err := expositions.All(root)
	if err != nil {
		return err
	}
	for _, e := range all {
		dir := filepath.Join(out, e.Mode)
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d.prom", e.At.Unix())), e.Text, 0o600); err != nil {
			return err
		}
	}
	return nil
}
