package exchange

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/table"
)

// sheetRow is a row of a sheet that was read.
type sheetRow struct {
	sheet *readSheet
	// number of the row.
	number int
	id     input.Record
	keys   []string
	// cells are what the columns say; that of a column that is gone says nothing.
	cells cells
	// wrong are what cannot be read of it.
	wrong []string
}

// cells are those of a row that say something, since most do not.
type cells []said

type said struct {
	column int
	text   string
}

// get is what a column says.
func (c cells) get(column int) string {
	for i := range c {
		if c[i].column == column {
			return c[i].text
		}
	}
	return ""
}

// place of the row, for people.
func (s *sheetRow) place() string { return s.sheet.RowPlace(&table.Row{Number: s.number}) }

// cell is the place of a cell of the row.
func (s *sheetRow) cell(column int) string {
	return s.sheet.Place(&table.Row{Number: s.number}, column)
}

// rowsOf reads the rows of a sheet, and lets go of them. Namespace is that of rows which name
// none.
func (r *readSheet) rowsOf(namespace string) []*sheetRow {
	var all []*sheetRow
	numbers := map[string]int{}
	for i := range r.Rows {
		row := &r.Rows[i]
		if row.Number <= r.heading.Last || row.Blank() || r.heading.Repeats(row) || r.none(row) {
			continue
		}
		s := &sheetRow{sheet: r, number: row.Number}
		s.read(row, namespace, numbers)
		all = append(all, s)
	}
	r.Rows = nil // a large sheet takes much
	return all
}

// none reports whether a row says nothing in the columns of the export.
func (r *readSheet) none(row *table.Row) bool {
	for _, columns := range [][]int{r.heads, r.columns} {
		for _, n := range columns {
			if k := row.Cell(n).Kind; k != table.Empty && k != table.Covered {
				return false
			}
		}
	}
	return true
}

func (s *sheetRow) refuse(format string, a ...any) {
	s.wrong = append(s.wrong, fmt.Sprintf(format, a...))
}

// read reads the cells of the row.
func (s *sheetRow) read(row *table.Row, namespace string, numbers map[string]int) {
	if err := s.sheet.Fits(s.sheet.heading, row); err != nil {
		s.refuse("%v", err)
		return
	}
	if row.Calculated() {
		s.refuse("%s: all of the row is calculated, so that nobody can tell whether it is meant; write its values, or empty it", s.place())
		return
	}
	s.head(row, namespace, numbers)
	for i, at := range s.sheet.columns {
		if at < 0 {
			continue
		}
		cell := row.Cell(at)
		text, err := s.sheet.Columns[i].read(&cell)
		if err != nil {
			s.refuse("%s, %s: %v", s.cell(at), s.sheet.Columns[i].Heading, err)
			continue
		}
		if text != "" {
			s.cells = append(s.cells, said{i, text})
		}
	}
	s.cells = slices.Clip(s.cells)
	if lists := s.sheet.Lists; len(lists) > 0 && !s.sheet.Numbered() {
		s.keys = append(s.keys, s.ownKey(&lists[len(lists)-1]))
	}
}

// head reads which record and entry the row is.
func (s *sheetRow) head(row *table.Row, namespace string, numbers map[string]int) {
	values := make([]string, len(s.sheet.heads))
	for i, at := range s.sheet.heads {
		if at < 0 {
			continue
		}
		cell := row.Cell(at)
		text, err := cell.AsText()
		if err != nil {
			s.refuse("%s, %s: %v", s.cell(at), s.sheet.Heads()[i], err)
			return
		}
		values[i] = text
	}
	s.id = input.Record{Kind: s.sheet.Kind, Namespace: values[0], Name: values[1]}
	if s.id.Namespace == "" {
		s.id.Namespace = namespace
	}
	if s.id.Name == "" {
		s.refuse("%s: it has no ID; write the name of its record into each row, also where it is that of the row above", s.place())
	}
	s.keys = values[2:]
	if !s.sheet.Numbered() {
		return
	}
	// A row without a number stands behind those that have one.
	last := len(s.keys) - 1
	of := s.id.Namespace + "\n" + s.id.Name + "\n" + strings.Join(s.keys[:last], "\n")
	if s.keys[last] == "" {
		s.keys[last] = strconv.Itoa(numbers[of] + 1)
	}
	n, err := strconv.Atoi(s.keys[last])
	if err != nil || n < 1 {
		s.refuse("%s: found the number %q; a whole number from 1 on is needed, or none", s.place(), s.keys[last])
	}
	numbers[of] = max(numbers[of], n)
}

// ownKey is the key of the entry that the row is, from its cells.
func (s *sheetRow) ownKey(list *ListStep) string {
	object := map[string]any{}
	for _, key := range list.Keys {
		for i, c := range s.sheet.Columns {
			if len(c.Path) == 1 && c.Path[0] == key && s.cells.get(i) != "" {
				object[key] = c.value(s.cells.get(i))
			}
		}
	}
	key := keyText(object, list.Keys)
	if strings.Trim(key, "/") == "" && len(s.wrong) == 0 {
		s.refuse("%s: it does not say which entry it is; fill in %s", s.place(), strings.Join(list.Keys, " and "))
	}
	return key
}
