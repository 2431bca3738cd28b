package pseudonym

import (
	"net/url"
	"regexp"
	"strings"

	"github.com/isms-operator/isms-operator/internal/facts"
)

// Text returns a text without the names of people. It finds names that stand in it as words,
// in capitals or not, with spaces, hyphens, dots or nothing between them; and mailboxes.
// What it does not know to be a name stays: free text may still tell who somebody is.
func (n *Names) Text(text string) string {
	if pseudonym, ok := n.exact[text]; ok {
		return pseudonym
	}
	if !facts.Stated(text) { // a placeholder, which is to remain one
		return text
	}
	clean := plainText(text)
	if replaced := n.replaced(clean); replaced != clean {
		return replaced
	}
	// An address of the web may hide a name by the way in which it is written.
	if plain, err := url.PathUnescape(clean); err == nil && plain != clean {
		plain = plainText(plain)
		if replaced := n.replaced(plain); replaced != plain {
			return strings.ReplaceAll(replaced, " ", "%20")
		}
	}
	return text
}

var mailbox = regexp.MustCompile(`([\p{L}\d._%+-]+)@(?:[\p{L}\d-]+\.)+\p{L}{2,}`)

// replaced replaces mailboxes, and then names.
func (n *Names) replaced(text string) string {
	if strings.Contains(text, "@") {
		var b strings.Builder
		last := 0
		for _, at := range mailbox.FindAllStringSubmatchIndex(text, -1) {
			b.WriteString(text[last:at[2]])
			b.WriteString(n.issue(sortMail, strings.ToLower(text[at[2]:at[1]])))
			last = at[3]
		}
		text = b.String() + text[last:]
	}
	text = n.inWords(text, wordsOf(text))
	for i := range n.unspaced {
		text = strings.ReplaceAll(text, n.unspaced[i].Name, n.unspaced[i].Pseudonym)
	}
	return text
}

// inWords replaces names among the words of a text.
func (n *Names) inWords(text string, words []word) string {
	var b strings.Builder
	last := 0
	put := func(w word, what string, end int) {
		b.WriteString(text[last:w.start])
		b.WriteString(what)
		last = end
	}
	for i := 0; i < len(words); i++ {
		w := words[i]
		if pseudonym, count := n.match(text, words[i:]); count > 0 {
			i += count - 1
			put(w, pseudonym, words[i].end)
			continue
		}
		if humps := w.humps(text); len(humps) > 1 {
			for j := 0; j < len(humps); j++ {
				if pseudonym, count := n.match(text, humps[j:]); count > 0 {
					at := humps[j]
					j += count - 1
					put(at, pseudonym, humps[j].end)
				}
			}
		}
	}
	return b.String() + text[last:]
}

// match returns what stands for the longest name that some words begin with, and how many of
// them it has; none where they begin with no name.
func (n *Names) match(text string, words []word) (pseudonym string, count int) {
	for _, p := range n.patterns[words[0].lower] {
		if len(p.words) > len(words) {
			continue
		}
		same := true
		for i := 1; i < len(p.words) && same; i++ {
			gap := text[words[i-1].end:words[i].start]
			same = words[i].lower == p.words[i] && len(gap) <= maxGap && strings.Trim(gap, between) == ""
		}
		if same {
			return p.pseudonym, len(p.words)
		}
	}
	return "", 0
}

// What may stand between the words of a name, and how many bytes of it.
const (
	between = " .,_-+'’\u00a0\t\n"
	maxGap  = 3
)

// whole returns the pseudonym of the person whose name a text is, and whether it is one.
func (n *Names) whole(text string) (string, bool) {
	if pseudonym, ok := n.exact[text]; ok {
		return pseudonym, true
	}
	words := wordsOf(plainText(text))
	if len(words) == 0 {
		return "", false
	}
	pseudonym, count := n.match(plainText(text), words)
	return pseudonym, count == len(words) && strings.HasPrefix(pseudonym, sortPerson)
}

var bracketed = regexp.MustCompile(`\[[^\]]*\]`)

// Field returns the name of a field without names of people, which stand in the brackets of
// it: what is outside of them are names of the API.
func (n *Names) Field(field string) string {
	return bracketed.ReplaceAllStringFunc(field, func(in string) string {
		return "[" + n.Text(in[1:len(in)-1]) + "]"
	})
}
