package table

import (
	"fmt"
	"slices"
	"strings"
)

// Heading are the rows that name the columns of a table.
type Heading struct {
	// First and Last are the numbers of its rows.
	First, Last int
	// Names of the columns, "" where one has none. A name over several lines is in one, and
	// names over several rows are joined by a space.
	Names []string
	// cells that each of the rows below must have, where a table is exact.
	cells int
}

// HeadingAt is the heading in rows of a table, by their numbers. Two columns of one name are
// an error: whatever is said of one would be said of the other.
func (t *Table) HeadingAt(first, last int) (*Heading, error) {
	h := &Heading{First: first, Last: last}
	covers := t.covers(first, last)
	for i := range t.Rows {
		row := &t.Rows[i]
		if row.Number < first || row.Number > last {
			continue
		}
		h.cells = len(row.Cells)
		for column := range max(len(row.Cells), len(h.Names)) {
			if column == len(h.Names) {
				h.Names = append(h.Names, "")
			}
			cell := row.Cell(column)
			if over, ok := covers[[2]int{row.Number, column}]; ok && first != last {
				cell = over // the name of a group stands over its columns
			}
			if cell.Kind == Unreadable {
				return nil, fmt.Errorf("%s: %s", t.Place(row, column), cell.Why)
			}
			h.Names[column] = joined(h.Names[column], strings.Join(strings.Fields(cell.Text), " "))
		}
	}
	return h, t.unlike(h)
}

func joined(above, below string) string {
	switch {
	case above == "":
		return below
	case below == "" || Fold(above) == Fold(below):
		return above
	}
	return above + " " + below
}

// covers are the cells of rows that lie beside the first cell of a merged one, and that cell.
func (t *Table) covers(first, last int) map[[2]int]Cell {
	all := map[[2]int]Cell{}
	for _, m := range t.Merged {
		if m.FirstRow < first || m.FirstRow > last {
			continue
		}
		at, found := slices.BinarySearchFunc(t.Rows, m.FirstRow, func(r Row, n int) int { return r.Number - n })
		if !found {
			continue
		}
		row := &t.Rows[at]
		for column := m.FirstColumn + 1; column <= min(m.LastColumn, len(row.Cells)-1); column++ {
			all[[2]int{m.FirstRow, column}] = row.Cell(m.FirstColumn)
		}
	}
	return all
}

// unlike tells of columns with one name.
func (t *Table) unlike(h *Heading) error {
	seen := map[string]int{}
	for i, name := range h.Names {
		if name == "" {
			continue
		}
		if other, twice := seen[Fold(name)]; twice {
			return fmt.Errorf("%s: the columns %s and %s are both called %q; rename one", t.RowPlace(&Row{Number: h.Last}), Column(other), Column(i), name)
		}
		seen[Fold(name)] = i
	}
	return nil
}

// lookedForHeading is how many rows of a table may stand above its heading.
const lookedForHeading = 50

// FindHeading finds the row that names the columns: the one with the most known names among
// the first. There is none where no row has any.
func (t *Table) FindHeading(known func(name string) bool) (row int, ok bool) {
	most := 0
	for i := range min(len(t.Rows), lookedForHeading) {
		n := 0
		for _, c := range t.Rows[i].Cells {
			if c.Kind == Text && known(Fold(c.Text)) {
				n++
			}
		}
		if n > most {
			most, row = n, t.Rows[i].Number
		}
	}
	return row, most > 0
}

// Repeats reports whether a row is the heading once more, as on a second page.
func (h *Heading) Repeats(row *Row) bool {
	same := 0
	for i, c := range row.Cells {
		if c.Kind == Empty {
			continue
		}
		if i >= len(h.Names) || Fold(c.Text) != Fold(h.Names[i]) {
			return false
		}
		same++
	}
	return same > 0
}

// Fits says why a row cannot be read below a heading: it has too many or too few cells, so
// that nobody can tell which of them belong to which column.
func (t *Table) Fits(h *Heading, row *Row) error {
	if !t.Exact || len(row.Cells) == h.cells {
		return nil
	}
	return fmt.Errorf("%s: it has %d cells, and its heading in line %d has %d; put the separator in that is missing, or cells with separators in them into quotes", t.RowPlace(row), len(row.Cells), h.Last, h.cells)
}
