package report

import (
	"bufio"
	"fmt"
	"io"

	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/wording"
)

// writeTable writes an assessment for people: a first screen, then each problem with some of
// its findings, then what of the input could not be judged.
func writeTable(w io.Writer, a *Assessment, style Style) error {
	p := &printer{bufio.NewWriter(w), style}
	wrong := refusals(a.Problems)
	switch {
	case style.All, len(a.Namespaces) == 0:
		p.problems(a.Problems)
	case len(wrong) > 0:
		p.unjudged(a.Problems, wrong)
	}
	for i, r := range a.Namespaces {
		if i > 0 || len(a.Problems) > 0 {
			p.line("")
		}
		p.namespace(a, r)
	}
	if len(a.Namespaces) > 0 && len(wrong) > 0 && !style.All {
		p.line("\n%s", p.style.paint(bold, "Problems of the input"))
		p.refusals(wrong)
	}
	p.foreign(a.Foreign)
	return p.Flush()
}

func (p *printer) namespace(a *Assessment, r *assess.Report) {
	notJudged := a.NotJudged(r.Namespace)
	p.heading(r.Namespace, a.AsOf, floor(r.Rollup.Verdict, notJudged))
	judged, _ := r.Judged()
	p.text(2, fmt.Sprintf("%s, %s: %s", wording.Number(judged, "record", "records"),
		wording.Number(total(r.Rollup.Counts), "finding", "findings"), countsText(r.Rollup.Counts)))
	for _, s := range append([]string{wording.Doubt(notJudged), foretold(r.Forecast, notJudged), compared(a, r), assess.PolicyText(r.Policy)}, r.Texts()...) {
		if s != "" {
			p.text(2, s)
		}
	}
	p.line("")
	p.points(r, notJudged)
	hidden := newFiltered(p.style.Only, r)
	var first, resolved []*entry
	if !p.style.Summary {
		first, resolved = fold(r, hidden.of(a.Findings(r))), fold(r, hidden.of(a.Resolved(r)))
		p.doFirst(first, ownersOf(r))
	}
	if s := nextChange(r); s != "" {
		p.line("")
		p.text(2, s)
	}
	p.explain(r, notJudged)
	if a.Base != nil {
		p.changes(a, r)
		p.entries("Introduced", first)
		p.entries("Resolved", resolved)
	} else {
		p.entries("", first)
	}
	p.policy(r.Policy)
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
	return fmt.Sprintf("At the external audit on %s: %s, %s arising", f.On, floor(f.Verdict, notJudged), wording.Number(len(f.Arising), "finding", "findings"))
}

// compared says what a change does to the findings of a namespace.
func compared(a *Assessment, r *assess.Report) string {
	if a.Base == nil {
		return ""
	}
	return join(", ", fmt.Sprintf("Compared with %s: %d introduced, %d resolved", a.Base.Name,
		len(a.Base.Introduced[r.Namespace]), len(a.Base.Resolved[r.Namespace])), changedText(a.changed(r)))
}

func (p *printer) finding(f *Finding) {
	p.line("")
	p.line("  %s  %s %s", p.style.paint(gradeColor(f.Grade), string(f.Grade)), f.Rule, f.Reason)
	p.text(4, join("  ", subject(f.Record), f.Field, join(", ", f.Position.String(), since(f))))
	p.text(4, f.Message)
	p.text(4, "Remedy: "+f.Remedy)
}
