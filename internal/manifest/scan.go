package manifest

import (
	"strings"
	"unicode/utf8"
)

// scanner parses the part of YAML that manifests are written in: mappings and lists
// in block form, and scalars on one line. It is many times faster than a parser of
// all YAML and gives up on everything else, which then goes to such a parser. A fuzz
// test compares the two.
//
// It is hand-written because nothing else is fast enough: with the YAML library in its
// place "assess" takes 0.81 (one file) and 1.21 (10,000 files) of the time of kubeconform
// on the same manifests, and with it 0.33 and 0.58 (make bench, BenchmarkAssess).
type scanner struct {
	text string
	tree tree
	// rest is where the line after the current one begins.
	rest int
	// line of the file that is current, and what it says behind its indentation.
	line    int
	content string
	// indent of the content; -1 at the end of the text.
	indent int
	depth  int
}

// maxScan bounds the nesting that the scanner takes, and maxKey the length of a key.
const (
	maxScan = 64
	maxKey  = 128
)

// scan parses a document that begins at a line of its file, into the memory of a tree
// that is no longer needed. It reports false where it cannot tell.
func scan(into tree, text string, line int) (tree, bool) {
	if below := begun(text); len(below) < len(text) {
		text, line = below, line+1
	}
	s := scanner{text: text, tree: append(into[:0], node{}), line: line - 1}
	if !simple(text) || !s.next() || s.indent != 0 {
		return s.tree, false
	}
	s.tree[0].line, s.tree[0].column = uint32(s.line), 1
	ok := s.block(0) && s.indent < 0
	return s.tree, ok
}

// simple reports whether a text has only characters without a special meaning.
func simple(text string) bool {
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case c >= ' ' && c < 0x7f, c == '\n':
			i++
		case c < utf8.RuneSelf:
			return false
		default:
			r, size := utf8.DecodeRuneInString(text[i:])
			// Beyond ASCII, too, there are breaks of lines and characters for control.
			if r == utf8.RuneError || r < 0xa0 || r == 0x2028 || r == 0x2029 || r == 0xfeff || r >= 0xfffe && r < 0x10000 {
				return false
			}
			i += size
		}
	}
	return true
}

// next goes to the next line that says something.
func (s *scanner) next() bool {
	for s.rest < len(s.text) {
		s.line++
		line := s.text[s.rest:]
		if end := strings.IndexByte(line, '\n'); end >= 0 {
			line = line[:end]
		}
		s.rest += len(line) + 1
		indent := 0
		for indent < len(line) && line[indent] == ' ' {
			indent++
		}
		if indent < len(line) && line[indent] != '#' {
			s.content, s.indent = line[indent:], indent
			return true
		}
	}
	s.content, s.indent = "", -1
	return false
}

// block parses the mapping or list that begins at the current line.
func (s *scanner) block(self int32) bool {
	s.depth++
	defer func() { s.depth-- }()
	if s.depth > maxScan {
		return false
	}
	if isItem(s.content) {
		return s.list(self)
	}
	return s.fields(self)
}

// fields parses a mapping. What follows it must be less indented.
func (s *scanner) fields(self int32) bool {
	s.tree[self].form = mapping
	indent, last := s.indent, int32(0)
	for s.indent == indent {
		key, rest, ok := cutKey(s.content)
		if !ok {
			return false
		}
		last = s.tree.add(self, last, node{key: key, line: uint32(s.line), column: uint32(indent + 1)})
		if !s.value(last, rest, indent) {
			return false
		}
	}
	return s.indent < indent
}

// value parses what stands behind a key, or on the lines below it.
func (s *scanner) value(self int32, rest string, indent int) bool {
	if rest != "" && rest[0] != '#' {
		return s.scalar(self, rest, indent)
	}
	s.next()
	if s.indent > indent {
		return s.block(self)
	}
	return s.indent == indent && isItem(s.content) && s.list(self)
}

// scalar parses a scalar that ends with its line: what follows is not more indented.
func (s *scanner) scalar(self int32, text string, indent int) bool {
	value, form, ok := cutScalar(text)
	s.tree[self].value, s.tree[self].form = value, form
	s.next()
	return ok && s.indent <= indent
}

// list parses a list. What follows it may stand as far to the left as its dashes.
func (s *scanner) list(self int32) bool {
	s.tree[self].form = sequence
	indent, last := s.indent, int32(0)
	for s.indent == indent && isItem(s.content) {
		item := strings.TrimLeft(s.content[1:], " ")
		if item == "" || item[0] == '#' || isItem(item) {
			return false
		}
		column := indent + len(s.content) - len(item)
		last = s.tree.add(self, last, node{line: uint32(s.line), column: uint32(column + 1)})
		if _, _, ok := cutKey(item); !ok {
			if !s.scalar(last, item, indent) {
				return false
			}
			continue
		}
		s.content, s.indent = item, column
		if !s.block(last) {
			return false
		}
	}
	return s.indent <= indent
}

// isItem reports whether a line begins an entry of a list.
func isItem(content string) bool {
	return content != "" && content[0] == '-' && (len(content) == 1 || content[1] == ' ')
}

// cutKey returns the key that a line begins with, and what stands behind it.
func cutKey(content string) (key, rest string, ok bool) {
	i := 0
	for i < len(content) && isKeyByte(content[i]) {
		i++
	}
	if i == 0 || i > maxKey || i == len(content) || content[i] != ':' || !isString(content[:i]) {
		return "", "", false
	}
	if i+1 < len(content) && content[i+1] != ' ' {
		return "", "", false
	}
	return content[:i], strings.TrimLeft(content[i+1:], " "), true
}

func isKeyByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-' || c == '.' || c == '/'
}

// cutScalar returns the scalar that a text begins with; but for a comment, it is all
// of the text.
func cutScalar(text string) (string, form, bool) {
	switch text[0] {
	case '"':
		end := strings.IndexByte(text[1:], '"') + 1
		if end == 0 || strings.IndexByte(text[:end], '\\') >= 0 {
			return "", quoted, false
		}
		return text[1:end], quoted, endsLine(text[end+1:])
	case '\'':
		end := 1
		for {
			i := strings.IndexByte(text[end:], '\'')
			if i < 0 {
				return "", quoted, false
			}
			if end += i; !strings.HasPrefix(text[end:], "''") {
				break
			}
			end += 2
		}
		return strings.ReplaceAll(text[1:end], "''", "'"), quoted, endsLine(text[end+1:])
	case '-', '?', ':', ',', '[', ']', '{', '}', '#', '&', '*', '!', '|', '>', '%', '@', '`':
		return "", plain, false
	}
	if i := strings.Index(text, " #"); i >= 0 {
		text = text[:i]
	}
	text = strings.TrimRight(text, " ")
	return text, plain, !strings.Contains(text, ": ") && text[len(text)-1] != ':'
}

// endsLine reports whether nothing but a comment follows on a line.
func endsLine(rest string) bool {
	trimmed := strings.TrimLeft(rest, " ")
	return trimmed == "" || trimmed[0] == '#' && len(trimmed) < len(rest)
}
