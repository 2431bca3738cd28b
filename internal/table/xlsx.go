package table

import (
	"encoding/xml"
	"errors"
	"fmt"
	"strings"
)

// ReadXLSX reads all sheets of a workbook, the hidden ones too. It takes nothing from how a
// cell looks that is not what the cell holds.
func ReadXLSX(file string, data []byte) ([]*Table, error) {
	sources, err := OpenXLSX(file, data)
	if err != nil {
		return nil, err
	}
	tables := make([]*Table, len(sources))
	for i, s := range sources {
		if tables[i], err = s.Read(); err != nil {
			return nil, err
		}
	}
	return tables, nil
}

// Source is a table that is read when it is asked for: the cells of a large one take much.
type Source struct {
	// File and Name are those of the table.
	File, Name string
	// Read reads the table, once.
	Read func() (*Table, error)
}

// OpenXLSX opens a workbook of which each sheet is read when it is asked for.
func OpenXLSX(file string, data []byte) ([]Source, error) {
	b := &book{file: file}
	sources, err := b.open(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return sources, nil
}

// book is a workbook that is being read.
type book struct {
	*archive
	contents
	file string
}

// sheet is what a workbook says of one of its sheets.
type sheet struct {
	name, id string
	hidden   bool
}

func (b *book) open(data []byte) ([]Source, error) {
	var err error
	if b.archive, err = openArchive(data); err != nil {
		return nil, err
	}
	cells := MaxCells
	b.cells = &cells
	main, targets, err := b.start()
	if err != nil {
		return nil, err
	}
	sheets, err := b.workbook(main)
	if err != nil {
		return nil, err
	}
	for _, t := range targets {
		switch t.kind {
		case "styles":
			b.styles, err = readStyles(b.archive, t.part)
		case "sharedStrings":
			b.strings, err = readStrings(b.archive, t.part)
		}
		if err != nil {
			return nil, err
		}
	}
	var sources []Source
	for _, s := range sheets {
		t, ok := targets[s.id]
		if !ok || t.kind != "worksheet" {
			continue // a chart
		}
		sources = append(sources, Source{b.file, s.name, func() (*Table, error) {
			read := &Table{File: b.file, Name: s.name, Hidden: s.hidden}
			if err := b.read(b.archive, t.part, read); err != nil {
				return nil, fmt.Errorf("%s: the sheet %s: %w", b.file, s.name, err)
			}
			return read, nil
		}})
	}
	return sources, nil
}

// start finds the main part, and what it refers to.
func (b *book) start() (main string, targets map[string]target, err error) {
	top, err := b.targets("")
	if err != nil {
		return "", nil, err
	}
	for _, t := range top {
		if t.kind == "officeDocument" {
			main = t.part
		}
	}
	if b.parts[main] == nil || strings.HasSuffix(main, ".bin") {
		return "", nil, errors.New("it has no workbook that can be read; save it as .xlsx")
	}
	targets, err = b.targets(main)
	return main, targets, err
}

// workbook reads the list of sheets.
func (b *book) workbook(part string) (sheets []sheet, err error) {
	err = b.elements(part, func(e xml.StartElement, _ *xml.Decoder) error {
		switch e.Name.Local {
		case "workbookPr":
			b.from1904 = isTrue(attribute(e, "date1904"))
		case "sheet":
			sheets = append(sheets, sheet{attribute(e, "name"), relationship(e), strings.Contains(strings.ToLower(attribute(e, "state")), "hidden")})
		}
		return nil
	})
	return sheets, err
}

// relationship is the ID by which an element refers to a part; it has another namespace than
// the number of a sheet, and the prefix that its writer likes.
func relationship(e xml.StartElement) string {
	for _, a := range e.Attr {
		if a.Name.Local == "id" && a.Name.Space != "" {
			return a.Value
		}
	}
	return ""
}
