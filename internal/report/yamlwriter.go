package report

import (
	"strings"
)

// yamlEntry starts an entry in block style. The first key of an entry of a list
// stands beside its dash.
func (j *jsonWriter) yamlEntry(key string) {
	j.line = j.line[:0]
	if first := j.empty && (j.item || j.depth == 1); !first {
		j.line = append(j.line, '\n')
		for range j.depth - 1 {
			j.line = append(j.line, ' ', ' ')
		}
	}
	j.empty, j.item = false, false
	if key == "" {
		j.line = append(j.line, '-', ' ')
		return
	}
	j.line = append(append(j.line, key...), ':', ' ')
}

// yamlOpen starts an object or list, whose entries come on lines of their own.
func (j *jsonWriter) yamlOpen(key string) {
	if j.depth > 0 {
		j.yamlEntry(key)
		if key != "" {
			j.line = j.line[:len(j.line)-1] // the space
		}
	}
	j.flushLine()
	j.depth++
	j.empty, j.item = true, key == "" && j.depth > 1
}

// yamlClose ends an object or list. One without entries is written as in JSON.
func (j *jsonWriter) yamlClose(bracket byte) {
	j.depth--
	if j.empty {
		if !j.item {
			j.line = append(j.line, ' ')
		}
		j.line = append(j.line, map[byte]string{']': "[]", '}': "{}"}[bracket]...)
	}
	if j.depth == 0 {
		j.line = append(j.line, '\n')
	}
	j.empty, j.item = false, false
	j.flushLine()
}

// unquoted reports whether YAML reads a text without quotes as that text, whatever its
// version. It need not find all such texts: quotes do no harm.
func unquoted(s string) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z':
		case i > 0 && (c >= '0' && c <= '9' || strings.IndexByte(" ,;./_()'-", c) >= 0):
		default:
			return false
		}
	}
	if s == "" || s[len(s)-1] == ' ' {
		return false
	}
	switch strings.ToLower(s) {
	case "y", "yes", "on", "true", "n", "no", "off", "false", "null":
		return false
	}
	return true
}
