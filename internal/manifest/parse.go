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

	"github.com/isms-operator/isms-operator/internal/input"
)

// parsed is a document as kubectl reads it, with the tree that tells where things are.
type parsed struct {
	value any
	// root of the tree; nil where only JSON could be read.
	root *yaml.Node
	line int
}

// secondError says that there is more than one document where kubectl reads one.
type secondError struct{ line int }

func (e *secondError) Error() string {
	return fmt.Sprintf("yaml: line %d: a second document begins without the line \"---\" above it, and kubectl reads the first alone", e.line)
}

// errBreaks keeps characters from YAML that break lines there, and not in JSON.
var errBreaks = errors.New("yaml: breaks of lines that JSON does not know")

// nodes parses a document into a tree without judging it.
func nodes(text string) (*yaml.Node, error) {
	if isJSON(text) && strings.ContainsAny(text, "\u0085\u2028\u2029") && json.Valid([]byte(text)) {
		return nil, errBreaks
	}
	decoder := yaml.NewDecoder(strings.NewReader(text))
	var first, second yaml.Node
	if err := decoder.Decode(&first); err != nil {
		return nil, err
	}
	if err := decoder.Decode(&second); !errors.Is(err, io.EOF) {
		return nil, &secondError{max(lineOf(&second, err), 1)}
	}
	if len(first.Content) != 1 {
		return nil, io.EOF
	}
	return first.Content[0], nil
}

// lineOf is where a document begins, or where the parser gave up on it.
func lineOf(n *yaml.Node, err error) int {
	if err != nil {
		line, _ := yamlError(err)
		return line
	}
	if len(n.Content) > 0 {
		return n.Content[0].Line
	}
	return n.Line
}

// parse reads a document as kubectl does, with the library that it uses: JSON as JSON,
// and YAML with the meanings of YAML 1.1, where "yes" is true. It is stricter where
// kubectl changes what is written without a word: a key that is given twice, and
// bytes that are no text, are errors.
func parse(d document, root *yaml.Node, rootErr error) (parsed, []input.Problem) {
	p := parsed{line: d.line, root: root}
	if problem := unreadable(d); problem != nil {
		return p, []input.Problem{*problem}
	}
	if d.json {
		strict, err := kjson.UnmarshalStrict([]byte(d.text), &p.value)
		if err == nil && len(strict) > 0 {
			return p, duplicates(p, strict[0])
		}
		return p, syntax(d, err)
	}
	if errors.As(rootErr, new(*secondError)) {
		return p, syntax(d, rootErr)
	}
	if repeats(root, 0) {
		return p, duplicates(p, nil)
	}
	text, err := sigsyaml.YAMLToJSONStrict([]byte(d.text))
	if err != nil && strings.Contains(err.Error(), "already set in map") {
		if !merges(root, 0) {
			return p, duplicates(p, err)
		}
		// A field beside a merge may be of both, and is given once.
		text, err = sigsyaml.YAMLToJSON([]byte(d.text))
	}
	if err == nil {
		err = kjson.UnmarshalCaseSensitivePreserveInts(text, &p.value)
	}
	return p, syntax(d, err)
}

// isJSON reports whether a text begins as an object of JSON does.
func isJSON(text string) bool { return strings.HasPrefix(strings.TrimLeft(text, " \t\r\n"), "{") }

// values returns the values of JSON that a document is, where there are several.
func values(d document) []document { return d.values }

// unreadable says what keeps bytes from being text.
func unreadable(d document) *input.Problem {
	text := d.text
	where := func(i int) input.Position {
		before := text[:i]
		return input.Position{Line: d.line + strings.Count(before, "\n"), Column: i - strings.LastIndexByte(before, '\n')}
	}
	if i := strings.IndexByte(text, 0); i >= 0 {
		return &input.Problem{
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
			return &input.Problem{
				Position: where(i), Message: fmt.Sprintf("the byte 0x%02x is no UTF-8 text; kubectl would put U+FFFD in its place", text[i]),
				Remedy: "Save the file in the encoding UTF-8",
			}
		}
		i += size
	}
	return nil
}

var yamlLine = regexp.MustCompile(`(?s)^.*?line (\d+): (.*)$`)

// yamlError returns what a parser says, and of which line; 0 where it does not say.
func yamlError(err error) (int, string) {
	message := strings.TrimPrefix(strings.TrimPrefix(err.Error(), "error converting YAML to JSON: "), "yaml: ")
	m := yamlLine.FindStringSubmatch(message)
	if m == nil {
		return 0, message
	}
	line, _ := strconv.Atoi(m[1]) // digits by the pattern
	return line, m[2]
}

// syntax makes a problem of what a parser says.
func syntax(d document, err error) []input.Problem {
	if err == nil {
		return nil
	}
	p := input.Problem{Position: input.Position{Line: d.line}, Remedy: "Correct the syntax; nothing of this document was judged"}
	line, message := yamlError(err)
	if line > 0 {
		p.Line = d.line + line - 1
		if !errors.As(err, new(*secondError)) && tab(d.text, line) {
			p.Message = "a tab indents the line, and YAML allows spaces only"
			p.Remedy = "Replace the tab by spaces; nothing of this document was judged"
			return []input.Problem{p}
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
		p.Remedy = "Put a line \"---\" between the two, or correct the indentation; nothing of this document was judged"
	default:
		p.Message = "the document is not YAML: " + strings.TrimSpace(message)
	}
	return []input.Problem{p}
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
func duplicates(p parsed, err error) []input.Problem {
	var all []input.Problem
	eachDuplicate(p.root, "", 0, func(path string, first, second *yaml.Node) {
		all = append(all, input.Problem{
			Position: input.Position{Line: second.Line + p.line - 1, Column: second.Column}, Field: path,
			Message: fmt.Sprintf("the field is given twice; it stands on line %d already, and kubectl takes the last", first.Line+p.line-1),
			Remedy:  "Keep one of the two",
		})
	})
	if len(all) == 0 {
		_, message := yamlError(err)
		all = append(all, input.Problem{
			Position: input.Position{Line: p.line, Column: 1},
			Message:  fmt.Sprintf("a field is given twice (%s), and kubectl takes one of the two", strings.TrimSpace(message)),
			Remedy:   "Keep one of the two; nothing of this document was judged",
		})
	}
	return all
}

// repeats reports whether a key is given twice.
func repeats(n *yaml.Node, depth int) bool {
	if n == nil || depth > maxNesting {
		return false
	}
	seen := make(map[string]bool, len(n.Content)/2)
	for i, child := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 0 {
			if seen[child.Value] {
				return true
			}
			seen[child.Value] = true
		} else if repeats(child, depth+1) {
			return true
		}
	}
	return false
}

// merges reports whether a tree takes over the fields of others.
func merges(n *yaml.Node, depth int) bool {
	if n == nil || depth > maxNesting {
		return false
	}
	for i, child := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 0 && child.Value == "<<" || merges(child, depth+1) {
			return true
		}
	}
	return false
}

// maxNesting bounds walks over a tree.
const maxNesting = 1000

func eachDuplicate(n *yaml.Node, path string, depth int, yield func(path string, first, second *yaml.Node)) {
	if n == nil || depth > maxNesting {
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
