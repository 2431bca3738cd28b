package pseudonym

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// word is a run of letters, or of digits, in a text.
type word struct {
	start, end int
	// lower is the word in small letters.
	lower string
}

// class of a character: words are of one.
func class(r rune) int {
	switch {
	case unicode.IsLetter(r), unicode.IsMark(r):
		return 1
	case unicode.IsDigit(r):
		return 2
	}
	return 0
}

// wordsOf are the words of a text.
func wordsOf(text string) (all []word) {
	start, in := 0, 0
	end := func(at int) {
		if in != 0 {
			all = append(all, word{start, at, strings.ToLower(text[start:at])})
		}
	}
	for i, r := range text {
		if c := class(r); c != in {
			end(i)
			start, in = i, c
		}
	}
	end(len(text))
	return all
}

// humps are the words that are written as one, as in AnnaKeller.
func (w word) humps(text string) (all []word) {
	start, last := w.start, ' '
	for i, r := range text[w.start:w.end] {
		if at := w.start + i; unicode.IsLower(last) && unicode.IsUpper(r) {
			all = append(all, word{start, at, strings.ToLower(text[start:at])})
			start = at
		}
		last = r
	}
	return append(all, word{start, w.end, strings.ToLower(text[start:w.end])})
}

// pattern is a name that is looked for, word by word.
type pattern struct {
	words     []string
	pseudonym string
}

// minPart is how many letters a part of a name has at least that is replaced on its own.
const minPart = 4

// look returns what is looked for in texts: names, the last word of them first as well, and
// parts of them. The ways in which a name may be written stand behind those in which another
// is, so that nobody is taken for somebody else.
func (n *Names) look(people []Person) (map[string][]pattern, []Entry) {
	s := sought{map[string]map[string]bool{}, map[string]bool{}, map[string]bool{}, vocabulary(n.kinds)}
	for _, p := range people {
		s.add(p.Name, p.Name)
		s.add(p.Name, p.DisplayName)
	}
	return n.patternsOf(s.owners, s.parts), n.written(s.unspaced)
}

// sought is what is looked for: names with those who have them, parts of names, and names
// that are written without spaces. Common words are no parts.
type sought struct {
	owners   map[string]map[string]bool
	parts    map[string]bool
	unspaced map[string]bool
	common   map[string]bool
}

// add adds a name of a person.
func (s *sought) add(person, name string) {
	words := lowered(name)
	if len(words) == 0 {
		return
	}
	for _, key := range orders(words) {
		if s.owners[key] == nil {
			s.owners[key] = map[string]bool{}
		}
		s.owners[key][person] = true
	}
	for _, w := range words {
		if isPart(w) && !s.common[w] {
			s.parts[w] = true
		}
	}
	if strings.ContainsFunc(name, noSpaces) && utf8.RuneCountInString(name) > 1 {
		s.unspaced[plainText(name)] = true
	}
}

// orders are the words of a name as they are written, and with the last of them first.
func orders(words []string) []string {
	last := len(words) - 1
	return []string{strings.Join(words, " "), strings.Join(append([]string{words[last]}, words[:last]...), " ")}
}

// isPart reports whether a word of a name is replaced on its own.
func isPart(w string) bool {
	first, _ := utf8.DecodeRuneInString(w)
	return class(first) == 1 && utf8.RuneCountInString(w) >= minPart
}

// patternsOf gives each name and part its pseudonym.
func (n *Names) patternsOf(owners map[string]map[string]bool, parts map[string]bool) map[string][]pattern {
	base := map[string]string{}
	for part := range parts {
		base[part] = n.issue(sortName, part)
	}
	for name, people := range owners {
		if len(people) > 1 {
			base[name] = n.issue(sortName, name)
			continue
		}
		for p := range people {
			base[name] = n.exact[p]
		}
	}
	all := maps.Clone(base)
	for _, name := range slices.Sorted(maps.Keys(base)) {
		for _, written := range spellings(name) {
			if all[written] == "" {
				all[written] = base[name]
			}
		}
	}
	patterns := map[string][]pattern{}
	for name, pseudonym := range all {
		words := strings.Fields(name)
		patterns[words[0]] = append(patterns[words[0]], pattern{words, pseudonym})
	}
	for _, of := range patterns {
		slices.SortFunc(of, func(a, b pattern) int {
			return cmp.Or(cmp.Compare(len(b.words), len(a.words)), slices.Compare(a.words, b.words))
		})
	}
	return patterns
}

// written are names in scripts that do not part words, the longest first.
func (n *Names) written(names map[string]bool) (all []Entry) {
	for _, name := range slices.Sorted(maps.Keys(names)) {
		all = append(all, Entry{Pseudonym: n.displayName(name), Name: name})
	}
	slices.SortStableFunc(all, func(a, b Entry) int { return cmp.Compare(len(b.Name), len(a.Name)) })
	return all
}

// german are letters that are written as two where they are not at hand.
var german = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss")

// spellings are other ways in which a name may be written: without marks, as in addresses,
// and as a genitive.
func spellings(name string) []string {
	bare := strings.Map(func(r rune) rune {
		if unicode.IsMark(r) {
			return -1
		}
		return r
	}, norm.NFD.String(name))
	all := []string{german.Replace(name), bare}
	for _, s := range append([]string{name}, all...) {
		all = append(all, s+"s")
	}
	return all
}

// lowered are the words of a name in small letters.
func lowered(name string) (all []string) {
	for _, w := range wordsOf(plainText(name)) {
		all = append(all, w.lower)
	}
	return all
}

// plainText writes each character in one way, and leaves out those that nobody sees.
func plainText(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r) {
			return -1
		}
		return r
	}, norm.NFKC.String(text))
}

// noSpaces reports whether a character is of a script that does not part words.
func noSpaces(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// vocabulary are the words that kinds of records, duties and the expertise that is asked for
// are named with. Registers are full of them, rules look for them, and somebody who is called
// Security Officer is not hidden by taking them out of all texts.
func vocabulary(kinds map[string]*assess.Kind) map[string]bool {
	all := map[string]bool{}
	for kind := range kinds {
		for _, hump := range (word{0, len(kind), ""}).humps(kind) {
			all[hump.lower] = true
		}
	}
	known := (&api.Policy{}).Expertise()
	for _, pair := range facts.DefaultDutyPairs() {
		known = append(known, pair.First, pair.Second)
	}
	for _, name := range known {
		for _, w := range wordsOf(name) {
			for _, hump := range w.humps(name) {
				all[hump.lower] = true
			}
			all[w.lower] = true
		}
	}
	return all
}
