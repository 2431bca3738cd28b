// Package wording holds words that all outputs share, and makes what records say safe to show.
package wording

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Plain makes what a record says safe to show: what could steer a terminal, end a
// line or turn the direction of text is written as an escape, line ends as spaces.
func Plain(s string) string {
	if !strings.ContainsFunc(s, Steers) && utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case unicode.IsSpace(r) && Steers(r):
			b.WriteByte(' ')
		case r == utf8.RuneError && n == 1, Steers(r) && n == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case Steers(r):
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
		i += n
	}
	return b.String()
}

// Steers reports whether a character does something other than to show itself.
func Steers(r rune) bool {
	if r < utf8.RuneSelf {
		return r < ' ' || r == 0x7f
	}
	return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029' || r == '\ufeff'
}

// Doubt says why a verdict is not better than Unknown; "" where all was judged.
func Doubt(notJudged int) string {
	if notJudged == 0 {
		return ""
	}
	return fmt.Sprintf("%s not judged: nothing here counts as conforming", Number(notJudged, "record or document", "records or documents"))
}

// Number puts a count before its noun.
func Number(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// maxWord bounds what Distance is asked of: a longer word is near to none.
const maxWord = 64

// Distance is how many letters must be added, left out or changed to make b of a.
func Distance(a, b string) int {
	if len(a) > maxWord || len(b) > maxWord {
		return maxWord
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// Shortened is a text of at most so many characters. It shows that it was cut.
func Shortened(s string, limit int) string {
	if len(s) <= limit || utf8.RuneCountInString(s) <= limit {
		return s
	}
	return string([]rune(s)[:limit-1]) + Ellipsis
}

// Ellipsis stands for what was cut.
const Ellipsis = "…"
