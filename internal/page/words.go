package page

import "slices"

// Languages are those that the page has words in, by their codes.
func Languages() []string { return []string{"en", "de"} }

// LanguageNamed returns the words of a language by their keys, and whether there are any.
func LanguageNamed(code string) (map[string]string, bool) {
	all, ok := words()[code]
	return all, ok
}

// word is one of the page's own words, in each language. What records and rules say is not
// translated: it is quoted.
type word struct{ key, en, de string }

// words returns the words of each language by their keys.
func words() map[string]map[string]string {
	en, de := make(map[string]string, len(dictionary)), make(map[string]string, len(dictionary))
	for _, w := range dictionary {
		en[w.key], de[w.key] = w.en, w.de
	}
	return map[string]map[string]string{"en": en, "de": de}
}

var dictionary = []word{
	{"lang.en", "English", "English"},
	{"lang.de", "Deutsch", "Deutsch"},
	{"months", "January February March April May June July August September October November December", "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"},
	{"date", "{d} {m} {y}", "{d}. {m} {y}"},

	{"skip", "Skip to the verdict", "Zum Urteil springen"},
	{"clause", "Clause", "Abschnitt"},
	{"namespace", "Namespace", "Namespace"},
	{"language", "Language", "Sprache"},
	{"contents", "Contents", "Inhalt"},
	{"scope", "is what the lists and documents of this pack are of. The verdict and this page are of everything.", "ist, wovon Listen und Dokumente dieses Pakets handeln. Das Urteil und diese Seite handeln von allem."},
	{"pseudonyms", "Names of people are replaced by pseudonyms. Free text may still tell who somebody is.", "Namen von Personen sind durch Pseudonyme ersetzt. Freier Text kann trotzdem verraten, wer jemand ist."},
	{"noScript", "This is the page of its first day. The slider, search and the later days need scripts to be allowed.", "Dies ist der erste Tag. Schieberegler, Suche und spätere Tage brauchen erlaubte Skripte."},

	{"live.lost", "Not live any more: this page is as it was when the connection ended.", "Nicht mehr live: Diese Seite ist, wie sie beim Ende der Verbindung war."},

	{"slider", "Day, if nobody edits a record", "Tag, wenn niemand einen Eintrag ändert"},
	{"sliderPast", "Day: as it was, and from {day} on if nobody edits a record", "Tag: wie es war, und ab dem {day}, wenn niemand einen Eintrag ändert"},
	{"sliderHelp", "Arrow keys move by a day, with Shift to the next change. The higher a mark, the graver what arises on that day.", "Pfeiltasten gehen tageweise, mit Umschalt zur nächsten Änderung. Je höher eine Marke, desto schwerer, was an dem Tag entsteht."},
	{"before", "Previous change", "Vorige Änderung"},
	{"after", "Next change", "Nächste Änderung"},
	{"toFirst", "First day", "Erster Tag"},
	{"toNow", "Records of now", "Einträge von jetzt"},
	{"toAudit", "Audit {day}", "Audit {day}"},

	{"verdict.Conforming", "Conforming", "Konform"},
	{"verdict.MinorNonconformity", "Not conforming", "Nicht konform"},
	{"verdict.MajorNonconformity", "Not conforming", "Nicht konform"},
	{"verdict.Unknown", "Not known", "Nicht bekannt"},
	{"onAudit", "On audit day, if nobody acts", "Am Tag des Audits, wenn niemand handelt"},
	{"noAudit", "No external audit ahead is recorded", "Kein künftiges externes Audit ist eingetragen"},
	{"isAudit", "This is the day of the external audit", "Dies ist der Tag des externen Audits"},
	{"doubt", "Not judged: {n}. What of the input could not be read may hide anything, so nothing counts as conforming.", "Nicht beurteilt: {n}. Was von der Eingabe nicht lesbar war, kann alles verbergen; darum gilt nichts als konform."},
	{"seeThem", "See them", "Ansehen"},
	{"allJudged", "All of the input could be judged.", "Die ganze Eingabe konnte beurteilt werden."},

	{"grade.Major", "major", "schwer"},
	{"grade.Minor", "minor", "leicht"},
	{"grade.Unknown", "unknown", "unbekannt"},
	{"grade.Observation", "observation", "Hinweis"},
	{"grade.Opportunity", "opportunity", "Chance"},
	{"grades.Major", "major", "schwere"},
	{"grades.Minor", "minor", "leichte"},
	{"grades.Unknown", "unknown", "unbekannte"},
	{"grades.Observation", "observations", "Hinweise"},
	{"grades.Opportunity", "opportunities", "Chancen"},
	{"conforms", "conforms", "konform"},
	{"notAsked", "not asked", "nicht gefragt"},
	{"noneOpen", "nothing open", "nichts offen"},
	{"nobody", "nobody who is known", "niemand Bekanntes"},
	{"andMore", "and {n} more", "und {n} weitere"},

	{"thirteen", "The points", "Die Punkte"},
	{"first", "What to do first", "Was zuerst zu tun ist"},
	{"nothingToDo", "Nothing is open.", "Nichts ist offen."},
	{"untilDay", "Without an edit, this holds until {day}.", "Ohne Änderung gilt das bis {day}."},
	{"stayedUntil", "It stayed so until {day}.", "So blieb es bis zum {day}."},
	{"untilEnd", "Without an edit, this holds to the end of the slider, {day}.", "Ohne Änderung gilt das bis zum Ende des Reglers, {day}."},

	{"changesOn", "What changes on {day}", "Was sich am {day} ändert"},
	{"changesSince", "Nothing changes on this day. The last change was on {day}", "An diesem Tag ändert sich nichts. Die letzte Änderung war am {day}"},
	{"falls", "and because of it", "und deswegen"},
	{"fallsSeveral", "Because of several of these", "Wegen mehrerer davon"},
	{"resolved", "Resolved", "Erledigt"},
	{"commits", "Commits that changed records", "Commits, die Einträge änderten"},
	{"unmoved", "No finding came or went.", "Keine Feststellung kam hinzu oder fiel weg."},
	{"doubtThen", "Not judged on this day: {n}. So nothing counted as conforming.", "An diesem Tag nicht beurteilt: {n}. Darum galt nichts als konform."},
	{"reworded", "Only the words of findings change.", "Nur der Wortlaut von Feststellungen ändert sich."},

	{"section.points", "Points", "Punkte"},
	{"section.work", "Work by owner", "Arbeit nach Verantwortlichen"},
	{"section.deadlines", "Deadlines", "Fristen"},
	{"section.matrices", "Matrices", "Matrizen"},
	{"section.records", "Records", "Einträge"},
	{"section.policy", "Policy", "Vorgaben"},
	{"section.unjudged", "Not judged and missing", "Nicht beurteilt und fehlend"},
	{"section.made", "How this page was made", "Wie diese Seite entstand"},

	{"point.P1", "Identification", "Ermittlung"},
	{"point.P2", "Competence", "Kompetenz"},
	{"point.P3", "Infrastructure", "Infrastruktur"},
	{"point.P4", "Budget", "Budget"},
	{"point.P5", "Management support", "Rückhalt der Leitung"},
	{"point.P6", "Maintenance", "Wartung"},
	{"point.P7", "Outsourcing", "Ausgelagertes"},
	{"point.P8", "Allocation", "Zuteilung"},
	{"point.P9", "Management reviews", "Managementbewertung"},
	{"point.P10", "Improvement", "Verbesserung"},
	{"point.S", "Statement of Applicability", "Anwendbarkeitserklärung"},
	{"point.D", "Segregation of duties", "Aufgabentrennung"},
	{"point.L", "Lifecycle", "Lebenszyklus"},
}

func init() { dictionary = slices.Concat(dictionary, below, briefWords()) }

// below are the words below the first screen.
var below = []word{
	{"filter.name", "Show only", "Nur zeigen"},
	{"filter.point", "Point", "Punkt"},
	{"filter.grade", "Grade", "Grad"},
	{"filter.kind", "Kind", "Art"},
	{"filter.owner", "Owner", "Verantwortlich"},
	{"filter.text", "Text", "Text"},
	{"filter.all.point", "every point", "jeder Punkt"},
	{"filter.all.grade", "every grade", "jeder Grad"},
	{"filter.all.kind", "every kind", "jede Art"},
	{"filter.all.owner", "every owner", "alle Verantwortlichen"},
	{"filter.hidden", "Findings shown: {shown}, hidden: {hidden}", "Feststellungen gezeigt: {shown}, ausgeblendet: {hidden}"},
	{"filter.none", "Findings: {shown}, none hidden", "Feststellungen: {shown}, keine ausgeblendet"},
	{"filter.clear", "Show all", "Alle zeigen"},
	{"more", "Show {n} more of {total}", "{n} weitere von {total} zeigen"},

	{"why", "What the verdict rests on", "Worauf das Urteil beruht"},
	{"asOf", "as of {day}", "Stand {day}"},
	{"asked", "{rules} rules, asked of {records} records", "{rules} Regeln, an {records} Einträge gestellt"},
	{"ofWhole", "the ISMS as a whole", "das ISMS als Ganzes"},
	{"basis.rule", "Rule", "Regel"},
	{"basis.requires", "It requires", "Sie verlangt"},
	{"basis.of", "Asked of", "Gefragt bei"},
	{"basis.records", "Records", "Einträge"},
	{"basis.newest", "Newest evidence", "Neuester Nachweis"},
	{"basis.oldest", "Oldest evidence", "Ältester Nachweis"},
	{"basis.stated", "Stated in {n} places", "An {n} Stellen ausgesagt"},
	{"basis.policy", "Policy", "Vorgaben"},
	{"basis.nothing", "No rule was asked: there is no record that it could be asked of.", "Keine Regel wurde gefragt: es gibt keinen Eintrag dafür."},
	{"instead", "{value} instead of {default}", "{value} statt {default}"},
	{"records", "{n} records", "{n} Einträge"},
	{"since", "since {day}", "seit {day}"},
	{"from", "from {day}", "ab {day}"},
	{"open", "open", "offen"},
	{"matchNone", "Nothing here matches what is shown only.", "Hier passt nichts zur Auswahl."},

	{"work.counts", "{open} open, {due} come due", "{open} offen, {due} werden fällig"},
	{"work.open", "Open on {day}", "Offen am {day}"},
	{"work.due", "Comes due by {day}, if nobody acts", "Wird fällig bis {day}, wenn niemand handelt"},
	{"work.none", "Nothing is open and nothing comes due.", "Nichts ist offen und nichts wird fällig."},

	{"deadlines.intro", "From {from} to {until}: when a record lapses, and what arises on it by itself.", "Von {from} bis {until}: wann ein Eintrag ausläuft und was von selbst an ihm entsteht."},
	{"deadlines.lapses", "lapses", "läuft aus"},
	{"deadlines.none", "No record lapses.", "Kein Eintrag läuft aus."},
	{"deadlines.next", "Next", "Nächste"},

	{"matrix.competency", "Competencies", "Kompetenzen"},
	{"matrix.raci", "Accountability (RACI)", "Zuständigkeit (RACI)"},
	{"matrix.soa", "Statement of Applicability", "Anwendbarkeitserklärung"},
	{"matrix.approvals", "Approvals and signatures", "Freigaben und Signaturen"},
	{"matrix.access", "Access as observed", "Beobachtete Zugriffsrechte"},
	{"matrix.empty", "Nothing is recorded for this.", "Dazu ist nichts eingetragen."},
	{"copy", "Copy as CSV", "Als CSV kopieren"},
	{"copied", "Copied", "Kopiert"},
	{"rows", "{n} rows", "{n} Zeilen"},

	{"record", "Record", "Eintrag"},
	{"record.close", "Close the record", "Eintrag schließen"},
	{"record.owner", "Owner", "Verantwortlich"},
	{"record.lapses", "Lapses after", "Läuft aus nach"},
	{"record.place", "Written in", "Steht in"},
	{"record.names", "Names", "Nennt"},
	{"record.namedBy", "Named by", "Wird genannt von"},
	{"record.evidence", "Evidence", "Nachweise"},
	{"record.findings", "Findings on {day}", "Feststellungen am {day}"},
	{"record.missing", "is not there", "fehlt"},
	{"record.unread", "not judged", "nicht beurteilt"},
	{"record.absent", "there is none", "es gibt keinen"},
	{"records.none", "No record matches.", "Kein Eintrag passt."},
	{"document.same", "there, and unchanged", "vorhanden und unverändert"},
	{"document.there", "there, without a recorded hash", "vorhanden, ohne eingetragenen Hash"},
	{"document.other", "there, but changed", "vorhanden, aber verändert"},
	{"document.missing", "not there", "nicht vorhanden"},
	{"document.away", "kept elsewhere, not looked at", "anderswo, nicht angesehen"},

	{"policy.sound", "No field of the policy asks for less than the default.", "Kein Feld der Vorgaben verlangt weniger als der Standard."},
	{"unjudged.problems", "What could not be judged", "Was nicht beurteilt werden konnte"},
	{"unjudged.missing", "What records name and is not there", "Was Einträge nennen und fehlt"},
	{"unjudged.noneMissing", "All that records name is there.", "Alles, was Einträge nennen, ist da."},
	{"unjudged.foreign", "{n} documents of the input are none of our records.", "{n} Dokumente der Eingabe sind keine unserer Einträge."},

	{"made.on", "First day", "Erster Tag"},
	{"made.until", "Last day", "Letzter Tag"},
	{"made.revision", "Revision", "Revision"},
	{"made.records", "Records", "Einträge"},
	{"made.hash", "SHA-256 of the records", "SHA-256 der Einträge"},
	{"made.version", "Version", "Version"},
	{"made.command", "Command", "Befehl"},
	{"made.how", "The same records, day and version give the same page. What rules and records say is quoted as it stands.", "Dieselben Einträge, derselbe Tag und dieselbe Version ergeben dieselbe Seite. Was Regeln und Einträge sagen, ist wörtlich zitiert."},
}
