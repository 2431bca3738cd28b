package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestImportOfWhatCannotBeRead: what people name by mistake is told with what it is and what to
// do, fails, and changes no file.
func TestImportOfWhatCannotBeRead(t *testing.T) {
	mapping, err := filepath.Abs("../../docs/import/suppliers.yaml")
	if err != nil {
		t.Fatal(err)
	}
	before := in(t)
	const old = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
	for name, text := range map[string]string{
		"empty.csv": "", "legend.csv": "Legend\nR = responsible\n", "old.xls": old, "locked.xlsx": old, "half.xlsx": "PK", "x.ods": "PK", "x.pdf": "%PDF",
		"s.csv":     "Supplier,Service,Contract end,Criticality\nAcme,Mail,09/12/2025,Hihg\n",
		"twice.csv": "Supplier,Service\nAcme,Mail\nAcme,Mail\n", "ragged.csv": "Supplier,Service\nAcme\n",
		"list.yaml": "kind: Foo\n", "empty/.keep": "", "other/a.csv": "a,b\n1,2\n",
	} {
		writeTo(t, filepath.Join("bad", name), text)
	}
	foreign := []string{"import", "--mapping", mapping}
	for _, row := range []struct {
		because string
		args    []string
		says    []string
	}{
		{"no such register", append(foreign, "bad/none.csv"), []string{`the path "bad/none.csv" does not exist`}},
		{"no such mapping", []string{"import", "--mapping", "none.yaml", "bad/s.csv"}, []string{`the mapping "none.yaml" does not exist`, "docs/import", "--suggest"}},
		{"no mapping", []string{"import", "--mapping", "bad/list.yaml", "bad/s.csv"}, []string{"bad/list.yaml:1", `of kind "Foo"`, "allowed is"}},
		{"nothing in it", append(foreign, "bad/empty.csv"), []string{"bad/empty.csv", "it is empty", `"Supplier"`}},
		{"a legend alone", append(foreign, "bad/legend.csv"), []string{`none has the columns "Supplier"`, `it begins with "Legend"`, "titles in the mapping"}},
		{"the format of before 2007", append(foreign, "bad/old.xls"), []string{`bad/old.xls: the format ".xls" is not read; save it as .xlsx or .csv`}},
		{"another office", append(foreign, "bad/x.ods"), []string{`the format ".ods" is not read`}},
		{"no table at all", append(foreign, "bad/x.pdf"), []string{`the format ".pdf" is not read`}},
		{"a password", append(foreign, "bad/locked.xlsx"), []string{"has a password; save it as .xlsx, without password"}},
		{"half a workbook", append(foreign, "bad/half.xlsx"), []string{"only a part of one; save it again"}},
		{"a folder without files", append(foreign, "bad/empty"), []string{`the folder "bad/empty" has no file`}},
		{"a day that is two, and a word", append(foreign, "bad/s.csv"), []string{"bad/s.csv:2, column C", `"09/12/2025"`, `format: [default, "%d/%m/%Y"]`, "column D", `"Hihg"`, "allowed are", `the nearest is "High"`, "Mend the cells"}},
		{"two rows of one name", append(foreign, "bad/twice.csv"), []string{"bad/twice.csv:2", "bad/twice.csv:3", "another row too"}},
		{"a cell too few", append(foreign, "bad/ragged.csv"), []string{"bad/ragged.csv:2: it has 1 cells, and its heading in line 1 has 2"}},
		{"a register where an export is meant", []string{"import", "bad/s.csv"}, []string{"it is no workbook that", "needs --mapping"}},
		{"a folder of registers where an export is meant", []string{"import", "bad/other"}, []string{"no hidden sheet _isms", "needs --mapping"}},
		{"a folder without sheets", []string{"import", "bad/empty"}, []string{`the folder "bad/empty" has no .csv`}},
	} {
		t.Run(row.because, func(t *testing.T) {
			isms(t, append(row.args[:len(row.args):len(row.args)], "-f", ".", "--write")...).must(t, exitUnusable).says(t, row.says...)
			if names := changed(t, before); len(names) > 0 {
				t.Errorf("%q changed", names)
			}
		})
	}
	for name, says := range map[string]string{"locked.xlsx": "has a password", "old.xls": `".xls" is not read`, "legend.csv": "write the mapping by hand"} {
		if p := isms(t, "import", "--suggest", filepath.Join("bad", name)).must(t, exitUnusable); !strings.Contains(p.err, says) {
			t.Errorf("--suggest of %s says: %s", name, p.err)
		}
	}
}
