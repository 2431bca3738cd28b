package brief

import (
	"fmt"
	"maps"
	"strings"
)

// Phrase is a piece of a brief in words: one of Phrases with what stands in its gaps, or a text of
// a record or a rule. Whoever has words in another language takes them by the key.
type Phrase struct {
	// Key of one of Phrases; "" where the phrase is a text, which is the only value, or nothing.
	Key string
	// Values of the gaps {0}, {1} and so on.
	Values []string
}

// phrases in English. What names no record has no gap.
var phrases = map[string]string{
	"decide.need":   "Decide on the need {0}",
	"decide.money":  "Provide the money for the need {0}, which is approved",
	"decide.unpaid": "Find out whether the need {0}, which is approved, is paid for",
	"decide.budget": "Approve the budget",
	"decide.risk":   "Accept or treat the risk",
	"decide.term":   "Decide whether to renew, replace or terminate",

	"because.risks":  "high risks wait for it: {0}",
	"because.period": "its period is {0} to {1}",
	"because.notice": "it is the last day to give notice",

	"did.Approved":  "Approved: the need {0}",
	"did.Rejected":  "Rejected: the need {0}",
	"did.Fulfilled": "Fulfilled: the need {0}",
	"did.Escalated": "Escalated: the need {0}",
	"did.Proposed":  "Proposed: the need {0}",
	"did.accepted":  "Accepted the risk {0}",
	"did.residual":  "Accepted what treatment leaves of the risk {0}",
	"did.decided":   "Decided in the chair: {0}",
	"did.budget":    "Approved the budget",
	"did.soa":       "Approved the Statement of Applicability",
	"did.minutes":   "Approved the minutes of the review",

	"ask.resources": "Which resources does the ISMS need this year, how do you know, and what did you decide (5.1 c, 7.1)?",
	"ask.review":    "What did the last management review decide, and what became of it (9.3)?",
	"ask.accepted":  "Which risks have you accepted, and why (6.1.3)?",
	"ask.authority": "Whom did you give responsibility and authority, and how do they report to you (5.3)?",
	"ask.more":      "What would you do with more resources, and whom did you tell (7.1)?",
	"ask.competent": "How do you know that people can do what their roles take (7.2)?",
	"ask.lapses":    "What lapses next, and what have you planned (8.1)?",
	"ask.looked":    "What is looked at in a management review, and where is it written (9.3)?",
	"ask.ownwork":   "How is it ensured that you do not audit your own work (9.2)?",
	"ask.found":     "What did you find last, and who followed it up (9.2, 10.2)?",
	"ask.highest":   "Which of your risks is the highest, what is done about it, and what does it wait for (6.1.3, 8.3)?",
}

// Phrases are all that a brief may say in words of its own, in English, by their keys.
func Phrases() map[string]string { return maps.Clone(phrases) }

// String is the phrase in English.
func (p Phrase) String() string {
	if p.Key == "" {
		return strings.Join(p.Values, "")
	}
	gaps := make([]string, 0, 2*len(p.Values))
	for i, v := range p.Values {
		gaps = append(gaps, fmt.Sprintf("{%d}", i), v)
	}
	return strings.NewReplacer(gaps...).Replace(phrases[p.Key])
}

// became is what was decided of a need, by a phrase for each state that there is.
func became(state, of string) Phrase {
	if key := "did." + state; phrases[key] != "" {
		return phrase(key, of)
	}
	return text(state + ": " + of)
}

func phrase(key string, values ...string) Phrase { return Phrase{key, values} }

// text is what a record or a rule says.
func text(s string) Phrase { return phrase("", s) }
