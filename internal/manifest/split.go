package manifest

import "strings"

// document is the text of one document of a file.
type document struct {
	text string
	// line of the file that the text begins at.
	line int
	// separator is what stands behind the "---" above the document and does not belong there.
	separator string
}

// partSize is about how much text of a large file is judged at a time.
const partSize = 256 << 10

// cut cuts a text between documents into parts that can be judged at the same time.
func cut(text string) []document {
	var parts []document
	line := 1
	for len(text) > partSize {
		end := strings.Index(text[partSize:], "\n---")
		if end < 0 {
			break
		}
		end += partSize + 1
		parts = append(parts, document{text: text[:end], line: line})
		line += strings.Count(text[:end], "\n")
		text = text[end:]
	}
	return append(parts, document{text: text, line: line})
}

// split cuts a text into documents, as kubectl does: at every line that begins with
// "---", and also at one that says "...", behind which YAML would read no further.
func split(text string, line int, yield func(document)) {
	start, at := 0, line
	separator := ""
	for i := 0; i < len(text); {
		end := strings.IndexByte(text[i:], '\n')
		next := i + end + 1
		if end < 0 {
			next = len(text)
		}
		if marker, rest := isMarker(text[i:next]); marker {
			yield(document{text[start:i], at, separator})
			start, at, separator = next, line+1, rest
		}
		i = next
		line++
	}
	yield(document{text[start:], at, separator})
}

// isMarker reports whether a line separates documents, and what else stands on it.
func isMarker(line string) (bool, string) {
	if len(line) < 3 || line[0] != '-' && line[0] != '.' {
		return false, ""
	}
	if !strings.HasPrefix(line, "---") && !strings.HasPrefix(line, "...") {
		return false, ""
	}
	rest := strings.TrimSpace(line[3:])
	if len(rest) == 0 || rest[0] == '#' {
		return true, ""
	}
	return line[0] == '-', rest
}

// blank reports whether a document says nothing: it is empty, or has only comments.
func blank(text string) bool {
	for len(text) > 0 {
		line := text
		if end := strings.IndexByte(text, '\n'); end >= 0 {
			line, text = text[:end], text[end+1:]
		} else {
			text = ""
		}
		if line = strings.TrimLeft(line, " \t\r"); len(line) > 0 && line[0] != '#' {
			return false
		}
	}
	return true
}
