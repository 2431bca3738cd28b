package metrics

import (
	"slices"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// kindSummary is what is told of the records of one kind without naming them.
type kindSummary struct {
	kind *assess.Kind
	// conforming counts records by the status of their condition Conforming.
	conforming map[metav1.ConditionStatus]int
	// notJudged counts records that cannot be read.
	notJudged int
	// lapsed counts records whose date is over and that are still relied on.
	lapsed int
	// until and notice are the days that the records carry, earliest first.
	until, notice []api.Date
}

// summarise counts the records of each kind that the namespace has.
func summarise(report *assess.Report) []kindSummary {
	var all []kindSummary
	for i := range report.Results {
		result := &report.Results[i]
		if n := len(all); n == 0 || all[n-1].kind != result.Kind { // results come by kind
			all = append(all, kindSummary{kind: result.Kind, conforming: map[metav1.ConditionStatus]int{}})
		}
		s := &all[len(all)-1]
		s.conforming[conformity(report, result)]++
		if result.Unread != nil {
			s.notJudged++
		}
		if day := validUntil(result); !day.IsZero() {
			s.until = append(s.until, day)
			if day.Before(report.AsOf) && currency(result) == metav1.ConditionFalse {
				s.lapsed++
			}
		}
		if day := noticeBy(report, result); !day.IsZero() {
			s.notice = append(s.notice, day)
		}
	}
	for i := range all {
		slices.SortFunc(all[i].until, compareDates)
		slices.SortFunc(all[i].notice, compareDates)
	}
	return all
}

func compareDates(a, b api.Date) int {
	switch {
	case a.Before(b):
		return -1
	case a.After(b):
		return 1
	}
	return 0
}

// over is the first instant after a day. The last day that can be written has one too.
func over(day api.Date) time.Time { return day.Time().Add(24 * time.Hour) }

// countOver counts the sorted days that are over at the given instant.
func countOver(days []api.Date, at time.Time) int {
	n, _ := slices.BinarySearchFunc(days, at, func(day api.Date, at time.Time) int {
		if over(day).After(at) {
			return 1
		}
		return -1
	})
	return n
}

func validUntil(result *assess.Result) api.Date {
	if result.Kind.ValidUntil == nil || result.Unread != nil {
		return api.Date{}
	}
	return result.Kind.ValidUntil(result.Record)
}

func noticeBy(report *assess.Report, result *assess.Result) api.Date {
	if result.Kind.NoticeBy == nil || result.Unread != nil {
		return api.Date{}
	}
	return result.Kind.NoticeBy(result.Record, report.AsOf)
}

// conformity is the status of the condition Conforming. That of a ClauseAssessment
// sums up every record, as its status does, not the findings on it alone.
func conformity(report *assess.Report, result *assess.Result) metav1.ConditionStatus {
	n := result.Counts
	if _, ok := result.Record.(*api.ClauseAssessment); ok {
		n = report.Rollup.Counts
	}
	switch {
	case n.Major+n.Minor > 0:
		return metav1.ConditionFalse
	case n.Unknown > 0:
		return metav1.ConditionUnknown
	}
	return metav1.ConditionTrue
}

// currency is the status of the aspect Current: unknown where the record cannot be read.
func currency(result *assess.Result) metav1.ConditionStatus {
	if result.Unread != nil {
		return metav1.ConditionUnknown
	}
	for i := range result.Findings { // worst first
		if f := &result.Findings[i]; f.Aspect == assess.Current {
			switch f.Grade {
			case api.GradeMajor, api.GradeMinor:
				return metav1.ConditionFalse
			case api.GradeUnknown:
				return metav1.ConditionUnknown
			}
			return metav1.ConditionTrue
		}
	}
	return metav1.ConditionTrue
}
