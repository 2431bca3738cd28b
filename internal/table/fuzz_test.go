package table_test

import (
	"strings"
	"testing"
	"time"

	"github.com/isms-operator/isms-operator/internal/table"
)

// sure fails where a cell is read as a day or a number that it does not say.
func sure(t *testing.T, c *table.Cell) {
	t.Helper()
	if day, err := c.AsDay(); err == nil && day != "" {
		if _, err := time.Parse(time.DateOnly, day); err != nil {
			t.Errorf("%+v is the day %q", c, day)
		}
		if c.Kind != table.Day && !strings.HasPrefix(c.Text, day) {
			t.Errorf("%+v became the day %s", c, day)
		}
	}
	if number, err := c.AsNumber(); err == nil && number != c.Text {
		t.Errorf("%+v became the number %s", c, number)
	}
	if text, err := c.AsText(); err == nil && (text != c.Text || text != table.Clean(text)) {
		t.Errorf("%+v became the text %q", c, text)
	}
	if (c.Kind == table.Unreadable || c.Kind == table.Covered) != (c.Why != "") {
		t.Errorf("%+v does not say why", c)
	}
}

// FuzzSheet holds that no sheet makes the reader panic, and no cell is guessed.
func FuzzSheet(f *testing.F) {
	for _, sheet := range []string{
		row(styled("dd-mm-yy", "46000") + `<c r="C1" t="str"><f>A1</f><v>x</v></c>`),
		row(`<c r="A1" t="inlineStr"><is><t>09/12/2025</t></is></c><c t="e"><v>#REF!</v></c><c t="b"><v>1</v></c>`),
		`<sheetData><row r="3" hidden="1"><c r="B3" t="s"><v>1</v></c></row></sheetData><mergeCells><mergeCell ref="A1:C9"/></mergeCells>`,
		`<cols><col min="1" max="99999999" hidden="1"/></cols><sheetData><row r="1"><c r="XFD1"><v>1e309</v></c></row></sheetData>`,
	} {
		f.Add(sheet, "yyyy-mm-dd")
		f.Add(sheet, `[h]:mm;"x"_)`)
	}
	f.Fuzz(func(t *testing.T, sheet, format string) {
		p := parts(sheet)
		p["xl/styles.xml"] = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="` + strings.NewReplacer("&", "&amp;", `"`, "&quot;", "<", "&lt;").Replace(format) + `"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>`
		tables, err := table.ReadXLSX("fuzz.xlsx", zipped(t, p))
		if err != nil {
			return
		}
		for _, tab := range tables {
			for i := range tab.Rows {
				for k := range tab.Rows[i].Cells {
					sure(t, &tab.Rows[i].Cells[k])
				}
			}
			_, _ = tab.HeadingAt(1, 2) // it may not panic
		}
	})
}

// FuzzCSV holds the same of texts.
func FuzzCSV(f *testing.F) {
	for _, text := range []string{"a;b\n1,5;2\n", "\xff\xfea\x00;\x00", "sep=;\na;b", "a,b\n\"x\ny\",1\n", "Gr\xf6\xdfe\t1.000\n"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		tab, err := table.ReadCSV("fuzz.csv", data, table.CSVOptions{})
		if err != nil {
			return
		}
		for i := range tab.Rows {
			for k := range tab.Rows[i].Cells {
				c := &tab.Rows[i].Cells[k]
				if c.Kind != table.Text && c.Kind != table.Empty {
					t.Errorf("%+v in a CSV", c)
				}
				sure(t, c)
			}
		}
	})
}
