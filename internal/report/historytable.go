package report

import (
	"bufio"
	"io"

	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/history"
	"github.com/isms-operator/isms-operator/internal/wording"
)

// writeHistoryTable writes a history for people, day by day.
func writeHistoryTable(w io.Writer, h *History, style Style) error {
	p := &printer{bufio.NewWriter(w), style}
	p.line("%s", style.paint(bold, h.title()))
	for _, note := range h.Notes {
		p.text(0, "Note: "+note)
	}
	if len(h.Start.Namespaces) == 0 {
		p.line("\n%s  no record yet", style.paint(bold, h.Start.On.String()))
	}
	for i := range h.Start.Namespaces {
		n := &h.Start.Namespaces[i]
		p.line("")
		p.heading(n.Name, h.Start.On, verdictOf(&n.After))
		p.text(2, countsOf(&n.After))
		p.doubts(&n.After)
	}
	p.unread(h.Start)
	for i := range h.Days {
		e := &h.Days[i]
		for k := range e.Namespaces {
			if n := &e.Namespaces[k]; n.Changed() {
				p.historyDay(e, n)
			}
		}
		if e.NotJudgedChanged() {
			p.unread(e)
		}
	}
	return p.Flush()
}

// historyDay shows what a day did in a namespace: first by itself, then by its commits.
func (p *printer) historyDay(e *history.Entry, n *history.Namespace) {
	after := verdictOf(&n.After)
	turn := "begins as " + p.style.paint(verdictColor(after), string(after))
	if !n.Begins {
		turn = p.turn(string(verdictOf(&n.Before)), string(after), verdictColor(after))
	}
	p.line("")
	p.line("%s  %s: %s", p.style.paint(bold, e.On.String()), wording.Plain(n.Name), turn)
	p.text(2, join("; ", moved(n), countsOf(&n.After)))
	p.doubts(&n.After)
	if n.ByDate.Any() {
		p.line("  By itself")
		p.movement(&n.ByDate)
	}
	if len(e.Commits) == 0 || !n.ByCommit.Any() && n.ByDate.Any() {
		return
	}
	for i := range e.Commits {
		p.text(2, short(&e.Commits[i]))
	}
	p.movement(&n.ByCommit)
}

// doubts say what a verdict is worth: what was not judged, and where the policy deviates.
func (p *printer) doubts(o *history.Outcome) {
	for _, s := range []string{wording.Doubt(o.NotJudged), assess.PolicyText(o.Policy)} {
		if s != "" {
			p.text(2, s)
		}
	}
}

func (p *printer) movement(m *history.Movement) {
	p.moves("+", movesOf(m.Introduced))
	p.moves("-", movesOf(m.Resolved))
	for i := range m.Changes.Weakened {
		w := &m.Changes.Weakened[i]
		p.text(2, "! weakened  "+join("  ", w.Record.String(), w.Field))
		p.text(6, w.Message)
	}
	for i := range m.Changes.Removed {
		r := &m.Changes.Removed[i]
		p.text(2, "x removed  "+r.Record.String())
		for _, s := range removedText(r) {
			p.text(6, s)
		}
	}
	for i := range m.Changes.Postponed {
		d := &m.Changes.Postponed[i]
		p.text(2, "> postponed  "+join("  ", d.Record.String(), d.Field))
		p.text(6, postponedText(d))
	}
}

// unread shows what of the records of a day could not be judged.
func (p *printer) unread(e *history.Entry) {
	if len(e.Problems) > 0 {
		p.line("")
		p.problems(e.Problems)
	}
}
