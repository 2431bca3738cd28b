package report

import (
	"fmt"

	"github.com/isms-operator/isms-operator/internal/assess"
)

// changes tells which sign-offs a change weakens, and which records and days it takes out of
// sight.
func (p *printer) changes(a *Assessment, r *assess.Report) {
	c := a.changed(r)
	if len(c.Weakened) > 0 {
		p.line("\n  %s", p.style.paint(bold, weakenedTitle))
	}
	for i := range c.Weakened[:min(len(c.Weakened), maxChanges)] {
		w := &c.Weakened[i]
		p.line("")
		p.text(4, join("  ", w.Record.String(), w.Field, a.isAt(r, w.Record, w.Field).String()))
		p.text(6, w.Message)
		p.text(6, w.Ask)
	}
	p.more(len(c.Weakened))
	if len(c.Removed) > 0 {
		p.line("\n  %s", p.style.paint(bold, a.removedTitle(r)))
	}
	for i := range c.Removed[:min(len(c.Removed), maxChanges)] {
		removed := &c.Removed[i]
		p.line("")
		p.text(4, join("  ", removed.Record.String(), a.wasAt(r, removed.Record).String()))
		for _, s := range removedText(removed) {
			p.text(6, s)
		}
	}
	p.more(len(c.Removed))
	if len(c.Postponed) > 0 {
		p.line("\n  %s\n", p.style.paint(bold, "Postponed"))
	}
	for i := range c.Postponed[:min(len(c.Postponed), maxChanges)] {
		d := &c.Postponed[i]
		p.text(4, join("  ", d.Record.String(), d.Field, postponedText(d), a.isAt(r, d.Record, d.Field).String()))
	}
	p.more(len(c.Postponed))
}

// more counts what a list of a change leaves out.
func (p *printer) more(n int) {
	if n > maxChanges {
		p.text(4, fmt.Sprintf("and %d more", n-maxChanges))
	}
}
