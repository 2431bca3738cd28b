package history

import (
	"slices"
	"strings"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/changes"
	"github.com/isms-operator/isms-operator/internal/input"
)

// tell yields the days of the spans that were judged, and forgets all but the last of them.
func (w *walker) tell(yield func(*Day, error) bool, more bool) bool {
	n := w.whole(more)
	for i, s := range w.spans[:n] {
		for _, on := range s.days() {
			if i+1 < len(w.spans) && !on.Before(w.spans[i+1].On) {
				break // what that day does to these records is told beside what its commits do
			}
			if !yield(w.day(s, on), nil) {
				return false
			}
		}
		w.before = s
	}
	w.spans = slices.Delete(w.spans, 0, n)
	return true
}

// days on which any namespace was judged.
func (s *span) days() []api.Date {
	days := []api.Date{s.On}
	for i := range s.runs {
		for _, report := range s.runs[i].reports {
			days = append(days, report.AsOf)
		}
	}
	slices.SortFunc(days, func(a, b api.Date) int { return strings.Compare(a.String(), b.String()) })
	return slices.Compact(days)
}

// day tells what a day changed: that of a step, or a later one of its records.
func (w *walker) day(s *span, on api.Date) *Day {
	d := &Day{Entry: Entry{On: on, Problems: s.Records.Problems}, Records: s.Records}
	before := s
	if on == s.On {
		d.Commits, before = s.Commits, w.before
	}
	for i := range s.runs {
		now := s.runs[i].on(on)
		d.Reports = append(d.Reports, now)
		n := Namespace{Name: now.Namespace, After: outcome(now, s.Records)}
		was := before.on(n.Name, on.AddDays(-1))
		if was == nil {
			n.Begins = true
			d.Namespaces = append(d.Namespaces, n)
			continue
		}
		carried := before.on(n.Name, on)
		n.Before = outcome(was, before.Records)
		if carried != was {
			n.ByDate = between(was, carried, before.Records, before.Records)
		}
		if before != s {
			n.ByCommit = between(carried, now, before.Records, s.Records)
			n.ByCommit.Changes = changes.Between(
				changes.Side{Report: carried, There: there(before.Records.Problems, n.Name), On: before.On},
				changes.Side{Report: now, There: there(s.Records.Problems, n.Name)})
		}
		d.Namespaces = append(d.Namespaces, n)
	}
	return d
}

// on returns the report of a namespace that holds on a day while the records stay; nil where
// there is none.
func (s *span) on(namespace string, day api.Date) *assess.Report {
	if s == nil {
		return nil
	}
	for i := range s.runs {
		if s.runs[i].world.Namespace == namespace {
			return s.runs[i].on(day)
		}
	}
	return nil
}

// on returns the report that holds on a day.
func (r *run) on(day api.Date) *assess.Report {
	var held *assess.Report
	for _, report := range r.reports {
		if !report.AsOf.After(day) {
			held = report
		}
	}
	return held
}

func outcome(r *assess.Report, of *Records) Outcome {
	return Outcome{Verdict: r.Rollup.Verdict, Counts: r.Rollup.Counts, NotJudged: input.NotJudged(of.Problems, r.Namespace), Policy: r.Policy}
}

// between tells what differs between two reports of a namespace, and where it is written.
func between(was, now *assess.Report, before, after *Records) Movement {
	return Movement{
		Introduced: located(assess.Introduced(was, now), now.Namespace, after),
		Resolved:   located(assess.Arising(now.Rollup.Findings, was.Rollup.Findings), was.Namespace, before),
	}
}

func located(findings []assess.Finding, namespace string, in *Records) []Finding {
	var all []Finding
	for _, f := range findings {
		at := Finding{Finding: f}
		if in.Locate != nil {
			at.Position = in.Locate(namespace, f.Record, f.Field)
		}
		all = append(all, at)
	}
	return all
}

// there tells of records whether they are there and could not be judged.
func there(problems []input.Problem, namespace string) func(assess.Ref) bool {
	unreadable := input.Unreadable(problems, namespace)
	return func(ref assess.Ref) bool { return unreadable(ref.Kind, ref.Name) }
}
