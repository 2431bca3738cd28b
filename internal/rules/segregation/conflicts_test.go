package segregation

import (
	"strings"
	"testing"
)

// TestConflictMatrix: the default matrix has the 26 pairs, each under one name.
func TestConflictMatrix(t *testing.T) {
	numbers, pairs := map[int]bool{}, map[string]bool{}
	for _, p := range defaultPairs {
		numbers[p.number] = true
		if key := pairKey(p.second, p.first); pairs[key] {
			t.Errorf("pair %d is listed twice: %s", p.number, key)
		} else {
			pairs[key] = true
		}
		if p.number < 1 || p.number > 26 || strings.Contains(p.first+p.second, " ") || p.grade == "" {
			t.Errorf("pair %+v is not one of the matrix", p)
		}
	}
	if len(numbers) != 26 {
		t.Errorf("the matrix has %d pairs, want 26", len(numbers))
	}
}
