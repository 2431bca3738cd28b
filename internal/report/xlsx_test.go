package report_test

import (
	"bytes"
	"encoding/csv"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/report"
	"github.com/isms-operator/isms-operator/internal/wording"
)

// cells are texts that programs of tables take for something else.
var cells = []string{
	"=1+1", "+1", "-2+3", "@SUM(A1:A2)", "\t=1+1", "'=1", `=HYPERLINK("http://example.org","x")`, "=cmd|' /C calc'!A0",
	"1e5", "00123", "2026-02-03", "TRUE", "_x0041_", "  between  ", `"quoted", and more`, "<b>&amp;</b>", "a\nb", "\x1b[2J\u202e", "Ægir 🙂 日本", "\ufffe", "",
	strings.Repeat("long ", 2000),
}

// hostileMatrix has each of the texts in a row of its own, in every column.
func hostileMatrix() *report.Matrix {
	m := &report.Matrix{Title: "soa", AsOf: api.MustDate("2026-06-01"), Columns: []string{"NAMESPACE", "=CONTROL", "GAP"}}
	for _, c := range cells {
		m.Rows = append(m.Rows, []string{c, c, c})
	}
	m.Problems = []input.Problem{{Message: "=1+1"}}
	return m
}

// wantCells are what a workbook of a matrix says.
func wantCells(m *report.Matrix) [][]string {
	rows := append([][]string{m.Columns}, m.Rows...)
	for range m.Problems {
		rows = append(rows, []string{"not judged", "", "unknown"})
	}
	all := make([][]string, len(rows))
	for i, row := range rows {
		for _, cell := range row {
			all[i] = append(all[i], strings.ReplaceAll(wording.Plain(cell), "\ufffe", "\ufffd"))
		}
	}
	return all
}

func workbook(t *testing.T, all ...*report.Matrix) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := report.WriteMatrices(&b, all); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestXLSX(t *testing.T) {
	s := records(t).stories["soa-in-disorder"]
	worlds := []*assess.World{assess.NewWorld(s.Name, s.Records)}
	all := []*report.Matrix{table(t, "competency", worlds, s.AsOf), table(t, "raci", worlds, s.AsOf), table(t, "soa", worlds, s.AsOf)}
	data := workbook(t, all...)
	for range 5 {
		if !bytes.Equal(data, workbook(t, all...)) {
			t.Fatal("a second run gives other bytes")
		}
	}
	all = append(all[:2], hostileMatrix())
	f, err := excelize.OpenReader(bytes.NewReader(workbook(t, all...)))
	if err != nil {
		t.Fatal(err)
	}
	if sheets := f.GetSheetList(); !slices.Equal(sheets, []string{"competency", "raci", "soa"}) {
		t.Errorf("%q", sheets)
	}
	rows, err := f.GetRows("soa", excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	sameCells(t, rows, wantCells(all[2]))
	for i := range rows {
		at, _ := excelize.CoordinatesToCellName(1, i+1)
		if formula, err := f.GetCellFormula("soa", at); err != nil || formula != "" {
			t.Errorf("%s has the formula %q, %v", at, formula, err)
		}
	}
	layout, err := f.GetPageLayout("soa")
	if err != nil || *layout.Orientation != "landscape" || *layout.Size != 9 || *layout.FitToWidth != 1 {
		t.Errorf("%+v, %v", layout, err)
	}
	var titles []string
	for _, name := range f.GetDefinedName() {
		titles = append(titles, name.Name+" "+name.RefersTo)
	}
	if !slices.Contains(titles, "_xlnm.Print_Titles 'soa'!$1:$1") {
		t.Errorf("the header is not on each page: %q", titles)
	}
}

// sameCells compares rows, of which a reader may leave out empty cells at the end.
func sameCells(t *testing.T, have, want [][]string) {
	t.Helper()
	if len(have) != len(want) {
		t.Fatalf("%d rows, want %d", len(have), len(want))
	}
	for i := range want {
		for j := range want[i] {
			cell := ""
			if j < len(have[i]) {
				cell = have[i][j]
			}
			if cell != want[i][j] {
				t.Errorf("row %d, column %d is %q, want %q", i+1, j+1, cell, want[i][j])
			}
		}
	}
}

// TestXLSXInLibreOffice has another program read every sheet, and compares cell by cell.
func TestXLSXInLibreOffice(t *testing.T) {
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("SKIPPED: workbooks are not opened, because soffice is not installed (package libreoffice-calc-nogui); make test-pack installs it")
	}
	s := records(t).stories["competence-on-paper"]
	all := []*report.Matrix{table(t, "competency", []*assess.World{assess.NewWorld(s.Name, s.Records)}, s.AsOf), hostileMatrix()}
	dir := t.TempDir()
	file := filepath.Join(dir, "matrices.xlsx")
	if err := os.WriteFile(file, workbook(t, all...), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), office, "-env:UserInstallation=file://"+dir+"/profile", "--headless",
		"--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1", "--outdir", dir, file)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, m := range all {
		text, err := os.Open(filepath.Join(dir, "matrices-"+m.Title+".csv"))
		if err != nil {
			t.Fatal(err)
		}
		in := csv.NewReader(text)
		in.FieldsPerRecord = -1
		var rows [][]string
		for {
			row, err := in.Read()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			rows = append(rows, row)
		}
		_ = text.Close() // it was only read
		sameCells(t, rows, wantCells(m))
	}
}

// cellsOf is the text of all cells of a workbook.
func cellsOf(t *testing.T, data []byte) string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }() // it was only read
	var text strings.Builder
	for _, name := range f.GetSheetList() {
		rows, err := f.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			text.WriteString(strings.Join(row, "\t") + "\n")
		}
	}
	return text.String()
}
