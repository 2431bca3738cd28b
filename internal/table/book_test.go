package table_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/isms-operator/isms-operator/internal/table"
)

// formats of the cells of test workbooks, by their number.
var formats = []string{
	"General", "dd-mm-yy", "dd.mm.yyyy", "0.00", "#,##0.00", "0%", `"SUP-"000`, "mmm-yy", "d. mmm", "h:mm", "[h]:mm",
	`yyyy-mm-dd hh:mm`, "0", `[$-407]d. mmmm yyyy;@`, "yyyy", "@", "00000", `#,##0.00\ "EUR"`, `"day "0`,
}

// parts are the parts of a workbook with one sheet.
func parts(sheet string) map[string]string {
	var codes, cells strings.Builder
	for i, code := range formats {
		fmt.Fprintf(&codes, `<numFmt numFmtId="%d" formatCode="%s"/>`, 164+i, strings.ReplaceAll(code, `"`, "&quot;"))
		fmt.Fprintf(&cells, `<xf numFmtId="%d"/>`, 164+i)
	}
	return map[string]string{
		"_rels/.rels":                `<Relationships><Relationship Id="r1" Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://x/styles" Target="/xl/styles.xml"/><Relationship Id="r3" Type="http://x/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
		"xl/workbook.xml":            `<workbook><workbookPr/><sheets><sheet name="One" sheetId="1" r:id="r1"/></sheets></workbook>`,
		"xl/styles.xml":              `<styleSheet><numFmts>` + codes.String() + `</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>` + cells.String() + `<xf numFmtId="14"/></cellXfs></styleSheet>`,
		"xl/sharedStrings.xml":       `<sst><si><t>shared</t></si><si><r><t>rich </t></r><r><t>text</t></r><rPh><t>spoken</t></rPh></si><si><t xml:space="preserve">` + "\u00a0 spaced\u00a0out \t" + `</t></si><si><t>_x0041__x000D_</t></si><si><t>1.10</t></si></sst>`,
		"xl/worksheets/sheet1.xml":   `<worksheet>` + sheet + `</worksheet>`,
	}
}

func zipped(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range parts {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// readParts reads a workbook of one sheet.
func readParts(t *testing.T, parts map[string]string) *table.Table {
	t.Helper()
	tables, err := table.ReadXLSX("book.xlsx", zipped(t, parts))
	if err != nil {
		t.Fatal(err)
	}
	if len(tables) != 1 {
		t.Fatalf("%d sheets", len(tables))
	}
	return tables[0]
}

// row is a sheet with one row.
func row(cells string) string {
	return `<sheetData><row r="1">` + cells + `</row></sheetData>`
}

// styled is a cell with a number in a format.
func styled(format, number string) string {
	for i, code := range formats {
		if code == format {
			return fmt.Sprintf(`<c r="A1" s="%d"><v>%s</v></c>`, i, number)
		}
	}
	panic("no format " + format)
}
