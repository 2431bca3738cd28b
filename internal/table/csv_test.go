package table_test

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/unicode"

	"github.com/isms-operator/isms-operator/internal/table"
)

func utf16(t *testing.T, s string, e unicode.Endianness, mark unicode.BOMPolicy) string {
	t.Helper()
	s, err := unicode.UTF16(e, mark).NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestCSV holds how a text is read: its encoding, its separator, its rows.
func TestCSV(t *testing.T) {
	const table1 = "Größe;Ort\n1,5;„Köln“\n"
	for _, test := range []struct{ why, text, read, want string }{
		{"UTF-8", table1, "UTF-8, separated by semicolons", "1:Größe|Ort 2:1,5|„Köln“"},
		{"UTF-8 with a mark", "\ufeff" + table1, "UTF-8, separated by semicolons", "1:Größe|Ort 2:1,5|„Köln“"},
		{"UTF-16 with a mark, as Excel writes it", utf16(t, table1, unicode.LittleEndian, unicode.UseBOM), "UTF-16 LE, separated by semicolons", "1:Größe|Ort 2:1,5|„Köln“"},
		{"the other way round", utf16(t, table1, unicode.BigEndian, unicode.UseBOM), "UTF-16 BE, separated by semicolons", "1:Größe|Ort 2:1,5|„Köln“"},
		{"UTF-16 without a mark", utf16(t, "Name;Mail\nA;B\n", unicode.LittleEndian, unicode.IgnoreBOM), "UTF-16 LE, separated by semicolons", "1:Name|Mail 2:A|B"},
		{"the other way round", utf16(t, "Name;Mail\nA;B\n", unicode.BigEndian, unicode.IgnoreBOM), "UTF-16 BE, separated by semicolons", "1:Name|Mail 2:A|B"},
		{"Windows-1252", "Gr\xf6\xdfe;Ort\n1,5;\x84K\xf6ln\x93\n", "Windows-1252, separated by semicolons", "1:Größe|Ort 2:1,5|„Köln“"},
		{"tabs", "a\tb\n1,5\t2;3\n", "UTF-8, separated by tabs", "1:a|b 2:1,5|2;3"},
		{"commas", "a,b\n1,2\n", "UTF-8, separated by commas", "1:a|b 2:1|2"},
		{"a decimal comma does not separate", "Name;Amount\nx;1,5\ny;2\n", "UTF-8, separated by semicolons", "1:Name|Amount 2:x|1,5 3:y|2"},
		{"named as Excel does", "sep=,\na;b,c\n1;2,3\n", "UTF-8, separated by commas", "2:a;b|c 3:1;2|3"},
		{"separators in quotes do not separate", "a,b\n\"1;2;3;4\",x\n\"1;2;3;4\",y\n", "UTF-8, separated by commas", "1:a|b 2:1;2;3;4|x 3:1;2;3;4|y"},
		{"one column", "a\nb\n", "UTF-8, separated by commas", "1:a 2:b"},
		{"a cell over lines, and its row", "a,b\r\n\"1\r\n2\",x\r\n3,y\r\n", "UTF-8, separated by commas", "1:a|b 2:1\n2|x 4:3|y"},
		{"empty lines are no rows", "a,b\n\n\n1,2\n", "UTF-8, separated by commas", "1:a|b 4:1|2"},
		{"a row with too few keeps its cells where they are", "a,b,c\n1,2,3\n1,2\n", "UTF-8, separated by commas", "1:a|b|c 2:1|2|3 3:1|2"},
		{"nothing", "", "UTF-8, separated by commas", ""},
		{"a separator said for sure", "", "UTF-8, separated by commas", ""},
	} {
		tab, err := table.ReadCSV("t.csv", []byte(test.text), table.CSVOptions{})
		if err != nil {
			t.Errorf("%s: %v", test.why, err)
			continue
		}
		var have []string
		for _, r := range tab.Rows {
			var cells []string
			for _, c := range r.Cells {
				cells = append(cells, c.Text)
			}
			have = append(have, strings.TrimPrefix(tab.RowPlace(&r), "t.csv:")+":"+strings.Join(cells, "|"))
		}
		if tab.Read != test.read || strings.Join(have, " ") != test.want {
			t.Errorf("%s: %s, %s; want %s, %s", test.why, tab.Read, strings.Join(have, " "), test.read, test.want)
		}
	}
}

// TestNoCSV holds what is refused as a whole.
func TestNoCSV(t *testing.T) {
	for want, text := range map[string]string{
		"its cells may be separated by semicolons or by commas; say which": "a;b,c\n1;2,3\n",
		"it is no text in UTF-8, UTF-16 or Windows-1252":                   "a\x81b",
		"it begins as UTF-8 and has other bytes":                           "\ufeffa\xf6b",
		"line 2: bare \" in non-quoted-field":                              "a,b\nx\"y,2\n",
		"line 2: extraneous or missing":                                    "a,b\n\"1,2\n3,4\n",
	} {
		if tab, err := table.ReadCSV("t.csv", []byte(text), table.CSVOptions{}); err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "t.csv: ") {
			t.Errorf("%v %+v, want: %s", err, tab, want)
		}
	}
	if tab, err := table.ReadCSV("t.csv", []byte("a;b,c\n1;2,3\n"), table.CSVOptions{Separator: ';'}); err != nil || tab.Rows[0].Cells[1].Text != "b,c" {
		t.Errorf("a separator that is said: %v", err)
	}
}

// TestHeadings holds how columns are named.
func TestHeadings(t *testing.T) {
	read := func(text string) *table.Table {
		tab, err := table.ReadCSV("t.csv", []byte(text), table.CSVOptions{Separator: ','})
		if err != nil {
			t.Fatal(err)
		}
		return tab
	}
	known := func(name string) bool { return name == "name" || name == "next review" }
	tab := read("Register of suppliers,,\nName,\"Next\n review\",Owner’s  team\nA,2025-12-09,x\nNAME,Next review,Owner's team\nB,,\nC,\nD,,,\n")
	row, ok := tab.FindHeading(known)
	if !ok || row != 2 {
		t.Fatalf("the heading is in row %d, %v; want the one with the most known names", row, ok)
	}
	h, err := tab.HeadingAt(row, row)
	if err != nil || strings.Join(h.Names, "|") != "Name|Next review|Owner’s team" {
		t.Errorf("%q, %v", h.Names, err)
	}
	for i, want := range []struct {
		repeats bool
		fits    string
	}{{}, {repeats: true}, {}, {repeats: true}, {}, {fits: "t.csv:7: it has 2 cells, and its heading in line 2 has 3"}, {fits: "t.csv:8: it has 4 cells"}} {
		r := &tab.Rows[i]
		err := tab.Fits(h, r)
		if h.Repeats(r) != want.repeats && i > 0 || (err == nil) != (want.fits == "") || err != nil && !strings.HasPrefix(err.Error(), want.fits) {
			t.Errorf("row %d repeats the heading: %v; %v", r.Number, h.Repeats(r), err)
		}
	}
	if _, err := read("Name,Mail,name\n").HeadingAt(1, 1); err == nil || !strings.Contains(err.Error(), `the columns A and C are both called "name"`) {
		t.Errorf("two columns of one name: %v", err)
	}
	if _, ok := read("x,y\n1,2\n").FindHeading(known); ok {
		t.Error("there is no heading")
	}
	two := readParts(t, parts(`<sheetData><row r="1"><c r="A1" t="str"><v>Name</v></c><c r="B1" t="str"><v>Contact</v></c></row>`+
		`<row r="2"><c r="B2" t="str"><v>Name</v></c><c r="C2" t="str"><v>Mail</v></c></row></sheetData><mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="B1:C1"/></mergeCells>`))
	if h, err := two.HeadingAt(1, 2); err != nil || strings.Join(h.Names, "|") != "Name|Contact Name|Contact Mail" {
		t.Errorf("a heading over two rows: %q, %v", h.Names, err)
	}
}
