package report

import (
	"bufio"
	"fmt"
	"io"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/handover"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/wording"
)

// Handover is what a hand-over changes, what it leaves to people, and what it introduces.
type Handover struct {
	handover.Terms
	// Day that is judged: the first of the other one, or today where that is past.
	Day api.Date
	// Changes, in the order of files and lines.
	Changes []HandoverChange
	// Left are what is not changed, and why.
	Left []handover.Left
	// Notes say what has to be known of who takes over.
	Notes []string
	// After is the judgement of the day with the changes; nil without any.
	After *assess.Report
	// Introduced findings, worst first, and how many are Resolved.
	Introduced []assess.Finding
	Resolved   int
	// Written says that the files were written, Refused that they were not because of a
	// major finding.
	Written, Refused bool
}

// HandoverChange is a change and where it is made.
type HandoverChange struct {
	handover.Change
	input.Position
}

// Major reports whether the hand-over introduces a major finding.
func (h *Handover) Major() bool {
	worst, found := assess.WorstGrade(h.Introduced)
	return found && worst == api.GradeMajor
}

// WriteHandover writes a hand-over for people.
func WriteHandover(out io.Writer, h *Handover, style Style) error {
	p := &printer{bufio.NewWriter(out), style}
	p.text(0, fmt.Sprintf("From %s to %s on %s: %s, %s left to people", h.From.Name, h.To.Name, h.On,
		wording.Number(len(h.Changes), "change", "changes"), wording.Number(len(h.Left), "thing is", "things are")))
	for _, note := range h.Notes {
		p.text(0, "Note: "+note)
	}
	for i := range h.Changes {
		ch := &h.Changes[i]
		old := ch.Old
		if old == "" {
			old = "(none)"
		}
		p.line("")
		p.text(2, join("  ", ch.Position.String(), ch.Ref.String()))
		p.text(4, fmt.Sprintf("%s  %s -> %s", ch.Field, old, ch.New))
	}
	p.left(h.Left)
	p.introduced(h)
	p.line("")
	p.text(0, h.outcome())
	return p.Flush()
}

func (p *printer) left(left []handover.Left) {
	if len(left) == 0 {
		return
	}
	p.line("\n%s", p.style.paint(bold, "Left to people"))
	for i := range left {
		l := &left[i]
		p.line("")
		p.text(2, l.Record.String()+"  "+l.Field)
		p.text(4, l.What)
		p.text(4, "Why: "+l.Why)
	}
}

func (p *printer) introduced(h *Handover) {
	if h.After == nil {
		return
	}
	p.line("")
	p.text(0, fmt.Sprintf("Judged on %s, the hand-over introduces %s and resolves %d", h.Day, wording.Number(len(h.Introduced), "finding", "findings"), h.Resolved))
	for i := range h.Introduced {
		p.change("+", &h.Introduced[i], false, input.Position{})
	}
}

// outcome says what became of the files.
func (h *Handover) outcome() string {
	switch {
	case len(h.Changes) == 0:
		return "There is nothing to write."
	case h.Refused:
		return "Nothing was written, because it would introduce a major finding. Mend that first, or write it all the same with --allow-major."
	case h.Written:
		return "Written. Look at it with git diff, and commit it."
	}
	return "Nothing was written. Write it with --write."
}
