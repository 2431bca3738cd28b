package main

import "testing"

// TestMemoryStaysBelowTheLimit: Go is told of a part of the container's limit, and of none
// where there is none.
func TestMemoryStaysBelowTheLimit(t *testing.T) {
	for _, c := range []struct {
		why, text string
		want      int64
	}{
		{"the limit of the chart", "268435456\n", 241591860},
		{"no limit", "max\n", 0},
		{"nothing", "", 0},
		{"what no kernel writes", "256Mi\n", 0},
	} {
		if have := memoryLimit([]byte(c.text)); have != c.want {
			t.Errorf("%s: %d, want %d", c.why, have, c.want)
		}
	}
}
