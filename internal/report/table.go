package report

import (
	"bufio"
	"fmt"
	"io"
	"iter"
	"strings"

	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/wording"
)

// writeTable writes an assessment for people.
func writeTable(w io.Writer, a *Assessment, style Style) error {
	p := &printer{bufio.NewWriter(w), style}
	p.problems(a.Problems)
	for i, r := range a.Namespaces {
		if i > 0 || len(a.Problems) > 0 {
			p.line("")
		}
		p.namespace(a, r)
	}
	p.foreign(a.Foreign)
	return p.Flush()
}

func (p *printer) namespace(a *Assessment, r *assess.Report) {
	notJudged := a.NotJudged(r.Namespace)
	verdict := floor(r.Rollup.Verdict, notJudged)
	p.heading(r.Namespace, a.AsOf, verdict)
	judged, _ := r.Judged()
	p.text(2, fmt.Sprintf("%s, %s: %s", wording.Number(judged, "record", "records"),
		wording.Number(total(r.Rollup.Counts), "finding", "findings"), countsText(r.Rollup.Counts)))
	for _, s := range []string{wording.Doubt(notJudged), nextChange(r), foretold(r.Forecast, notJudged), compared(a, r)} {
		if s != "" {
			p.text(2, s)
		}
	}
	p.policy(2, "", r.Policy)
	p.line("")
	p.points(r, notJudged)
	p.explain(r, notJudged)
	if a.Base != nil {
		p.changes(a, r)
	}
	if p.style.Summary {
		return
	}
	hidden := newFiltered(p.style.Only, r)
	if a.Base == nil {
		p.findings("", hidden.of(a.Findings(r)))
	} else {
		p.findings("Introduced", hidden.of(a.Findings(r)))
		p.findings("Resolved", hidden.of(a.Resolved(r)))
	}
	if note := hidden.note(); note != "" {
		p.line("")
		p.text(2, note)
	}
}

func nextChange(r *assess.Report) string {
	if r.Until.IsZero() {
		return ""
	}
	return fmt.Sprintf("Without an edit, the next change is on %s", r.Until)
}

func foretold(f *assess.Forecast, notJudged int) string {
	if f == nil {
		return ""
	}
	return fmt.Sprintf("At the external audit on %s: %s, %s arising until then", f.On, floor(f.Verdict, notJudged), wording.Number(len(f.Arising), "finding", "findings"))
}

// compared says what a change does to the findings of a namespace.
func compared(a *Assessment, r *assess.Report) string {
	if a.Base == nil {
		return ""
	}
	return join(", ", fmt.Sprintf("Compared with %s: %d introduced, %d resolved", a.Base.Name,
		len(a.Base.Introduced[r.Namespace]), len(a.Base.Resolved[r.Namespace])), changedText(a.changed(r)))
}

// pointColumns is where the findings of a point start.
const pointColumns = 58

func (p *printer) points(r *assess.Report, notJudged int) {
	p.line("  %s", p.style.paint(bold, "POINT                               VERDICT             FINDINGS"))
	limit := 0
	if p.style.Width > 0 {
		limit = max(p.style.Width-pointColumns, 20)
	}
	for i := range r.Rollup.Points {
		point := &r.Rollup.Points[i]
		verdict := floor(point.Verdict, notJudged)
		p.line("  %-3s  %-29s  %s  %s", point.ID, point.Title, p.style.paint(verdictColor(verdict), pad(string(verdict), 18)),
			strings.Join(wrap(countsText(point.Counts()), limit), "\n"+strings.Repeat(" ", pointColumns)))
	}
}

func (p *printer) findings(title string, list iter.Seq[Finding]) {
	for f := range list {
		if title != "" {
			p.line("\n  %s", p.style.paint(bold, title))
			title = ""
		}
		p.finding(&f)
	}
}

func (p *printer) finding(f *Finding) {
	p.line("")
	p.line("  %s  %s %s", p.style.paint(gradeColor(f.Grade), string(f.Grade)), f.Rule, f.Reason)
	p.text(4, join("  ", subject(f.Record), f.Field))
	p.text(4, f.Message)
	p.text(4, "Remedy: "+f.Remedy)
	if s := join(", ", f.Position.String(), since(f)); s != "" {
		p.text(4, s)
	}
}
