package table

import (
	"strings"
	"unicode"
)

// Clean is a text as cells of all formats hold it: white space at its ends removed, no-break
// spaces made spaces, lines ended by \n alone.
func Clean(s string) string {
	if plain(s) {
		return s
	}
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.Map(func(r rune) rune {
		switch r {
		case '\u00a0', '\u2007', '\u202f':
			return ' '
		case '\r':
			return '\n'
		}
		return r
	}, s)
	return strings.TrimFunc(s, outer)
}

// outer reports whether a character says nothing at the ends of a text.
func outer(r rune) bool { return unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' }

// plain reports whether a text is clean for sure.
func plain(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 || s[i] == '\r' {
			return false
		}
	}
	return s == "" || s[0] > ' ' && s[len(s)-1] > ' '
}

// Fold is a text as names are compared: in small letters, white space of any kind one space,
// quotes and dashes straight. Texts that differ in nothing else are the same name.
func Fold(s string) string {
	s = strings.Map(func(r rune) rune {
		switch r {
		case '\u2018', '\u2019', '\u201a', '\u2039', '\u203a':
			return '\''
		case '\u201c', '\u201d', '\u201e', '\u00ab', '\u00bb':
			return '"'
		case '\u2010', '\u2011', '\u2012', '\u2013', '\u2014':
			return '-'
		case '\u00ad', '\u200b', '\ufeff':
			return -1
		}
		return unicode.ToLower(r)
	}, s)
	return strings.Join(strings.Fields(s), " ")
}
