// Package table reads the tables that registers are kept in: workbooks, CSV, Markdown,
// HTML. It says what stands in a cell, and guesses nothing: what is not certain is
// unreadable, with the reason.
package table

import "fmt"

// CellKind is what a cell holds.
type CellKind int

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
)

// Cell is one cell of a table.
type Cell struct {
	Kind CellKind
	// Text of the cell: white space at its ends removed, no-break spaces made spaces; a
	// number in its shortest exact form, a day as 2006-01-02, a bool as true or false.
	Text string
	// Why an unreadable cell cannot be read, and what to do.
	Why string
}

// Row is one row of a table.
type Row struct {
	// Number of the row in its file or sheet, from 1, as a reader sees it there.
	Number int
	Cells  []Cell
	// Hidden rows are hidden in the sheet, by hand or by a filter. They are read.
	Hidden bool
}

// Table is a sheet, or a table of a document. It has all rows, those of headings too.
type Table struct {
	// File that the table was read from, as the user named it.
	File string
	// Name of the sheet, or the heading that the table stands under; "" in a CSV.
	Name string
	// Hidden tables are hidden sheets. They are read.
	Hidden bool
	Rows   []Row
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
