package assess

import (
	"fmt"
	"slices"
	"strings"
)

// Deviation is a field of the policy that asks for less than what holds where it is
// absent. Every output shows it in its head: a verdict is worth what it was judged by.
type Deviation struct {
	// Field of the policy with its group, such as "review.auditIntervalMonths".
	Field string
	// Point that the field steers.
	Point Point
	// Default is what holds where the field is absent, and Value what was set.
	Default, Value string
	// Floor is what the field must not go beyond, and Why; both "" if it does not.
	Floor, Why string
	// Because is the reason that the policy gives; "" where it gives none.
	Because string
	// Rule that reports it, where that is another than the one on all fields.
	Rule string
	// Extent is how far it goes, by what of the field it is about: by entry of a list, by ""
	// for a number.
	Extent map[string]int
}

// Path of the field in the ClauseAssessment.
func (d *Deviation) Path() string { return "spec.policy." + d.Field }

// maxGist is how much of a value or a reason is shown.
const maxGist = 120

// gist is the beginning of what a policy states.
func gist(s string) string {
	if runes := []rune(s); len(runes) > maxGist {
		return string(runes[:maxGist-1]) + "…"
	}
	return s
}

// String says in one line what the field has, instead of what, and why.
func (d *Deviation) String() string {
	floor, because := "", "no reason given"
	if d.Floor != "" {
		floor = ", beyond the floor " + d.Floor
	}
	if d.Because != "" {
		because = fmt.Sprintf("because %q", gist(d.Because))
	}
	return fmt.Sprintf("%s: %s instead of %s%s, %s", d.Field, gist(d.Value), d.Default, floor, because)
}

// exceeds reports whether it asks for even less than another of the same field, in
// anything that the field is about.
func (d *Deviation) exceeds(other *Deviation) bool {
	for what, far := range d.Extent {
		if far > other.Extent[what] {
			return true
		}
	}
	return false
}

// MaxDeviations is how many deviations are shown to people before "and N more".
const MaxDeviations = 5

// Weakened names the fields of a policy that deviate, each once and in their order, and
// counts those that go beyond what they must not.
func Weakened(all []Deviation) (fields []string, beyond int) {
	var outside []string
	for i := range all {
		d := &all[i]
		if !slices.Contains(fields, d.Field) {
			fields = append(fields, d.Field)
		}
		if d.Floor != "" && !slices.Contains(outside, d.Field) {
			outside = append(outside, d.Field)
		}
	}
	return fields, len(outside)
}

// PolicyText says that the policy deviates, and in how much; "" where it does not. It is
// the one sentence on it, of every output and of the condition Conforming.
func PolicyText(all []Deviation) string {
	fields, beyond := Weakened(all)
	noun := "fields"
	switch len(fields) {
	case 0:
		return ""
	case 1:
		noun = "field"
	}
	return fmt.Sprintf("The policy asks for less than the default in %d %s (%d beyond the floor)", len(fields), noun, beyond)
}

// PolicyDetails says where the policy deviates and why, a line for each deviation, those
// beyond a floor first; and how many more there are than are shown.
func PolicyDetails(all []Deviation) []string {
	lines := make([]string, 0, MaxDeviations+1)
	for _, beyond := range []bool{true, false} {
		for i := range all {
			if (all[i].Floor != "") == beyond && len(lines) < MaxDeviations {
				lines = append(lines, all[i].String())
			}
		}
	}
	if more := len(all) - len(lines); more > 0 {
		lines = append(lines, fmt.Sprintf("and %d more", more))
	}
	return lines
}

// PolicyLine is all of it in one line; "" where the policy does not deviate.
func PolicyLine(all []Deviation) string {
	if len(all) == 0 {
		return ""
	}
	return PolicyText(all) + ": " + strings.Join(PolicyDetails(all), "; ")
}
