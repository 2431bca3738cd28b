package main

import (
	"fmt"
	"io"
	"os/exec"
	"runtime"
)

// browserCommand is what opens an address in the browser that a user prefers.
func browserCommand(system, address string) []string {
	switch system {
	case "darwin":
		return []string{"open", address}
	case "windows":
		return []string{"rundll32", "url.dll,FileProtocolHandler", address}
	}
	return []string{"xdg-open", address}
}

// openBrowser opens an address in the user's browser. Where there is none, that is told.
func openBrowser(problems io.Writer, address string) {
	words := browserCommand(runtime.GOOS, address)
	c := exec.Command(words[0], words[1:]...) //nolint:gosec // the address is our own
	if err := c.Start(); err != nil {
		fmt.Fprintf(problems, "warning: no browser could be opened (%v): open the address yourself\n", err)
		return
	}
	go func() { _ = c.Wait() }() // how it went, the user sees
}
