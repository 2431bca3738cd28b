package facts

import (
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// Normal makes names comparable: case, spacing, invisible characters and the ways in which
// Unicode writes the same character do not tell names apart.
func Normal(name string) string {
	if plain(name) {
		return strings.ToLower(name) // as most names are; the rest is what comparing would spend its time on
	}
	name = strings.Map(visible, norm.NFKC.String(name))
	return strings.Join(strings.Fields(strings.ToLower(name)), " ")
}

// plain reports whether a name is of ASCII with single spaces between words.
func plain(name string) bool {
	last := byte(' ')
	for i := range len(name) {
		b := name[i]
		if b < ' ' || b > '~' || b == ' ' && last == ' ' {
			return false
		}
		last = b
	}
	return last != ' ' || name == ""
}

// visible drops a character that nobody sees.
func visible(r rune) rune {
	if unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r) || unicode.Is(unicode.Variation_Selector, r) ||
		unicode.IsControl(r) && !unicode.IsSpace(r) {
		return -1
	}
	return r
}

// Stated reports whether a text says something. What has no letter, or one letter only,
// says nothing, nor does a placeholder, alone or repeated. Every rule whose verdict rests on
// a text asks this and not whether the text is empty.
func Stated(text string) bool {
	if hasOtherWord(text) {
		return true
	}
	text = Normal(text)
	if !twoLetters(text) {
		return false
	}
	if len(text) > longestPlaceholder {
		return !allWords(text)
	}
	return !placeholders[lettersOf(text)] && !allWords(text)
}

// hasOtherWord reports whether a word stands in a text that is in no placeholder, as in
// most; it is what Stated finds without looking at the whole text. It knows only words in
// ASCII between spaces.
func hasOtherWord(text string) bool {
	const marks = "\"'(),.:;!?"
	for token := range strings.FieldsSeq(text) {
		var lower [24]byte
		token = strings.Trim(token, marks)
		if len(token) > len(lower) {
			continue
		}
		differ := false
		for i := range len(token) {
			b := token[i] | ' ' // the small letter of a capital
			if b < 'a' || b > 'z' {
				differ = false
				break
			}
			lower[i] = b
			differ = differ || b != lower[0]
		}
		if differ && !placeholderWords[string(lower[:len(token)])] {
			return true
		}
	}
	return false
}

// Given reports whether a value is there that needs no letter, such as a version.
func Given(value string) bool {
	letters := lettersOf(Normal(value))
	return letters != "" && !placeholders[letters]
}

// twoLetters reports whether there are two letters in a text that differ.
func twoLetters(text string) bool {
	first := rune(0)
	for _, r := range text {
		switch {
		case !unicode.IsLetter(r):
		case first == 0:
			first = r
		case r != first:
			return true
		}
	}
	return false
}

// allWords reports whether each word of a text is a placeholder: "tbd, tbd".
func allWords(text string) bool {
	for word := range strings.FieldsSeq(text) {
		if letters := lettersOf(word); letters != "" && !placeholders[letters] {
			return false
		}
	}
	return true
}

// lettersOf are the letters, digits and inner spaces of a text: "n/a", "N.A." and "(n.a)"
// are one placeholder.
func lettersOf(text string) string {
	kept := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == ' ' {
			return r
		}
		return -1
	}, text)
	return strings.Join(strings.Fields(kept), " ")
}

// placeholderWords are the words that placeholders are of.
var placeholderWords = func() map[string]bool {
	words := map[string]bool{}
	for p := range placeholders {
		for word := range strings.FieldsSeq(p) {
			words[word] = true
		}
	}
	return words
}()

// placeholders are what stands in registers where nothing was said, or nobody named, in
// the form of lettersOf: in the languages that registers come in.
var placeholders, longestPlaceholder = func() (map[string]bool, int) {
	all, longest := map[string]bool{}, 0
	for _, p := range strings.Split(placeholderList, ",") {
		p = lettersOf(Normal(p))
		all[p] = true
		longest = max(longest, 2*len(p)) // punctuation may stand between
	}
	return all, longest
}()

const placeholderList = `xx, xxx, nobody, somebody, someone, anybody,
na, n a, none, nil, null, nothing, not applicable, not available, not known, not stated, not specified, not defined, not yet,
undefined, unspecified, unknown, unclear, empty, blank, void, missing, omitted,
tba, tbc, tbd, tbp, to be announced, to be advised, to be confirmed, to be decided, to be defined, to be determined, to be done,
to be completed, to be filled in, to be filled, to be provided, to follow, to do, todo, fixme, wip, work in progress, in progress,
pending, open, later, draft, dummy, placeholder, sample, example, sample text, example text, test, test text, foo, bar, baz, foobar,
asdf, asdfgh, qwerty, qwertz, qwer, abc, abcd, abcdef, blah, bla, blabla, lorem, ipsum, lorem ipsum, lorem ipsum dolor sit amet, etc, misc,
some text, reason, some reason, justification, rationale, description, comment, no comment, note, notes,
see, see above, as above, same as above, see below, as below, above, below, ditto, idem, same, see other, see document, see documentation,
yes, no, ok, okay, fine, done, whatever, because, just because, because it is, good reason, change me, changeme, replace me, fill in, fill me in, insert text here, enter text here, your text here,
keine, keiner, keines, kein, nichts, nein, ja, ka, k a, keine angabe, keine angaben, nicht bekannt, nicht zutreffend, nicht anwendbar, nicht relevant, nicht definiert, entfällt, unbekannt, offen, folgt, noch offen, ist offen, wird nachgereicht, wird ergänzt, wird noch ergänzt, noch zu klären, zu klären, in klärung, siehe oben, s o, so, wie oben, dito, platzhalter, beispiel, beispieltext, begründung, grund, beschreibung, niemand,
aucun, aucune, néant, rien, non, oui, sans objet, s o, non applicable, non renseigné, non défini, inconnu, à définir, a definir, à compléter, à préciser, à déterminer, en attente, en cours, voir ci-dessus, voir plus haut, exemple, texte, personne,
ninguno, ninguna, nada, sí, n d, nd, no aplica, no aplicable, no definido, sin definir, por definir, por determinar, por completar, pendiente, desconocido, ver arriba, véase arriba, ejemplo, texto, nadie,
nenhum, nenhuma, não, sim, não aplicável, não se aplica, desconhecido, pendente, ver acima, exemplo, ninguém,
nessuno, nessuna, niente, non applicabile, non definito, sconosciuto, da definire, da completare, da compilare, in sospeso, vedi sopra, come sopra, esempio, testo,
geen, niets, nee, nvt, n v t, niet van toepassing, onbekend, nog te bepalen, nog te doen, nader te bepalen, zie boven, zie hierboven, idem dito, voorbeeld, tekst, niemand,
brak, nie, nie dotyczy, nd, nieznany, do uzupełnienia, do ustalenia, jak wyżej, przykład, tekst, nikt,
ingen, inget, intet, nej, saknas, okänd, ukjent, ukendt, ikke relevant, ikke aktuelt, ej tillämpligt, se ovan, se ovenfor, exempel, eksempel, ei ole, ei tiedossa, ei sovellu,
žádný, nic, neuvedeno, neznámo, bude doplněno, viz výše, nincs, ismeretlen, lásd fent, niciunul, nu se aplică, yok, bilinmiyor, belirlenecek, uygulanamaz,
нет, не применимо, неизвестно, не определено, будет определено, см выше, пример, текст, немає, няма, κανένα, άγνωστο, δεν ισχύει,
无, 暂无, 没有, 未定, 待定, 不适用, 未知, 同上, なし, 無し, 未定, 該当なし, 不明, 同上, 없음, 미정, 해당 없음, لا يوجد, غير معروف, אין`

// Endless reports whether a record says that it never lapses, and why.
func Endless(e *api.Evergreen) bool { return e != nil && Stated(e.Reason) }

// SaysNothing reports whether there is a text, and it says nothing.
func SaysNothing(text string) bool { return text != "" && !Stated(text) }

// forEver is the first of the days that registers write for "for ever".
var forEver = api.NewDate(2099, time.December, 31)

// Unending appends a field with a day that never comes: it says nothing. What has no end says
// why it has none (Endless).
func Unending(fields []string, field string, day api.Date) []string {
	if day.Before(forEver) {
		return fields
	}
	return append(fields, field)
}

// Unsaid appends a field in which there is a text that says nothing.
func Unsaid(fields []string, field, text string) []string {
	if SaysNothing(text) {
		return append(fields, field)
	}
	return fields
}

// Ungiven appends a field in which something stands that is no name.
func Ungiven(fields []string, field, name string) []string {
	if name != "" && !Given(name) {
		return append(fields, field)
	}
	return fields
}
