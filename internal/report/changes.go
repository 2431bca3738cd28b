package report

import (
	"fmt"
	"strings"

	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/changes"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/wording"
)

// maxChanges is how many records or days of a change are shown to people before "and N
// more", and maxGone how many findings of one record.
const (
	maxChanges = 10
	maxGone    = 3
)

// changed is what a change does to the records of a namespace; nothing without a base.
func (a *Assessment) changed(r *assess.Report) changes.Changes {
	if a.Base == nil {
		return changes.Changes{}
	}
	return a.Base.Changes[r.Namespace]
}

// removedTitle is what the list of removed records is called. Where a file could not be read
// or a record has no name, nobody can tell which of them are in it.
func (a *Assessment) removedTitle(r *assess.Report) string {
	for i := range a.Problems {
		p := a.Problems[i].Record
		if p == nil || p.Name == "" && (p.Namespace == "" || p.Namespace == r.Namespace) {
			return "Removed or made unreadable"
		}
	}
	return "Removed"
}

// wasAt tells where the base has a record; nowhere where nobody knows.
func (a *Assessment) wasAt(r *assess.Report, record assess.Ref) input.Position {
	if a.Base == nil || a.Base.Locate == nil {
		return input.Position{}
	}
	return a.Base.Locate(r.Namespace, record, "")
}

// isAt tells where a field is written.
func (a *Assessment) isAt(r *assess.Report, record assess.Ref, field string) input.Position {
	if a.Locate == nil {
		return input.Position{}
	}
	return a.Locate(r.Namespace, record, field)
}

// weakenedTitle is what the list of sign-offs is called that prove less than they did.
const weakenedTitle = "Weakened sign-offs"

// changedText says in half a sentence what a change does to records; "" where it weakens,
// removes and postpones nothing.
func changedText(c changes.Changes) string {
	weakened, removed, postponed := "", "", ""
	if n := len(c.Weakened); n > 0 {
		weakened = "sign-offs weakened " + wording.Number(n, "time", "times")
	}
	if n := len(c.Removed); n > 0 {
		removed = wording.Number(n, "record removed", "records removed")
		if gone := c.Findings(); gone > 0 {
			removed += " with " + wording.Number(gone, "open finding", "open findings")
		}
	}
	if n := len(c.Postponed); n > 0 {
		postponed = wording.Number(n, "day postponed", "days postponed")
	}
	return join(", ", weakened, removed, postponed)
}

// changeNotes tells of each sign-off, record and day that a change weakens or takes out of sight,
// a line each.
func changeNotes(a *Assessment, r *assess.Report) (notes []string) {
	c := a.changed(r)
	for i := range c.Weakened {
		w := &c.Weakened[i]
		notes = append(notes, join("  ", "Weakened", w.Reason, w.Record.String(), w.Field, weakenedText(w)))
	}
	for i := range c.Removed {
		notes = append(notes, join("  ", "Removed", c.Removed[i].Record.String(), strings.Join(removedText(&c.Removed[i]), "; ")))
	}
	for i := range c.Postponed {
		d := &c.Postponed[i]
		notes = append(notes, join("  ", "Postponed", d.Record.String(), d.Field, postponedText(d)))
	}
	return notes
}

// weakenedText says what got weaker, and what to ask.
func weakenedText(w *changes.Weakened) string { return w.Message + ". " + w.Ask }

// removedText says what went with a record, a sentence without full stop each: the first
// findings, and until when it had to be kept.
func removedText(r *changes.Removed) []string {
	var all []string
	if !r.RetainUntil.IsZero() {
		all = append(all, fmt.Sprintf("It had to be kept until %s", r.RetainUntil))
	}
	for i := range r.Findings[:min(len(r.Findings), maxGone)] {
		f := &r.Findings[i]
		all = append(all, fmt.Sprintf("With it went: %s %s %s: %s", f.Grade, f.Rule, f.Reason, f.Message))
	}
	if more := len(r.Findings) - maxGone; more > 0 {
		all = append(all, fmt.Sprintf("and %s", wording.Number(more, "more finding", "more findings")))
	}
	return all
}

// postponedText says from when to when a day was moved.
func postponedText(p *changes.Postponed) string {
	if p.To.IsZero() {
		return fmt.Sprintf("%s was taken away", p.From)
	}
	return fmt.Sprintf("%s became %s", p.From, p.To)
}
