package report

import (
	"bufio"
	"io"

	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/wording"
)

// writeForecastTable writes a forecast for people, day by day.
func writeForecastTable(w io.Writer, f *Forecast, style Style) error {
	p := &printer{bufio.NewWriter(w), style}
	p.problems(f.Problems)
	for i, t := range f.Timelines {
		if i > 0 || len(f.Problems) > 0 {
			p.line("")
		}
		p.timeline(f, t)
	}
	p.foreign(f.Foreign)
	return p.Flush()
}

func (p *printer) timeline(f *Forecast, t *assess.Timeline) {
	notJudged := f.notJudged(t.Namespace)
	p.heading(t.Namespace, t.From, floor(t.Verdict, notJudged))
	for _, s := range append([]string{wording.Doubt(notJudged), assess.PolicyText(t.Policy)}, t.Texts()...) {
		if s != "" {
			p.text(2, s)
		}
	}
	if len(t.Days) == 0 {
		p.text(2, "Without an edit, nothing changes until "+t.Until.String())
		return
	}
	p.text(2, "Without an edit, until "+t.Until.String()+" something changes on "+wording.Number(len(t.Days), "day", "days"))
	for i := range t.Days {
		day := &t.Days[i]
		before, after := outcome(day, notJudged)
		p.line("\n  %s  %s", p.style.paint(bold, day.On.String()), p.turn(string(before), string(after), verdictColor(after)))
		p.moves("+", f.moves(t.Namespace, day.Arising))
		p.moves("-", f.moves(t.Namespace, day.Resolved))
		var changed []move
		for j := range day.Changed {
			changed = append(changed, move{Finding: &day.Changed[j], Position: f.locate(t.Namespace, &day.Changed[j])})
		}
		p.moves("~", changed)
	}
}

// turn shows a verdict that changes, or one that stays.
func (p *printer) turn(before, after, color string) string {
	if before == after {
		return "stays " + p.style.paint(color, after)
	}
	return before + " -> " + p.style.paint(color, after)
}

// change shows a finding that comes, goes or says something else.
func (p *printer) change(mark string, f *assess.Finding, knockOn bool, at input.Position) {
	follows := ""
	if knockOn {
		follows = "  (follows from another)"
	}
	p.line("  %s %s  %s %s%s", mark, p.style.paint(gradeColor(f.Grade), string(f.Grade)), f.Rule, f.Reason, follows)
	p.text(6, join("  ", subject(f.Record), f.Field, at.String()))
	p.text(6, f.Message)
}
