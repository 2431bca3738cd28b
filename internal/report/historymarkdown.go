package report

import (
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/history"
)

// writeHistoryMarkdown writes a history as a table of the days for each namespace. It is no
// comment, so no day is left out.
func writeHistoryMarkdown(w io.Writer, h *History, _ Style) error {
	m := &markdown{left: math.MaxInt, cell: maxCell}
	m.line("# %s\n", inert(h.title(), maxLine))
	for _, note := range h.Notes {
		m.text("- %s", note)
	}
	for _, name := range h.namespaces() {
		m.line("\n## Namespace %s\n", inert(name, maxName))
		rows := h.rows(name)
		m.table([]string{"Day", "Verdict", "Open", "By", "Introduced", "Resolved", "Removed and postponed"}, len(rows), func(yield func([]string) bool) {
			for _, row := range rows {
				if !yield(row) {
					return
				}
			}
		})
	}
	_, err := m.WriteTo(w)
	return err
}

// namespaces are the names of all that ever had a record, in order.
func (h *History) namespaces() (names []string) {
	last := h.Start
	if n := len(h.Days); n > 0 {
		last = &h.Days[n-1]
	}
	for i := range last.Namespaces {
		names = append(names, last.Namespaces[i].Name)
	}
	return names
}

// rows are the start of a namespace, and the days on which something changed in it.
func (h *History) rows(namespace string) (rows [][]string) {
	of := func(e *history.Entry, start bool) {
		for i := range e.Namespaces {
			if n := &e.Namespaces[i]; n.Name == namespace && (start || n.Changed()) {
				rows = append(rows, rowsOf(e, n, start)...)
			}
		}
	}
	of(h.Start, true)
	for i := range h.Days {
		of(&h.Days[i], false)
	}
	return rows
}

// rowsOf are what a day did to a namespace by itself, and what its commits did.
func rowsOf(e *history.Entry, n *history.Namespace, start bool) (rows [][]string) {
	turn := string(verdictOf(&n.After))
	if before := verdictOf(&n.Before); !n.Begins && string(before) != turn {
		turn = string(before) + " → " + turn
	}
	turn = join(". ", turn, assess.PolicyText(n.After.Policy))
	head := []string{e.On.String(), turn, countsText(n.After.Counts)}
	byDay, byCommit := n.ByDate.Any(), n.ByCommit.Any()
	if byDay || len(e.Commits) == 0 && !start {
		rows = append(rows, append(head[:3:3], movementCells("itself", &n.ByDate)...))
	}
	if byCommit || n.Begins || len(e.Commits) > 0 && !byDay {
		rows = append(rows, append(head[:3:3], movementCells(commitsText(e), &n.ByCommit)...))
	}
	return rows
}

func commitsText(e *history.Entry) string {
	var parts []string
	for i := range e.Commits {
		parts = append(parts, short(&e.Commits[i]))
	}
	return strings.Join(parts, "; ")
}

func movementCells(by string, m *history.Movement) []string {
	var hidden []string
	for i := range m.Changes.Weakened {
		w := &m.Changes.Weakened[i]
		hidden = append(hidden, fmt.Sprintf("weakened: %s %s, %s", w.Record, w.Field, w.Message))
	}
	for i := range m.Changes.Removed {
		hidden = append(hidden, "removed: "+m.Changes.Removed[i].Record.String())
	}
	for i := range m.Changes.Postponed {
		d := &m.Changes.Postponed[i]
		hidden = append(hidden, fmt.Sprintf("postponed: %s %s, %s", d.Record, d.Field, postponedText(d)))
	}
	return []string{by, findingsText(m.Introduced), findingsText(m.Resolved), strings.Join(hidden, "; ")}
}

func findingsText(list []history.Finding) string {
	var parts []string
	for _, group := range alike(movesOf(list)) {
		shown, more := group, ""
		if len(group) > allOfEntry {
			shown, more = group[:maxOfEntry], fmt.Sprintf(" and %d more", len(group)-maxOfEntry)
		}
		var records []string
		for _, m := range shown {
			records = append(records, subject(m.Record))
		}
		parts = append(parts, fmt.Sprintf("%s %s on %s%s", group[0].Grade, group[0].Reason, strings.Join(records, ", "), more))
	}
	return strings.Join(parts, "; ")
}
