package facts

import "strings"

// Like returns the known name that another is most like, in comparable form, and whether one
// is so like it that a slip of the pen is likely: it is part of it, or few letters differ.
func Like[V any](name string, known map[string]V) (nearest string, ok bool) {
	least := max(2, len(name)/5) + 1
	for other := range known {
		d := distance(name, other)
		if len(name) >= 6 && len(other) >= 6 && (strings.Contains(name, other) || strings.Contains(other, name)) {
			d = min(d, 1)
		}
		if d < least || d == least && ok && other < nearest { // of two the first by name, whatever the order of the map
			nearest, least, ok = other, d, true
		}
	}
	return nearest, ok
}

// distance is how many letters have to be changed, added, taken out or swapped with the
// next to get from one text to another.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	before, last, row := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := range x {
		row[0] = i + 1
		for j := range y {
			change := last[j]
			if x[i] != y[j] {
				change++
			}
			row[j+1] = min(change, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(y)]
}
