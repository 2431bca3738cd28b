package table

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
)

// Limits of a sheet of every program.
const (
	maxRow    = 1_048_576
	maxColumn = 16_384
)

// contents are what the sheets of a workbook share.
type contents struct {
	strings  []string
	styles   []style
	from1904 bool
	// cells is how many may still be made.
	cells *int
}

// style of a cell, as its attribute names it.
func (c *contents) style(number string) *style {
	n, err := strconv.Atoi(number)
	if err != nil || n < 0 || n >= len(c.styles) {
		return &style{}
	}
	return &c.styles[n]
}

// sheetReader reads a sheet, one element after the other.
type sheetReader struct {
	contents
	table *Table
	row   Row
	// cell that is being read: its column, its attributes and its value.
	column         int
	kind, styled   string
	formula, value bool
	text           []byte
	// taking says that the text of an element belongs to the cell, skipping that it is how a
	// word is spoken.
	taking, skipping bool
}

// read reads a sheet into a table.
func (c *contents) read(a *archive, part string, into *Table) error {
	r := &sheetReader{contents: *c, table: into}
	if err := a.tokens(part, r.sheet); err != nil {
		return err
	}
	return cover(into, c.cells)
}

func (r *sheetReader) sheet(d *xml.Decoder) error {
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch e := token.(type) {
		case xml.StartElement:
			err = r.begin(e)
		case xml.CharData:
			if r.taking && !r.skipping {
				r.text = append(r.text, e...)
			}
		case xml.EndElement:
			err = r.end(e.Name.Local)
		}
		if err != nil {
			return err
		}
	}
}

// begin takes up an element.
func (r *sheetReader) begin(e xml.StartElement) error {
	switch e.Name.Local {
	case "row":
		return r.beginRow(e)
	case "c":
		return r.beginCell(e)
	case "v", "t":
		r.taking, r.value = true, true
	case "f":
		r.formula = true
	case "rPh":
		r.skipping = true
	case "mergeCell":
		if m, ok := rangeOf(attribute(e, "ref")); ok {
			r.table.Merged = append(r.table.Merged, m)
		}
	case "autoFilter":
		r.table.Filtered = true
	case "col":
		hideColumns(r.table, e)
	}
	return nil
}

func (r *sheetReader) end(name string) error {
	switch name {
	case "v", "t":
		r.taking = false
	case "rPh":
		r.skipping = false
	case "c":
		return r.endCell()
	case "row":
		if len(r.row.Cells) > 0 {
			row := r.row
			row.Cells = slices.Clone(row.Cells) // as many as there are: there may be many rows
			r.table.Rows = append(r.table.Rows, row)
		}
	}
	return nil
}

var errMalformed = errors.New("save it again with a program of spreadsheets")

func (r *sheetReader) beginRow(e xml.StartElement) error {
	number := r.row.Number + 1
	if at := attribute(e, "r"); at != "" {
		n, err := strconv.Atoi(at)
		if err != nil || n < number {
			return fmt.Errorf("the row %q stands below row %d: %w", at, r.row.Number, errMalformed)
		}
		number = n
	}
	if number > maxRow {
		return fmt.Errorf("it has the row %d, and a sheet has %d: %w", number, maxRow, errMalformed)
	}
	r.row, r.column = Row{Number: number, Cells: r.row.Cells[:0], Hidden: isTrue(attribute(e, "hidden"))}, -1
	return nil
}

func (r *sheetReader) beginCell(e xml.StartElement) error {
	r.kind, r.styled, r.formula, r.value, r.text = "", "", false, false, r.text[:0]
	column := r.column + 1
	for _, a := range e.Attr {
		switch a.Name.Local {
		case "r":
			c, row, ok := cellName(a.Value)
			if !ok || c < column || row != r.row.Number {
				return fmt.Errorf("the cell %q does not belong where it stands, in row %d: %w", a.Value, r.row.Number, errMalformed)
			}
			column = c
		case "t":
			r.kind = a.Value
		case "s":
			r.styled = a.Value
		}
	}
	if column >= maxColumn {
		return fmt.Errorf("row %d has more than %d columns: %w", r.row.Number, maxColumn, errMalformed)
	}
	r.column = column
	return nil
}

func (r *sheetReader) endCell() error {
	c := r.cellOf()
	if c.Kind == Empty && !c.Formula {
		return nil
	}
	if *r.cells -= r.column + 1 - len(r.row.Cells); *r.cells < 0 {
		return fmt.Errorf("it has more than %d cells, and no more are read; split it", MaxCells)
	}
	for len(r.row.Cells) < r.column {
		r.row.Cells = append(r.row.Cells, Cell{})
	}
	r.row.Cells = append(r.row.Cells, c)
	return nil
}

// cellOf is what the cell holds that was read.
func (r *sheetReader) cellOf() (c Cell) {
	defer func() { c.Formula = r.formula }()
	if r.formula && !r.value {
		return unreadable("the cell has a formula that was never calculated; open the workbook in a program of spreadsheets, and save it there")
	}
	text := string(r.text)
	switch r.kind {
	case "s":
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 || n >= len(r.strings) {
			return unreadable("the cell names the text %q of the workbook, which has none of it; save it again with a program of spreadsheets", text)
		}
		if r.strings[n] == "" {
			return Cell{}
		}
		return Cell{Kind: Text, Text: r.strings[n]}
	case "str", "inlineStr":
		return textCell(unescape(text))
	case "e":
		return unreadable("the cell shows the error %s; correct it", text)
	case "b":
		return Cell{Kind: Bool, Text: strconv.FormatBool(isTrue(text))}
	case "d":
		return moment(text, r.style(r.styled))
	}
	if text == "" {
		return Cell{}
	}
	return number(text, r.style(r.styled), r.from1904)
}
