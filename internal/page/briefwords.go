package page

import (
	"maps"
	"slices"

	"github.com/isms-operator/isms-operator/internal/brief"
)

// briefWord begins the keys of what a brief says in words of its own.
const briefWord = "phrase."

// briefWords are those of the brief: the phrases of internal/brief, in English as it has them, and
// what stands around them.
func briefWords() []word {
	all := []word{
		{"section.brief", "For top management", "Für die oberste Leitung"},
		{"brief.today", "Today", "Heute"},
		{"brief.until", "On {day}, if nobody acts", "Am {day}, wenn niemand handelt"},
		{"brief.decisions", "Decisions that are needed", "Entscheidungen, die anstehen"},
		{"brief.noDecisions", "Nothing on record waits for a decision.", "Nichts Eingetragenes wartet auf eine Entscheidung."},
		{"brief.money", "Needs among them cost {sums}, as far as it is stated.", "Die Bedarfe darunter kosten {sums}, soweit es angegeben ist."},
		{"brief.and", "and", "und"},
		{"brief.undated", "no day stated", "ohne Termin"},
		{"brief.lapses", "What lapses until {day}", "Was bis zum {day} ausläuft"},
		{"brief.noLapses", "Nothing lapses.", "Nichts läuft aus."},
		{"brief.noDays", "This page ends with its first day, so what lapses after it is not told.", "Diese Seite endet mit ihrem ersten Tag; was danach ausläuft, steht nicht darin."},
		{"brief.waiting", "High risks whose treatment waits", "Hohe Risiken, deren Behandlung wartet"},
		{"brief.waitsFor", "waits for", "wartet auf"},
		{"brief.noWaiting", "None.", "Keine."},
		{"brief.loaded", "Who has too much to do", "Wer zu viel zu tun hat"},
		{"brief.noLoaded", "Nobody, as far as it is on record.", "Niemand, soweit es eingetragen ist."},
		{"brief.interviews", "What an interviewer will ask", "Was im Interview gefragt wird"},
		{"brief.noInterviews", "Nobody holds a role whose holder is interviewed.", "Niemand hat eine Rolle, zu der jemand befragt wird."},
		{"brief.counts", "questions: {questions}, decisions on record: {acts}", "Fragen: {questions}, eingetragene Entscheidungen: {acts}"},
		{"brief.acts", "What the records say that they decided, and why", "Was laut Einträgen entschieden wurde und warum"},
		{"brief.noActs", "No decision of theirs is on record.", "Keine Entscheidung dieser Person ist eingetragen."},
		{"brief.noReason", "no reason is on record", "kein Grund ist eingetragen"},
		{"rating.Critical", "Critical", "Kritisch"},
		{"rating.High", "High", "Hoch"},
	}
	english := brief.Phrases()
	for _, key := range slices.Sorted(maps.Keys(english)) {
		all = append(all, word{briefWord + key, english[key], phrasesInGerman[key]})
	}
	return all
}

// phrasesInGerman are those of internal/brief.
var phrasesInGerman = map[string]string{
	"decide.need":   "Über den Bedarf {0} entscheiden",
	"decide.money":  "Das Geld für den Bedarf {0} bereitstellen, der genehmigt ist",
	"decide.unpaid": "Klären, ob für den Bedarf {0}, der genehmigt ist, das Geld da ist",
	"decide.budget": "Das Budget genehmigen",
	"decide.risk":   "Das Risiko akzeptieren oder behandeln",
	"decide.term":   "Über Verlängerung, Ersatz oder Kündigung entscheiden",

	"because.risks":  "hohe Risiken warten darauf: {0}",
	"because.period": "es gilt vom {0} bis zum {1}",
	"because.notice": "es ist der letzte Tag zur Kündigung",

	"did.Approved":  "Genehmigt: der Bedarf {0}",
	"did.Rejected":  "Abgelehnt: der Bedarf {0}",
	"did.Fulfilled": "Erfüllt: der Bedarf {0}",
	"did.Escalated": "Weitergereicht: der Bedarf {0}",
	"did.Proposed":  "Vorgeschlagen: der Bedarf {0}",
	"did.accepted":  "Das Risiko {0} akzeptiert",
	"did.residual":  "Akzeptiert, was die Behandlung vom Risiko {0} übrig lässt",
	"did.decided":   "Im Vorsitz entschieden: {0}",
	"did.budget":    "Das Budget genehmigt",
	"did.soa":       "Die Anwendbarkeitserklärung genehmigt",
	"did.minutes":   "Das Protokoll der Bewertung genehmigt",

	"ask.resources": "Welche Ressourcen braucht das ISMS in diesem Jahr, woher wissen Sie das, und was haben Sie entschieden (5.1 c, 7.1)?",
	"ask.review":    "Was hat die letzte Managementbewertung entschieden, und was ist daraus geworden (9.3)?",
	"ask.accepted":  "Welche Risiken haben Sie akzeptiert, und warum (6.1.3)?",
	"ask.authority": "Wem haben Sie Verantwortung und Befugnis gegeben, und wie wird Ihnen berichtet (5.3)?",
	"ask.more":      "Was täten Sie mit mehr Ressourcen, und wem haben Sie das gesagt (7.1)?",
	"ask.competent": "Woher wissen Sie, dass alle können, was ihre Rollen verlangen (7.2)?",
	"ask.lapses":    "Was läuft als Nächstes aus, und was haben Sie geplant (8.1)?",
	"ask.looked":    "Was wird in einer Managementbewertung angesehen, und wo steht es (9.3)?",
	"ask.ownwork":   "Wie ist gesichert, dass Sie nicht Ihre eigene Arbeit auditieren (9.2)?",
	"ask.found":     "Was haben Sie zuletzt festgestellt, und wer ist dem nachgegangen (9.2, 10.2)?",
	"ask.highest":   "Welches Ihrer Risiken ist das höchste, was wird dagegen getan, und worauf wartet es (6.1.3, 8.3)?",
}
