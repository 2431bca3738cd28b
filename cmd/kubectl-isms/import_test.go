package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/isms-operator/isms-operator/internal/exchange"
)

// sheet is a workbook that is edited as people do: cells are found by heading and ID.
type sheet struct {
	*testing.T
	name string
	*excelize.File
}

// exported writes the records of the current folder as a workbook, and opens it.
func exported(t *testing.T) *sheet {
	t.Helper()
	isms(t, "export", "-f", ".", "-o", "xlsx=isms.xlsx").must(t, 0)
	f, err := excelize.OpenFile("isms.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return &sheet{t, "isms.xlsx", f}
}

// find is the name of a cell.
func (s *sheet) find(tab, id, heading string) string {
	s.Helper()
	rows, err := s.GetRows(tab)
	if err != nil {
		s.Fatal(err)
	}
	row, column := 0, 0
	for i := range rows {
		if len(rows[i]) > 1 && rows[i][1] == id {
			row = i + 1
		}
	}
	for i, h := range rows[0] {
		if h == heading {
			column = i + 1
		}
	}
	name, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		s.Fatalf("%s has no %s of %s: %v", tab, heading, id, err)
	}
	return name
}

func (s *sheet) set(tab, cell string, value any) *sheet {
	s.Helper()
	if err := s.SetCellValue(tab, cell, value); err != nil {
		s.Fatal(err)
	}
	return s
}

// row adds a row at the end, of the values of headings.
func (s *sheet) row(tab string, values map[string]any) {
	s.Helper()
	rows, err := s.GetRows(tab)
	if err != nil {
		s.Fatal(err)
	}
	for i, h := range rows[0] {
		if v, ok := values[h]; ok {
			cell, err := excelize.CoordinatesToCellName(i+1, len(rows)+1)
			if err != nil {
				s.Fatal(err)
			}
			s.set(tab, cell, v)
		}
	}
}

func (s *sheet) remove(tab, id string) *sheet {
	s.Helper()
	_, row, err := excelize.CellNameToCoordinates(s.find(tab, id, "ID"))
	if err == nil {
		err = s.RemoveRow(tab, row)
	}
	if err != nil {
		s.Fatal(err)
	}
	return s
}

// back imports the workbook as it is now.
func (s *sheet) back(code int, args ...string) plugin {
	s.Helper()
	if err := s.Save(); err != nil {
		s.Fatal(err)
	}
	return isms(s.T, append([]string{"import", s.name, "-f", "."}, args...)...).must(s.T, code)
}

// in changes into a copy of the samples, and returns what all of its files hold.
func in(t *testing.T) map[string]string {
	t.Helper()
	t.Chdir(copyOfSamples(t))
	return files(t)
}

func files(t *testing.T) map[string]string {
	t.Helper()
	names, err := filepath.Glob("*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, name := range names {
		all[name] = content(t, name)
	}
	return all
}

// changed are the files that are not as they were.
func changed(t *testing.T, before map[string]string) (names []string) {
	t.Helper()
	after := files(t)
	for name := range before {
		if after[name] != before[name] {
			names = append(names, name)
		}
	}
	for name := range after {
		if _, was := before[name]; !was {
			names = append(names, name)
		}
	}
	return names
}

// says fails where an output does not have each of some texts.
func (p plugin) says(t *testing.T, texts ...string) plugin {
	t.Helper()
	for _, text := range texts {
		if !strings.Contains(p.out+p.err, text) {
			t.Errorf("nothing says %q:\n%s%s", text, p.out, p.err)
		}
	}
	return p
}

// TestImportOfAnExport changes nothing, whatever the format.
func TestImportOfAnExport(t *testing.T) {
	before := in(t)
	isms(t, "export", "-f", ".", "-o", "xlsx=isms.xlsx", "-o", "csv=registers").must(t, 0)
	for _, from := range []string{"isms.xlsx", "registers"} {
		isms(t, "import", from, "-f", ".", "--write", "--delete").must(t, 0).says(t, "0 created, 0 updated, 0 deleted, 146 unchanged, 0 gone, 0 conflict, 0 refused")
	}
	if names := changed(t, before); len(names) > 0 {
		t.Errorf("%q changed", names)
	}
}

// TestImportOfEdits: an edit, a new row, a new entry, and a row that is gone.
func TestImportOfEdits(t *testing.T) {
	before := in(t)
	s := exported(t)
	s.set("Risk", s.find("Risk", "loss-of-primary-site", "Assessed on"), "2026-03-02")
	s.row("Risk", map[string]any{"ID": "=new-risk", "Title": "x", "Rating": "Low"})
	s.back(exitUnusable).says(t, "refused   Risk/=new-risk", `found "=new-risk"`)
	s.set("Risk", s.find("Risk", "=new-risk", "ID"), "new-risk")
	s.row("SecurityRole assignments", map[string]any{"ID": "top-management", "Name": "eva", "Person": "eva-moser", "From": "2026-05-01"})
	s.remove("Risk", "stolen-credentials")
	p := s.back(0).says(t, "updated   Risk/loss-of-primary-site", `spec.assessedOn: "2026-02-02" -> "2026-03-02"`, "created   Risk/new-risk", "risk-new-risk.yaml new",
		`spec.assignments[eva].personRef.name: (none) -> "eva-moser"`, "its row is gone; it stays, unless --delete is given", "1 created, 2 updated, 0 deleted", "1 gone, 0 conflict, 0 refused", "write it with --write")
	if names := changed(t, before); len(names) > 0 {
		t.Errorf("a dry run changed %q:\n%s", names, p.out)
	}
	s.back(0, "--write")
	if have, want := content(t, "risk.yaml"), strings.Replace(before["risk.yaml"], `assessedOn: "2026-02-02"`, `assessedOn: "2026-03-02"`, 1); have != want {
		t.Errorf("more than a day changed:\n%s", have)
	}
	if have := content(t, "risk-new-risk.yaml"); have != "apiVersion: isms-operator.io/v1alpha1\nkind: Risk\nmetadata:\n  name: new-risk\nspec:\n  title: x\n  rating: Low\n" {
		t.Errorf("the new record is\n%s", have)
	}
	if have := content(t, "securityrole.yaml"); len(strings.Split(have, "\n")) != len(strings.Split(before["securityrole.yaml"], "\n"))+4 || !strings.Contains(have, "    - name: eva\n      personRef:\n        name: eva-moser\n      from: \"2026-05-01\"\n") {
		t.Errorf("the new entry is not the only change:\n%s", have)
	}
	s.back(0, "--write").says(t, "0 created, 0 updated") // the second time there is nothing to do
	s.back(0, "--write", "--delete").says(t, "deleted   Risk/stolen-credentials", "1 deleted")
	if have := content(t, "risk.yaml"); strings.Contains(have, "name: stolen-credentials\nspec") || !strings.Contains(have, "name: loss-of-primary-site") {
		t.Errorf("the record is not the one that is gone:\n%s", have)
	}
}

// TestImportConflict: what was edited in both is named, and nothing is written but with --partial.
func TestImportConflict(t *testing.T) {
	in(t)
	s := exported(t)
	s.set("Risk", s.find("Risk", "loss-of-primary-site", "Assessed on"), "2026-03-02").set("Person", s.find("Person", "anna-keller", "Display name"), "Anna K")
	text := content(t, "risk.yaml")
	writeTo(t, "risk.yaml", strings.Replace(text, `assessedOn: "2026-02-02"`, `assessedOn: "2026-04-01"`, 1))
	before := files(t)
	s.back(exitUnusable, "--write").says(t, "conflict  Risk/loss-of-primary-site", `spec.assessedOn: the sheet says "2026-03-02", the files say "2026-04-01", and it was "2026-02-02"`, "1 conflict", "Nothing was written: mend")
	if names := changed(t, before); len(names) > 0 {
		t.Errorf("%q changed", names)
	}
	s.back(exitUnusable, "--write", "--partial")
	if names := changed(t, before); strings.Join(names, " ") != "person.yaml" {
		t.Errorf("%q changed", names)
	}
	// Who edits the same to the same has no conflict, and other fields merge.
	writeTo(t, "risk.yaml", strings.Replace(text, `assessedOn: "2026-02-02"`, `assessedOn: "2026-03-02"`, 1))
	s.back(0).says(t, "0 conflict")
}

// TestImportRefuses what the API server would, and what nobody can tell.
func TestImportRefuses(t *testing.T) {
	for _, tc := range []struct {
		why  string
		edit func(s *sheet)
		says []string
	}{
		{"an ambiguous day", func(s *sheet) { s.set("Risk", s.find("Risk", "loss-of-primary-site", "Assessed on"), "09/12/2025") }, []string{"isms.xlsx: Risk!", `found the text "09/12/2025"`}},
		{"a word that is none of the values", func(s *sheet) { s.set("Risk", s.find("Risk", "loss-of-primary-site", "Rating"), "Hihg") }, []string{`found "Hihg"`, "did you mean High?"}},
		{"what is history", func(s *sheet) {
			s.set("MaintenanceRecord", s.find("MaintenanceRecord", "backup-2026-05", "Performed on"), "2026-05-13")
		}, []string{"refused   MaintenanceRecord/", "the record stays as it was written"}},
		{"two rows of one ID", func(s *sheet) { s.row("Risk", map[string]any{"ID": "loss-of-primary-site", "Title": "again"}) }, []string{"it is the same as isms.xlsx: Risk!"}},
		{"a row without ID", func(s *sheet) { s.row("Risk", map[string]any{"Title": "nobody's"}) }, []string{"it has no ID"}},
		{"an entry of no record", func(s *sheet) { s.row("SecurityRole assignments", map[string]any{"ID": "no-role", "Name": "x"}) }, []string{"there is no record no-role in the sheet SecurityRole"}},
		{"a value too many", func(s *sheet) { s.set("Person", s.find("Person", "anna-keller", "ID"), "Anna Keller") }, []string{`refused   Person/Anna Keller`, "metadata.name"}},
		{"merged cells", func(s *sheet) {
			if err := s.MergeCell("Risk", "B2", "B4"); err != nil {
				s.Fatal(err)
			}
		}, []string{"the cells B2:B4 are merged"}},
		{"a formula that nobody calculated", func(s *sheet) {
			if err := s.SetCellFormula("Risk", s.find("Risk", "loss-of-primary-site", "Title"), "A1"); err != nil {
				s.Fatal(err)
			}
		}, []string{"a formula that was never calculated"}},
	} {
		t.Run(tc.why, func(t *testing.T) {
			before := in(t)
			s := exported(t)
			tc.edit(s)
			s.back(exitUnusable, "--write").says(t, tc.says...).says(t, "Nothing was written")
			if names := changed(t, before); len(names) > 0 {
				t.Errorf("%q changed", names)
			}
		})
	}
}

// TestImportTells how many approvals do not bind any more, and sums that add up.
func TestImportTells(t *testing.T) {
	in(t)
	isms(t, "approve", "-f", "securitybudget.yaml", "--by", "anna-keller", "--rationale", "Covers the plan").must(t, 0)
	s := exported(t)
	s.set("SecurityBudget lines", "E2", "999")
	var r exchange.Result
	p := s.back(0, "-o", "json")
	if err := json.Unmarshal([]byte(p.out), &r); err != nil {
		t.Fatalf("%v\n%s", err, p.out)
	}
	sum := 0
	for _, n := range r.Sums {
		sum += n
	}
	if sum != r.Total || r.Total != len(r.Rows) || r.Sums[exchange.Updated] != 1 || r.StaleApprovals != 1 || r.Written {
		t.Errorf("%+v of %d rows, %d stale\n", r.Sums, len(r.Rows), r.StaleApprovals)
	}
}

// TestImportOfWhatIsNone says what to do.
func TestImportOfWhatIsNone(t *testing.T) {
	in(t)
	isms(t, "export", "-f", ".", "-o", "csv=registers").must(t, 0)
	if err := os.Remove("registers/_isms.csv"); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		why  string
		args []string
		says string
	}{
		{"no such file", []string{"import", "no.xlsx", "-f", "."}, `the path "no.xlsx" does not exist`},
		{"no workbook", []string{"import", "risk.yaml", "-f", "."}, "it is no workbook"},
		{"a folder without what tells the base", []string{"import", "registers", "-f", "."}, "it has no hidden sheet _isms"},
		{"no files", []string{"import", "isms.xlsx"}, "-f is missing"},
		{"standard input", []string{"import", "isms.xlsx", "-f", "-"}, "standard input cannot be written to"},
		{"no workbook named", []string{"import", "-f", "."}, "name one workbook"},
		{"an unknown format", []string{"export", "-f", ".", "-o", "ods=x"}, `the format "ods" is not one of xlsx, csv`},
		{"no output", []string{"export", "-f", "."}, "-o is missing"},
		{"an unknown kind", []string{"export", "-f", ".", "-o", "xlsx=x", "--kinds", "Riks"}, `did you mean "Risk"?`},
	} {
		if p := isms(t, tc.args...); p.code != exitUnusable || !strings.Contains(p.err, tc.says) {
			t.Errorf("%s: exit code %d: %s", tc.why, p.code, p.err)
		}
	}
}
