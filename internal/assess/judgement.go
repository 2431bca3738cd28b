package assess

import (
	"cmp"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// Result is the judgement of one record.
type Result struct {
	// Kind of the record.
	Kind *Kind
	// Record that was judged. For reading.
	Record api.Record
	// Unread says why the record was not judged, though it is there; nil where it was.
	Unread *Unread
	// Owner is who answers for the record, a role or person that words name among them; nil
	// where nobody is named.
	Owner *api.Actor
	// InUse says that the record was judged and is neither replaced nor gone.
	InUse bool
	// Findings on it, worst first.
	Findings []Finding
	// Counts of its findings.
	Counts api.FindingCounts
	// Until is the first day on which the findings can change without an edit; absent if never.
	Until api.Date
	// RetainUntil is the last day on which the record must be kept; absent where it
	// is over, or the record need not be kept.
	RetainUntil api.Date
	// Signatures that it carries, with what each is worth.
	Signatures []api.SignatureStatus

	// answers of its rules, and until when InUse holds: for a later day of the same world.
	answers  []answer
	useUntil api.Date
}

// Report is the judgement of a namespace on one day.
type Report struct {
	// Namespace that was judged.
	Namespace string
	// AsOf is the day that was judged.
	AsOf api.Date
	// Results of every record, in the order of kinds and names.
	Results []Result
	// Rollup of all results into the verdict on Clause 7.1.
	Rollup Rollup
	// ReviewDue is the last day for the next management review; absent where none was
	// ever held.
	ReviewDue api.Date
	// Policy is where the policy in force asks for less than the default.
	Policy []Deviation
	// Forecast for the next external audit; nil where the assessment in force names none ahead.
	Forecast *Forecast
	// Until is the first day on which anything here can change without an edit; absent if never.
	Until api.Date
	// RightsUnasked says why nothing about rights in the cluster was asked, as a sentence without
	// full stop; "" where it was.
	RightsUnasked string
	Beside

	// course is what a later day of the same world can use; nil where nobody asked for it.
	course *course
	// whole is the kind of the record that rules on the ISMS as a whole are asked of.
	whole      *Kind
	population population
}

// Forecast is the verdict on a later day if nobody edits a record until then.
type Forecast struct {
	// On is the day that is foretold.
	On api.Date
	// Verdict on that day.
	Verdict api.Verdict
	// Counts of the findings of that day.
	Counts api.FindingCounts
	// Arising are the findings of that day that are not open yet, or are less
	// grave today, worst first: what lapses, and what depends on it.
	Arising []Finding
}

// Judged counts the records that were judged, and those that are there and were not.
func (r *Report) Judged() (judged, not int) {
	for i := range r.Results {
		if r.Results[i].Unread != nil {
			not++
		}
	}
	return len(r.Results) - not, not
}

// Named counts for each record how many others name it: what hangs on it.
func (r *Report) Named() map[Ref]int {
	by := map[Ref]int{}
	var records []api.Record
	for i := range r.Results {
		if r.Results[i].Unread == nil {
			records = append(records, r.Results[i].Record)
		}
	}
	w := NewWorld(r.Namespace, records) // a report is kept, and need not keep the indexes of its run
	for i := range r.Results {
		result := &r.Results[i]
		if result.Unread != nil {
			continue
		}
		seen := map[Ref]bool{}
		for _, ref := range result.Kind.Named(w, result.Record) {
			if to := (Ref{ref.Kind, ref.Name}); ref.Words == "" && !seen[to] {
				seen[to] = true
				by[to]++
			}
		}
	}
	return by
}

// answers that the report has of its record with the index, if any.
func (r *Report) answers(i int) []answer {
	if i < len(r.Results) {
		return r.Results[i].answers
	}
	return nil
}

// owner that the report has of its record with the index, if it has that record.
func (r *Report) owner(i int) (owner *api.Actor, known bool) {
	if i < len(r.Results) {
		return r.Results[i].Owner, true
	}
	return nil, false
}

// loose answers of the report, which belong to no record, if any.
func (r *Report) loose() []answer {
	if r.course == nil {
		return nil
	}
	return r.course.loose
}

// Conditions returns the conditions of the record: the three aspects, then the summary.
func (r *Result) Conditions() []Condition {
	conditions := make([]Condition, 0, 4)
	var part []Finding
	for _, aspect := range Aspects() {
		part = part[:0]
		for _, f := range r.Findings {
			if f.Aspect == aspect || r.Unread != nil { // then nothing of it is known
				part = append(part, f)
			}
		}
		conditions = append(conditions, condition(string(aspect), part, aspectMessage[aspect], false))
	}
	return append(conditions, condition(api.ConditionConforming, r.Findings, "No finding is open", false))
}

// retain tells until when the record must be kept (Clause 7.5.3).
func (r *Result) retain(policy *api.Policy, today api.Date) {
	record, ok := r.Record.(api.Retained)
	if !ok || record.RetainedFrom().IsZero() {
		return
	}
	day := NewDay(today)
	if last := record.RetainedFrom().AddMonths(policy.Retention()); !day.Past(last) {
		r.RetainUntil = last
	}
	r.Until = earlier(r.Until, day.Next())
}

// aspectMessage says what holds where no rule of the aspect fired.
var aspectMessage = map[Aspect]string{
	Current: "Nothing that the record relies on has lapsed",
	Covered: "What the record promises is covered",
	Owned:   "Somebody answers for the record",
}

// Worst orders results for publication: the worst first, so that a reader sees
// first what needs somebody to act.
func Worst(a, b *Result) int {
	return cmp.Or(
		cmp.Compare(b.Counts.Major, a.Counts.Major),
		cmp.Compare(b.Counts.Minor, a.Counts.Minor),
		cmp.Compare(b.Counts.Unknown, a.Counts.Unknown),
		cmp.Compare(b.Counts.Observation, a.Counts.Observation),
		cmp.Compare(a.Kind.Name, b.Kind.Name),
		cmp.Compare(a.Record.GetName(), b.Record.GetName()),
	)
}
