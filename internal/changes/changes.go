// Package changes tells what a change does to records that shows in no finding: a record
// that is removed takes its findings with it, a day that is moved keeps one from coming, and
// what sign-offs rest on can be taken away so that nothing asks for it any more.
package changes

import (
	"cmp"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// Changes of the records of a namespace.
type Changes struct {
	// Weakened is what makes sign-offs prove less, what weakens most of them first.
	Weakened []Weakened
	// Removed records, those with the gravest findings first.
	Removed []Removed
	// Postponed days, in the order of kinds, names and fields.
	Postponed []Postponed
}

// Removed is a record that was there and is not any more.
type Removed struct {
	Record assess.Ref
	// Findings on it that were open, worst first. They are resolved by nothing but this.
	Findings []assess.Finding
	// RetainUntil is the last day on which it had to be kept; absent where it had not.
	RetainUntil api.Date
}

// Postponed is a day on which something falls due or ends, and that comes later now.
type Postponed struct {
	Record assess.Ref
	Field  string
	// From is the day that it was, To the one that it is; absent where it was taken away.
	From, To api.Date
}

// Between returns what changed from one side to the other, in the same namespace.
func Between(before, after Side) Changes {
	var c Changes
	now := make(map[assess.Ref]*assess.Result, len(after.Results))
	for i := range after.Results {
		now[refOf(&after.Results[i])] = &after.Results[i]
	}
	w := walker{due: map[typeOf]bool{}}
	gone := map[assess.Ref]int{}
	for i := range before.Results {
		was := &before.Results[i]
		ref := refOf(was)
		switch is := now[ref]; {
		case is == nil && !after.There(ref):
			gone[ref] = len(c.Removed)
			c.Removed = append(c.Removed, Removed{Record: ref, RetainUntil: was.RetainUntil})
		case is != nil && is.Record == was.Record: // read once, and judged on two days
		case is != nil && is.Unread == nil && was.Unread == nil:
			c.Postponed = append(c.Postponed, w.postponed(ref, was, is)...)
		}
	}
	for i := range before.Rollup.Findings {
		f := &before.Rollup.Findings[i]
		if n, ok := gone[f.Record]; ok {
			c.Removed[n].Findings = append(c.Removed[n].Findings, *f)
		}
	}
	slices.SortStableFunc(c.Removed, gravest)
	c.Weakened = weakenedBetween(before, after)
	c.Postponed = slices.DeleteFunc(c.Postponed, c.told)
	return c
}

// Findings counts the findings that went with removed records.
func (c *Changes) Findings() (n int) {
	for i := range c.Removed {
		n += len(c.Removed[i].Findings)
	}
	return n
}

// Hides is the gravest grade of what went with removed records: of the findings that were
// open on them, and a minor for one that had to be kept. Whoever deletes a record mends
// nothing.
func (c *Changes) Hides() (worst api.Grade, found bool) {
	for i := range c.Removed {
		r := &c.Removed[i]
		grade, some := assess.WorstGrade(r.Findings)
		if !r.RetainUntil.IsZero() && (!some || assess.Graver(api.GradeMinor, grade)) {
			grade, some = api.GradeMinor, true
		}
		if some && (!found || assess.Graver(grade, worst)) {
			worst, found = grade, true
		}
	}
	return worst, found
}

// Any reports whether anything is to be told.
func (c *Changes) Any() bool { return len(c.Weakened)+len(c.Removed)+len(c.Postponed) > 0 }

// gravest orders removed records by the gravest finding that went with them, those
// without any last.
func gravest(a, b Removed) int {
	x, anyX := assess.WorstGrade(a.Findings)
	y, anyY := assess.WorstGrade(b.Findings)
	switch {
	case !anyX || !anyY:
		return cmp.Compare(len(b.Findings), len(a.Findings))
	case assess.Graver(x, y):
		return -1
	case assess.Graver(y, x):
		return 1
	}
	return 0
}

// told reports whether a day that was postponed is among what got weaker: one fact is told once.
func (c *Changes) told(p Postponed) bool {
	return slices.ContainsFunc(c.Weakened, func(w Weakened) bool {
		return w.Record == p.Record && w.Field == p.Field
	})
}
