package convert

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"github.com/isms-operator/isms-operator/internal/mapping/value"
	"github.com/isms-operator/isms-operator/internal/table"
)

// table reads a table for a resource; false where it has not the columns of one.
func (r *reader) table(res *resource, b *batch) bool {
	heading, ok := r.heading(res, b)
	if !ok {
		return false
	}
	t := b.table
	b.read = Read{File: b.file.Path, Sheet: t.Name, Resource: res.Name}
	b.headings, b.counts, b.unused = heading.Names, map[string]int{}, map[int]int{}
	above := make([]table.Cell, len(res.fields)) // for what is filled down
	pivot := res.pivot(b)
	for i := range t.Rows {
		cells := &t.Rows[i]
		if cells.Number <= heading.Last {
			continue
		}
		b.read.Rows++
		if cells.Blank() || cells.Calculated() || heading.Repeats(cells) {
			b.read.Skipped++
			continue
		}
		if err := t.Fits(heading, cells); err != nil {
			b.read.Rejected++
			r.reject(spot{b.file.Path, cells.Number, t.RowPlace(cells)}, "", &fault{message: strings.TrimPrefix(err.Error(), t.RowPlace(cells)+": ")})
			continue
		}
		r.cells(res, b, cells, pivot, above)
	}
	r.done(res, b)
	light := *t // the cells of a large table take much, and rows hold what they need of them
	light.Rows = nil
	b.table = &light
	return true
}

// heading finds the heading of a table, and the column of each field.
func (r *reader) heading(res *resource, b *batch) (*table.Heading, bool) {
	known := res.known()
	first, last := 0, 0
	if rows := res.Dialect.HeaderRows; len(rows) > 0 {
		first, last = rows[0], rows[len(rows)-1]
	} else {
		var ok bool
		if first, ok = b.table.FindHeading(func(name string) bool { return known[value.Fold(name)] || known[bare(name)] }); !ok {
			return nil, false
		}
		last = first
	}
	h, err := b.table.HeadingAt(first, last)
	if err != nil {
		r.reject(b.spot(), "", &fault{message: strings.TrimPrefix(err.Error(), b.file.Path+": ")})
		return nil, false
	}
	b.columns = make([]int, len(res.fields))
	found, fields := 0, 0
	for i, f := range res.fields {
		if b.columns[i] = f.column(h.Names, b.columns[:i]); b.columns[i] >= 0 {
			found++
		} else if f.Constraints.Required && !res.pivots(f.Name) {
			return nil, false
		}
		if f.Value.Text == "" && !res.pivots(f.Name) {
			fields++
		}
	}
	named := res.Sheet != "" || res.Heading != "" || len(res.Dialect.HeaderRows) > 0
	return h, found >= min(2, fields) || named && found > 0
}

// known are the headings that fields have, folded.
func (r *resource) known() map[string]bool {
	known := map[string]bool{}
	for _, f := range r.fields {
		if f.Value.Text == "" {
			for _, title := range f.titles {
				known[title] = true
			}
		}
	}
	return known
}

// column of a field: the one that has the first of its titles that any has, and that no field
// above it took.
func (f *field) column(headings []string, taken []int) int {
	if f.Value.Text != "" {
		return -1
	}
	for _, name := range []func(string) string{value.Fold, bare} {
		for _, title := range f.titles {
			for i, heading := range headings {
				if name(heading) == title && !slices.Contains(taken, i) {
					return i
				}
			}
		}
	}
	return -1
}

// bare is a heading without what stands in brackets behind it, such as what is allowed.
func bare(heading string) string {
	name, _, _ := strings.Cut(heading, " (")
	return value.Fold(name)
}

// pivots says whether a field takes a heading or a cell of columns that become rows.
func (r *resource) pivots(name string) bool {
	return r.Unpivot != nil && (name == r.Unpivot.Column || name == r.Unpivot.Cell)
}

// pivot are the columns that become rows.
func (r *resource) pivot(b *batch) []int {
	if r.Unpivot == nil {
		return nil
	}
	var columns []int
	for i, heading := range b.headings {
		folded := value.Fold(heading)
		_, ignored := r.ignored[folded]
		named := slices.ContainsFunc(r.Unpivot.Columns, func(c string) bool { return value.Fold(c) == folded })
		if named || len(r.Unpivot.Columns) == 0 && folded != "" && !ignored && !slices.Contains(b.columns, i) {
			columns = append(columns, i)
		}
	}
	return columns
}

// cells reads a row of a table; of each column that becomes a row, one.
func (r *reader) cells(res *resource, b *batch, cells *table.Row, pivot []int, above []table.Cell) {
	for i := range cells.Cells {
		if cells.Cells[i].Text != "" && !slices.Contains(b.columns, i) && !slices.Contains(pivot, i) {
			b.counts[b.columnName(i)]++
		}
	}
	at := make([]table.Cell, len(res.fields))
	for i, f := range res.fields {
		at[i] = cells.Cell(b.columns[i])
		if f.FillDown {
			if at[i].Kind == table.Empty || at[i].Kind == table.Covered {
				at[i] = above[i]
			}
			above[i] = at[i]
		}
	}
	read := func(f *field) (reading, *fault, string) {
		got, wrong := f.cell(&at[f.slot])
		return got, wrong, at[f.slot].Text
	}
	hash := hashRow(cells)
	if res.Unpivot == nil {
		r.row(res, res.rowOf(b, cells, hash), read)
		return
	}
	for _, column := range pivot {
		if cells.Cell(column).Kind == table.Empty {
			continue
		}
		at[res.slots[res.Unpivot.Column]] = table.Cell{Kind: table.Text, Text: b.headings[column]}
		at[res.slots[res.Unpivot.Cell]] = cells.Cell(column)
		r.row(res, res.rowOf(b, cells, hash), read)
	}
}

// rowOf is a row of a table.
func (r *resource) rowOf(b *batch, cells *table.Row, hash [sha256.Size]byte) *row {
	made := &row{batch: b, number: cells.Number, hash: hash}
	if r.wholes {
		made.cells = cells
	}
	return made
}

// columnName is the heading of a column, or the letters that a spreadsheet has for it.
func (b *batch) columnName(i int) string {
	if i < len(b.headings) && b.headings[i] != "" {
		return b.headings[i]
	}
	return fmt.Sprintf("(column %s, without a heading)", table.Column(i))
}
