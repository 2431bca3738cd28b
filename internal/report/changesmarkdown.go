package report

import (
	"strings"

	"github.com/isms-operator/isms-operator/internal/assess"
)

// removed and postponed tell which records and days a change takes out of sight. They are
// not collapsed: nobody reviews what they do not see.
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
