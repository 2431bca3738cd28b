// Command realdata writes published records of real organisations as manifests.
//
//	go run ./test/realdata/cmd/realdata -source ../shared/realdata -out DIR
package main

import (
	"context"
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
	if err := run(context.Background(), os.Stdout, source, *out); err != nil {
		fmt.Fprintln(os.Stderr, "realdata:", err)
		os.Exit(1)
	}
}

// run converts every source that has a mapping, and says what became of it: nothing goes by
// unsaid.
func run(ctx context.Context, w io.Writer, source, out string) error {
	entries, err := os.ReadDir(source)
	if err != nil {
		return err
	}
	var rest []string
	converted := 0
	for _, e := range entries {
		if realdata.Mappings[e.Name()] == "" {
			rest = append(rest, e.Name())
			continue
		}
		set, err := realdata.Convert(ctx, source, e.Name())
		if err != nil {
			return err
		}
		files, err := set.Write(out)
		if err != nil {
			return err
		}
		converted++
		fmt.Fprintf(w, "%s (its namespace)\n", set.Name)
		for _, f := range files {
			fmt.Fprintf(w, "  wrote %4d %s to %s\n", f.Count, f.Kind, f.Path)
		}
		if err := set.Report.WriteTable(w); err != nil {
			return err
		}
	}
	if converted == 0 {
		return fmt.Errorf("%s has no source that a mapping is for", source)
	}
	if len(rest) > 0 {
		fmt.Fprintf(w, "not converted: %s\n", strings.Join(rest, ", "))
	}
	return nil
}
