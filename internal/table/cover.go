package table

import (
	"encoding/xml"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// cover marks the cells of a table that lie under merged ones. Cells is how many may still
// be made.
func cover(t *Table, cells *int) error {
	width := 0
	for i := range t.Rows {
		width = max(width, len(t.Rows[i].Cells))
	}
	for _, m := range t.Merged {
		first, _ := slices.BinarySearchFunc(t.Rows, m.FirstRow, func(row Row, n int) int { return row.Number - n })
		under := Cell{Kind: Covered}
		for i := first; i < len(t.Rows) && t.Rows[i].Number <= m.LastRow; i++ {
			row := &t.Rows[i]
			if under.Why == "" {
				var value string
				if row.Number == m.FirstRow {
					value = row.Cell(m.FirstColumn).Text
				}
				under.Why = fmt.Sprintf("the cells %s are merged, and their value %q stands in the first of them; split them, and write in each what it is to say", m, value)
			}
			if *cells -= min(m.LastColumn+1, width) - m.FirstColumn; *cells < 0 {
				return fmt.Errorf("it has more than %d cells, and no more are read; split it", MaxCells)
			}
			row.cover(m, under, width)
		}
	}
	return nil
}

// cover marks the cells of a row that lie under a merged one; those beside the first of them
// that holds its value.
func (row *Row) cover(m Range, under Cell, width int) {
	for column := m.FirstColumn; column <= min(m.LastColumn, width-1); column++ {
		if row.Number == m.FirstRow && column == m.FirstColumn {
			continue
		}
		for len(row.Cells) <= column {
			row.Cells = append(row.Cells, Cell{})
		}
		row.Cells[column] = under
	}
}

// cellName reads the name of a cell, such as C12: its column from 0, its row from 1.
func cellName(s string) (column, row int, ok bool) {
	s = strings.ReplaceAll(s, "$", "")
	i := 0
	for i < len(s) && i < 3 && (s[i]|0x20) >= 'a' && (s[i]|0x20) <= 'z' {
		column = column*26 + int(s[i]|0x20-'a') + 1
		i++
	}
	row, err := strconv.Atoi(s[i:])
	return column - 1, row, err == nil && column > 0 && column <= maxColumn && row > 0 && row <= maxRow
}

// rangeOf reads a range, such as B2:B4.
func rangeOf(s string) (Range, bool) {
	from, to, _ := strings.Cut(s, ":")
	c1, r1, ok1 := cellName(from)
	c2, r2, ok2 := cellName(to)
	return Range{FirstRow: r1, LastRow: r2, FirstColumn: c1, LastColumn: c2}, ok1 && ok2 && c1 <= c2 && r1 <= r2
}

// hideColumns takes up columns that are hidden.
func hideColumns(t *Table, e xml.StartElement) {
	if !isTrue(attribute(e, "hidden")) {
		return
	}
	first, err1 := strconv.Atoi(attribute(e, "min"))
	last, err2 := strconv.Atoi(attribute(e, "max"))
	if err1 != nil || err2 != nil || first < 1 {
		return
	}
	if t.HiddenColumns == nil {
		t.HiddenColumns = map[int]bool{}
	}
	for n := first; n <= min(last, maxColumn); n++ {
		t.HiddenColumns[n-1] = true
	}
}
