package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/isms-operator/isms-operator/internal/annexa"
)

// maxListed is how many items a sentence names before "and N more".
const maxListed = 3

// listed joins items in the order given, as a sentence does.
func listed(items []string) string {
	if len(items) > maxListed {
		return fmt.Sprintf("%s and %d more", strings.Join(items[:maxListed], ", "), len(items)-maxListed)
	}
	return listedAll(items)
}

// listedAll is listed for items of which every one must be named.
func listedAll(items []string) string {
	last := len(items) - 1
	if last < 1 {
		return strings.Join(items, "")
	}
	return strings.Join(items[:last], ", ") + " and " + items[last]
}

// clauses joins parts of a sentence that have commas of their own; it sorts them.
func clauses(items []string) string {
	items = slices.Clone(items)
	slices.Sort(items)
	items = slices.Compact(items)
	if more := len(items) - maxListed; more > 0 {
		items = append(items[:maxListed], fmt.Sprintf("%d more", more))
	}
	return strings.Join(items, ", and ")
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
	return listed(ids)
}

// controlsNamed names one control with its title, or several by their number.
func controlsNamed(ids []string) string {
	if len(ids) == 1 {
		return controlName(ids[0])
	}
	return fmt.Sprintf("%d controls (%s)", len(ids), controlList(ids))
}
