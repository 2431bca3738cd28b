package controlplane

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// ticksPerSecond is Linux's USER_HZ, the unit of processor time in /proc, which is 100 on every
// architecture that Go knows.
const ticksPerSecond = 100

// APIServerTime is the ProcessorTime of the API server. It fails while that does not run.
func (c *Cluster) APIServerTime() (time.Duration, error) {
	pid, err := c.supervisor.runningPID(apiServerName)
	if err != nil {
		return 0, err
	}
	return ProcessorTime(pid)
}

// ProcessorTime returns the time that all processors have spent on a process since it started,
// to a hundredth of a second. It reads Linux's /proc and fails elsewhere.
func ProcessorTime(pid int) (time.Duration, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, fmt.Errorf("reading what a process has used: %w", err)
	}
	// After the name, which may hold anything, the 12th and 13th are of the program and of
	// the kernel.
	fields := strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+1:]))
	total := 0
	for _, ticks := range fields[11:13] {
		n, err := strconv.Atoi(ticks)
		if err != nil {
			return 0, fmt.Errorf("reading what a process has used: %w", err)
		}
		total += n
	}
	return time.Duration(total) * time.Second / ticksPerSecond, nil
}
