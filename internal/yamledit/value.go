package yamledit

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// A value that is written is a Mapping, a *List, a string, an int64, a float64 or a bool.

// Mapping are fields in the order in which they are written.
type Mapping []Entry

// Entry is a field of a mapping.
type Entry struct {
	Name  string
	Value any
}

// Get is the value of a field; nil where it has none.
func (m Mapping) Get(name string) any {
	for i := range m {
		if m[i].Name == name {
			return m[i].Value
		}
	}
	return nil
}

// List is a list. Its entries are the same where the fields of their keys are; where it has no
// keys, texts are the same that are equal, and everything else is by its place.
type List struct {
	Keys  []string
	Items []any
}

// identity of an entry of a list.
func (l *List) identity(n int) string {
	switch item := l.Items[n].(type) {
	case Mapping:
		if len(l.Keys) == 0 {
			return strconv.Itoa(n)
		}
		var b strings.Builder
		for _, key := range l.Keys {
			fmt.Fprintf(&b, "%q ", fmt.Sprint(item.Get(key)))
		}
		return b.String()
	case *List:
		return strconv.Itoa(n)
	default:
		return fmt.Sprint(item)
	}
}

// plainText is a text that every reader of YAML takes for a text without quotes.
var plainText = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_./()-]*( [A-Za-z0-9_./()-]+)*$`)

// words are those that some readers of YAML take for something else than a text.
var words = map[string]bool{"y": true, "n": true, "yes": true, "no": true, "on": true, "off": true, "true": true, "false": true, "null": true}

// scalarText is a value in one line, in the style of the one whose place it takes.
func scalarText(value any, style yaml.Style) string {
	s, ok := value.(string)
	if !ok {
		return fmt.Sprint(value)
	}
	switch {
	case style&yaml.SingleQuotedStyle != 0 && oneLine(s):
		return "'" + strings.ReplaceAll(s, "'", "''") + "'"
	case style&yaml.DoubleQuotedStyle == 0 && plainText.MatchString(s) && !words[strings.ToLower(s)]:
		return s
	}
	return Quoted(s)
}

// oneLine reports whether a text has nothing that has to be escaped.
func oneLine(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool {
		return r < ' ' || r >= 0x7f && r < 0xa0 || r == '\u2028' || r == '\u2029' || r == '\ufeff'
	})
}

// Lines are the fields of a mapping with a line for each, behind spaces.
func (m Mapping) Lines(pad string) []string {
	var lines []string
	for _, e := range m {
		lines = append(lines, e.lines(pad)...)
	}
	return lines
}

func (e Entry) lines(pad string) []string {
	switch v := e.Value.(type) {
	case Mapping:
		return append([]string{pad + e.Name + ":"}, v.Lines(pad+"  ")...)
	case *List:
		return append([]string{pad + e.Name + ":"}, v.lines(pad+"  ")...)
	}
	return []string{pad + e.Name + ": " + scalarText(e.Value, 0)}
}

func (l *List) lines(pad string) []string {
	var lines []string
	for _, item := range l.Items {
		lines = append(lines, itemLines(pad, item)...)
	}
	return lines
}

// itemLines are an entry of a list behind its dash.
func itemLines(pad string, item any) []string {
	switch v := item.(type) {
	case Mapping:
		lines := v.Lines(pad + "  ")
		if len(lines) == 0 {
			return []string{pad + "- {}"}
		}
		lines[0] = pad + "- " + strings.TrimLeft(lines[0], " ")
		return lines
	case *List:
		return []string{pad + "- " + flowText(v)}
	}
	return []string{pad + "- " + scalarText(item, 0)}
}

// flowText is a value in braces, in one line.
func flowText(value any) string {
	var parts []string
	switch v := value.(type) {
	case Mapping:
		for _, e := range v {
			parts = append(parts, e.Name+": "+flowText(e.Value))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case *List:
		for _, item := range v.Items {
			parts = append(parts, flowText(item))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	return scalarText(value, 0)
}
