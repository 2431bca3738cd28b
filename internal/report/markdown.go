package report

import (
	"bufio"
	"fmt"
	"io"
	"iter"
	"strings"
	"unicode/utf8"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// maxMarkdown is how many bytes a comment takes: GitHub refuses one of more than
// 65536 characters. Of them, namespaceMarkdown are kept for what each namespace shows
// besides rows that may be left out.
const (
	maxMarkdown       = 60 << 10
	namespaceMarkdown = 2 << 10
	commentMark       = "<!-- kubectl-isms -->" // by which a workflow finds its comment again
)

// markdown writes Markdown.
type markdown struct {
	*bufio.Writer
	// left is how many bytes may still be written, kept those of them that rows may not take.
	left, kept int
}

func (m *markdown) line(format string, args ...any) {
	n, _ := fmt.Fprintf(m, format+"\n", args...) // its error is kept until Flush
	m.left -= n
}

// writeMarkdown writes a comment for a pull request: what matters first, the rest
// collapsed. What does not fit is counted.
func writeMarkdown(w io.Writer, a *Assessment, _ Style) error {
	m := &markdown{bufio.NewWriter(w), maxMarkdown, namespaceMarkdown * len(a.Namespaces)}
	m.line("%s", commentMark)
	m.problems(a.Problems)
	for _, r := range a.Namespaces {
		m.namespace(a, r)
	}
	if n := len(a.Foreign); n > 0 {
		m.line("%s of other kinds not judged.", number(n, "document", "documents"))
	}
	return m.Flush()
}

func (m *markdown) problems(problems []Problem) {
	if len(problems) == 0 {
		return
	}
	m.line("### %s of the input\n\nThis could not be judged:\n", number(len(problems), "problem", "problems"))
	m.table([]string{"Where", "What was found", "What makes it right"}, func(yield func([]string) bool) {
		for i := range problems {
			p := &problems[i]
			if !yield([]string{p.where(), p.Message, p.Remedy}) {
				return
			}
		}
	})
}

func (m *markdown) namespace(a *Assessment, r *assess.Report) {
	notJudged := a.NotJudged(r.Namespace)
	m.line("### %s on %s: %s %s\n", inert(r.Namespace), a.AsOf, sign(floor(r.Rollup.Verdict, notJudged)), floor(r.Rollup.Verdict, notJudged))
	m.line("%s, %s: %s.", number(len(r.Results), "record", "records"), number(total(r.Rollup.Counts), "finding", "findings"), countsText(r.Rollup.Counts))
	for _, s := range []string{doubt(notJudged), compared(a, r), nextChange(r), foretold(r.Forecast, notJudged)} {
		if s != "" {
			m.line("%s.", inert(s))
		}
	}
	m.line("")
	if a.Base == nil {
		m.details(number(total(r.Rollup.Counts), "finding", "findings"), total(r.Rollup.Counts), func() { m.findings(a.Findings(r)) })
	} else {
		if len(a.Base.Introduced[r.Namespace]) > 0 {
			m.line("**Introduced by this change**\n")
			m.findings(a.Findings(r))
		}
		resolved := len(a.Base.Resolved[r.Namespace])
		m.details(fmt.Sprintf("%d resolved by this change", resolved), resolved, func() { m.findings(a.Resolved(r)) })
	}
	m.kept -= namespaceMarkdown
	m.details("The points", len(r.Rollup.Points), func() { m.points(r, notJudged) })
}

// sign is a verdict for who only glances.
func sign(v api.Verdict) string {
	switch v {
	case api.VerdictConforming:
		return "✅"
	case api.VerdictMajor:
		return "❌"
	}
	return "⚠️"
}

// details collapses something that is not empty.
func (m *markdown) details(title string, n int, body func()) {
	if n == 0 {
		return
	}
	m.line("<details><summary>%s</summary>\n", title)
	body()
	m.line("</details>\n")
}

func (m *markdown) findings(list iter.Seq[Finding]) {
	m.table([]string{"Grade", "Record", "What was found", "What makes it right", "Where"}, func(yield func([]string) bool) {
		for f := range list {
			if !yield([]string{string(f.Grade), join(" ", subject(f.Record), f.Field), f.Message + " (" + f.Rule + " " + f.Reason + ")", f.Remedy, f.Position.String()}) {
				return
			}
		}
	})
}

func (m *markdown) points(r *assess.Report, notJudged int) {
	m.table([]string{"Point", "", "Verdict", "Findings"}, func(yield func([]string) bool) {
		for i := range r.Rollup.Points {
			p := &r.Rollup.Points[i]
			v := floor(p.Verdict, notJudged)
			if !yield([]string{p.ID, p.Title, sign(v) + " " + string(v), countsText(p.Counts())}) {
				return
			}
		}
	})
}

// table writes rows while they fit, and counts the others.
func (m *markdown) table(header []string, rows iter.Seq[[]string]) {
	m.line("| %s |\n|%s", strings.Join(header, " | "), strings.Repeat(" --- |", len(header)))
	left := 0
	for row := range rows {
		for i := range row {
			row[i] = inert(row[i])
		}
		line := "| " + strings.Join(row, " | ") + " |"
		if left > 0 || m.left-m.kept < len(line) {
			left++
			continue
		}
		m.line("%s", line)
	}
	if left > 0 {
		m.line("\n%d more are left out, because a comment cannot be longer. See them with: kubectl isms assess", left)
	}
	m.line("")
}

// inert makes a text mean itself in Markdown: no markup, no HTML, no mention of a
// user, no link, no end of a cell.
func inert(s string) string {
	s = plain(s)
	b := make([]byte, 0, len(s)+len(s)/8)
	for _, r := range s {
		switch {
		case strings.ContainsRune("<>&@#|", r), r == ':' && ends(b, "http", "https"):
			b = fmt.Appendf(b, "&#%d;", r)
		case strings.ContainsRune("\\`*_{}[]()~!$^", r), r == '.' && ends(b, "www"):
			b = utf8.AppendRune(append(b, '\\'), r)
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return string(b)
}

// ends reports whether a text ends in one of the words, in any case.
func ends(b []byte, words ...string) bool {
	for _, word := range words {
		if n := len(b) - len(word); n >= 0 && strings.EqualFold(string(b[n:]), word) {
			return true
		}
	}
	return false
}
