package report

import (
	"bufio"
	"io"
	"strconv"
	"unicode/utf8"

	"github.com/isms-operator/isms-operator/internal/wording"
)

// jsonWriter writes indented JSON, or the same as YAML, as it comes, so that a report of any size takes
// the memory of one line. Its errors are those of the bufio.Writer, which keeps the
// first until Flush.
type jsonWriter struct {
	*bufio.Writer
	depth int
	// flat is the depth from which on all stands on one line; 0 for none.
	flat int
	// empty says that the innermost object or list has no entry yet.
	empty bool
	line  []byte
	// yaml writes YAML. Entries of lists are objects; an item is one that has no entry yet.
	yaml, item bool
}

func newJSONWriter(w io.Writer) *jsonWriter {
	return &jsonWriter{Writer: bufio.NewWriterSize(w, 32<<10)}
}

// entry starts an entry of the innermost object, or of the list where key is "".
func (j *jsonWriter) entry(key string) {
	if j.yaml {
		j.yamlEntry(key)
		return
	}
	j.line = j.line[:0]
	if !j.empty {
		j.line = append(j.line, ',')
	}
	j.newLine()
	j.empty = false
	if key != "" {
		j.line = append(j.line, '"')
		j.line = append(j.line, key...)
		j.line = append(j.line, `": `...)
	}
}

func (j *jsonWriter) newLine() {
	if j.flat > 0 {
		if len(j.line) > 0 { // the comma
			j.line = append(j.line, ' ')
		}
		return
	}
	j.line = append(j.line, '\n')
	for range j.depth {
		j.line = append(j.line, ' ', ' ')
	}
}

// open starts an object or list under a key, or in a list where key is "".
func (j *jsonWriter) open(key string, bracket byte) {
	if j.yaml {
		j.yamlOpen(key)
		return
	}
	if j.depth > 0 {
		j.entry(key)
	}
	j.line = append(j.line, bracket)
	j.flushLine()
	j.depth++
	j.empty = true
}

// openFlat starts an object that stands on one line.
func (j *jsonWriter) openFlat(key string) {
	j.open(key, '{')
	if !j.yaml {
		j.flat = j.depth
	}
}

// close ends the innermost object or list.
func (j *jsonWriter) close(bracket byte) {
	if j.yaml {
		j.yamlClose(bracket)
		return
	}
	j.depth--
	j.line = j.line[:0]
	if !j.empty {
		j.newLine()
	}
	if j.depth < j.flat {
		j.flat = 0
	}
	j.line = append(j.line, bracket)
	if j.depth == 0 {
		j.line = append(j.line, '\n')
	}
	j.empty = false
	j.flushLine()
}

// text writes a string under a key; an empty one is left out.
func (j *jsonWriter) text(key, s string) {
	if s != "" {
		j.must(key, s)
	}
}

// must writes a string under a key, even an empty one.
func (j *jsonWriter) must(key, s string) {
	j.entry(key)
	if j.yaml && unquoted(s) {
		j.line = append(j.line, s...)
	} else {
		j.line = appendQuoted(j.line, s)
	}
	j.flushLine()
}

// number writes a number under a key.
func (j *jsonWriter) number(key string, n int) {
	j.entry(key)
	j.line = strconv.AppendInt(j.line, int64(n), 10)
	j.flushLine()
}

// truth writes a true under a key; a false is left out.
func (j *jsonWriter) truth(key string, is bool) {
	if is {
		j.entry(key)
		j.line = append(j.line, "true"...)
		j.flushLine()
	}
}

// flushLine writes the line; its error is kept until Flush.
func (j *jsonWriter) flushLine() {
	_, _ = j.Write(j.line)
	j.line = j.line[:0]
}

const hex = "0123456789abcdef"

// appendQuoted appends a JSON string. Characters that would steer a terminal are
// escaped; bytes that are no UTF-8 become U+FFFD, as encoding/json has it.
func appendQuoted(b []byte, s string) []byte {
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf && c >= ' ' && c != '"' && c != '\\' && c != 0x7f {
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		bad := r == utf8.RuneError && n == 1
		if c != '"' && c != '\\' && !bad && !wording.Steers(r) {
			i += n
			continue
		}
		b = append(b, s[start:i]...)
		switch {
		case bad:
			b = append(b, "\uFFFD"...)
		case r == '"' || r == '\\':
			b = append(b, '\\', c)
		case r == '\n':
			b = append(b, '\\', 'n')
		default: // what steers lies in the basic plane
			b = append(b, '\\', 'u', hex[r>>12&15], hex[r>>8&15], hex[r>>4&15], hex[r&15])
		}
		i += n
		start = i
	}
	return append(append(b, s[start:]...), '"')
}
