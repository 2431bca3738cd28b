// Package brief says what top management needs to know before it decides: the verdict today
// and on the day of the audit, what lapses in between, what is to be decided, which risks wait
// for money, who has too much to do, and what an interviewer will ask whom.
//
// It tells what is on record and nothing else: no conclusion is drawn that the engine does not draw.
package brief

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// Brief is about one namespace.
type Brief struct {
	Namespace string
	// On is the day that was judged; Verdict and Counts are those of it.
	On      api.Date
	Verdict api.Verdict
	Counts  api.FindingCounts
	// JudgedBy says, in sentences, what was judged by beside the records.
	JudgedBy []string
	// Until is the last day that is looked at: that of the external audit where Audit says so.
	// VerdictThen and CountsThen are those of it if nobody edits a record.
	Until       api.Date
	Audit       bool
	VerdictThen api.Verdict
	CountsThen  api.FindingCounts
	// Lapses until then, the earliest first; what follows from them is left out.
	Lapses []Lapse
	// Decisions that are needed, the earliest first, and the money that they are about.
	Decisions []Decision
	Money     []string
	// Waiting are the high risks whose treatment waits, the worst first.
	Waiting []Waiting
	// Loaded is who has too much to do, as the findings say.
	Loaded []assess.Finding
	// Interviews of those who lead the ISMS, by name.
	Interviews []Interview
}

// Lapse is something that is over after a day.
type Lapse struct {
	// On is the first day on which it is found.
	On api.Date
	assess.Finding
	// Owner answers for the record, by name; "" where nobody is known to.
	Owner string
}

// Decision that somebody has to take.
type Decision struct {
	// What is to be decided, as half a sentence.
	What   Phrase
	Record assess.Ref
	// Amount that it is about, such as "EUR 12000"; "" where none is stated.
	Amount string
	// By is the day by which it is needed; absent where none is on record.
	By api.Date
	// Why it is needed; nothing where What says it.
	Why Phrase
}

// Waiting is a risk rated High or Critical that is to be treated, and what it waits for.
type Waiting struct {
	Risk  *api.Risk
	Needs []Decision
}

// Interview is what somebody will be asked, and what they did on record.
type Interview struct {
	Person string
	// Roles that the person holds, by title.
	Roles []string
	// Questions that come with the mandates of the roles.
	Questions []Phrase
	// Acts of the person, the newest first: what was decided, when, and why.
	Acts []Act
}

// Act is something that somebody decided.
type Act struct {
	On     api.Date
	What   Phrase
	Record assess.Ref
	// Why, in their words; "" where they are not on record.
	Why string
}

// Make makes the brief of a world that was judged and foretold. Until is the last day of the
// timeline; audit says that it is that of the external audit.
func Make(w *assess.World, r *assess.Report, t *assess.Timeline, audit bool) *Brief {
	c := assess.Look(w, r.AsOf)
	b := &Brief{Namespace: r.Namespace, On: r.AsOf, Verdict: r.Rollup.Verdict, Counts: r.Rollup.Counts,
		JudgedBy: r.Texts(), Until: t.Until, Audit: audit, VerdictThen: t.Verdict, CountsThen: t.Counts}
	owners := owners(r)
	for i := range t.Days {
		day := &t.Days[i]
		b.VerdictThen, b.CountsThen = day.After, day.Counts
		for j := range day.Arising {
			if f := &day.Arising[j]; f.Aspect == assess.Current && !f.KnockOn && f.Sums.Reason == "" {
				b.Lapses = append(b.Lapses, Lapse{day.On, f.Finding, owners[f.Record]})
			}
		}
	}
	b.Decisions, b.Money = decisions(c, r, t.Until)
	b.Waiting = waiting(c)
	for i := range r.Rollup.Findings {
		if f := &r.Rollup.Findings[i]; overload[f.Reason] && f.Sums.Reason == "" {
			b.Loaded = append(b.Loaded, *f)
		}
	}
	b.Interviews = interviews(c)
	return b
}

// overload are the reasons that say that somebody has too much to do, or is alone with it.
var overload = map[string]bool{"PersonOverallocated": true, "OwnerOverloaded": true, "SoleHolder": true}

// owners are those who answer for each record.
func owners(r *assess.Report) map[assess.Ref]string {
	all := map[assess.Ref]string{}
	for i := range r.Results {
		result := &r.Results[i]
		all[assess.Ref{Kind: result.Kind.Name, Name: result.Record.GetName()}] = result.Owner.Name()
	}
	return all
}
