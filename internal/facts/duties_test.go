package facts

import (
	"strings"
	"testing"
)

// TestConflictMatrix: the default matrix has the 26 pairs, each under one name.
func TestConflictMatrix(t *testing.T) {
	numbers, pairs := map[int]bool{}, map[string]bool{}
	for _, p := range defaultPairs {
		numbers[p.Number] = true
		if key := DutyPairKey(p.Second, p.First); pairs[key] {
			t.Errorf("pair %d is listed twice: %s", p.Number, key)
		} else {
			pairs[key] = true
		}
		if p.Number < 1 || p.Number > 26 || strings.Contains(p.First+p.Second, " ") || p.Grade == "" {
			t.Errorf("pair %+v is not one of the matrix", p)
		}
	}
	if len(numbers) != 26 {
		t.Errorf("the matrix has %d pairs, want 26", len(numbers))
	}
}
