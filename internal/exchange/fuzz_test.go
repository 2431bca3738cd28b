package exchange_test

import (
	"context"
	"testing"

	"github.com/isms-operator/isms-operator/internal/exchange"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/table"
)

// FuzzImport holds that no sheets make an import panic, whatever they say of themselves, and
// that its sums add up: nothing that a row says goes nowhere without a line or a note.
func FuzzImport(f *testing.F) {
	records := read(f, "../../config/samples/securityrole.yaml")
	files, err := (&exchange.Export{Layout: layout, Records: records}).CSV()
	if err != nil {
		f.Fatal(err)
	}
	byName := map[string][]byte{}
	for _, file := range files {
		byName[file.Name] = file.Content
	}
	f.Add(byName["SecurityRole.csv"], byName["SecurityRole.assignments.csv"], byName["_isms.csv"])
	f.Add([]byte("ID;Title\nx;y\n"), []byte("ID,Name\n,\n"), byName["_isms.csv"])
	f.Add([]byte("ID;No.\nx;y\n"), []byte(""), []byte("isms-export,1\nsheet,SecurityRole,SecurityRole\ncolumn,SecurityRole,ID,@1\nrecord\n"))
	all := byID(records)
	f.Fuzz(func(t *testing.T, roles, assignments, base []byte) {
		var tables []*table.Table
		for name, data := range map[string][]byte{"SecurityRole.csv": roles, "SecurityRole.assignments.csv": assignments, "_isms.csv": base} {
			tab, err := table.ReadCSV(name, data, table.CSVOptions{})
			if err != nil {
				return
			}
			tables = append(tables, tab)
		}
		book, err := layout.OpenBook(sources(tables), "default")
		if err != nil {
			return
		}
		m := &exchange.Merge{Layout: layout, Book: book, Delete: true, Files: func(id input.Record) (*exchange.Record, error) { return all[id], nil }}
		lines, err := m.Lines(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		r := &exchange.Result{Rows: lines}
		r.Sum()
		sum := 0
		for _, n := range r.Sums {
			sum += n
		}
		if sum != len(lines) {
			t.Errorf("%v of %d", r.Sums, len(lines))
		}
		for i := range lines {
			if l := &lines[i]; l.Outcome == exchange.Refused && len(l.Reasons) == 0 {
				t.Errorf("%s is refused without a reason", l.Record)
			}
		}
	})
}
