package report

import (
	"bufio"
	"io"
	"strings"

	"github.com/isms-operator/isms-operator/internal/assess"
)

// writeWide writes a line for each finding, with all that is known of it.
func writeWide(w io.Writer, a *Assessment, style Style) error {
	b := bufio.NewWriter(w)
	p := &printer{b, style}
	p.problems(a.Problems)
	if len(a.Problems) > 0 {
		p.line("")
	}
	var verdicts [][]string
	for _, r := range a.Namespaces {
		verdicts = append(verdicts, []string{r.Namespace, a.AsOf.String(), string(a.Verdict(r)), countsText(r.Rollup.Counts), r.Until.String()})
	}
	if err := grid(b, []string{"NAMESPACE", "AS OF", "VERDICT", "FINDINGS", "NEXT CHANGE"}, verdicts, style); err != nil {
		return err
	}
	for _, r := range a.Namespaces {
		if text := assess.PolicyText(r.Policy); text != "" {
			p.text(0, join(": ", r.Namespace, text))
		}
		for _, text := range r.Texts() {
			p.text(0, join(": ", r.Namespace, text))
		}
		for _, detail := range assess.PolicyDetails(r.Policy) {
			p.text(2, detail)
		}
	}
	header, rows, notes := wideRows(a, style.Only)
	if len(rows) > 0 {
		p.line("")
		if err := grid(b, header, rows, style); err != nil {
			return err
		}
	}
	for _, note := range notes {
		p.line("%s", note)
	}
	p.foreign(a.Foreign)
	return b.Flush()
}

// wideRows are a row for each finding that is shown, and what is said of those that are not.
func wideRows(a *Assessment, only *Filter) (header []string, rows [][]string, notes []string) {
	header = []string{"NAMESPACE", "GRADE", "RULE", "REASON", "RECORD", "FIELD", "SINCE", "UNTIL", "PLACE", "MESSAGE", "REMEDY"}
	if a.Base != nil {
		header = append([]string{"CHANGE"}, header...)
	}
	add := func(change string, f *Finding) {
		row := []string{f.Namespace, string(f.Grade), f.Rule, f.Reason, subject(f.Record), f.Field,
			f.Since.String(), f.Until.String(), f.Position.String(), f.Message, f.Remedy}
		if a.Base != nil {
			row = append([]string{change}, row...)
		}
		rows = append(rows, row)
	}
	for _, r := range a.Namespaces {
		hidden := newFiltered(only, r)
		for f := range hidden.of(a.Findings(r)) {
			add("introduced", &f)
		}
		for f := range hidden.of(a.Resolved(r)) {
			add("resolved", &f)
		}
		if note := hidden.note(); note != "" {
			notes = append(notes, join(": ", r.Namespace, note))
		}
		rows = append(rows, changedRows(a, r)...)
	}
	return header, rows, notes
}

// changedRows are those of what a change weakens and takes out of sight: no finding, so that they have
// no grade, rule, reason and remedy.
func changedRows(a *Assessment, r *assess.Report) (rows [][]string) {
	c := a.changed(r)
	add := func(change string, record assess.Ref, field, place, message string) {
		rows = append(rows, []string{change, r.Namespace, "", "", "", record.String(), field, "", "", place, message, ""})
	}
	for i := range c.Weakened {
		w := &c.Weakened[i]
		add("weakened", w.Record, w.Field, a.isAt(r, w.Record, w.Field).String(), weakenedText(w))
	}
	for i := range c.Removed {
		add("removed", c.Removed[i].Record, "", a.wasAt(r, c.Removed[i].Record).String(), strings.Join(removedText(&c.Removed[i]), "; "))
	}
	for i := range c.Postponed {
		d := &c.Postponed[i]
		add("postponed", d.Record, d.Field, a.isAt(r, d.Record, d.Field).String(), postponedText(d))
	}
	return rows
}
