package manifest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
	kjson "sigs.k8s.io/json"
	sigsyaml "sigs.k8s.io/yaml"

	"github.com/isms-operator/isms-operator/internal/report"
)

// parsed is a document as kubectl reads it, with the tree that tells where things are.
type parsed struct {
	value any
	// root of the tree; nil where only JSON could be read.
	root *yaml.Node
	line int
}

// nodes parses a document into a tree without judging it.
func nodes(text string) (*yaml.Node, error) {
	decoder := yaml.NewDecoder(strings.NewReader(text))
	var first, second yaml.Node
	if err := decoder.Decode(&first); err != nil {
		return nil, err
	}
	if err := decoder.Decode(&second); !errors.Is(err, io.EOF) {
		line := second.Line
		if len(second.Content) > 0 {
			line = second.Content[0].Line
		}
		return nil, fmt.Errorf("yaml: line %d: a second document begins without the line \"---\" above it", max(line, 1))
	}
	if len(first.Content) != 1 {
		return nil, io.EOF
	}
	return first.Content[0], nil
}

// parse reads a document as kubectl does: JSON where it is JSON, else YAML with the
// meanings of YAML 1.1, where "yes" is true. A key that is given twice is an error.
func parse(d document, root *yaml.Node, rootErr error) (parsed, []report.Problem) {
	p := parsed{line: d.line, root: root}
	if problem := unreadable(d); problem != nil {
		return p, []report.Problem{*problem}
	}
	if text := []byte(d.text); isJSON(d.text) && json.Valid(text) {
		strict, err := kjson.UnmarshalStrict(text, &p.value)
		if err == nil && len(strict) > 0 {
			return p, duplicates(p, strict[0])
		}
		return p, syntax(d, err)
	}
	if errors.Is(rootErr, io.EOF) {
		return p, nil // nothing but comments
	}
	if rootErr != nil {
		return p, syntax(d, rootErr)
	}
	text, err := sigsyaml.YAMLToJSONStrict([]byte(d.text))
	if err == nil {
		err = kjson.UnmarshalCaseSensitivePreserveInts(text, &p.value)
	}
	if err != nil && strings.Contains(err.Error(), "already set in map") {
		return p, duplicates(p, err)
	}
	return p, syntax(d, err)
}

// isJSON reports whether a text begins as an object of JSON does.
func isJSON(text string) bool { return strings.HasPrefix(strings.TrimLeft(text, " \t\r\n"), "{") }

// values cuts a stream of JSON objects into documents; it returns none where the text
// is anything else.
func values(d document) []document {
	var all []document
	decoder := json.NewDecoder(strings.NewReader(d.text))
	line, last := d.line, 0
	for {
		var value json.RawMessage
		err := decoder.Decode(&value)
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			return nil
		}
		start := int(decoder.InputOffset()) - len(value)
		line += strings.Count(d.text[last:start], "\n")
		last = start
		all = append(all, document{text: string(value), line: line})
	}
}

// unreadable says what keeps bytes from being text.
func unreadable(d document) *report.Problem {
	text := d.text
	where := func(i int) report.Position {
		before := text[:i]
		return report.Position{Line: d.line + strings.Count(before, "\n"), Column: i - strings.LastIndexByte(before, '\n')}
	}
	if i := strings.IndexByte(text, 0); i >= 0 {
		return &report.Problem{
			Position: where(i), Message: "the document holds a NUL byte, which no text has",
			Remedy: "Remove the byte, or leave the file out if it is no manifest",
		}
	}
	for i := 0; i < len(text); {
		if text[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if r == utf8.RuneError && size == 1 {
			return &report.Problem{
				Position: where(i), Message: fmt.Sprintf("the byte 0x%02x is no UTF-8 text", text[i]),
				Remedy: "Save the file in the encoding UTF-8",
			}
		}
		i += size
	}
	return nil
}

var yamlLine = regexp.MustCompile(`(?s)^.*?line (\d+): (.*)$`)

// syntax makes a problem of what a parser says.
func syntax(d document, err error) []report.Problem {
	if err == nil {
		return nil
	}
	p := report.Problem{Position: report.Position{Line: d.line}, Remedy: "Correct the syntax; nothing of this document was judged"}
	message := strings.TrimPrefix(strings.TrimPrefix(err.Error(), "error converting YAML to JSON: "), "yaml: ")
	if m := yamlLine.FindStringSubmatch(message); m != nil {
		line, _ := strconv.Atoi(m[1]) // digits by the pattern
		p.Line, message = d.line+line-1, m[2]
		if tab(d.text, line) {
			p.Message = "a tab indents the line, and YAML allows spaces only"
			p.Remedy = "Replace the tab by spaces; nothing of this document was judged"
			return []report.Problem{p}
		}
	}
	switch {
	case strings.Contains(message, "excessive aliasing"):
		p.Message = "aliases make the document many times larger than it is written"
		p.Remedy = "Write the values out; nothing of this document was judged"
	case strings.Contains(message, "exceeded max depth"), strings.Contains(message, "exceeded max"):
		p.Message = "the document is nested deeper than 10,000 levels"
	case strings.Contains(message, "a second document begins"):
		p.Message = message
		p.Remedy = "Put a line \"---\" between the two, or correct the indentation"
	default:
		p.Message = "the document is not YAML: " + strings.TrimSpace(message)
	}
	return []report.Problem{p}
}

// tab reports whether a tab indents a line or the one above it, which is the one that
// some errors mean.
func tab(text string, line int) bool {
	lines := strings.SplitN(text, "\n", line+1)
	for _, i := range []int{line - 1, line - 2} {
		if i < 0 || i >= len(lines) {
			continue
		}
		indent := lines[i][:len(lines[i])-len(strings.TrimLeft(lines[i], " \t"))]
		if strings.IndexByte(indent, '\t') >= 0 {
			return true
		}
	}
	return false
}

// duplicates makes problems of keys that are given twice.
func duplicates(p parsed, err error) []report.Problem {
	var all []report.Problem
	if p.root != nil {
		eachDuplicate(p.root, "", 0, func(path string, first, second *yaml.Node) {
			all = append(all, report.Problem{
				Position: report.Position{Line: second.Line + p.line - 1, Column: second.Column}, Field: path,
				Message: fmt.Sprintf("the field is given twice; it stands on line %d already", first.Line+p.line-1),
				Remedy:  "Keep one of the two",
			})
		})
	}
	if len(all) == 0 {
		return syntax(document{line: p.line}, err)
	}
	return all
}

// maxNesting bounds walks over a tree.
const maxNesting = 1000

func eachDuplicate(n *yaml.Node, path string, depth int, yield func(path string, first, second *yaml.Node)) {
	if depth > maxNesting {
		return
	}
	switch n.Kind {
	case yaml.MappingNode:
		seen := map[string]*yaml.Node{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := n.Content[i]
			at := strings.TrimPrefix(path+"."+key.Value, ".")
			if first := seen[key.Value]; first != nil {
				yield(at, first, key)
			} else {
				seen[key.Value] = key
			}
			eachDuplicate(n.Content[i+1], at, depth+1, yield)
		}
	case yaml.SequenceNode:
		for i, item := range n.Content {
			eachDuplicate(item, fmt.Sprintf("%s[%d]", path, i), depth+1, yield)
		}
	}
}
