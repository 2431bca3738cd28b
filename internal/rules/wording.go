package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/isms-operator/isms-operator/internal/annexa"
)

// listedAll joins items in the order given, as a sentence does, and names every one.
func listedAll(items []string) string {
	last := len(items) - 1
	if last < 1 {
		return strings.Join(items, "")
	}
	return strings.Join(items[:last], ", ") + " and " + items[last]
}

// controlOrder is the place of each control in Annex A: A.5.2 comes before A.5.10.
var controlOrder = func() map[string]int {
	order := map[string]int{}
	for i, control := range annexa.All() {
		order[control.ID] = i
	}
	return order
}()

// controlList names controls in the order of Annex A.
func controlList(ids []string) string {
	ids = slices.Clone(ids)
	slices.SortFunc(ids, func(a, b string) int { return controlOrder[a] - controlOrder[b] })
	if more := len(ids) - 3; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(ids[:3], ", "), more)
	}
	return listedAll(ids)
}

// controlsNamed names one control with its title, or several by their number.
func controlsNamed(ids []string) string {
	if len(ids) == 1 {
		return controlName(ids[0])
	}
	return fmt.Sprintf("%d controls (%s)", len(ids), controlList(ids))
}
