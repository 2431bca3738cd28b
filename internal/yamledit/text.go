// Package yamledit edits files of YAML in place, so that comments, order and layout of what
// is not edited stay.
package yamledit

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// Text is a file of YAML that is edited line by line, so that comments and
// layout stay.
type Text struct {
	lines []string
	// whole is the text of the lines where it is at hand; "" where they were changed since.
	whole   string
	newline string
	// mixed says that not all lines end alike, so that they cannot be written back as they were.
	mixed bool
}

// errLines keeps a text from being edited in lines that are others to YAML.
var errLines = errors.New("the file has other breaks of lines than \\n and \\r\\n, or is no UTF-8: save it as UTF-8 with such lines, then approve")

// New takes the text of a file.
func New(text string) (*Text, error) {
	t := &Text{newline: "\n"}
	if strings.Contains(text, "\r\n") {
		t.newline = "\r\n"
		t.mixed = strings.Count(text, "\n") != strings.Count(text, "\r\n")
		text = strings.ReplaceAll(text, "\r\n", "\n")
	}
	if !utf8.ValidString(text) || strings.ContainsAny(text, "\r\u0085\u2028\u2029") {
		return nil, errLines
	}
	t.lines, t.whole = strings.Split(text, "\n"), text
	return t, nil
}

// String is the text as it is now.
func (t *Text) String() string {
	if t.whole != "" && t.newline == "\n" {
		return t.whole
	}
	return strings.Join(t.lines, t.newline)
}

// MappingAt returns the mapping that begins at a place of the file.
func (t *Text) MappingAt(line, column int) (*yaml.Node, error) {
	decoder := yaml.NewDecoder(strings.NewReader(strings.Join(t.lines, "\n")))
	for {
		var document yaml.Node
		err := decoder.Decode(&document)
		if errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("no record begins at line %d", line)
		}
		if err != nil {
			return nil, err
		}
		if n := mappingIn(&document, line, column); n != nil {
			return n, nil
		}
	}
}

// Lines are the lines of the text as it is now.
func (t *Text) Lines() []string { return t.lines }

func mappingIn(n *yaml.Node, line, column int) *yaml.Node {
	if n.Kind == yaml.MappingNode && n.Line == line && n.Column == column {
		return n
	}
	for _, child := range n.Content {
		if found := mappingIn(child, line, column); found != nil {
			return found
		}
	}
	return nil
}

// Field returns the key and the value of a field of a mapping.
func Field(n *yaml.Node, name string) (key, value *yaml.Node) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == name {
			return n.Content[i], n.Content[i+1]
		}
	}
	return nil, nil
}

// Editable says why the fields of a value cannot be edited line by line.
func Editable(name string, n *yaml.Node) error {
	switch {
	case n.Kind == yaml.AliasNode:
		return fmt.Errorf("%s is an alias of YAML, written elsewhere: write it out, then approve", name)
	case n.Kind != yaml.MappingNode:
		return fmt.Errorf("%s has no fields", name)
	case n.Style&yaml.FlowStyle != 0 || len(n.Content) == 0:
		return fmt.Errorf("%s is written in braces (as JSON is): write it with a line for each field, then approve", name)
	}
	return nil
}

// Insert adds lines after a line, which counts from 1.
func (t *Text) Insert(after int, lines ...string) {
	t.whole = ""
	t.lines = slices.Insert(t.lines, after, lines...)
}

// End returns the last line of what belongs to a key: lines that are indented
// further, blank ones and comments that follow it left out.
func (t *Text) End(key *yaml.Node) int {
	last := key.Line
	for i := key.Line; i < len(t.lines); i++ {
		line := t.lines[i]
		blank := strings.TrimSpace(line) == ""
		if !blank && indent(line) < key.Column {
			break
		}
		if !blank {
			last = i + 1
		}
	}
	return last
}

// EndOfItem returns the last line of an entry of a list that is a mapping.
func (t *Text) EndOfItem(item *yaml.Node) int {
	return t.End(&yaml.Node{Line: item.Line, Column: item.Column - 1})
}

// Replace puts lines in the place of others, from the first to the last; both count from 1.
func (t *Text) Replace(first, last int, lines []string) {
	t.whole = ""
	t.lines = slices.Replace(t.lines, first-1, last, lines...)
}

func indent(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

// Set gives a field of a mapping a value in one line, in its place or after the
// mapping's last field. What follows the value on its line stays.
func (t *Text) Set(mapping, owner *yaml.Node, name, value string) {
	t.whole = ""
	key, old := Field(mapping, name)
	if key == nil {
		t.Insert(t.End(owner), strings.Repeat(" ", mapping.Content[0].Column-1)+name+": "+value)
		return
	}
	line := t.lines[key.Line-1]
	first, last := key.Line, t.End(key)
	braces := mapping.Style&yaml.FlowStyle != 0
	if length, ok := scalarLength(line, key, old, braces); ok && (last == first || braces) {
		t.lines[first-1] = line[:offset(line, old.Column)] + value + line[offset(line, old.Column)+length:]
		return
	}
	if !braces { // in braces over several lines nothing is changed, which whoever reads it back sees
		t.lines = slices.Replace(t.lines, first-1, last, line[:offset(line, key.Column)]+name+": "+value)
	}
}

// offset of a column, which counts characters from 1, in bytes.
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

// scalarLength is how many bytes of its line a value takes; false where it is not
// a plain or quoted text on the line of its key. In braces a plain text ends sooner.
func scalarLength(line string, key, n *yaml.Node, braces bool) (int, bool) {
	if n.Kind != yaml.ScalarNode || n.Line != key.Line || n.Style&(yaml.LiteralStyle|yaml.FoldedStyle|yaml.TaggedStyle) != 0 || n.Anchor != "" || offset(line, n.Column) == len(line) {
		return 0, false
	}
	rest := line[offset(line, n.Column):]
	switch rest[0] {
	case '"', '\'':
		return quotedLength(rest)
	}
	if i := strings.Index(rest, " #"); i >= 0 {
		rest = rest[:i]
	}
	if i := strings.IndexAny(rest, ",}]"); i >= 0 && braces {
		rest = rest[:i]
	}
	return len(strings.TrimRight(rest, " \t")), true
}

// quotedLength is how many bytes a quoted text takes, quotes included; false where it
// goes on in the next line.
func quotedLength(text string) (int, bool) {
	quote := text[0]
	for i := 1; i < len(text); i++ {
		switch {
		case text[i] == '\\' && quote == '"':
			i++
		case text[i] == quote && quote == '\'' && strings.HasPrefix(text[i+1:], "'"):
			i++ // a quote inside is written twice
		case text[i] == quote:
			return i + 1, true
		}
	}
	return 0, false
}

// Quoted writes a text as YAML in double quotes.
func Quoted(text string) string {
	n := yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: text, Style: yaml.DoubleQuotedStyle}
	var b bytes.Buffer
	out := yaml.NewEncoder(&b)
	if err := out.Encode(&n); err != nil { // a text always encodes
		panic(err)
	}
	return strings.TrimSuffix(b.String(), "\n")
}
