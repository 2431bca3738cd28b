package table

import (
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// markdown is a document of Markdown, as GitHub reads its tables.
type markdown struct {
	source []byte
	lines  lineIndex
	root   ast.Node
}

func parseMarkdown(data []byte) (*markdown, error) {
	source, _, err := decode(data)
	if err != nil {
		return nil, err
	}
	m := &markdown{source: []byte(source)}
	m.lines = newLineIndex(m.source)
	m.root = goldmark.New(goldmark.WithExtensions(extension.Table)).Parser().Parse(text.NewReader(m.source))
	return m, nil
}

// ReadMarkdown reads every table of a Markdown document. A table has the name of the heading
// that it stands under. A cell is its text, without the marks of Markdown; where its links
// lead to, Links says.
func ReadMarkdown(file string, data []byte) ([]*Table, error) {
	m, err := parseMarkdown(data)
	if err != nil {
		return nil, fileError(file, err)
	}
	var tables []*Table
	heading := ""
	for n := m.root.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Heading:
			heading = Clean(m.text(n))
		case *east.Table:
			tables = append(tables, m.table(file, heading, n))
		}
	}
	return tables, nil
}

func (m *markdown) table(file, name string, n *east.Table) *Table {
	t := &Table{File: file, Name: name, Links: map[[2]int][]string{}}
	number := 0
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		number++
		if len(t.Rows) == 1 {
			number++ // the line that parts the heading from the rest
		}
		if line := m.line(row); line > 0 {
			number = line
		}
		r := Row{Number: number}
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			if links := m.links(cell); len(links) > 0 {
				t.Links[[2]int{number, len(r.Cells)}] = links
			}
			r.Cells = append(r.Cells, textCell(m.text(cell)))
		}
		t.Rows = append(t.Rows, r)
	}
	return t
}

// text is what a reader sees of a node.
func (m *markdown) text(n ast.Node) string {
	var b strings.Builder
	m.write(&b, n)
	return b.String()
}

func (m *markdown) write(b *strings.Builder, n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		b.Write(unescaped(n.Segment.Value(m.source)))
		if n.HardLineBreak() || n.SoftLineBreak() {
			b.WriteByte('\n')
		}
		return
	case *ast.String:
		b.Write(n.Value)
		return
	case *ast.AutoLink:
		b.Write(n.Label(m.source))
		return
	case *ast.RawHTML:
		if raw := strings.ToLower(string(n.Segments.Value(m.source))); strings.HasPrefix(raw, "<br") {
			b.WriteByte('\n')
		}
		return
	}
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		m.write(b, child)
	}
}

// links of a node, in their order.
func (m *markdown) links(n ast.Node) []string {
	var found []string
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		switch link := child.(type) {
		case *ast.Link:
			found = append(found, string(link.Destination))
		case *ast.AutoLink:
			found = append(found, string(link.URL(m.source)))
		}
		found = append(found, m.links(child)...)
	}
	return found
}

// line that the first text of a node stands in; 0 where it has none.
func (m *markdown) line(n ast.Node) int {
	if t, ok := n.(*ast.Text); ok {
		return m.lines.at(t.Segment.Start)
	}
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		if line := m.line(child); line > 0 {
			return line
		}
	}
	return 0
}

// unescaped takes the backslashes away that Markdown writes before marks of punctuation.
func unescaped(s []byte) []byte {
	if !strings.Contains(string(s), `\`) {
		return s
	}
	var b []byte
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) && strings.IndexByte("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", s[i+1]) >= 0 {
			i++
		}
		b = append(b, s[i])
	}
	return b
}
