package exchange

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/table"
)

// sheetRow is a row of a sheet that was read.
type sheetRow struct {
	sheet *readSheet
	row   *table.Row
	id    input.Record
	keys  []string
	// cells are what the columns say; that of a column that is gone is nil.
	cells []*string
	// wrong are what cannot be read of it.
	wrong []string
}

// place of the row, for people.
func (s *sheetRow) place() string { return s.sheet.RowPlace(s.row) }

// rowsOf reads the rows of a sheet. Namespace is that of rows which name none.
func (r *readSheet) rowsOf(namespace string) []*sheetRow {
	var all []*sheetRow
	numbers := map[string]int{}
	for i := range r.Rows {
		row := &r.Rows[i]
		if row.Number <= r.heading.Last || row.Blank() || r.heading.Repeats(row) || r.none(row) {
			continue
		}
		s := &sheetRow{sheet: r, row: row}
		s.read(namespace, numbers)
		all = append(all, s)
	}
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
func (s *sheetRow) read(namespace string, numbers map[string]int) {
	if err := s.sheet.Fits(s.sheet.heading, s.row); err != nil {
		s.refuse("%v", err)
		return
	}
	if s.row.Calculated() {
		s.refuse("%s: all of the row is calculated, so that nobody can tell whether it is meant; write its values, or empty it", s.place())
		return
	}
	s.head(namespace, numbers)
	s.cells = make([]*string, len(s.sheet.columns))
	for i, at := range s.sheet.columns {
		if at < 0 {
			continue
		}
		cell := s.row.Cell(at)
		text, err := s.sheet.Columns[i].read(&cell)
		if err != nil {
			s.refuse("%s, %s: %v", s.sheet.Place(s.row, at), s.sheet.Columns[i].Heading, err)
			continue
		}
		s.cells[i] = &text
	}
	if lists := s.sheet.Lists; len(lists) > 0 && !s.sheet.Numbered() {
		s.keys = append(s.keys, s.ownKey(&lists[len(lists)-1]))
	}
}

// head reads which record and entry the row is.
func (s *sheetRow) head(namespace string, numbers map[string]int) {
	values := make([]string, len(s.sheet.heads))
	for i, at := range s.sheet.heads {
		if at < 0 {
			continue
		}
		cell := s.row.Cell(at)
		text, err := cell.AsText()
		if err != nil {
			s.refuse("%s, %s: %v", s.sheet.Place(s.row, at), s.sheet.Heads()[i], err)
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
			if len(c.Path) == 1 && c.Path[0] == key && s.cells[i] != nil && *s.cells[i] != "" {
				object[key] = c.value(*s.cells[i])
			}
		}
	}
	key := keyText(object, list.Keys)
	if strings.Trim(key, "/") == "" && len(s.wrong) == 0 {
		s.refuse("%s: it does not say which entry it is; fill in %s", s.place(), strings.Join(list.Keys, " and "))
	}
	return key
}
