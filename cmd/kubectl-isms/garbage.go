package main

import (
	"os"
	"runtime/debug"
)

// gcPercent trades some time for memory: a run is short, and most of what it
// allocates it keeps. GOGC overrides it.
const gcPercent = 28

// collectAt sets how much garbage is let lie, in percent of what is held, unless GOGC does. The
// function it returns sets what was before.
func collectAt(percent int) (back func()) {
	if os.Getenv("GOGC") != "" {
		return func() {}
	}
	before := debug.SetGCPercent(percent)
	return func() { debug.SetGCPercent(before) }
}
