package metrics

import (
	"slices"
	"strings"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// summary is what is exported of a report.
type summary struct {
	namespace string
	// at is when it was judged.
	at time.Time
	// took is how long the last pass took; 0 until it is known.
	took time.Duration
	// records is how many there are.
	records  int
	kinds    []kindSummary // by name
	findings map[findingKey]int
	verdict  api.Verdict
	// worst is the worst grade of the open findings, as a number of severity.
	worst  float64
	points []pointSummary
	// weaker counts the fields in which the policy asks for less than the default, within
	// the floor of the field and beyond.
	within, beyond   int
	reviewDue, until api.Date
}

type findingKey struct{ point, rule, reason, kind, grade string }

type pointSummary struct {
	id, condition string
	conforming    bool
}

// kindSummary is what is told of the records of one kind.
type kindSummary struct {
	kind *assess.Kind
	// conforming counts records by the status of their condition Conforming.
	conforming map[metav1.ConditionStatus]int
	// notJudged counts records that cannot be read.
	notJudged int
	// roles are those that answer for records of the kind, by name; the first is "", for
	// records for which none does.
	roles []*roleSummary
	// rows has each record, by name; nil where they are not named.
	rows []row
}

// roleSummary counts records of one kind that a role answers for.
type roleSummary struct {
	role string
	// lapsed counts records whose date is over and that are still relied on.
	lapsed int
	// until and notice are the days that the records carry.
	until, notice dayCounts
}

// row is one record as its series tell of it. There is one for each record, so it is small.
type row struct {
	name                string
	role                *roleSummary
	until, notice       api.Date
	conforming, current truth
}

// truth is 1 or 0; unknown while it is unknown.
type truth int8

const unknown truth = -1

func truthOf(status metav1.ConditionStatus) truth {
	switch status {
	case metav1.ConditionTrue:
		return 1
	case metav1.ConditionFalse:
		return 0
	}
	return unknown
}

// summarise counts what a report says. It keeps nothing of it but names, and those of
// records only where they are to be named.
func summarise(report *assess.Report, at time.Time, named bool) *summary {
	s := &summary{
		namespace: report.Namespace, at: at, records: len(report.Results), findings: map[findingKey]int{},
		verdict: report.Rollup.Verdict, reviewDue: report.ReviewDue, until: report.Until,
	}
	known := knownRoles(report)
	for from := 0; from < len(report.Results); { // results come by kind
		kind, to := report.Results[from].Kind, from+1
		for to < len(report.Results) && report.Results[to].Kind == kind {
			to++
		}
		s.kinds = append(s.kinds, summariseKind(report, report.Results[from:to], known, named && !kind.Personal))
		from = to
	}
	slices.SortFunc(s.kinds, func(a, b kindSummary) int { return strings.Compare(a.kind.Name, b.kind.Name) })
	for i := range report.Rollup.Findings {
		f := &report.Rollup.Findings[i]
		s.findings[findingKey{f.Point.ID, f.Rule, f.Reason, f.Record.Kind, string(f.Grade)}]++
	}
	if grade, some := assess.WorstGrade(report.Rollup.Findings); some {
		s.worst = severity[grade]
	}
	for i := range report.Rollup.Points {
		switch p := &report.Rollup.Points[i]; p.Verdict {
		case api.VerdictConforming:
			s.points = append(s.points, pointSummary{p.ID, p.Condition, true})
		case api.VerdictMajor, api.VerdictMinor:
			s.points = append(s.points, pointSummary{p.ID, p.Condition, false})
		}
	}
	fields, beyond := assess.Weakened(report.Policy)
	s.within, s.beyond = len(fields)-beyond, beyond
	return s
}

// summariseKind counts the records of one kind. Who answers for a record about somebody
// would tell of whom it is, so such records are counted without their role.
func summariseKind(report *assess.Report, results []assess.Result, known map[string]bool, named bool) kindSummary {
	k := kindSummary{kind: results[0].Kind, conforming: map[metav1.ConditionStatus]int{}}
	if named {
		k.rows = make([]row, 0, len(results))
	}
	nobody := &roleSummary{}
	roles := map[string]*roleSummary{"": nobody}
	for i := range results {
		result := &results[i]
		r := nobody
		if role := result.Owner.Role(); known[role] && !k.kind.Personal {
			if r = roles[role]; r == nil {
				r = &roleSummary{role: role}
				roles[role] = r
			}
		}
		conforming, current := conformity(report, result), currency(result)
		until, notice := validUntil(result), noticeBy(report, result)
		k.conforming[conforming]++
		if result.Unread != nil {
			k.notJudged++
		}
		if !until.IsZero() && until.Before(report.AsOf) && current == metav1.ConditionFalse {
			r.lapsed++
		}
		r.until.add(until)
		r.notice.add(notice)
		if named {
			k.rows = append(k.rows, row{result.Record.GetName(), r, until, notice, truthOf(conforming), truthOf(current)})
		}
	}
	for _, r := range roles {
		r.until.sort()
		r.notice.sort()
		k.roles = append(k.roles, r)
	}
	slices.SortFunc(k.roles, func(a, b *roleSummary) int { return strings.Compare(a.role, b.role) })
	return k
}

// knownRoles are the roles that the namespace has records of. What a record calls a role may
// be anything, the name of a person or a list of mailboxes; the name of a record is a DNS name,
// and so may become part of an address.
func knownRoles(report *assess.Report) map[string]bool {
	names := map[string]bool{}
	for i := range report.Results {
		if role, ok := report.Results[i].Record.(*api.SecurityRole); ok {
			names[role.Name] = true
		}
	}
	return names
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
