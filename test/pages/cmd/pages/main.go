// Command pages writes pages, and what the engine says of their days, into a folder, for the
// tests in a browser, which are a module of their own.
package main

import (
	"flag"
	"fmt"
	"os"

	"github.com/isms-operator/isms-operator/test/pages"
)

func main() {
	out := flag.String("out", "", "folder to write NAME.html and NAME.json into")
	root := flag.String("root", ".", "folder of the project")
	flag.Parse()
	if err := pages.Write(*root, *out); err != nil {
		fmt.Fprintln(os.Stderr, "pages:", err)
		os.Exit(1)
	}
}
