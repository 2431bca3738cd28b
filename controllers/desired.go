package controllers

import (
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// desired is a status as it should be, beside the one that is stored.
type desired struct {
	result *assess.Result
	entry  *entry
	// before is what the record said when the operator wrote it last.
	before baseline
	status *status
}

// baseline is what a record said when its changes were last told.
type baseline struct {
	conditions []metav1.Condition
	// first says that it had not been judged.
	first bool
}

// desiredStatus returns the status that the result asks for, and whether it
// differs from the stored one. Times of conditions are kept where the status of
// the condition is the same.
func desiredStatus(report *assess.Report, result *assess.Result, e *entry, now time.Time) (*desired, bool) {
	d := &desired{result: result, entry: e}
	told, old := known(e.trusted), known(e.base())
	d.before = baseline{told.Conditions, told.ObservedGeneration < 1}
	findings, counts, until := result.Findings, result.Counts, result.Until
	if isAssessment(result.Record) {
		findings, counts, until = report.Rollup.Findings, report.Rollup.Counts, report.Until
	}
	created := result.Record.GetCreationTimestamp().Time
	d.status = &status{RecordStatus: api.RecordStatus{
		ObservedGeneration: result.Record.GetGeneration(),
		Conditions:         mergeConditions(old.Conditions, conditionsOf(report, result), result.Record.GetGeneration(), created, now),
		Counts:             &counts,
		Findings:           listed(findings, isAssessment(result.Record)),
		NextChangeOn:       until.String(),
		RetainUntil:        result.RetainUntil.String(),
	}}
	if result.Unread != nil && d.status.RetainUntil == "" {
		d.status.RetainUntil = old.RetainUntil // what proves something is not let go because it cannot be read
	}
	if isAssessment(result.Record) {
		judged, not := report.Judged()
		d.status.Verdict, d.status.Records, d.status.NotJudged = report.Rollup.Verdict, int32(judged), int32(not)
		d.status.Forecast = foretold(report.Forecast)
	}
	return d, !equalStatus(e.status, d.status)
}

func isAssessment(r api.Record) bool {
	_, ok := r.(*api.ClauseAssessment)
	return ok
}

// conditionsOf a record: its own, or those of the roll-up.
func conditionsOf(report *assess.Report, result *assess.Result) []assess.Condition {
	if isAssessment(result.Record) {
		return report.Rollup.Conditions()
	}
	return result.Conditions()
}

// mergeConditions gives conditions their times: those that they have where they are as
// they were, unless it is impossible.
func mergeConditions(old []metav1.Condition, conditions []assess.Condition, generation int64, created, now time.Time) []metav1.Condition {
	merged := make([]metav1.Condition, len(conditions))
	for i, c := range conditions {
		merged[i] = metav1.Condition{
			Type: c.Type, Status: c.Status, Reason: c.Reason, Message: cut(c.Message, 32768),
			ObservedGeneration: generation, LastTransitionTime: metav1.NewTime(now.UTC().Truncate(time.Second)),
		}
		for j := range old {
			if old[j].Type == c.Type && old[j].Status == c.Status && possible(old[j].LastTransitionTime.Time, created, now) {
				merged[i].LastTransitionTime = old[j].LastTransitionTime
			}
		}
	}
	return merged
}

// clockSkew is how far the clocks of the API server and of replicas may be apart.
const clockSkew = time.Minute

// possible reports whether a condition can have changed at a time: after the record was
// made and before now. A clock that stands before the record was made tells nothing of
// the former; but a time that cannot be written back is never kept.
func possible(at, created, now time.Time) bool {
	if year := at.UTC().Year(); at.IsZero() || year < 1 || year > 9999 {
		return false
	}
	return !at.After(now.Add(clockSkew)) && (now.Before(created) || !at.Before(created.Add(-clockSkew)))
}

// listed returns the worst findings in the form of the API. Findings are worst
// first; named says that they are of many records.
func listed(findings []assess.Finding, named bool) []api.Finding {
	return listedUpTo(api.MaxFindings, findings, named)
}

func listedUpTo(limit int, findings []assess.Finding, named bool) []api.Finding {
	findings = findings[:min(len(findings), limit)]
	if len(findings) == 0 {
		return nil
	}
	list := make([]api.Finding, len(findings))
	for i, f := range findings {
		list[i] = api.Finding{
			Rule: f.Rule, Reason: f.Reason, Grade: f.Grade, Field: cut(f.Field, 512),
			Message: cut(f.Message, 1024), Remedy: cut(f.Remedy, 1024), Since: f.Since.String(),
		}
		if named {
			list[i].Record = cut(f.Record.String(), 320)
		}
	}
	return list
}

// foretold returns a forecast in the form of the API; nil where there is none.
func foretold(f *assess.Forecast) *api.Forecast {
	if f == nil {
		return nil
	}
	return &api.Forecast{
		Day: f.On.String(), Verdict: f.Verdict, Counts: f.Counts, ArisingTotal: int32(len(f.Arising)),
		Arising: listedUpTo(api.MaxArising, f.Arising, true),
	}
}
