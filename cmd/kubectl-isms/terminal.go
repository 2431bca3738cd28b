package main

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"golang.org/x/term"
)

// colors are the values of --color.
var colors = []string{"auto", "always", "never"}

// terminal returns the file behind a stream that is a terminal, or nil.
func terminal(stream any) *os.File {
	if f, ok := stream.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		return f
	}
	return nil
}

// colored decides whether output is coloured: on a terminal, unless NO_COLOR is set
// (https://no-color.org) or the terminal is a dumb one.
func (e *env) colored(mode string) bool {
	switch mode {
	case "always":
		return true
	case "never":
		return false
	}
	return terminal(e.out) != nil && e.getenv("NO_COLOR") == "" && e.getenv("TERM") != "dumb"
}

// width of the terminal that output goes to; 0 where it goes elsewhere.
func (e *env) width() int {
	if f := terminal(e.out); f != nil {
		if width, _, err := term.GetSize(int(f.Fd())); err == nil {
			return width
		}
	}
	return 0
}

// patience is how long work may take before it says how far it is.
const patience = 500 * time.Millisecond

// progress says on a terminal how far long work is, in one line that goes away.
// Without a terminal it says nothing.
type progress struct {
	out   io.Writer
	began time.Time

	mu   sync.Mutex
	last time.Time
}

func (e *env) progress() *progress {
	p := &progress{began: time.Now()}
	if terminal(e.err) != nil {
		p.out = e.err
	}
	return p
}

// say tells how far the work is, a few times a second at most.
func (p *progress) say(format string, a ...any) {
	if p.out == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if now := time.Now(); now.Sub(p.began) > patience && now.Sub(p.last) > 100*time.Millisecond {
		p.last = now
		fmt.Fprintf(p.out, "\r\x1b[K"+format, a...)
	}
}

// done takes the line away.
func (p *progress) done() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.out != nil && !p.last.IsZero() {
		fmt.Fprint(p.out, "\r\x1b[K")
		p.last = time.Time{}
	}
}
