package report

import (
	"strings"

	"github.com/isms-operator/isms-operator/internal/assess"
)

// weakened, removed and postponed tell which sign-offs a change weakens, and which records and
// days it takes out of sight. They are not collapsed: nobody reviews what they do not see.
func (m *markdown) weakened(a *Assessment, r *assess.Report) {
	c := a.changed(r)
	if len(c.Weakened) == 0 {
		return
	}
	m.line("**%s by this change**\n", weakenedTitle)
	m.table([]string{"Record", "Field", "What changed", "What to ask", "Where"}, len(c.Weakened), func(yield func([]string) bool) {
		for i := range c.Weakened {
			w := &c.Weakened[i]
			if !yield([]string{w.Record.String(), w.Field, w.Message, w.Ask, a.isAt(r, w.Record, w.Field).String()}) {
				return
			}
		}
	})
}

func (m *markdown) removed(a *Assessment, r *assess.Report) {
	c := a.changed(r)
	if len(c.Removed) == 0 {
		return
	}
	m.line("**%s by this change**\n", a.removedTitle(r))
	m.table([]string{"Record", "What went with it", "Where it was"}, len(c.Removed), func(yield func([]string) bool) {
		for i := range c.Removed {
			removed := &c.Removed[i]
			if !yield([]string{removed.Record.String(), strings.Join(removedText(removed), "; "), a.wasAt(r, removed.Record).String()}) {
				return
			}
		}
	})
}

func (m *markdown) postponed(a *Assessment, r *assess.Report) {
	c := a.changed(r)
	if len(c.Postponed) == 0 {
		return
	}
	m.line("**Postponed by this change**\n")
	m.table([]string{"Record", "Field", "Day", "Where"}, len(c.Postponed), func(yield func([]string) bool) {
		for i := range c.Postponed {
			d := &c.Postponed[i]
			if !yield([]string{d.Record.String(), d.Field, postponedText(d), a.isAt(r, d.Record, d.Field).String()}) {
				return
			}
		}
	})
}
