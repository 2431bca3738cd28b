package report

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/isms-operator/isms-operator/internal/wording"
)

// parting is a space of no width. It parts what a host would take for a mention, a
// reference, a link or an emoji. Hosts look for those in the text that Markdown has been
// made into, so neither a backslash nor a character reference prevents one; and unlike a
// comment of HTML it stays where the text is quoted in a mail.
const parting = "&#8203;"

// ellipsis ends a text that was cut.
const ellipsis = wording.Ellipsis

// inert makes a text mean itself in Markdown, on GitHub and on GitLab: no markup, no
// HTML, no end of a cell; no mention, reference, link or emoji. What is longer than limit
// bytes is cut.
func inert(s string, limit int) string {
	s = wording.Plain(s)
	b := make([]byte, 0, len(s)+len(s)/8)
	digits := 0 // hexadecimal, in a row
	for i, r := range s {
		rest := s[i+utf8.RuneLen(r):]
		from := len(b)
		b = appendInert(b, r)
		digits++
		if !hexadecimal(r) {
			digits = 0
		}
		if digits == maxHash-1 && startsWith(rest, hexadecimal) || parts(s[:i], r, rest) {
			b, digits = append(b, parting...), 0
		}
		if len(b)+len(ellipsis) > limit && (len(b) > limit || rest != "") {
			return string(b[:from]) + ellipsis
		}
	}
	return string(b)
}

// appendInert appends a character so that Markdown and HTML leave it as it is.
func appendInert(b []byte, r rune) []byte {
	switch {
	case strings.ContainsRune("<>&|", r):
		b = append(b, "&#"...)
		return append(strconv.AppendInt(b, int64(r), 10), ';')
	case r == '$': // GitHub's documented way to keep one from being mathematics
		return append(b, `<span>\$</span>`...)
	case strings.ContainsRune("\\`*_{}[]()~!^", r):
		b = append(b, '\\')
	}
	return utf8.AppendRune(b, r)
}

// maxHash is from how many hexadecimal digits on a host takes a word for a commit.
const maxHash = 7

// parts reports whether a character must be parted from what follows it:
//
//	@name #12 !12 %12 ~name &12 ^alert *iteration         mentions and references
//	:name: [name:12] ://                            emoji, references, addresses
//	GH-12 GHSA-… CVE-…                              references by name
//	/issues/12 /pull/12 /discussions/12             the same as paths
//	www.                                            an address without a scheme
func parts(before string, r rune, rest string) bool {
	switch r {
	case '@', '#', '!', '%', '~', '&', '^', '*':
		return startsWith(rest, func(r rune) bool { return !unicode.IsSpace(r) })
	case ':':
		word := strings.TrimLeftFunc(rest, func(r rune) bool { return alphanumeric(r) || strings.ContainsRune("_+-", r) })
		return strings.HasPrefix(rest, "/") || len(word) < len(rest) && word != "" && strings.ContainsRune(":]", rune(word[0]))
	case '-':
		return endsIn(before, "gh", "ghsa", "cve") && startsWith(rest, wordRune)
	case '/':
		return endsIn(before, "/issues", "/pull", "/discussions") && startsWith(rest, wordRune)
	case 'w', 'W':
		return endsIn(before, "ww") && strings.HasPrefix(rest, ".")
	}
	return false
}

func hexadecimal(r rune) bool {
	return '0' <= r && r <= '9' || 'a' <= r && r <= 'f' || 'A' <= r && r <= 'F'
}

func alphanumeric(r rune) bool {
	return '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
}

// wordRune is what the names and paths of hosts are taken to be made of; underscores too,
// since to part one too many costs nothing.
func wordRune(r rune) bool { return alphanumeric(r) || r == '_' }

// startsWith reports whether the first character of a text, if it has one, is so.
func startsWith(s string, is func(rune) bool) bool {
	r, n := utf8.DecodeRuneInString(s)
	return n > 0 && is(r)
}

// endsIn reports whether a text ends in one of the words, in any case.
func endsIn(s string, words ...string) bool {
	for _, word := range words {
		if n := len(s) - len(word); n >= 0 && strings.EqualFold(s[n:], word) {
			return true
		}
	}
	return false
}
