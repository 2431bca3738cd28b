// Command house shows the structure of the project: which package imports which, circles
// of files inside of a package, and files and functions that are too long. It exits with 1
// where a limit is not kept.
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	dir := flag.String("dir", ".", "folder of the module")
	why := flag.String("why", "", "package, such as internal/facts, of which to show what its files need of each other")
	flag.Parse()
	house, err := Look(*dir, "./api/...", "./internal/...", "./controllers/...", "./cmd/...")
	if err != nil {
		fmt.Fprintln(os.Stderr, "house:", err)
		os.Exit(2)
	}
	if *why != "" {
		house.Why(os.Stdout, *why)
		return
	}
	house.Print(os.Stdout)
	if complaints := house.Complaints(); len(complaints) > 0 {
		fmt.Println()
		for _, c := range complaints {
			fmt.Println("too much:", c)
		}
		os.Exit(1)
	}
}
