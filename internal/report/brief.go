package report

import (
	"io"
	"strings"

	"github.com/isms-operator/isms-operator/internal/brief"
	"github.com/isms-operator/isms-operator/internal/input"
	"github.com/isms-operator/isms-operator/internal/wording"
)

// Briefs is what top management is told of each namespace.
type Briefs struct {
	All []*brief.Brief
	// Problems of the input.
	Problems []input.Problem
	// Pseudonyms says that names of people are pseudonyms.
	Pseudonyms bool
}

// How much of each part a brief shows: together about two pages.
const (
	maxLapses    = 10
	maxDecisions = 12
	maxWaiting   = 6
	maxLoaded    = 5
	maxActs      = 5 // of a person
	maxBrief     = 1 << 20

	inPage = "in the page and in the worklist" // what a brief leaves out
)

// WriteBrief writes two pages for top management, as Markdown.
func WriteBrief(w io.Writer, b *Briefs) error {
	m := &markdown{left: maxBrief, cell: maxCell}
	m.problems(b.Problems)
	for i, one := range b.All {
		if i > 0 {
			m.line("")
		}
		m.brief(one, notJudged(b.Problems, one.Namespace), b.Pseudonyms)
	}
	_, err := m.WriteTo(w)
	return err
}

// judgedBy says what was judged by beside the records.
func (m *markdown) judgedBy(texts []string) {
	for _, s := range texts {
		m.text("%s.", s)
	}
}

func (m *markdown) brief(b *brief.Brief, notJudged int, pseudonyms bool) {
	m.line("# %s: resources of the ISMS on %s\n", inert(b.Namespace, maxName), b.On)
	m.line("Today: **%s** (%s).", floor(b.Verdict, notJudged), countsText(b.Counts))
	day := "On " + b.Until.String()
	if b.Audit {
		day = "On the day of the external audit, " + b.Until.String() + ","
	}
	m.line("%s if nobody acts: **%s** (%s).", day, floor(b.VerdictThen, notJudged), countsText(b.CountsThen))
	if s := wording.Doubt(notJudged); s != "" {
		m.text("%s.", s)
	}
	m.judgedBy(b.JudgedBy)
	m.pseudonyms(pseudonyms)
	m.briefPart("Decisions that are needed", "Nothing on record waits for a decision.", len(b.Decisions), func() {
		if len(b.Money) > 0 {
			m.text("Needs among them cost %s, as far as it is stated.", strings.Join(b.Money, " and "))
			m.line("")
		}
		m.some([]string{"By", "Decision", "Amount", "Record"}, len(b.Decisions), maxDecisions, inPage, func(i int) []string {
			d := &b.Decisions[i]
			return []string{d.By.String(), join(": ", d.What.String(), d.Why.String()), d.Amount, d.Record.String()}
		})
	})
	m.briefPart("What lapses until then", "Nothing lapses.", len(b.Lapses), func() {
		m.some([]string{"On", "What", "Record", "Who answers"}, len(b.Lapses), maxLapses, inPage, func(i int) []string {
			l := &b.Lapses[i]
			return []string{l.On.String(), l.Message, subject(l.Record), l.Owner}
		})
	})
	m.briefPart("High risks whose treatment waits", "None.", len(b.Waiting), func() {
		m.some([]string{"Risk", "Rating", "Waits for"}, len(b.Waiting), maxWaiting, inPage, func(i int) []string {
			r := &b.Waiting[i]
			var needs []string
			for _, n := range r.Needs {
				text := n.What.String()
				if n.Amount != "" {
					text += " (" + n.Amount + ")"
				}
				needs = append(needs, text)
			}
			return []string{r.Risk.Spec.Title, string(r.Risk.Spec.Rated()), strings.Join(needs, "; ")}
		})
	})
	m.briefPart("Who has too much to do", "Nobody, as far as it is on record.", len(b.Loaded), func() {
		m.some([]string{"Record", "What was found"}, len(b.Loaded), maxLoaded, inPage, func(i int) []string {
			return []string{subject(b.Loaded[i].Record), b.Loaded[i].Message}
		})
	})
	m.interviews(b.Interviews)
}

// pseudonymsText says what pseudonyms are worth.
const pseudonymsText = "Names of people are pseudonyms. Free text may still tell who somebody is."

// pseudonyms says that names of people are pseudonyms, where they are.
func (m *markdown) pseudonyms(are bool) {
	if are {
		m.line("\n%s", pseudonymsText)
	}
}

func (m *markdown) interviews(all []brief.Interview) {
	m.line("\n## What an interviewer will ask\n")
	for i := range all {
		m.interview(&all[i])
	}
}

func (m *markdown) interview(one *brief.Interview) {
	m.line("### %s\n", inert(one.Person+", "+strings.Join(one.Roles, ", "), maxLine))
	for _, q := range one.Questions {
		m.line("- %s", inert(q.String(), maxLine))
	}
	m.line("")
	if len(one.Acts) == 0 {
		m.line("No decision of theirs is on record.\n")
		return
	}
	m.some([]string{"On", "On record", "Why", "Record"}, len(one.Acts), maxActs, "on record", func(i int) []string {
		a := &one.Acts[i]
		why := a.Why
		if why == "" {
			why = "no reason is on record"
		}
		return []string{a.On.String(), a.What.String(), why, a.Record.String()}
	})
}

// briefPart writes a part with its heading, or that there is nothing in it.
func (m *markdown) briefPart(title, none string, n int, body func()) {
	m.line("\n## %s\n", title)
	if n == 0 {
		m.line("%s", none)
		return
	}
	body()
}

// some writes the first rows of a table, and how many more there are.
func (m *markdown) some(header []string, n, limit int, where string, row func(i int) []string) {
	shown := min(n, limit)
	m.table(header, shown, func(yield func([]string) bool) {
		for i := range shown {
			if !yield(row(i)) {
				return
			}
		}
	})
	if n > shown {
		m.text("%d more are %s.", n-shown, where)
	}
}
