package facts

import (
	"regexp"
	"slices"
	"strings"
)

// designation matches how a standard of ISO is called, whatever body, edition and spelling:
// "ISO/IEC 27001:2022", "ISO27001", "DIN EN ISO/IEC 27001-2017".
var designation = regexp.MustCompile(`\b(?:(?:din|en|bs) )*iso(?: ?/ ?iec)?[ -]?(\d{4,5})(?: ?[:-] ?(?:19|20)\d\d)?\b`)

// awarders are words in the names of certificates that say who certified, or that somebody did.
var awarders = []string{"certified", "pecb", "irca", "cqi", "bsi", "tüv", "tuv", "exemplar", "isms", "-"}

// CompetencyName makes names of competencies comparable: beside what Normal does, a standard
// is the same whatever its edition and however it is written, and so are the certificates of
// ISO 27001 that are called after what their holder leads.
func CompetencyName(name string) string {
	name = Normal(name)
	if !strings.Contains(name, "iso") {
		return name // as most are, and comparing them is what takes the time
	}
	name = designation.ReplaceAllString(name, "iso $1")
	words := strings.FieldsFunc(name, func(r rune) bool { return strings.ContainsRune(" ()", r) })
	words = slices.DeleteFunc(words, func(w string) bool { return slices.Contains(awarders, w) })
	slices.Sort(words)
	for _, lead := range []string{"auditor", "implementer"} {
		if slices.Equal(words, []string{"27001", lead, "iso", "lead"}) {
			return "iso 27001 lead " + lead
		}
	}
	return name
}
