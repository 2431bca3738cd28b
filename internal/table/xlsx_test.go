package table_test

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"github.com/isms-operator/isms-operator/internal/table"
)

// as reads a cell as a field of each type would.
func as(c *table.Cell) map[string]string {
	all := map[string]string{}
	for name, read := range map[string]func() (string, error){"text": c.AsText, "day": c.AsDay, "number": c.AsNumber, "bool": c.AsBool} {
		value, err := read()
		if err != nil {
			value = "refused: " + err.Error()
		}
		all[name] = value
	}
	return all
}

// TestCells holds what each cell is to a field of a type. A trap is a row.
func TestCells(t *testing.T) {
	for _, test := range []struct{ why, cell, as, want string }{
		{"a day is exact, whatever it looks like", styled("dd-mm-yy", "46000"), "day", "2025-12-09"},
		{"so in another country", styled("dd.mm.yyyy", "46000"), "day", "2025-12-09"},
		{"so in the format that follows the computer", `<c r="A1" s="19"><v>46000</v></c>`, "day", "2025-12-09"},
		{"so with a locale, and a section for texts", styled("[$-407]d. mmmm yyyy;@", "46000"), "day", "2025-12-09"},
		{"a day is a text as ISO has it", styled("dd-mm-yy", "46000"), "text", "2025-12-09"},
		{"a time of day is dropped from a day", styled("yyyy-mm-dd hh:mm", "46000.604166666667"), "day", "2025-12-09"},
		{"the last moment of a day is of that day", styled("yyyy-mm-dd hh:mm", "46000.999999999"), "day", "2025-12-09"},
		{"a time of day is not dropped from a text", styled("yyyy-mm-dd hh:mm", "46000.5"), "text", "refused: the cell shows 2025-12-09 12:00:00 and holds"},
		{"a month alone is no day", styled("mmm-yy", "46000"), "day", "refused: the cell shows a part of the day alone and holds 2025-12-09"},
		{"a year alone is no day", styled("yyyy", "46000"), "day", "refused: the cell shows a part"},
		{"of a day without year a program made up the year", styled("d. mmm", "46000"), "day", "refused: the cell shows a part"},
		{"a number without format is no day", styled("General", "46000"), "day", "refused: found 46000; a day is needed"},
		{"a format with a word in it is no day", styled(`"day "0`, "46000"), "day", "refused: found 46000"},
		{"zero is what an empty formula gives", styled("dd-mm-yy", "0"), "day", "refused: the cell shows 0 as a day"},
		{"the first sure day", styled("dd-mm-yy", "61"), "day", "1900-03-01"},
		{"before it programs count differently", styled("dd-mm-yy", "60"), "day", "refused: the cell shows the number 60 as a day"},
		{"the last day", styled("dd-mm-yy", "2958465"), "day", "9999-12-31"},
		{"behind it there is none", styled("dd-mm-yy", "2958466"), "day", "refused: the cell shows the number 2958466"},
		{"a negative day", styled("dd-mm-yy", "-1"), "day", "refused: the cell shows the number -1"},
		{"a time is no day", styled("h:mm", "0.604166666667"), "day", "refused: the cell holds a time without a day"},
		{"a duration is none either, however long", styled("[h]:mm", "46000"), "text", "refused: the cell holds a time without a day"},
		{"a day in the words of ISO 8601", `<c r="A1" t="d"><v>2025-12-09T00:00:00</v></c>`, "day", "2025-12-09"},

		{"1.10 is kept as 1.1 and shown as 1.10: a text may be either", styled("0.00", "1.1000000000000001"), "text", "refused: the cell shows 1.10 and holds 1.1"},
		{"to a number they are the same", styled("0.00", "1.1000000000000001"), "number", "1.1"},
		{"what is shown rounded was perhaps not looked at", styled("0", "1.5"), "number", "refused: the cell shows 2 and holds 1.5"},
		{"1.10 written as a text stays so", `<c r="A1" t="s"><v>4</v></c>`, "text", "1.10"},
		{"a number of General is a text as it stands", styled("General", "1.1000000000000001"), "text", "1.1"},
		{"so in the format of texts", styled("@", "27001"), "text", "27001"},
		{"an exponent is another way to write a number", styled("General", "1.2E+3"), "text", "1200"},
		{"zeros in front are shown and not held", styled("00000", "123"), "text", "refused: the cell shows 00123 and holds 123"},
		{"letters in front are shown and not held", styled(`"SUP-"000`, "7"), "text", "refused: the cell shows 7 in the format"},
		{"separators of thousands are shown", styled("#,##0.00", "1234567.5"), "text", "refused: the cell shows 1,234,567.50 and holds 1234567.5"},
		{"to a number they say nothing", styled("#,##0.00", "1234567.5"), "number", "1234567.5"},
		{"a currency says nothing about the number", styled(`#,##0.00\ "EUR"`, "1234.5"), "number", "1234.5"},
		{"half may be 50", styled("0%", "0.5"), "number", "refused: the cell shows 50% and holds 0.5"},
		{"of a long number a workbook has lost the last digits", styled("General", "1234567890123456"), "text", "refused: the cell shows 1234567890123456, of which"},
		{"a number is no true or false", styled("General", "1"), "bool", `refused: found "1"`},

		{"a text", `<c r="A1" t="s"><v>0</v></c>`, "text", "shared"},
		{"a text of several fonts, without how it is spoken", `<c r="A1" t="s"><v>1</v></c>`, "text", "rich text"},
		{"spaces at the ends, and spaces that do not break", `<c r="A1" t="s"><v>2</v></c>`, "text", "spaced out"},
		{"characters that XML has not", `<c r="A1" t="s"><v>3</v></c>`, "text", "A"},
		{"a text in its cell", `<c r="A1" t="inlineStr"><is><t>in line</t></is></c>`, "text", "in line"},
		{"a text that the workbook does not have", `<c r="A1" t="s"><v>9</v></c>`, "text", "refused: the cell names the text"},
		{"an ambiguous day", `<c r="A1" t="inlineStr"><is><t>09/12/2025</t></is></c>`, "day", `refused: found the text "09/12/2025", which is not the same day everywhere; write it as 2006-01-02`},
		{"so with points", `<c r="A1" t="inlineStr"><is><t>09.12.25</t></is></c>`, "day", `refused: found the text "09.12.25", which`},
		{"so where only one reading is a day: nobody declared it", `<c r="A1" t="inlineStr"><is><t>31/12/2025</t></is></c>`, "day", "refused: found the text"},
		{"ISO 8601 is one day", `<c r="A1" t="inlineStr"><is><t>2025-12-09</t></is></c>`, "day", "2025-12-09"},
		{"so with a time", `<c r="A1" t="inlineStr"><is><t>2025-12-09T10:00:00</t></is></c>`, "day", "2025-12-09"},
		{"a day that no calendar has", `<c r="A1" t="inlineStr"><is><t>2025-02-29</t></is></c>`, "day", `refused: found "2025-02-29", a day that no calendar has`},
		{"a word is no day", `<c r="A1" t="inlineStr"><is><t>TBD</t></is></c>`, "day", `refused: found the text "TBD"`},
		{"a thousand here, one there", `<c r="A1" t="inlineStr"><is><t>1.000</t></is></c>`, "number", `refused: found the text "1.000", which is not the same number everywhere`},
		{"a comma before decimals", `<c r="A1" t="inlineStr"><is><t>1,5</t></is></c>`, "number", `refused: found "1,5"`},
		{"a number as a text", `<c r="A1" t="inlineStr"><is><t>1200</t></is></c>`, "number", "1200"},
		{"true", `<c r="A1" t="b"><v>1</v></c>`, "bool", "true"},
		{"false in another language", `<c r="A1" t="inlineStr"><is><t>Falsch</t></is></c>`, "bool", "false"},

		{"a formula that was never calculated", `<c r="A1"><f>B1</f></c>`, "text", "refused: the cell has a formula that was never calculated"},
		{"a formula with its value", `<c r="A1" t="str"><f>B1</f><v>value</v></c>`, "text", "value"},
		{"a formula with a day", `<c r="A1" s="1"><f>B1</f><v>46000</v></c>`, "day", "2025-12-09"},
		{"a formula that gives nothing", `<c r="A1" t="str"><f>B1</f><v></v></c>`, "text", ""},
		{"a formula that fails", `<c r="A1" t="e"><f>B1</f><v>#REF!</v></c>`, "text", "refused: the cell shows the error #REF!"},
		{"an error without formula", `<c r="A1" t="e"><v>#N/A</v></c>`, "number", "refused: the cell shows the error #N/A"},
		{"a cell with nothing but a border", `<c r="A1" s="1"/>`, "day", ""},
		{"a number that is none", `<c r="A1"><v>1,5</v></c>`, "number", `refused: the cell holds "1,5" as a number`},
		{"a number that no text may be either", `<c r="A1"><v>NaN</v></c>`, "text", `refused: the cell holds "NaN" as a number`},
	} {
		tab := readParts(t, parts(row(test.cell)))
		var cell table.Cell
		if len(tab.Rows) > 0 {
			cell = tab.Rows[0].Cell(0)
		}
		have := as(&cell)[test.as]
		if have != test.want && (!strings.HasPrefix(test.want, "refused: ") || !strings.HasPrefix(have, test.want)) {
			t.Errorf("%s: read as %s it is %q, want %q", test.why, test.as, have, test.want)
		}
	}
}

// TestEpoch1904 holds days of workbooks that count from 1904.
func TestEpoch1904(t *testing.T) {
	p := parts(row(styled("dd-mm-yy", "44538")))
	p["xl/workbook.xml"] = strings.Replace(p["xl/workbook.xml"], "<workbookPr/>", `<workbookPr date1904="1"/>`, 1)
	tab := readParts(t, p)
	if day, err := tab.Rows[0].Cells[0].AsDay(); err != nil || day != "2025-12-09" {
		t.Errorf("%q, %v", day, err)
	}
}

// TestSheet holds where cells stand, what is hidden, and what lies under merged cells.
func TestSheet(t *testing.T) {
	p := parts(`<cols><col min="3" max="4" hidden="1"/></cols><sheetData>` +
		`<row r="2"><c r="B2" t="str"><v>group</v></c><c r="D2" t="str"><v>d</v></c></row>` +
		`<row r="3" hidden="1"><c r="A3" t="str"><v>a</v></c></row>` +
		`<row><c/><c t="str"><v>b</v></c></row>` +
		`<row r="9"><c r="A9" s="1"/></row></sheetData><autoFilter ref="A1:D9"/><mergeCells><mergeCell ref="B2:C3"/><mergeCell ref="A1:XFD1048576x"/></mergeCells>`)
	p["xl/workbook.xml"] = strings.Replace(p["xl/workbook.xml"], `name="One"`, `name="One" state="veryHidden"`, 1)
	tab := readParts(t, p)
	if !tab.Hidden || !tab.Filtered || !tab.HiddenColumns[2] || !tab.HiddenColumns[3] || tab.HiddenColumns[1] {
		t.Errorf("%+v", tab)
	}
	if len(tab.Rows) != 3 {
		t.Fatalf("%d rows: %+v", len(tab.Rows), tab.Rows)
	}
	for _, test := range []struct {
		row, column int
		kind        table.CellKind
		place, text string
	}{
		{0, 0, table.Empty, "book.xlsx: One!A2", ""},
		{0, 1, table.Text, "book.xlsx: One!B2", "group"},
		{0, 2, table.Covered, "book.xlsx: One!C2", ""},
		{0, 3, table.Text, "book.xlsx: One!D2", "d"},
		{1, 0, table.Text, "book.xlsx: One!A3", "a"},
		{1, 1, table.Covered, "book.xlsx: One!B3", ""},
		{2, 1, table.Text, "book.xlsx: One!B4", "b"},
	} {
		r := &tab.Rows[test.row]
		if c := r.Cell(test.column); c.Kind != test.kind || c.Text != test.text || tab.Place(r, test.column) != test.place {
			t.Errorf("%s is %+v, want %v %q in %s", tab.Place(r, test.column), c, test.kind, test.text, test.place)
		}
	}
	if tab.Rows[0].Hidden || !tab.Rows[1].Hidden {
		t.Error("the second of the rows is hidden, and only it")
	}
	if why := tab.Rows[1].Cells[1].Why; !strings.Contains(why, `the cells B2:C3 are merged, and their value "group"`) {
		t.Error(why)
	}
}

// TestRowsThatSayNothing holds apart what somebody wrote, what is prepared, and what is blank.
func TestRowsThatSayNothing(t *testing.T) {
	for _, test := range []struct {
		why, cells        string
		blank, calculated bool
	}{
		{"somebody wrote it", `<c t="str"><v>x</v></c>`, false, false},
		{"beside formulas", `<c t="str"><v>x</v></c><c><f>A1</f><v>1</v></c>`, false, false},
		{"a space", `<c t="str"><v> </v></c><c t="str"><f>B1</f><v></v></c>`, true, false},
		{"zeros", `<c><v>0</v></c><c><f>A1*2</f><v>0</v></c>`, true, false},
		{"a running number that is calculated", `<c><f>ROW()</f><v>17</v></c><c><v>0</v></c>`, false, true},
		{"formulas that were never calculated", `<c><f>ROW()</f></c>`, false, true},
		{"a number that somebody wrote", `<c><v>7</v></c>`, false, false},
	} {
		tab := readParts(t, parts(row(`<c><v>0</v></c>`+test.cells)))
		if r := &tab.Rows[0]; r.Blank() != test.blank || r.Calculated() != test.calculated {
			t.Errorf("%s: blank %v, calculated %v", test.why, r.Blank(), r.Calculated())
		}
	}
}

// TestNoWorkbook holds what is refused as a whole.
func TestNoWorkbook(t *testing.T) {
	with := func(name, text string) []byte {
		p := parts(row(""))
		p[name] = text
		return zipped(t, p)
	}
	for want, data := range map[string][]byte{
		"it is no workbook":                           []byte("Name;Mail\n"),
		"it is a workbook of before 2007":             []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
		"it is an archive, and no .xlsx":              zipped(t, map[string]string{"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
		"it has no workbook that can be read":         with("_rels/.rels", "<Relationships/>"),
		"cannot be read: XML syntax error":            with("xl/worksheets/sheet1.xml", "<worksheet><sheetData><row"),
		"does not belong where it stands":             with("xl/worksheets/sheet1.xml", `<worksheet><row r="1"><c r="B1"/><c r="A1"/></row></worksheet>`),
		`the cell "A2" does not belong`:               with("xl/worksheets/sheet1.xml", `<worksheet><row r="1"><c r="A2"/></row></worksheet>`),
		"stands below row 2":                          with("xl/worksheets/sheet1.xml", `<worksheet><row r="2"/><row r="1"/></worksheet>`),
		"it has the row 1048577":                      with("xl/worksheets/sheet1.xml", `<worksheet><row r="1048577"/></worksheet>`),
		"it has more than 5000000 cells":              with("xl/worksheets/sheet1.xml", `<worksheet>`+strings.Repeat(`<row><c><v>1</v></c></row>`, 400)+`<mergeCells>`+strings.Repeat(`<mergeCell ref="A1:A400"/>`, 12501)+`</mergeCells></worksheet>`),
		"its parts unpack to more than 768 MiB":       bomb(t),
		`its part "xl/worksheets/sheet1.xml" is miss`: without(t, "xl/worksheets/sheet1.xml"),
	} {
		if _, err := table.ReadXLSX("book.xlsx", data); err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "book.xlsx: ") {
			t.Errorf("%v, want: %s", err, want)
		}
	}
}

// bomb is a workbook whose texts unpack to more than is read.
func bomb(t *testing.T) []byte {
	t.Helper()
	p := parts("")
	delete(p, "xl/sharedStrings.xml")
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range p {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := z.CreateRaw(&zip.FileHeader{Name: "xl/sharedStrings.xml", Method: zip.Deflate, UncompressedSize64: 769 << 20}); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func without(t *testing.T, name string) []byte {
	p := parts("")
	delete(p, name)
	return zipped(t, p)
}
