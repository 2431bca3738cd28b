package table

import (
	"fmt"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// lineIndex tells the line of a place in a text.
type lineIndex []int

func newLineIndex(text []byte) lineIndex {
	index := lineIndex{0}
	for i, c := range text {
		if c == '\n' {
			index = append(index, i+1)
		}
	}
	return index
}

// at is the number of the line of a byte, from 1.
func (l lineIndex) at(offset int) int {
	i, found := slices.BinarySearch(l, offset)
	if found {
		return i + 1
	}
	return i
}

func fileError(file string, err error) error { return fmt.Errorf("%s: %w", file, err) }

// Section is what stands under a heading of a Markdown document, up to the next heading of
// its level or above.
type Section struct {
	Heading string
	Level   int
	// Line of the heading.
	Line int
	// Text as it is written, marks of Markdown included.
	Text string
}

// ReadSections reads the sections of a Markdown document.
func ReadSections(file string, data []byte) ([]Section, error) {
	m, err := parseMarkdown(data)
	if err != nil {
		return nil, fileError(file, err)
	}
	var all []Section
	for n := m.root.FirstChild(); n != nil; n = n.NextSibling() {
		h, ok := n.(*ast.Heading)
		if !ok || h.Lines().Len() == 0 {
			continue
		}
		segment := h.Lines().At(0)
		all = append(all, Section{Heading: Clean(m.text(h)), Level: h.Level, Line: m.lines.at(segment.Start)})
	}
	lines := strings.Split(string(m.source), "\n")
	for i := range all {
		end := len(lines)
		for _, next := range all[i+1:] {
			if next.Level <= all[i].Level {
				end = next.Line - 1
				break
			}
		}
		all[i].Text = Clean(strings.Join(lines[min(all[i].Line, end):end], "\n"))
	}
	return all, nil
}

// Pair is a line of a Markdown document that reads "Label: value".
type Pair struct {
	// Heading that it stands under.
	Heading, Label, Value string
	Line                  int
}

// ReadPairs reads the lines "Label: value" of a Markdown document, in lists or out of them.
func ReadPairs(file string, data []byte) ([]Pair, error) {
	m, err := parseMarkdown(data)
	if err != nil {
		return nil, fileError(file, err)
	}
	var all []Pair
	heading := ""
	var walk func(n ast.Node)
	walk = func(n ast.Node) {
		for child := n.FirstChild(); child != nil; child = child.NextSibling() {
			switch child := child.(type) {
			case *ast.Heading:
				heading = Clean(m.text(child))
			case *ast.Paragraph, *ast.TextBlock:
				all = append(all, m.pairs(heading, child)...)
			default:
				walk(child)
			}
		}
	}
	walk(m.root)
	return all, nil
}

func (m *markdown) pairs(heading string, block ast.Node) []Pair {
	var all []Pair
	first := m.line(block)
	for i, line := range strings.Split(m.text(block), "\n") {
		label, value, found := strings.Cut(line, ":")
		if label = Clean(label); found && label != "" {
			all = append(all, Pair{heading, label, Clean(value), first + i})
		}
	}
	return all
}

// FrontMatter cuts the front matter of a document off: what stands between two lines of ---
// at its beginning. The line that it begins at is 2.
func FrontMatter(data []byte) (front, body string, ok bool) {
	text, _, err := decode(data)
	if err != nil {
		return "", "", false
	}
	text = strings.ReplaceAll(text, "\r\n", "\n")
	after, ok := strings.CutPrefix(text, "---\n")
	if !ok {
		return "", text, false
	}
	if front, body, ok = strings.Cut(after, "\n---\n"); !ok {
		front, ok = strings.CutSuffix(strings.TrimRight(after, "\n"), "\n---")
	}
	return front, body, ok
}
