package report

import (
	"bufio"
	"io"
	"strconv"
	"strings"

	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/wording"
)

// csvWriter writes every cell in quotes (RFC 4180), so that none is split where commas are
// not what splits. A bufio.Writer keeps its first error until Flush.
type csvWriter struct{ *bufio.Writer }

func (w *csvWriter) row(cells ...string) {
	for i, cell := range cells {
		if i > 0 {
			_ = w.WriteByte(',')
		}
		_, _ = w.WriteString(`"` + strings.ReplaceAll(harmless(wording.Plain(cell)), `"`, `""`) + `"`)
	}
	_, _ = w.WriteString("\r\n")
}

// harmless keeps a spreadsheet from taking a cell for a formula: such a cell gets an
// apostrophe before it, which a spreadsheet takes as the mark of a text.
func harmless(cell string) string {
	if trimmed := strings.TrimSpace(cell); trimmed != "" && strings.ContainsRune("=+-@|%＝＋－＠", []rune(trimmed)[0]) {
		return "'" + cell
	}
	return cell
}

// findingColumns name the columns of findings; they only ever grow at the end.
var findingColumns = []string{
	"namespace", "what", "grade", "point", "rule", "reason", "kind", "name", "field", "owner", "since", "until", "message", "remedy", "file", "line",
}

// judgedBy is what a row is called that says what was judged by beside the records.
const judgedBy = "judged by"

// messageColumn is where what is no finding says what it is.
const messageColumn = 12

// writeCSV writes a row for each finding, for spreadsheets. The verdict, where the policy
// deviates, what is hidden and what could not be judged are rows of their own.
func writeCSV(w io.Writer, a *Assessment, style Style) error {
	c := &csvWriter{bufio.NewWriter(w)}
	c.row(findingColumns...)
	note := func(namespace, what, message string) {
		cells := make([]string, len(findingColumns))
		cells[0], cells[1], cells[messageColumn] = namespace, what, message
		c.row(cells...)
	}
	for i := range a.Problems {
		note("", "not judged", join(": ", a.Problems[i].Where(), a.Problems[i].Message))
	}
	for _, r := range a.Namespaces {
		note(r.Namespace, "verdict on "+a.AsOf.String(), string(a.Verdict(r)))
		if text := assess.PolicyText(r.Policy); text != "" {
			note(r.Namespace, "policy", text)
			for _, detail := range assess.PolicyDetails(r.Policy) {
				note(r.Namespace, "policy", detail)
			}
		}
		for _, text := range r.Texts() {
			note(r.Namespace, judgedBy, text)
		}
		c.namespace(a, r, style.Only)
		if a.Base != nil {
			for _, changed := range changeNotes(a, r) {
				note(r.Namespace, "change", changed)
			}
		}
	}
	return c.Flush()
}

// namespace writes the findings of a namespace that are shown.
func (w *csvWriter) namespace(a *Assessment, r *assess.Report, only *Filter) {
	owners := ownersOf(r)
	row := func(what string, f *Finding) {
		line := ""
		if f.Line > 0 {
			line = strconv.Itoa(f.Line)
		}
		w.row(f.Namespace, what, string(f.Grade), f.Point.ID, f.Rule, f.Reason, f.Record.Kind, f.Record.Name, f.Field, owners[f.Record],
			f.Since.String(), f.Until.String(), f.Message, f.Remedy, f.File, line)
	}
	what, hidden := "finding", newFiltered(only, r)
	if a.Base != nil {
		what = "introduced"
	}
	for f := range hidden.of(a.Findings(r)) {
		row(what, &f)
	}
	for f := range hidden.of(a.Resolved(r)) {
		row("resolved", &f)
	}
	if text := hidden.note(); text != "" {
		cells := make([]string, len(findingColumns))
		cells[0], cells[1], cells[messageColumn] = r.Namespace, "hidden", text
		w.row(cells...)
	}
}

// WriteRows writes a table for spreadsheets, in which no cell is a formula.
func WriteRows(w io.Writer, columns []string, rows [][]string) error {
	c := &csvWriter{bufio.NewWriter(w)}
	c.row(columns...)
	for _, row := range rows {
		c.row(row...)
	}
	return c.Flush()
}
