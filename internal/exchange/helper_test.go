package exchange_test

import (
	"bytes"
	"context"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/exchange"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/manifest"
	"github.com/isms-operator/isms-operator/internal/table"
)

var layout = exchange.NewLayout()

// read are the records of files.
func read(t testing.TB, paths ...string) []exchange.Record {
	t.Helper()
	set, err := manifest.Load(context.Background(), paths, manifest.Options{SkipEvidence: true})
	if err != nil {
		t.Fatal(err)
	}
	if len(set.Problems) > 0 {
		t.Fatalf("%s: %s", set.Problems[0].Where(), set.Problems[0].Message)
	}
	var all []exchange.Record
	for i := range set.Namespaces {
		n := &set.Namespaces[i]
		for _, r := range n.Records {
			ref := assess.Ref{Kind: reflect.TypeOf(r).Elem().Name(), Name: r.GetName()}
			record, err := exchange.RecordOf(r, n.Name, set.Locate(n.Name, ref, ""))
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, record)
		}
	}
	return all
}

// byID are records by what names them.
func byID(records []exchange.Record) map[input.Record]*exchange.Record {
	all := map[input.Record]*exchange.Record{}
	for i := range records {
		all[records[i].Record] = &records[i]
	}
	return all
}

// formats are how records become tables again.
var formats = map[string]func(t testing.TB, records []exchange.Record) []*table.Table{"xlsx": viaXLSX, "csv": viaCSV}

func workbook(t testing.TB, records []exchange.Record) []byte {
	t.Helper()
	x := &exchange.Export{Layout: layout, Records: records, Commit: "0123456789abcdef"}
	var b bytes.Buffer
	if err := x.WriteXLSX(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func viaXLSX(t testing.TB, records []exchange.Record) []*table.Table {
	t.Helper()
	return tablesOf(t, workbook(t, records))
}

func tablesOf(t testing.TB, data []byte) []*table.Table {
	t.Helper()
	tables, err := table.ReadXLSX("isms.xlsx", data)
	if err != nil {
		t.Fatal(err)
	}
	return tables
}

func viaCSV(t testing.TB, records []exchange.Record) []*table.Table {
	t.Helper()
	files, err := (&exchange.Export{Layout: layout, Records: records}).CSV()
	if err != nil {
		t.Fatal(err)
	}
	var all []*table.Table
	for _, f := range files {
		tab, err := table.ReadCSV(filepath.Join("isms", f.Name), f.Content, table.CSVOptions{})
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, tab)
	}
	return all
}

// sources are tables that are there, of which a copy is taken apart.
func sources(tables []*table.Table) []table.Source {
	all := make([]table.Source, len(tables))
	for i, t := range tables {
		all[i] = table.Source{File: t.File, Name: t.Name, Read: func() (*table.Table, error) { one := *t; return &one, nil }}
	}
	return all
}

// merged merges tables into files.
func merged(t testing.TB, tables []*table.Table, files []exchange.Record, remove bool) []exchange.Line {
	t.Helper()
	book, err := layout.OpenBook(sources(tables), "default")
	if err != nil {
		t.Fatal(err)
	}
	if len(book.Notes) > 0 {
		t.Errorf("notes: %q", book.Notes)
	}
	all := byID(files)
	m := &exchange.Merge{Layout: layout, Book: book, Delete: remove, Files: func(id input.Record) (*exchange.Record, error) { return all[id], nil }}
	lines, err := m.Lines(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

// unchanged fails where a line says anything but that nothing changes.
func unchanged(t testing.TB, what string, lines []exchange.Line, records int) {
	t.Helper()
	if len(lines) != records {
		t.Errorf("%s: %d lines for %d records", what, len(lines), records)
	}
	told := 0
	for i := range lines {
		if l := &lines[i]; (l.Outcome != exchange.Unchanged || len(l.Notes)+len(l.Changes) > 0) && told < 5 {
			told++
			t.Errorf("%s: %s %s: changes %+v, conflicts %+v, reasons %q, notes %q", what, l.Outcome, l.Record, l.Changes, l.Conflicts, l.Reasons, l.Notes)
		}
	}
}
