package report

import (
	"iter"
	"strings"

	"github.com/isms-operator/isms-operator/internal/assess"
)

// findings writes a row for each finding or, where those do not fit, for each problem.
func (m *markdown) findings(n int, r *assess.Report, list iter.Seq[Finding]) {
	whole := &markdown{left: m.left, cell: m.cell}
	if whole.each(n, list) == 0 {
		m.left -= whole.Len()
		_, _ = whole.WriteTo(m) // it never fails
		return
	}
	m.weighed([]string{"Grade", "Records", "What was found", "What makes it right", "Where"}, n, func(yield func([]string, int) bool) {
		for _, e := range fold(r, list) {
			f, records := e.first(), subject(e.first().Record)
			if len(e.findings) > 1 {
				records = e.size() + ": " + e.where()
			}
			if !yield([]string{string(f.Grade), records, f.Message + " (" + f.Rule + " " + f.Reason + ")", e.remedy(), f.Position.String()}, len(e.findings)) {
				return
			}
		}
	})
}

// each writes a row for each finding, and returns how many are left out.
func (m *markdown) each(n int, list iter.Seq[Finding]) (left int) {
	return m.table([]string{"Grade", "Record", "What was found", "What makes it right", "Where"}, n, func(yield func([]string) bool) {
		for f := range list {
			if !yield([]string{string(f.Grade), join(" ", subject(f.Record), f.Field), f.Message + " (" + f.Rule + " " + f.Reason + ")", f.Remedy, f.Position.String()}) {
				return
			}
		}
	})
}

// table writes rows while they fit, and counts the others of n.
func (m *markdown) table(header []string, n int, rows iter.Seq[[]string]) (left int) {
	return m.weighed(header, n, func(yield func([]string, int) bool) {
		for row := range rows {
			if !yield(row, 1) {
				return
			}
		}
	})
}

// weighed is table for rows that stand for several of n.
func (m *markdown) weighed(header []string, n int, rows iter.Seq2[[]string, int]) (left int) {
	m.line("| %s |\n|%s", strings.Join(header, " | "), strings.Repeat(" --- |", len(header)))
	cut := false
	for row, weight := range rows {
		for i, text := range row {
			row[i] = inert(text, m.cell)
			cut = cut || strings.HasSuffix(row[i], ellipsis) && !strings.HasSuffix(text, ellipsis)
		}
		line := "| " + strings.Join(row, " | ") + " |"
		if m.left-maxTableEnd < len(line) {
			break
		}
		m.line("%s", line)
		n -= weight
	}
	m.line("")
	if n > 0 {
		m.text("%d more are left out, because a comment cannot be longer. See them with: kubectl isms assess", n)
	}
	if cut {
		m.text("What ends in %s is longer. See all of it with: kubectl isms assess", ellipsis)
	}
	if n > 0 || cut {
		m.line("")
	}
	return n
}
