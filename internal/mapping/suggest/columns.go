package suggest

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/isms-operator/isms-operator/internal/mapping/source"
	"github.com/isms-operator/isms-operator/internal/mapping/value"
	"github.com/isms-operator/isms-operator/internal/table"
)

// register is a table or a list that a resource of a mapping may be.
type register struct {
	file          source.File
	format, sheet string
	// items is where its list stands, where it is one.
	items   string
	columns []*column
	rows    int
}

// column is a column with what stands in it.
type column struct {
	heading string
	// values that stand there, each once, in their order, with how often.
	values []string
	counts map[string]int
	filled int
	// days are cells that are days of a workbook, and numbers such as are numbers.
	days, numbers int
}

func (c *column) add(kind table.CellKind, text string) {
	if text == "" {
		return
	}
	switch kind {
	case table.Day:
		c.days++
	case table.Number:
		c.numbers++
	}
	c.filled++
	if c.counts == nil {
		c.counts = map[string]int{}
	}
	if c.counts[text]++; c.counts[text] == 1 {
		c.values = append(c.values, text)
	}
}

// unique says whether every row has a value, and no two the same.
func (c *column) unique(rows int) bool { return c.filled == rows && len(c.values) == rows && rows > 0 }

// registersIn reads the tables and lists of a file.
func registersIn(f source.File) ([]*register, error) {
	format := source.FormatOf(f.Path)
	if format == "" {
		return nil, nil
	}
	data, err := f.Content()
	if err != nil {
		return nil, err
	}
	if !source.Tabular(format) {
		return lists(f, format, data)
	}
	tables, err := source.Tables(f.Path, format, data, "")
	if err != nil {
		return nil, err
	}
	var all []*register
	for _, t := range tables {
		if r := registerOf(f, format, t); r != nil {
			all = append(all, r)
		}
	}
	return all, nil
}

// known says whether some kind has a field that is called so.
func known(name string) bool {
	return slices.ContainsFunc(kinds(), func(k *kind) bool { return k.called[value.Slug(name)] != nil }) || isID(name)
}

func registerOf(f source.File, format string, t *table.Table) *register {
	row, ok := t.FindHeading(known)
	if !ok {
		if len(t.Rows) == 0 {
			return nil
		}
		row = t.Rows[0].Number
	}
	heading, err := t.HeadingAt(row, row)
	if err != nil {
		return nil
	}
	r := &register{file: f, format: format, sheet: t.Name}
	for _, name := range heading.Names {
		r.columns = append(r.columns, &column{heading: name})
	}
	for i := range t.Rows {
		cells := &t.Rows[i]
		if cells.Number <= row || cells.Blank() || heading.Repeats(cells) {
			continue
		}
		r.rows++
		for j, c := range r.columns {
			cell := cells.Cell(j)
			c.add(cell.Kind, cell.Text)
		}
	}
	r.columns = slices.DeleteFunc(r.columns, func(c *column) bool { return c.heading == "" })
	return r
}

// lists are the lists of objects of a file, or the file itself where it has none.
func lists(f source.File, format string, data []byte) ([]*register, error) {
	items, err := source.Items(f.Path, format, data, "", "")
	if err != nil {
		return nil, err
	}
	var all []*register
	if len(items) == 1 {
		for _, at := range listsIn(items[0].Value, "", 0) {
			below, err := source.Items(f.Path, format, data, at, "")
			if err != nil {
				return nil, err
			}
			all = append(all, ofItems(f, format, at, below))
		}
	}
	if len(all) == 0 && len(items) > 0 {
		all = append(all, ofItems(f, format, "", items))
	}
	return all, nil
}

// listsIn are the paths of lists of objects.
func listsIn(v map[string]any, path string, depth int) []string {
	var all []string
	for name, below := range v {
		at := strings.TrimPrefix(path+"."+name, ".")
		switch below := below.(type) {
		case []any:
			if len(below) > 0 && !strings.Contains(name, ".") {
				if _, ok := below[0].(map[string]any); ok {
					all = append(all, at)
				}
			}
		case map[string]any:
			if depth < 2 && !strings.Contains(name, ".") {
				all = append(all, listsIn(below, at, depth+1)...)
			}
		}
	}
	slices.Sort(all)
	return all
}

func ofItems(f source.File, format, at string, items []source.Item) *register {
	r := &register{file: f, format: format, items: at, rows: len(items)}
	of := map[string]*column{}
	for i := range items {
		for name, v := range items[i].Value {
			if of[name] == nil {
				of[name] = &column{heading: name}
				r.columns = append(r.columns, of[name])
			}
			switch v := v.(type) {
			case string, int64, bool:
				of[name].add(table.Text, fmt.Sprint(v))
			}
		}
	}
	slices.SortFunc(r.columns, func(a, b *column) int { return strings.Compare(a.heading, b.heading) })
	return r
}

// isID says whether a heading is one of a key.
func isID(heading string) bool {
	words := strings.FieldsFunc(value.Slug(heading), func(r rune) bool { return r == '-' })
	for _, w := range words {
		if slices.Contains([]string{"id", "nr", "no", "ref", "reference", "referenz", "number", "nummer", "numero", "kennung", "code", "inventarnummer"}, w) {
			return true
		}
	}
	return false
}

// name of a register, of its sheet or its file, as expressions name it.
func (r *register) name() string {
	of := r.sheet
	if of == "" || r.format == "markdown" || r.format == "html" {
		of = strings.TrimSuffix(filepath.Base(r.file.Path), filepath.Ext(r.file.Path))
	}
	if r.items != "" {
		of = r.items[strings.LastIndex(r.items, ".")+1:]
	}
	return identifier(of)
}

// identifier is a text as expressions name it.
func identifier(text string) string {
	name := strings.ReplaceAll(value.Slug(text), "-", "_")
	if name == "" || name[0] >= '0' && name[0] <= '9' {
		name = "x_" + name
	}
	return strings.Trim(name, "_")
}
