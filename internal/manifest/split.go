package manifest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/isms-operator/isms-operator/internal/input"
)

// document is the text of one document of a file.
type document struct {
	text string
	// line of the file that the text begins at.
	line int
	// separator is what stands behind the "---" above the document and does not belong there.
	separator string
	// json says that kubectl reads the document as JSON. What looks like JSON is YAML
	// where it stands behind other YAML.
	json bool
	// values are there where the document is several values of JSON.
	values []document
	// problem is what keeps the text from being read at all.
	problem *input.Problem
}

// part is text of a file, from the beginning of a document.
type part struct {
	text string
	line int
	// first says that the file begins here, and that it may be JSON.
	first bool
}

// partSize is about how much text of a large file is judged at a time.
const partSize = 256 << 10

// cut cuts a text between documents into parts that can be judged at the same time.
func cut(text string) (parts []part) {
	line, first := 1, true
	for len(text) > partSize && (!first || !isStream(text)) { // how far JSON goes, only reading it shows
		end := strings.Index(text[partSize:], "\n---")
		if end < 0 {
			break
		}
		end += partSize + 1
		parts = append(parts, part{text[:end], line, first})
		line += strings.Count(text[:end], "\n")
		text, first = text[end:], false
	}
	return append(parts, part{text, line, first})
}

// split cuts a text into documents, as kubectl does: values of JSON where it begins
// with them, and behind these YAML, cut at every line that begins with "---".
func split(text string, yield func(document)) { part{text, 1, true}.split(yield) }

// split cuts a part into documents. A line that says "..." ends one, too; kubectl drops
// what stands between it and the next "---" without a word, and here it is a problem.
func (p part) split(yield func(document)) {
	if p.first && isStream(p.text) {
		if p.text, p.line = stream(p.text, p.line, yield); p.text == "" {
			return
		}
	}
	s := splitter{text: p.text, at: p.line, yield: yield, above: !p.first}
	line := p.line
	for i := 0; i < len(s.text); {
		end := i + 1 + strings.IndexByte(s.text[i:], '\n')
		if end == i {
			end = len(s.text)
		}
		if rest, isSeparator := strings.CutPrefix(s.text[i:end], "---"); isSeparator {
			s.separate(i, end, line, rest)
		} else if !s.ended && isEnd(s.text[i:end]) {
			s.end(i, end, line)
		}
		i = end
		line++
	}
	s.next(len(s.text))
}

// splitter cuts YAML into documents.
type splitter struct {
	text  string
	yield func(document)
	// start of the document, the line that it begins at, and what is wrong with the
	// separator above it.
	start, at int
	separator string
	// above says that a line stands above, in the same document or in the part before.
	// Where none does, kubectl leaves a separator in the document that it begins.
	above bool
	// ended says that the document is over, by a line that says "...".
	ended bool
}

// next yields the document that ends here.
func (s *splitter) next(end int) {
	d := document{text: s.text[s.start:end], line: s.at, separator: s.separator}
	if s.ended && !blank(d.text) {
		d.problem = &input.Problem{
			Position: input.Position{Line: s.at, Column: 1},
			Message:  "the line \"...\" above ends the document, and kubectl reads nothing between it and the next line \"---\"",
			Remedy:   "Write \"---\" in the place of \"...\", or remove what stands behind it; it was not judged",
		}
	}
	s.yield(d)
}

// separate begins a document at a line that begins with "---".
func (s *splitter) separate(i, end, line int, rest string) {
	kept := s.start == i && !s.above
	if !kept || s.separator != "" {
		s.next(i)
	}
	s.start, s.at, s.separator, s.ended = end, line+1, behind(rest), false
	s.above = kept
	if s.separator != "" {
		return
	}
	if kept {
		s.start, s.at = i, line
	} else if hides(rest) {
		s.yield(document{problem: &input.Problem{
			Position: input.Position{Line: line, Column: 1},
			Message:  "a break of lines that is no \"\\n\" hides text behind the separator of documents, and kubectl drops it",
			Remedy:   "Write \"---\" on a line of its own",
		}})
	}
}

// end ends a document at a line that says "...".
func (s *splitter) end(i, end, line int) {
	if text := s.text[s.start:i]; blank(text) && !strings.HasPrefix(text, "---") {
		s.yield(document{problem: &input.Problem{
			Position: input.Position{Line: line, Column: 1},
			Message:  "the line \"...\" ends a document, and none is above it; kubectl reads no further",
			Remedy:   "Remove the line",
		}})
	} else {
		s.next(i)
	}
	s.start, s.at, s.separator, s.above, s.ended = end, line+1, "", true, true
}

// behind returns what stands behind a separator and does not belong there.
func behind(rest string) string {
	if rest = strings.TrimSpace(rest); strings.HasPrefix(rest, "#") {
		return ""
	}
	return rest
}

// begun returns what stands below the separator that a text may begin with, if that is
// one to YAML with all of its line.
func begun(text string) string {
	line, rest, _ := strings.Cut(text, "\n")
	line, is := strings.CutPrefix(line, "---")
	if is && (line == "" || line[0] == ' ' || line[0] == '\t') && isPrintable(line) {
		return rest
	}
	return text
}

// hides reports whether more than a comment stands on the line of a separator to YAML.
func hides(rest string) bool {
	at, width := lineEnd(rest)
	return at >= 0 && !blank(rest[at+width:])
}

// isEnd reports whether a line says "...".
func isEnd(line string) bool {
	rest, ok := strings.CutPrefix(strings.TrimSuffix(line, "\n"), "...")
	trimmed := strings.TrimLeft(rest, " \t")
	return ok && (trimmed == "" || trimmed[0] == '#' && trimmed != rest)
}

// isStream reports whether kubectl takes a text for JSON: whether it begins with a
// brace, not too far from its beginning.
func isStream(text string) bool {
	const far = 4096
	return strings.HasPrefix(strings.TrimLeftFunc(text[:min(len(text), far)], unicode.IsSpace), "{")
}

// stream reads the values of JSON that a text begins with, and returns what is left
// for YAML. Behind more than one value kubectl reads no YAML.
func stream(text string, line int, yield func(document)) (string, int) {
	values, end, err := jsonValues(text, line)
	switch len(values) {
	case 0:
	case 1:
		yield(values[0])
	default:
		yield(document{text: text[:end], line: line, json: true, values: values})
	}
	line += strings.Count(text[:end], "\n")
	rest := text[end:]
	if err != nil && len(values) > 1 {
		line += strings.Count(rest[:len(rest)-len(strings.TrimLeft(rest, " \t\r\n"))], "\n")
		yield(document{line: line, problem: &input.Problem{
			Position: input.Position{Line: line, Column: 1},
			Message:  fmt.Sprintf("behind %d values of JSON stands what is none (%v), and kubectl reads no further", len(values), err),
			Remedy:   "Correct it, or put the values into a List or files of their own; nothing from here on was judged",
		}})
	}
	if err == nil || len(values) > 1 {
		return "", line
	}
	for i, r := range rest {
		if r == '\n' {
			return rest[i+1:], line + 1
		}
		if !unicode.IsSpace(r) {
			return rest[i:], line
		}
	}
	return "", line
}

// jsonValues cuts the values of JSON that a text begins with. It returns where the last
// of them ends, and the error that kept it from reading one more.
func jsonValues(text string, line int) (all []document, end int, err error) {
	decoder := json.NewDecoder(strings.NewReader(text))
	last := 0
	for {
		var value json.RawMessage
		if err := decoder.Decode(&value); errors.Is(err, io.EOF) {
			return all, end, nil
		} else if err != nil {
			return all, end, err
		}
		end = int(decoder.InputOffset())
		start := end - len(value)
		line += strings.Count(text[last:start], "\n")
		last = start
		all = append(all, document{text: text[start:end], line: line, json: true})
	}
}

// blank reports whether a document says nothing: it is empty, or has only comments.
func blank(text string) bool {
	if below := begun(text); len(below) < len(text) {
		text = below
	} else {
		text = strings.TrimPrefix(text, "\ufeff")
	}
	for len(text) > 0 {
		line := text
		if end, width := lineEnd(text); end >= 0 {
			line, text = text[:end], text[end+width:]
		} else {
			text = ""
		}
		line = strings.TrimLeft(line, " ")
		if line != "" && (line[0] != '#' || !isPrintable(line)) {
			return false
		}
	}
	return true
}

// isPrintable reports whether a line has only characters that YAML surely allows.
func isPrintable(line string) bool {
	return !strings.ContainsFunc(line, func(r rune) bool { return r != '\t' && !unicode.IsPrint(r) })
}

// lineEnd finds the end of the first line, as YAML does, for which more than "\n" ends
// one. It returns where the break is and how wide it is; -1 where there is none.
func lineEnd(text string) (at, width int) {
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\n', c == '\r':
			return i, 1
		case c == 0xc2 && strings.HasPrefix(text[i:], "\u0085"):
			return i, len("\u0085")
		case c == 0xe2 && (strings.HasPrefix(text[i:], "\u2028") || strings.HasPrefix(text[i:], "\u2029")):
			return i, len("\u2028")
		}
	}
	return -1, 0
}
