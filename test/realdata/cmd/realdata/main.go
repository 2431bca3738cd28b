// Command realdata writes published records of real organisations as manifests.
//
//	go run ./test/realdata/cmd/realdata -source ../shared/realdata -out DIR
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/isms-operator/isms-operator/test/realdata"
)

func main() {
	source, _ := realdata.Source()
	flag.StringVar(&source, "source", source, "folder of the published records, one folder per source")
	out := flag.String("out", "", "folder to write to, one folder per source")
	flag.Parse()
	if *out == "" || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(os.Stdout, source, *out); err != nil {
		fmt.Fprintln(os.Stderr, "realdata:", err)
		os.Exit(1)
	}
}

// run converts every source and says what became of it: nothing goes by unsaid.
func run(w io.Writer, source, out string) error {
	sets, err := realdata.Convert(source)
	if err != nil {
		return err
	}
	for i := range sets {
		files, err := sets[i].Write(out)
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "%s (its namespace)\n", sets[i].Name)
		for _, f := range files {
			fmt.Fprintf(w, "  wrote %4d %s to %s\n", f.Count, f.Kind, f.Path)
		}
		for _, l := range sets[i].LeftOut {
			fmt.Fprintf(w, "  left out %d %s: %s\n", l.Count, l.What, l.Why)
		}
	}
	rest, err := realdata.Unconverted(source)
	if err != nil {
		return err
	}
	if len(rest) > 0 {
		fmt.Fprintf(w, "not converted: %s\n", strings.Join(rest, ", "))
	}
	return nil
}
