package report

import (
	"fmt"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// The first screen of the table: 24 lines that hold the verdict, the points, where the policy
// deviates, what could not be judged, and what to do first.
const (
	firstThings = 5  // that are told
	shortWidth  = 14 // columns of the short name of a point
	leastWidth  = 16 // columns of what is found on it
)

// points writes the points in two columns, each with its worst findings.
func (p *printer) points(r *assess.Report, notJudged int) {
	all := r.Rollup.Points
	texts, widest := make([]string, len(all)), leastWidth
	rows := (len(all) + 1) / 2
	for i := range all {
		texts[i] = worstText(all[i].Counts(), floor(all[i].Verdict, notJudged))
		if i < rows {
			widest = max(widest, columns(texts[i]))
		}
	}
	cell := func(i int) string {
		return fmt.Sprintf("%-3s %s  %s", all[i].ID, pad(all[i].Short(), shortWidth), p.style.paint(verdictColor(floor(all[i].Verdict, notJudged)), texts[i]))
	}
	for i := range rows {
		line := "  " + cell(i)
		if j := i + rows; j < len(all) {
			line += strings.Repeat(" ", widest-columns(texts[i])+3) + cell(j)
		}
		p.line("%s", line)
	}
}

// worstText is a verdict in a few words: "2 major, 5 more", "conforms".
func worstText(n api.FindingCounts, verdict api.Verdict) string {
	if verdict == api.VerdictConforming {
		return "conforms"
	}
	for _, c := range gradeCounts(n)[:3] { // of what counts against a point
		if c.Count > 0 {
			text := fmt.Sprintf("%d %s", c.Count, strings.ToLower(string(c.Grade)))
			if more := total(n) - int(c.Count); more > 0 {
				text += fmt.Sprintf(", %d more", more)
			}
			return text
		}
	}
	return strings.ToLower(string(verdict)) // by what could not be judged
}

// doFirst lists what to do first, a line each. Where there is little to do, it is read below
// at once.
func (p *printer) doFirst(entries []*entry, owners map[assess.Ref]string) {
	if len(entries) <= firstThings {
		return
	}
	p.line("")
	p.line("  %s", p.style.paint(bold, "What to do first"))
	for i, e := range entries[:firstThings] {
		f := e.first()
		line := fmt.Sprintf("%s: %s", e.remedy(), e.where())
		if owner := owners[f.Record]; owner != "" {
			line += " -> " + owner
		}
		p.line("  %d %s %s", i+1, p.style.paint(gradeColor(f.Grade), pad(string(f.Grade), 7)), p.short(line, 12))
	}
}

// maxOfEntry is how many findings of an entry are shown, and up to how many all of them are:
// "and 1 more" takes as much room as what it leaves out.
const (
	maxOfEntry = 2
	allOfEntry = 3
)

// entries writes problems below a title, each with the first of its findings.
func (p *printer) entries(title string, all []*entry) {
	for _, e := range all {
		if title != "" {
			p.line("\n  %s", p.style.paint(bold, title))
			title = ""
		}
		p.entry(e)
	}
}

func (p *printer) entry(e *entry) {
	if len(e.findings) == 1 || p.style.All {
		for i := range e.findings {
			p.finding(&e.findings[i])
		}
		return
	}
	f := e.first()
	p.line("")
	p.line("  %s  %s %s, %s", p.style.paint(gradeColor(f.Grade), string(f.Grade)), f.Rule, f.Reason, e.size())
	some := e.findings
	if len(some) > allOfEntry {
		some = some[:maxOfEntry]
	}
	for i := range some {
		p.text(4, located(&some[i]))
	}
	if more := len(e.findings) - len(some); more > 0 {
		p.text(4, fmt.Sprintf("and %d more: --reason %s --all", more, f.Reason))
	}
	p.text(4, "Remedy: "+e.remedy())
}

// located is a finding in one line.
func located(f *Finding) string {
	text := join("  ", subject(f.Record), f.Field) + ": " + f.Message
	if s := join(", ", f.Position.String(), since(f)); s != "" {
		text += " (" + s + ")"
	}
	return text
}
