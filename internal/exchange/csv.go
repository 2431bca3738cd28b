package exchange

import (
	"bytes"
	"encoding/csv"
	"strings"
)

// File is a file of a folder of CSV.
type File struct {
	Name    string
	Content []byte
}

// CSV are the sheets as files of CSV, in UTF-8 with a mark, so that spreadsheets take them for
// that. A cell that a spreadsheet would take for a formula has an apostrophe before it.
func (x *Export) CSV() ([]File, error) {
	tabs := x.tabs()
	var all []File
	for i := range tabs {
		t := &tabs[i]
		rows := [][]string{t.heads}
		for _, c := range t.Columns {
			rows[0] = append(rows[0], c.Heading)
		}
		file, err := csvFile(t.ID(), append(rows, t.rows...))
		if err != nil {
			return nil, err
		}
		all = append(all, file)
	}
	for i := range tabs { // a file is called by what it holds
		named := *tabs[i].Sheet
		named.Name = named.ID()
		tabs[i].Sheet = &named
	}
	file, err := csvFile(baseName, x.base(tabs))
	return append(all, file), err
}

func csvFile(name string, rows [][]string) (File, error) {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	width := 0
	for _, row := range rows {
		width = max(width, len(row))
	}
	for _, row := range rows {
		cells := make([]string, width)
		for i, cell := range row {
			cells[i] = guarded(cell)
		}
		if err := w.Write(cells); err != nil {
			return File{}, err
		}
	}
	w.Flush()
	return File{name + ".csv", b.Bytes()}, w.Error()
}

// guard is what keeps a cell of a CSV from being a formula.
const guard = "'"

// guarded is a cell of a CSV that no spreadsheet calculates. One that begins with the guard
// gets another, so that each can be taken away again.
func guarded(s string) string {
	if s != "" && strings.ContainsRune("=+-@|%\t＝＋－＠'", []rune(s)[0]) {
		return guard + s
	}
	return s
}
