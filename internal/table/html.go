package table

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// MaxSpan is the most cells that a cell of HTML may lie over.
const MaxSpan = 1000

// ReadHTML reads every table of an HTML document that holds no other. A table has the name of
// its caption, or else of the heading that it stands under. The numbers of rows count in their
// table. A cell over several rows or columns stands in the first; the others are covered.
func ReadHTML(file string, data []byte) ([]*Table, error) {
	if len(data) > MaxFile {
		return nil, fmt.Errorf("%s: it has %d bytes; at most %d are read", file, len(data), MaxFile)
	}
	text, _, err := decode(data)
	if err != nil {
		return nil, fileError(file, err)
	}
	root, err := html.Parse(bytes.NewReader([]byte(text)))
	if err != nil {
		return nil, fileError(file, err)
	}
	r := &htmlReader{file: file}
	r.walk(root)
	if r.wide {
		return nil, fmt.Errorf("%s: a table has more than %d cells, and no more are read", file, MaxCells)
	}
	return r.tables, nil
}

type htmlReader struct {
	file, heading string
	tables        []*Table
	cells         int
	wide          bool
}

// walk goes through a document without calling itself as deep as that goes.
func (r *htmlReader) walk(root *html.Node) {
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.DataAtom {
		case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
			r.heading = Clean(htmlText(n))
		case atom.Table:
			if find(n, atom.Table) == nil {
				r.tables = append(r.tables, r.table(n))
			}
		}
	}
}

func find(n *html.Node, a atom.Atom) *html.Node {
	for d := range n.Descendants() {
		if d.DataAtom == a {
			return d
		}
	}
	return nil
}

func (r *htmlReader) table(n *html.Node) *Table {
	t := &Table{File: r.file, Name: r.heading, Links: map[[2]int][]string{}}
	if caption := find(n, atom.Caption); caption != nil {
		t.Name = Clean(htmlText(caption))
	}
	hanging := map[int]int{} // how many rows below a cell still lies over, by its column
	for tr := range n.Descendants() {
		if tr.DataAtom == atom.Tr {
			t.Rows = append(t.Rows, r.row(t, tr, hanging))
		}
	}
	return t
}

func (r *htmlReader) row(t *Table, tr *html.Node, hanging map[int]int) Row {
	row := Row{Number: len(t.Rows) + 1}
	covered := Cell{Kind: Covered, Why: "a cell beside or above lies over it; write the value into each cell that it is meant for"}
	add := func(c Cell) {
		if r.cells++; r.cells > MaxCells {
			r.wide = true
			return
		}
		row.Cells = append(row.Cells, c)
	}
	under := func() {
		for hanging[len(row.Cells)] > 0 && !r.wide {
			hanging[len(row.Cells)]--
			add(covered)
		}
	}
	for n := tr.FirstChild; n != nil; n = n.NextSibling {
		if n.DataAtom != atom.Td && n.DataAtom != atom.Th {
			continue
		}
		under()
		column, rows, columns := len(row.Cells), span(n, "rowspan"), span(n, "colspan")
		if links := htmlLinks(n); len(links) > 0 {
			t.Links[[2]int{row.Number, column}] = links
		}
		for i := range columns {
			hanging[column+i] = rows - 1
			if i == 0 {
				add(textCell(htmlText(n)))
			} else {
				add(covered)
			}
		}
		if columns > 1 || rows > 1 {
			t.Merged = append(t.Merged, Range{row.Number, row.Number + rows - 1, column, column + columns - 1})
		}
	}
	under()
	return row
}

func span(n *html.Node, name string) int {
	for _, a := range n.Attr {
		if a.Key == name {
			if i, err := strconv.Atoi(a.Val); err == nil && i > 1 {
				return min(i, MaxSpan)
			}
		}
	}
	return 1
}

// htmlText is what a reader sees of a node, with lines ended where they are.
func htmlText(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		switch {
		case d.Type == html.TextNode:
			b.WriteString(strings.Join(strings.FieldsFunc(d.Data, func(r rune) bool { return r == '\n' || r == '\t' || r == '\r' }), " "))
		case d.DataAtom == atom.Br || d.DataAtom == atom.P && b.Len() > 0 || d.DataAtom == atom.Li && b.Len() > 0:
			b.WriteByte('\n')
		}
	}
	return b.String()
}

func htmlLinks(n *html.Node) []string {
	var found []string
	for d := range n.Descendants() {
		if d.DataAtom != atom.A {
			continue
		}
		for _, a := range d.Attr {
			if a.Key == "href" {
				found = append(found, a.Val)
			}
		}
	}
	return found
}
