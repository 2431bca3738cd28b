package history

import (
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// Clamp makes the days of commits, from the first to the last, never go back, and returns
// how many it changed. Clocks are set wrongly: as many days as can be believed together are
// kept, and every other commit is taken to be of the day of the one before it; one before all
// of those, of the day of the first.
func Clamp(days []api.Date) (changed int) {
	kept := rising(days)
	if len(kept) == 0 {
		return 0
	}
	last, next := days[kept[0]], 0
	for i := range days {
		if next < len(kept) && kept[next] == i {
			last, next = days[i], next+1
		} else if days[i] != last {
			days[i] = last
			changed++
		}
	}
	return changed
}

// rising returns the places of a longest series of days of which none is before the one
// that precedes it.
func rising(days []api.Date) []int {
	var ends []int // of the best series of each length, its last place
	previous := make([]int, len(days))
	for i, day := range days {
		n, _ := slices.BinarySearchFunc(ends, day, func(end int, day api.Date) int {
			if days[end].After(day) {
				return 1
			}
			return -1
		})
		previous[i] = -1
		if n > 0 {
			previous[i] = ends[n-1]
		}
		if n == len(ends) {
			ends = append(ends, i)
		} else {
			ends[n] = i
		}
	}
	var series []int
	if len(ends) > 0 {
		for at := ends[len(ends)-1]; at >= 0; at = previous[at] {
			series = append(series, at)
		}
	}
	slices.Reverse(series)
	return series
}
