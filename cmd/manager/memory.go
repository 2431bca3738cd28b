package main

import (
	"bytes"
	"os"
	"runtime/debug"
	"strconv"
)

const (
	// garbagePercent is how much garbage, in percent of what is held, is let grow before it
	// is collected. What is held hardly changes once a register is judged, so that Go's own
	// 100 would buy nothing with half of the memory.
	garbagePercent = 50
	// limitPercent is the part of the container's limit from which on Go collects garbage
	// for all it is worth, before the kernel would end the process.
	limitPercent = 90
	// cgroupLimit is where Linux tells a container its limit.
	cgroupLimit = "/sys/fs/cgroup/memory.max"
)

// boundMemory has Go use less memory than it would, and stay below the container's limit
// where there is one. Who sets GOGC or GOMEMLIMIT decides instead.
func boundMemory() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbagePercent)
	}
	if os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	if text, err := os.ReadFile(cgroupLimit); err == nil { // elsewhere than in a container there is none
		if limit := memoryLimit(text); limit > 0 {
			debug.SetMemoryLimit(limit)
		}
	}
}

// memoryLimit is what Go may use of what a container may, by the text of its limit; 0 where
// there is no limit.
func memoryLimit(text []byte) int64 {
	limit, err := strconv.ParseInt(string(bytes.TrimSpace(text)), 10, 64)
	if err != nil { // "max"
		return 0
	}
	return limit / 100 * limitPercent
}
