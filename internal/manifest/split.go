package manifest

import "bytes"

// document is the text of one document of a file.
type document struct {
	text []byte
	// line of the file that the text begins at.
	line int
	// separator is what stands behind the "---" above the document and does not belong there.
	separator string
}

// split cuts a text into documents, as kubectl does: at every line that begins with
// "---", and also at one that says "...", behind which YAML would read no further.
func split(text []byte, line int, yield func(document)) {
	start, at := 0, line
	separator := ""
	for i := 0; i < len(text); {
		end := bytes.IndexByte(text[i:], '\n')
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
func isMarker(line []byte) (bool, string) {
	if len(line) < 3 || line[0] != '-' && line[0] != '.' {
		return false, ""
	}
	if !bytes.HasPrefix(line, []byte("---")) && !bytes.HasPrefix(line, []byte("...")) {
		return false, ""
	}
	rest := bytes.TrimSpace(line[3:])
	if len(rest) == 0 || rest[0] == '#' {
		return true, ""
	}
	return line[0] == '-', string(rest)
}

// blank reports whether a document says nothing: it is empty, or has only comments.
func blank(text []byte) bool {
	for len(text) > 0 {
		line := text
		if end := bytes.IndexByte(text, '\n'); end >= 0 {
			line, text = text[:end], text[end+1:]
		} else {
			text = nil
		}
		if line = bytes.TrimLeft(line, " \t\r"); len(line) > 0 && line[0] != '#' {
			return false
		}
	}
	return true
}
