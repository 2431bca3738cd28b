package report

import (
	"bufio"
	"fmt"
	"io"
	"iter"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// printer writes text for people. A bufio.Writer keeps its first error until Flush.
type printer struct {
	*bufio.Writer
	style Style
}

func (p *printer) line(format string, args ...any) { fmt.Fprintf(p, format+"\n", args...) }

// hang is how much further in the lines of a wrapped text stand after the first.
const hang = 2

// text writes a text below an indent, wrapped.
func (p *printer) text(indent int, s string) {
	limit := 0
	if p.style.Width > 0 {
		limit = max(p.style.Width-indent-hang, 20)
	}
	for i, line := range wrap(plain(s), limit) {
		if i == 1 {
			indent += hang
		}
		p.line("%s%s", strings.Repeat(" ", indent), line)
	}
}

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

func (p *printer) problems(problems []Problem) {
	if len(problems) == 0 {
		return
	}
	p.line("%s", p.style.paint(red, number(len(problems), "problem", "problems")+" of the input: this could not be judged"))
	for i := range problems {
		problem := &problems[i]
		p.line("")
		p.text(2, problem.where())
		p.text(4, problem.Message)
		p.text(4, "Remedy: "+problem.Remedy)
	}
}

// where names the place, record and field of a problem, as far as they are known.
func (p *Problem) where() string {
	parts := []string{p.Position.String()}
	if p.Record != nil {
		parts = append(parts, p.Record.String())
	}
	return join("  ", append(parts, p.Field)...)
}

// join joins the parts that are not empty.
func join(separator string, parts ...string) string {
	kept := parts[:0]
	for _, part := range parts {
		if part != "" {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, separator)
}

func (p *printer) namespace(a *Assessment, r *assess.Report) {
	notJudged := a.NotJudged(r.Namespace)
	verdict := floor(r.Rollup.Verdict, notJudged)
	p.heading(r.Namespace, a.AsOf, verdict)
	judged, _ := r.Judged()
	p.text(2, fmt.Sprintf("%s, %s: %s", number(judged, "record", "records"),
		number(total(r.Rollup.Counts), "finding", "findings"), countsText(r.Rollup.Counts)))
	for _, s := range []string{doubt(notJudged), nextChange(r), foretold(r.Forecast, notJudged), compared(a, r)} {
		if s != "" {
			p.text(2, s)
		}
	}
	p.line("")
	p.points(r, notJudged)
	if a.Base == nil {
		p.findings("", a.Findings(r))
		return
	}
	p.findings("Introduced", a.Findings(r))
	p.findings("Resolved", a.Resolved(r))
}

// heading names a namespace, a day and the verdict, on two lines where one is too long.
func (p *printer) heading(namespace string, on api.Date, verdict api.Verdict) {
	name, separator := plain(namespace), " "
	if p.style.Width > 0 && columns(name)+len(fmt.Sprintf("Namespace  on %s: %s", on, verdict)) > p.style.Width {
		separator = "\n  "
	}
	p.line("Namespace %s%son %s: %s", p.style.paint(bold, name), separator, on, p.style.paint(verdictColor(verdict), string(verdict)))
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
	return fmt.Sprintf("At the external audit on %s: %s, %s arising until then", f.On, floor(f.Verdict, notJudged), number(len(f.Arising), "finding", "findings"))
}

// compared says what a change does to the findings of a namespace.
func compared(a *Assessment, r *assess.Report) string {
	if a.Base == nil {
		return ""
	}
	return fmt.Sprintf("Compared with %s: %d introduced, %d resolved", a.Base.Name,
		len(a.Base.Introduced[r.Namespace]), len(a.Base.Resolved[r.Namespace]))
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

func since(f *Finding) string {
	if f.Since.IsZero() {
		return ""
	}
	return "since " + f.Since.String()
}

func (p *printer) foreign(foreign []Foreign) {
	if len(foreign) == 0 {
		return
	}
	p.line("")
	p.line("%s of other kinds not judged", number(len(foreign), "document", "documents"))
	if !p.style.Foreign {
		return
	}
	for i := range foreign {
		f := &foreign[i]
		p.text(2, join("  ", f.Position.String(), strings.TrimSpace(f.APIVersion+" "+f.Kind), f.Name))
	}
}
