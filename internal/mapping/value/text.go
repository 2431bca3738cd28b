// Package value reads what stands in the cells of a register: days, numbers, lists, ranges
// of controls, names. It reads what a mapping declares and guesses nothing.
package value

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/isms-operator/isms-operator/internal/table"
	"github.com/isms-operator/isms-operator/internal/wording"
)

// letters that are written with others where a name may have a to z alone.
var letters = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss", "æ", "ae", "œ", "oe", "ø", "oe", "å", "aa", "ł", "l", "đ", "d")

// Slug makes the name of a record from words: lower case, umlauts written out, accents off,
// everything else a hyphen.
func Slug(words string) string {
	var b strings.Builder
	b.Grow(len(words))
	hyphen := false
	for _, r := range norm.NFD.String(letters.Replace(norm.NFC.String(strings.ToLower(words)))) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			if hyphen && b.Len() > 0 {
				b.WriteByte('-')
			}
			hyphen = false
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r): // the accent of the letter before it
		default:
			hyphen = true
		}
	}
	return b.String()
}

// Fold makes texts equal that name the same thing, as table.Fold does; marks at their end are
// none of the name, as in "Owner *" and "Owner:".
func Fold(text string) string {
	return strings.TrimRight(table.Fold(norm.NFKC.String(text)), " :*.")
}

// Nearest is the word that was probably meant; "" if none is near.
func Nearest(word string, words []string) string {
	word = Fold(word)
	best, least := "", 4
	for _, w := range words {
		folded := Fold(w)
		if d := wording.Distance(word, folded); d < least && d*2 <= len(folded) {
			best, least = w, d
		}
	}
	return best
}

// FirstWord is what stands before the first space, comma, semicolon, colon, bracket or
// spaced dash.
func FirstWord(text string) string {
	text = strings.TrimSpace(text)
	if i := strings.IndexFunc(text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",;:()[]–—", r) }); i > 0 {
		return text[:i]
	}
	return text
}
