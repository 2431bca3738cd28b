package assess

import api "github.com/isms-operator/isms-operator/api/v1alpha1"

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

// forecast judges the world on a later day and tells what is new then.
func forecast(registry *Registry, w *World, today *Report, on api.Date) *Forecast {
	then := run(registry, w, on)
	return &Forecast{
		On: on, Verdict: then.Rollup.Verdict, Counts: then.Rollup.Counts,
		Arising: Arising(today.Rollup.Findings, then.Rollup.Findings),
	}
}

// problem is what makes two findings on two days the same problem; its message
// may change with the day, as a warning becomes a lapse.
type problem struct {
	rule   string
	record Ref
	field  string
	reason string
}

// Arising returns the findings of a later report that the earlier one does not
// have, or has with a lower grade. Both must be sorted; the result is.
func Arising(earlier, later []Finding) []Finding {
	open := make(map[problem][]int, len(earlier)) // grades, worst first
	for i := range earlier {
		f := &earlier[i]
		key := problem{f.Rule, f.Record, f.Field, f.Reason}
		open[key] = append(open[key], gradeRank(f.Grade))
	}
	var arising []Finding
	for i := range later {
		f := &later[i]
		key := problem{f.Rule, f.Record, f.Field, f.Reason}
		if ranks := open[key]; len(ranks) > 0 && ranks[0] <= gradeRank(f.Grade) {
			open[key] = ranks[1:] // a rule may report a record's field more than once
			continue
		}
		arising = append(arising, *f)
	}
	return arising
}
