package status

import (
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/wording"
)

// IsAssessment reports whether a record carries the verdict on all of them.
func IsAssessment(r api.Record) bool {
	_, ok := r.(*api.ClauseAssessment)
	return ok
}

// ConditionsOf a record: its own, or those of the roll-up.
func ConditionsOf(report *assess.Report, result *assess.Result) []assess.Condition {
	if IsAssessment(result.Record) {
		return report.Conditions()
	}
	return result.Conditions()
}

// Of returns the status that the result of a report asks for. Conditions keep the times
// that they have in old where they are as they were.
func Of(report *assess.Report, result *assess.Result, old *Kept, now time.Time) *Status {
	findings, counts, until := result.Findings, result.Counts, result.Until
	if IsAssessment(result.Record) {
		findings, counts, until = report.Rollup.Findings, report.Rollup.Counts, report.Until
	}
	generation, created := result.Record.GetGeneration(), result.Record.GetCreationTimestamp().Time
	s := &Status{RecordStatus: api.RecordStatus{
		ObservedGeneration: generation,
		Conditions:         mergeConditions(old.Conditions, ConditionsOf(report, result), generation, created, now),
		Counts:             &counts,
		Findings:           listed(findings, IsAssessment(result.Record)),
		Signatures:         result.Signatures,
		NextChangeOn:       until.String(),
		RetainUntil:        result.RetainUntil.String(),
	}}
	if result.Unread != nil && s.RetainUntil == "" {
		s.RetainUntil = old.RetainUntil // what proves something is not let go because it cannot be read
	}
	if IsAssessment(result.Record) {
		judged, not := report.Judged()
		s.Verdict, s.Records, s.NotJudged = report.Rollup.Verdict, int32(judged), int32(not)
		s.Points = points(report)
		s.Policy = weakened(report.Policy)
		s.Forecast = foretold(report.Forecast)
	}
	return s
}

// mergeConditions gives conditions their times: those that they have where they are as
// they were, unless it is impossible.
func mergeConditions(old []Standing, conditions []assess.Condition, generation int64, created, now time.Time) []metav1.Condition {
	merged := make([]metav1.Condition, len(conditions))
	for i, c := range conditions {
		merged[i] = metav1.Condition{
			Type: c.Type, Status: c.Status, Reason: c.Reason, Message: wording.Shortened(c.Message, 32768),
			ObservedGeneration: generation, LastTransitionTime: metav1.NewTime(now.UTC().Truncate(time.Second)),
		}
		for j := range old {
			if old[j].Type == c.Type && old[j].Status == c.Status && possible(old[j].Since().Time, created, now) {
				merged[i].LastTransitionTime = old[j].Since()
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
	findings = assess.Gravest(findings, limit)
	if len(findings) == 0 {
		return nil
	}
	list := make([]api.Finding, len(findings))
	for i, f := range findings {
		list[i] = api.Finding{
			Rule: f.Rule, Reason: f.Reason, Grade: f.Grade, Field: wording.Shortened(f.Field, 512),
			Message: wording.Shortened(f.Message, 1024), Remedy: wording.Shortened(f.Remedy, 1024), Since: f.Since.String(), SumsUp: f.Sums.Reason,
		}
		if named {
			list[i].Record = &api.FindingRecord{Kind: f.Record.Kind, Name: f.Record.Name}
		}
	}
	return list
}

// points returns how much was asked for each point in the form of the API.
func points(report *assess.Report) []api.PointStatus {
	bases := report.Bases()
	list := make([]api.PointStatus, len(bases))
	for i := range bases {
		list[i] = api.PointStatus{ID: bases[i].Point.ID, RulesAsked: int32(len(bases[i].Rules)), RecordsJudged: int32(bases[i].Records())}
	}
	return list
}

// weakened returns where a policy deviates in the form of the API; nil where it does not.
func weakened(all []assess.Deviation) *api.PolicyDeviations {
	fields, beyond := assess.Weakened(all)
	if len(fields) == 0 {
		return nil
	}
	return &api.PolicyDeviations{Deviations: int32(len(fields)), BeyondFloor: int32(beyond), Fields: fields}
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
