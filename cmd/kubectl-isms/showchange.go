package main

import (
	"fmt"
	"io"
	"strings"
)

// showChange shows the lines that differ.
func showChange(w io.Writer, file string, before, after []byte) error {
	texts := make([]*yamlText, 2)
	for i, content := range [][]byte{before, after} {
		var err error
		if texts[i], err = newYAMLText(content); err != nil {
			return err
		}
	}
	old, now := texts[0].Lines(), texts[1].Lines()
	head := 0
	for head < min(len(old), len(now)) && old[head] == now[head] {
		head++
	}
	tail := 0
	for tail < min(len(old), len(now))-head && old[len(old)-1-tail] == now[len(now)-1-tail] {
		tail++
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s, from line %d:\n", file, head+1)
	for _, line := range old[head : len(old)-tail] {
		b.WriteString("- " + line + "\n")
	}
	for _, line := range now[head : len(now)-tail] {
		b.WriteString("+ " + line + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}
