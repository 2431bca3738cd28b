package exchange

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/table"
)

// Book are sheets that were exported, and perhaps edited.
type Book struct {
	// Commit that they were exported from.
	Commit string
	// Notes say what of the sheets is not looked at.
	Notes  []string
	sheets []*readSheet
	// base are the records as they were exported, as JSON, which takes less than what it says.
	base map[input.Record]string
}

// readSheet is a sheet that was read.
type readSheet struct {
	*Sheet
	*table.Table
	heading *table.Heading
	// heads and columns are in which column of the table they stand; -1 where they are gone.
	heads, columns []int
	// rows of the sheet, of which the table lets go.
	rows []*sheetRow
}

// OpenBook takes the sheets of a workbook, or the files of a folder of CSV, one after the other.
// Namespace is that of rows which name none.
func (l *Layout) OpenBook(tables []table.Source, namespace string) (*Book, error) {
	at := slices.IndexFunc(tables, func(t table.Source) bool { return tableName(t) == baseName })
	if at < 0 {
		return nil, fmt.Errorf("%s: it has no hidden sheet %s (in a folder of CSV, no such file), which tells what was edited: export again, and edit that; a register of another origin needs --mapping", fileOf(tables), baseName)
	}
	b := &Book{base: map[input.Record]string{}}
	base, err := tables[at].Read()
	if err != nil {
		return nil, err
	}
	named, err := b.readBase(base)
	if err != nil {
		return nil, err
	}
	for _, t := range tables {
		name := tableName(t)
		switch id, known := named.sheets[name]; {
		case name == baseName || name == readMe || name == choice:
		case !known:
			b.note("%s: it is no sheet of the export, and is not looked at", where(t))
		case l.byID[id] == nil:
			b.note("%s: it holds %s, which this version does not know; it is not looked at", where(t), id)
		default:
			if err := b.take(l.byID[id], t, named.columns[id], namespace); err != nil {
				return nil, err
			}
		}
		delete(named.sheets, name)
	}
	for _, name := range sortedKeys(named.sheets) {
		b.note("the sheet %s is gone; what it held stays as it is", name)
	}
	return b, nil
}

// take reads a sheet.
func (b *Book) take(s *Sheet, from table.Source, paths map[string]string, namespace string) error {
	t, err := from.Read()
	if err != nil {
		return err
	}
	r, err := b.open(s, t, paths)
	if err != nil {
		return err
	}
	r.rows = r.rowsOf(namespace)
	b.sheets = append(b.sheets, r)
	return nil
}

func (b *Book) note(format string, a ...any) { b.Notes = append(b.Notes, fmt.Sprintf(format, a...)) }

// tableName is the name of a sheet, or of a file of CSV.
func tableName(t table.Source) string {
	if t.Name != "" {
		return t.Name
	}
	return strings.TrimSuffix(filepath.Base(t.File), ".csv")
}

func where(t table.Source) string {
	if t.Name == "" {
		return t.File
	}
	return t.File + ": " + t.Name
}

func placeOf(t *table.Table) string { return where(table.Source{File: t.File, Name: t.Name}) }

func fileOf(tables []table.Source) string {
	if len(tables) == 0 {
		return "the input"
	}
	return tables[0].File
}

// names are what the hidden sheet says of the others: what a sheet holds, and what its columns
// do, by their headings.
type names struct {
	sheets  map[string]string
	columns map[string]map[string]string
}

// readBase reads the hidden sheet.
func (b *Book) readBase(t *table.Table) (names, error) {
	n := names{map[string]string{}, map[string]map[string]string{}}
	version := ""
	for i := range t.Rows {
		cells := texts(t, &t.Rows[i])
		switch cells[0] {
		case "isms-export":
			version = cells[1]
		case "commit":
			b.Commit = cells[1]
		case "sheet":
			n.sheets[cells[2]] = cells[1]
		case "column":
			if n.columns[cells[1]] == nil {
				n.columns[cells[1]] = map[string]string{}
			}
			n.columns[cells[1]][table.Fold(cells[2])] = cells[3]
		case "record":
			id := input.Record{Kind: cells[1], Namespace: cells[2], Name: cells[3]}
			b.base[id] = strings.Join(cells[5:], "")
			if _, err := baseRecord(id, b.base[id]); err != nil {
				return n, fmt.Errorf("%s: the record in it cannot be read (%w): export again", t.RowPlace(&t.Rows[i]), err)
			}
		}
	}
	t.Rows = nil // it is large, and all of it was taken
	if version != baseVersion {
		return n, fmt.Errorf("%s: it says that it is of the version %q, and this version reads %s: export again", placeOf(t), version, baseVersion)
	}
	return n, nil
}

// texts are the cells of a row of the hidden sheet.
func texts(t *table.Table, row *table.Row) []string {
	cells := make([]string, max(len(row.Cells), 6))
	for i := range row.Cells {
		cells[i] = row.Cells[i].Text
		if t.Name == "" {
			cells[i] = strings.TrimPrefix(cells[i], guard)
		}
	}
	return cells
}

// open finds the columns of a sheet by its heading.
func (b *Book) open(s *Sheet, t *table.Table, paths map[string]string) (*readSheet, error) {
	r := &readSheet{Sheet: s, Table: t}
	if t.Name == "" {
		unguard(t)
	}
	at, ok := t.FindHeading(func(name string) bool { return paths[name] != "" })
	if !ok && len(t.Rows) > 0 {
		return nil, fmt.Errorf("%s: no row has the headings of the export, such as %s: export again", placeOf(t), idHeading)
	}
	var err error
	if r.heading, err = t.HeadingAt(at, at); err != nil {
		return nil, err
	}
	found := map[string]int{}
	for i, name := range r.heading.Names {
		if name == "" {
			continue
		}
		if path := paths[table.Fold(name)]; path != "" {
			found[path] = i
		} else if n := r.count(i); n > 0 {
			b.note("%s: the column %s, %q, is none of the export; the values in it, %d, are not looked at", placeOf(t), table.Column(i), name, n)
		}
	}
	column := func(path string) int {
		if i, ok := found[path]; ok {
			return i
		}
		return -1
	}
	for i, head := range s.Heads() {
		r.heads = append(r.heads, column("@"+strconv.Itoa(i)))
		if r.heads[i] < 0 && len(t.Rows) > 0 && head != namespaceHeading && head != numberHeading {
			return nil, fmt.Errorf("%s: its heading, in row %d, has no column %q any more, which says what a row is: export again", placeOf(t), at, head)
		}
	}
	for _, c := range s.Columns {
		path := strings.Join(c.Path, ".")
		r.columns = append(r.columns, column(path))
		if _, exported := b.exported(paths, path); exported && column(path) < 0 && len(t.Rows) > 0 {
			b.note("%s: the column %q is gone; its values stay as they are", placeOf(t), c.Heading)
		}
	}
	return r, nil
}

// exported reports whether a path is one of those that a sheet had.
func (b *Book) exported(paths map[string]string, path string) (string, bool) {
	for heading, p := range paths {
		if p == path {
			return heading, true
		}
	}
	return "", false
}

// count is how many values a column has below the heading.
func (r *readSheet) count(column int) (n int) {
	for i := range r.Rows {
		if row := &r.Rows[i]; row.Number > r.heading.Last && row.Cell(column).Kind != table.Empty {
			n++
		}
	}
	return n
}

// unguard takes the mark of a text away from the cells of a CSV.
func unguard(t *table.Table) {
	for i := range t.Rows {
		for k := range t.Rows[i].Cells {
			if c := &t.Rows[i].Cells[k]; c.Kind == table.Text {
				if c.Text = table.Clean(strings.TrimPrefix(c.Text, guard)); c.Text == "" {
					c.Kind = table.Empty
				}
			}
		}
	}
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
