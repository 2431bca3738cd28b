package main

import (
	"context"
	"fmt"
	"os"
	"strings"
)

const (
	bold  = "\x1b[1m"
	cyan  = "\x1b[36m"
	reset = "\x1b[0m"
)

var colour = isTerminal(os.Stdout) && os.Getenv("NO_COLOR") == ""

func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

func paint(style, text string) string {
	if !colour {
		return text
	}
	return style + text + reset
}

// heading starts a step of the story.
func heading(format string, args ...any) {
	fmt.Printf("\n%s\n\n", paint(bold, "== "+fmt.Sprintf(format, args...)))
}

// progress goes to stderr, so that stdout is the story alone.
func progress(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "demo: "+format+"\n", args...)
}

// show prints a kubectl command as one would type it, runs it and prints what it says.
func (s *story) show(ctx context.Context, args ...string) error {
	fmt.Println(paint(cyan, "$ kubectl "+typed(args)))
	out, _, err := s.cluster.Kubectl(ctx, nil, args...)
	fmt.Println(out)
	return err
}

// typed quotes arguments for a shell where they need it.
func typed(args []string) string {
	quoted := make([]string, len(args))
	for i, arg := range args {
		quoted[i] = arg
		if strings.ContainsAny(arg, " {}[]*$\"\\") {
			quoted[i] = "'" + arg + "'"
		}
	}
	return strings.Join(quoted, " ")
}
