package table

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

func rowsOf(t *Table) string {
	var lines []string
	for _, r := range t.Rows {
		cells := make([]string, len(r.Cells))
		for i := range r.Cells {
			cells[i] = r.Cells[i].Text
			if r.Cells[i].Kind == Covered {
				cells[i] = "^"
			}
		}
		lines = append(lines, fmt.Sprintf("%d: %s", r.Number, strings.Join(cells, "|")))
	}
	return strings.Join(lines, "\n")
}

func TestReadMarkdown(t *testing.T) {
	const page = "# Page\n\n| Lone | Table |\n|---|---|\n\n## Roles *now*\n\ntext\n\n| Role | Ann |\n| --- | :-: |\n| [Lead](#lead) of **all** \\| more | X |\n|  | `code`<br>next |\n| <https://example.org> | a\\*b |\n"
	tables, err := ReadMarkdown("page.md", []byte(page))
	if err != nil || len(tables) != 2 {
		t.Fatalf("%d tables, %v", len(tables), err)
	}
	if got, want := rowsOf(tables[1]), "10: Role|Ann\n12: Lead of all | more|X\n13: |code\nnext\n14: https://example.org|a*b"; got != want || tables[1].Name != "Roles now" {
		t.Errorf("%s:\n%s\nwant\n%s", tables[1].Name, got, want)
	}
	if got := tables[1].Links[[2]int{12, 0}]; !slices.Equal(got, []string{"#lead"}) {
		t.Errorf("links %q", got)
	}
	if tables[0].Name != "Page" || len(tables[0].Rows) != 1 {
		t.Errorf("the first table is %q: %s", tables[0].Name, rowsOf(tables[0]))
	}
}

func TestReadSections(t *testing.T) {
	sections, err := ReadSections("page.md", []byte("# Page\nintro\n## A\none\n### B\ntwo\n## C\n\nthree\n"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range sections {
		got = append(got, fmt.Sprintf("%d %s@%d=%q", s.Level, s.Heading, s.Line, s.Text))
	}
	want := []string{`1 Page@1="intro\n## A\none\n### B\ntwo\n## C\n\nthree"`, `2 A@3="one\n### B\ntwo"`, `3 B@5="two"`, `2 C@7="three"`}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestReadPairs(t *testing.T) {
	pairs, err := ReadPairs("page.md", []byte("## Attendance\n\nCouncil: Ann, Bob\nObservers: Cy\n\n## Roles\n- Facilitator: Ann\n  - Minutes:\n- https is no label\n"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range pairs {
		got = append(got, fmt.Sprintf("%s/%s=%s@%d", p.Heading, p.Label, p.Value, p.Line))
	}
	if want := []string{"Attendance/Council=Ann, Bob@3", "Attendance/Observers=Cy@4", "Roles/Facilitator=Ann@7", "Roles/Minutes=@8"}; !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestReadHTML(t *testing.T) {
	const page = `<h2>Suppliers</h2><table><tr><th>Name<th colspan=2>Contact</tr><tr><td rowspan=2><a href="/a">Acme</a> &amp; Co<td>x<td>y</tr><tr><td>p<br>q<td>z</tr></table>
<table><caption>Nested</caption><tr><td><table><tr><td>inner</td></tr></table></td></tr></table>`
	tables, err := ReadHTML("page.html", []byte(page))
	if err != nil || len(tables) != 2 {
		t.Fatalf("%d tables, %v", len(tables), err)
	}
	if got, want := rowsOf(tables[0]), "1: Name|Contact|^\n2: Acme & Co|x|y\n3: ^|p\nq|z"; got != want || tables[0].Name != "Suppliers" {
		t.Errorf("%s:\n%s\nwant\n%s", tables[0].Name, got, want)
	}
	if got := tables[0].Links[[2]int{2, 0}]; !slices.Equal(got, []string{"/a"}) {
		t.Errorf("links %q", got)
	}
	if got := rowsOf(tables[1]); got != "1: inner" {
		t.Errorf("of nested tables, the inner one is read: %s", got)
	}
}

func TestFrontMatter(t *testing.T) {
	for _, c := range []struct {
		text, front string
		ok          bool
		why         string
	}{
		{"---\na: 1\n---\nbody\n", "a: 1", true, "between two lines"},
		{"---\r\na: 1\r\n---\r\n", "a: 1", true, "lines of Windows"},
		{"---\na: 1\n---", "a: 1", true, "no body"},
		{"a: 1\n---\n", "", false, "no line before it"},
	} {
		front, _, ok := FrontMatter([]byte(c.text))
		if ok != c.ok || ok && front != c.front {
			t.Errorf("%q: %q, %v, want %q: %s", c.text, front, ok, c.front, c.why)
		}
	}
}

func FuzzDocuments(f *testing.F) {
	f.Add("| a | b |\n|---|---|\n| 1 |\n")
	f.Add("<table><tr><td rowspan=99 colspan=99>x<tr><td>y")
	f.Add("# h\n- a: b\n  > c: d\n")
	if self, err := os.ReadFile("document_test.go"); err == nil {
		f.Add(string(self))
	}
	f.Fuzz(func(_ *testing.T, text string) {
		_, _ = ReadMarkdown("f", []byte(text))
		_, _ = ReadSections("f", []byte(text))
		_, _ = ReadPairs("f", []byte(text))
		_, _ = ReadHTML("f", []byte(text))
		_, _, _ = FrontMatter([]byte(text))
	})
}
