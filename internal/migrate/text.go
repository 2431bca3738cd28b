package migrate

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// text is a file that is edited. Its places are those that the YAML library tells: lines
// and columns that count from 1, columns in characters.
type text struct {
	lines []string
	// before are the lines of the file, counted from 1, that the lines come from.
	before []int
}

func newText(content string) *text {
	t := &text{lines: strings.Split(content, "\n")}
	for i := range t.lines {
		t.before = append(t.before, i+1)
	}
	return t
}

// splice puts lines in the place of others, from first to last. A line that is only
// moved comes from where it came from.
func (t *text) splice(first, last int, lines ...string) {
	old, from := t.lines[first:last+1], t.before[first:last+1]
	taken := make([]bool, len(old))
	var before []int
	for i, line := range lines {
		at := min(i, len(old)-1)
		for j := range old {
			if !taken[j] && strings.TrimSpace(old[j]) == strings.TrimSpace(line) {
				taken[j], at = true, j
				break
			}
		}
		before = append(before, from[at])
	}
	t.lines = slices.Replace(t.lines, first, last+1, lines...)
	t.before = slices.Replace(t.before, first, last+1, before...)
}

func (t *text) String() string { return strings.Join(t.lines, "\n") }

// documents parses the file.
func (t *text) documents() ([]*yaml.Node, error) {
	decoder := yaml.NewDecoder(strings.NewReader(t.String()))
	var all []*yaml.Node
	for {
		n := &yaml.Node{}
		switch err := decoder.Decode(n); {
		case errors.Is(err, io.EOF):
			return all, nil
		case err != nil:
			return nil, err
		}
		if len(n.Content) == 1 {
			all = append(all, n.Content[0])
		}
	}
}

// countable fails where the YAML library counts more lines than there are: it takes these
// for line ends too.
func (t *text) countable() error {
	for i, line := range t.lines {
		if strings.ContainsAny(line, "\r\u0085\u2028\u2029") {
			return &errLayout{line: i + 1, why: "the line holds a line end that is no line feed (a lone carriage return, or U+0085, U+2028, U+2029); end each line with a line feed"}
		}
	}
	return nil
}

// child returns the key and the value of a field of a mapping; nil where there is none.
func child(n *yaml.Node, name string) (key, value *yaml.Node) {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil, nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == name {
			return n.Content[i], n.Content[i+1]
		}
	}
	return nil, nil
}

// offset of a column in the bytes of a line.
func offset(line string, column int) int {
	n := 1
	for i := range line {
		if n == column {
			return i
		}
		n++
	}
	return len(line)
}

func indentOf(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

func isBlank(line string) bool { return strings.TrimSpace(line) == "" }

func isComment(line string) bool { return strings.HasPrefix(strings.TrimLeft(line, " "), "#") }

// block is the lines of a field in block form, from its key to the last that belongs to it;
// both count from 0. What is less indented ends it, and so do blank lines and comments that
// stand above the next field.
func (t *text) block(key, value *yaml.Node) (first, last int) {
	first, last = key.Line-1, key.Line-1
	column := key.Column - 1
	for i := first + 1; i < len(t.lines); i++ {
		line := t.lines[i]
		if isBlank(line) {
			continue
		}
		indent := indentOf(line)
		inList := value.Kind == yaml.SequenceNode && indent == column && strings.HasPrefix(line[indent:], "-")
		if indent <= column && !inList {
			break
		}
		last = i
	}
	return first, last
}

// braces reports whether a mapping is written in braces.
func braces(n *yaml.Node) bool { return n.Style&yaml.FlowStyle != 0 }

// errLayout says where a document cannot be edited, and why.
type errLayout struct {
	line int
	// what is the record and its field; "" where the document cannot be read at all.
	what, why string
}

func (e *errLayout) Error() string { return fmt.Sprintf("line %d: %s%s", e.line, e.what, e.why) }

// place is a byte of the file.
type place struct{ line, at int }

func (t *text) placeOf(n *yaml.Node) place {
	return place{n.Line - 1, offset(t.lines[n.Line-1], n.Column)}
}

// end is behind a value that is written on one line or in brackets.
func (t *text) end(n *yaml.Node) (place, error) {
	at := t.placeOf(n)
	line := t.lines[at.line][at.at:]
	switch {
	case n.Kind == yaml.MappingNode || n.Kind == yaml.SequenceNode:
		return t.closing(at)
	case n.Kind != yaml.ScalarNode || n.Style&(yaml.LiteralStyle|yaml.FoldedStyle|yaml.TaggedStyle) != 0 || n.Anchor != "":
		return place{}, &errLayout{line: n.Line, why: "the value is written in a way that is not edited"}
	case strings.HasPrefix(line, "\"") || strings.HasPrefix(line, "'"):
		return t.quoteEnd(at)
	}
	if i := strings.Index(line, n.Value); i == 0 {
		return place{at.line, at.at + len(n.Value)}, nil
	}
	return place{}, &errLayout{line: n.Line, why: "the value goes on in the next line"}
}

// quoteEnd is behind a quoted text that begins at a place.
func (t *text) quoteEnd(at place) (place, error) {
	line := t.lines[at.line]
	quote := line[at.at]
	for i := at.at + 1; i < len(line); i++ {
		switch {
		case line[i] == '\\' && quote == '"':
			i++
		case line[i] == quote && quote == '\'' && strings.HasPrefix(line[i+1:], "'"):
			i++
		case line[i] == quote:
			return place{at.line, i + 1}, nil
		}
	}
	return place{}, &errLayout{line: at.line + 1, why: "the text goes on in the next line"}
}

// closing is behind the bracket that closes the one at a place.
func (t *text) closing(at place) (place, error) {
	depth := 0
	for i := at.line; i < len(t.lines); i++ {
		j := 0
		if i == at.line {
			j = at.at
		}
		for j < len(t.lines[i]) {
			next, err := t.skip(place{i, j})
			if err != nil {
				return place{}, err
			}
			if next > j {
				j = next
				continue
			}
			depth += nesting[t.lines[i][j]]
			j++
			if depth == 0 {
				return place{i, j}, nil
			}
		}
	}
	return place{}, &errLayout{line: at.line + 1, why: "the bracket is not closed"}
}

// nesting is how much deeper it is behind a character.
var nesting = map[byte]int{'{': 1, '[': 1, '}': -1, ']': -1}

// skip is where a quoted text or a comment that begins at a place ends in its line; the
// place itself where neither does.
func (t *text) skip(at place) (int, error) {
	line, i := t.lines[at.line], at.at
	switch c := line[i]; {
	case (c == '"' || c == '\'') && (i == 0 || strings.IndexByte(" {[,:", line[i-1]) >= 0):
		end, err := t.quoteEnd(at)
		return end.at, err
	case c == '#' && i > 0 && line[i-1] == ' ':
		return len(line), nil
	}
	return i, nil
}

// cut returns what stands between two places.
func (t *text) cut(from, to place) string {
	if from.line == to.line {
		return t.lines[from.line][from.at:to.at]
	}
	parts := []string{t.lines[from.line][from.at:]}
	parts = append(parts, t.lines[from.line+1:to.line]...)
	return strings.Join(append(parts, t.lines[to.line][:to.at]), "\n")
}

// replace puts a text in the place of what stands between two places.
func (t *text) replace(from, to place, by string) {
	whole := t.lines[from.line][:from.at] + by + t.lines[to.line][to.at:]
	t.splice(from.line, to.line, strings.Split(whole, "\n")...)
}

// indented moves lines to the right.
func indented(lines []string, by int) []string {
	pad := strings.Repeat(" ", by)
	moved := make([]string, len(lines))
	for i, line := range lines {
		if moved[i] = line; !isBlank(line) {
			moved[i] = pad + line
		}
	}
	return moved
}
