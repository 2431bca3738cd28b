package table

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Limits of what is read. They keep whoever reads a file that a stranger made from running
// out of memory.
const (
	// MaxFile is the most bytes that a file may have.
	MaxFile = 128 << 20
	// MaxCells is the most cells that a file may have, empty ones between others included.
	MaxCells = 5_000_000
)

// Separators of a CSV, in the order in which messages name them.
const separators = ";\t,"

// CSVOptions are what a user may say of a CSV. What is not said is found out.
type CSVOptions struct {
	// Separator of cells; 0 where it is to be found out.
	Separator rune
}

// ReadCSV reads a CSV as RFC 4180 describes it, in UTF-8, UTF-16 or Windows-1252, separated by
// semicolons, tabs or commas. The number of a row is that of its first line. Every cell is a
// text. Whether a row has as many cells as its heading, Fits says.
func ReadCSV(file string, data []byte, o CSVOptions) (*Table, error) {
	if len(data) > MaxFile {
		return nil, fmt.Errorf("%s: it has %d bytes; at most %d are read", file, len(data), MaxFile)
	}
	text, encoding, err := decode(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	t := &Table{File: file, Exact: true}
	above := 0
	if named, rest, ok := excelSeparator(text); ok {
		text, above = rest, 1
		if o.Separator == 0 {
			o.Separator = named
		}
	}
	if o.Separator == 0 {
		if o.Separator, err = separatorOf(text); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
	}
	t.Read = fmt.Sprintf("%s, separated by %s", encoding, separatorName(o.Separator))
	cells := 0
	err = eachRecord(text, o.Separator, func(line int, record []string) error {
		if cells += len(record); cells > MaxCells {
			return fmt.Errorf("line %d: it has more than %d cells, and no more are read; split the file", line, MaxCells)
		}
		row := Row{Number: line + above, Cells: make([]Cell, len(record))}
		for i, s := range record {
			row.Cells[i] = textCell(s)
		}
		t.Rows = append(t.Rows, row)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return t, nil
}

// textCell is a cell that holds a text.
func textCell(s string) Cell {
	if s = Clean(s); s == "" {
		return Cell{}
	}
	return Cell{Kind: Text, Text: s}
}

// excelSeparator cuts off the first line where it is "sep=;", by which Excel names the
// separator.
func excelSeparator(text string) (separator rune, rest string, ok bool) {
	first, rest, _ := strings.Cut(text, "\n")
	first = strings.TrimSuffix(first, "\r")
	name, ok := strings.CutPrefix(first, "sep=")
	if !ok || len(name) != 1 || !strings.Contains(separators, name) {
		return 0, text, false
	}
	return rune(name[0]), rest, true
}

// eachRecord does something with every record of a text, and the line that it begins at.
// Empty lines are no records.
func eachRecord(text string, separator rune, do func(line int, record []string) error) error {
	in := csv.NewReader(strings.NewReader(text))
	in.Comma, in.FieldsPerRecord, in.ReuseRecord = separator, -1, true
	for {
		record, err := in.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if wrong := (*csv.ParseError)(nil); errors.As(err, &wrong) {
			return fmt.Errorf("line %d: %w; a cell with quotes in it is written in quotes, and each of them twice", wrong.StartLine, wrong.Err)
		}
		if err != nil {
			return err
		}
		line, _ := in.FieldPos(0)
		if err := do(line, record); err != nil {
			return err
		}
	}
}

// looked is how many records are looked at to find the separator.
const looked = 100

var errEnough = errors.New("enough")

// separatorOf finds the separator of a text: the one that cuts all of its first records into
// equally many cells, more than one; or else most of them. Where two do so equally well,
// nobody can tell.
func separatorOf(text string) (rune, error) {
	var best, second fit
	for _, s := range separators {
		switch f := fitOf(text, s); {
		case f.better(best):
			best, second = f, best
		case f.better(second):
			second = f
		}
	}
	switch {
	case best.cells < 2:
		return ',', nil // a single column
	case !best.better(second):
		return 0, fmt.Errorf("its cells may be separated by %s or by %s; say which", separatorName(best.separator), separatorName(second.separator))
	}
	return best.separator, nil
}

// fit is how well a separator cuts a text.
type fit struct {
	separator rune
	// share of the records, in percent, that have equally many cells, and how many cells that are.
	share, cells int
}

func (f fit) better(than fit) bool {
	if (f.cells > 1) != (than.cells > 1) {
		return f.cells > 1
	}
	if f.share != than.share {
		return f.share > than.share
	}
	return f.cells > than.cells
}

func fitOf(text string, separator rune) fit {
	counts, records := map[int]int{}, 0
	_ = eachRecord(text, separator, func(_ int, record []string) error { // what is wrong, the reading proper tells
		counts[len(record)]++
		if records++; records == looked {
			return errEnough
		}
		return nil
	})
	best := fit{separator: separator}
	for cells, n := range counts {
		if f := (fit{separator, 100 * n / records, cells}); f.better(best) {
			best = f
		}
	}
	return best
}

func separatorName(s rune) string {
	switch s {
	case '\t':
		return "tabs"
	case ',':
		return "commas"
	case ';':
		return "semicolons"
	}
	return fmt.Sprintf("%q", s)
}
