package facts

import (
	"fmt"
	"slices"
	"strings"

	"github.com/isms-operator/isms-operator/internal/annexa"
)

// Quote puts a value that a record states into a message.
func Quote(s string) string { return fmt.Sprintf("%q", s) }

// gistLength is how much of a sentence that a record states goes into a message.
const gistLength = 120

// Gist quotes the beginning of a sentence, so that what was found about it is not
// cut off behind it.
func Gist(sentence string) string {
	if runes := []rune(sentence); len(runes) > gistLength {
		sentence = string(runes[:gistLength-1]) + "…"
	}
	return Quote(sentence)
}

// ListAll joins items in the order given, as a sentence does, and names every one.
func ListAll(items []string) string {
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

// ControlList names controls in the order of Annex A.
func ControlList(ids []string) string {
	ids = slices.Clone(ids)
	slices.SortFunc(ids, func(a, b string) int { return controlOrder[a] - controlOrder[b] })
	if more := len(ids) - 3; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(ids[:3], ", "), more)
	}
	return ListAll(ids)
}

// AllControls names every control by its number, in the order of Annex A.
func AllControls(ids []string) string {
	ids = slices.Clone(ids)
	slices.SortFunc(ids, func(a, b string) int { return controlOrder[a] - controlOrder[b] })
	return strings.Join(ids, ", ")
}

// ControlsNamed names one control with its title, or several by their number.
func ControlsNamed(ids []string) string {
	if len(ids) == 1 {
		return ControlName(ids[0])
	}
	return fmt.Sprintf("%d controls (%s)", len(ids), ControlList(ids))
}
