// Package table reads the tables that registers are kept in: workbooks, CSV, Markdown,
// HTML. It says what stands in a cell, and guesses nothing: what is not certain is
// unreadable, with the reason.
package table

import "fmt"

// CellKind is what a cell holds.
type CellKind uint8

// CellKind values.
const (
	// Empty cells hold nothing, or nothing but white space.
	Empty CellKind = iota
	// Text is what somebody wrote.
	Text
	// Number is a number of a workbook; in every other format a number is text.
	Number
	// Day is a day of a workbook, whatever it looks like there.
	Day
	// Bool is true or false, of a workbook.
	Bool
	// Unreadable is what nobody can tell without guessing, such as a formula that was never
	// calculated.
	Unreadable
	// Covered cells lie under a merged cell, whose value stands in its first cell alone. Whether
	// it is meant for all of them, the sheet does not say: it may be a group or a decoration.
	Covered
)

// Cell is one cell of a table. How a field reads one, AsText, AsDay, AsNumber and AsBool say.
type Cell struct {
	Kind CellKind
	// Formula says that the cell is calculated. Its value is that of when it was last saved.
	Formula bool
	// Text of the cell: white space at its ends removed, no-break spaces made spaces; a
	// number in its shortest exact form, a day as 2006-01-02, a bool as true or false.
	Text string
	// Shown is what the workbook shows, where that says more or less than Text: 1.10 of the
	// number 1.1, a time of day, a month without its day.
	Shown string
	// Why an unreadable or a covered cell cannot be read, and what to do.
	Why string
}

// Row is one row of a table.
type Row struct {
	// Number of the row in its sheet, or of its line in its file, from 1, as a reader sees it
	// there.
	Number int
	// Cells of the row. Those of a sheet end with the last that is not empty, so that a row
	// has fewer than its heading; those of a CSV are as many as stand in the line.
	Cells []Cell
	// Hidden rows are hidden in the sheet, by hand or by a filter. They are read.
	Hidden bool
}

// Cell is the nth cell of a row, from 0; an empty one where the row ends before it.
func (r *Row) Cell(n int) Cell {
	if n < 0 || n >= len(r.Cells) {
		return Cell{}
	}
	return r.Cells[n]
}

// Blank reports whether a row says nothing: it holds nothing but spaces, zeros, and formulas
// that give nothing else.
func (r *Row) Blank() bool {
	for i := range r.Cells {
		switch c := &r.Cells[i]; c.Kind {
		case Empty, Covered:
		case Number:
			if c.Text != "0" {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// Calculated reports whether a row says something, and nobody wrote any of it: all of it is
// calculated, as in rows that are prepared for later. Whether it is meant, nobody can tell.
func (r *Row) Calculated() bool {
	for i := range r.Cells {
		c := &r.Cells[i]
		if c.Kind != Empty && c.Kind != Covered && !c.Formula && c.Text != "0" {
			return false
		}
	}
	return !r.Blank()
}

// Table is a sheet, or a table of a document. It has all rows, those of headings too.
type Table struct {
	// File that the table was read from, as the user named it.
	File string
	// Name of the sheet, or the heading that the table stands under; "" in a CSV.
	Name string
	// Hidden tables are hidden sheets. They are read.
	Hidden bool
	// Filtered says that a filter is set, which hides rows.
	Filtered bool
	Rows     []Row
	// Links are where the links of a cell of a document lead to, by the number of its row and
	// its column from 0.
	Links map[[2]int][]string
	// Merged are the merged cells.
	Merged []Range
	// HiddenColumns are the columns that are hidden, from 0.
	HiddenColumns map[int]bool
	// Read says how a text was read, such as "Windows-1252, separated by ;".
	Read string
	// Exact says that every row of the table must have as many cells as its heading, as in a
	// CSV, where a cell too few moves all others.
	Exact bool
}

// Range is a rectangle of cells. Rows are numbers from 1, columns from 0; the last ones are in it.
type Range struct{ FirstRow, LastRow, FirstColumn, LastColumn int }

// String is a range as a spreadsheet calls it: B2:B4.
func (r Range) String() string {
	return fmt.Sprintf("%s%d:%s%d", Column(r.FirstColumn), r.FirstRow, Column(r.LastColumn), r.LastRow)
}

// Column is the name of the nth column, from 0, as a spreadsheet calls it: A, B, … AA.
func Column(n int) string {
	name := ""
	for n++; n > 0; n = (n - 1) / 26 {
		name = string(rune('A'+(n-1)%26)) + name
	}
	return name
}

// Place is where a cell stands, such as "suppliers.xlsx: Sheet1!C12", or
// "suppliers.csv:12, column C".
func (t *Table) Place(row *Row, column int) string {
	if t.Name == "" {
		return fmt.Sprintf("%s:%d, column %s", t.File, row.Number, Column(column))
	}
	return fmt.Sprintf("%s: %s!%s%d", t.File, t.Name, Column(column), row.Number)
}

// RowPlace is where a row stands, such as "suppliers.xlsx: Sheet1!12", or "suppliers.csv:12".
func (t *Table) RowPlace(row *Row) string {
	if t.Name == "" {
		return fmt.Sprintf("%s:%d", t.File, row.Number)
	}
	return fmt.Sprintf("%s: %s!%d", t.File, t.Name, row.Number)
}
