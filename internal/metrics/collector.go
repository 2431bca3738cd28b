package metrics

import (
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// horizons are the days ahead for which lapses are counted.
var horizons = []int{30, 60, 90}

// docs/metrics.md explains each of these.
var (
	descRecords    = desc("isms_records", "Records in the namespace, by kind and status of the condition Conforming (True, False or Unknown).", "namespace", "kind", "conforming")
	descLapsed     = desc("isms_records_lapsed", "Records whose date is over and that are still relied on, at the last assessment.", "namespace", "kind")
	descLapsing    = desc("isms_records_lapsing", "Records whose date comes within the days.", "namespace", "kind", "days")
	descNextLapse  = desc("isms_records_next_lapse_timestamp_seconds", "First instant ahead at which a date of a record of the kind is over; absent if none is.", "namespace", "kind")
	descNoticeDue  = desc("isms_records_notice_due", "Records whose last day to give notice comes within the days or is over, and about which nothing is decided.", "namespace", "kind", "days")
	descConforming = desc("isms_record_conforming", "1 if the record is conforming, 0 if not; absent while unknown.", "namespace", "kind", "name", "role")
	descCurrent    = desc("isms_record_current", "1 if nothing that the record relies on has lapsed, 0 if something has; absent while unknown.", "namespace", "kind", "name", "role")
	descValidUntil = desc("isms_record_valid_until_timestamp_seconds", "First instant after the last valid day of the record; absent where the record has no such day.", "namespace", "kind", "name", "role")
	descNotice     = desc("isms_record_notice_deadline_timestamp_seconds", "First instant after the last day to give notice; absent where none is agreed, the term is over or somebody has decided.", "namespace", "kind", "name", "role")
	descFindings   = desc("isms_findings", "Open findings, by point, rule, reason, kind of record and grade.", "namespace", "point", "rule", "reason", "kind", "grade")
	descVerdict    = desc("isms_assessment_verdict", "1 for the verdict of the namespace, 0 for the others.", "namespace", "verdict")
	descWorst      = desc("isms_assessment_worst_grade", "Worst grade of the open findings: 0 none, 1 opportunity, 2 observation, 3 unknown, 4 minor, 5 major.", "namespace")
	descPoint      = desc("isms_assessment_point_conforming", "1 if the point is conforming, 0 if not; absent while unknown.", "namespace", "point", "condition")
	descReviewDue  = desc("isms_management_review_due_timestamp_seconds", "First instant after the last day for the next management review; absent where none was ever held.", "namespace")
	descPolicy     = desc("isms_policy_deviations", "Fields in which the policy asks for less than the default, by whether they go beyond what the field must not.", "namespace", "beyond_floor")
	descNext       = desc("isms_assessment_next_change_timestamp_seconds", "First instant at which a verdict can change without an edit; absent if none can.", "namespace")
	descSuccess    = desc("isms_assessment_last_success_timestamp_seconds", "When the namespace was last judged.", "namespace")
	descWaiting    = desc("isms_assessment_waiting_since_timestamp_seconds", "Since when a change waits to be judged; absent while none does.", "namespace")
	descListable   = desc("isms_kind_listable", "1 if the records of the kind can be listed, 0 if not; there from the start.", "kind")
	descNotJudged  = desc("isms_records_not_judged", "Records that are there and cannot be read.", "namespace", "kind")
	collectorDescs = []*prometheus.Desc{
		descRecords, descLapsed, descLapsing, descNextLapse, descNoticeDue,
		descConforming, descCurrent, descValidUntil, descNotice, descFindings,
		descVerdict, descWorst, descPoint, descReviewDue, descNext, descSuccess,
		descWaiting, descListable, descNotJudged, descPolicy,
	}
)

func desc(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc(name, help, labels, nil)
}

var (
	verdicts = []api.Verdict{api.VerdictConforming, api.VerdictMinor, api.VerdictMajor, api.VerdictUnknown}
	statuses = []metav1.ConditionStatus{metav1.ConditionTrue, metav1.ConditionFalse, metav1.ConditionUnknown}
	// severity orders grades for descWorst.
	severity = map[api.Grade]float64{
		api.GradeOpportunity: 1, api.GradeObservation: 2, api.GradeUnknown: 3, api.GradeMinor: 4, api.GradeMajor: 5,
	}
)

// Collector reads the last reports at each scrape, so that no series outlives what
// it speaks of. It asks for the Reports to read each time.
type Collector func() *Reports

// Describe implements prometheus.Collector.
func (Collector) Describe(ch chan<- *prometheus.Desc) {
	for _, d := range collectorDescs {
		ch <- d
	}
}

// Collect implements prometheus.Collector.
func (c Collector) Collect(ch chan<- prometheus.Metric) {
	reports := c()
	now := reports.clock.Now()
	for namespace, since := range reports.waiting() {
		gauge(ch, descWaiting, float64(since.Unix()), namespace)
	}
	for kind, can := range reports.listable() {
		value := 0.0
		if can {
			value = 1
		}
		gauge(ch, descListable, value, kind)
	}
	for _, j := range reports.all() {
		for _, s := range j.summary() {
			collectKind(ch, j.report.Namespace, &s, now)
		}
		if reports.series == SeriesRecord {
			collectRecords(ch, j.report)
		}
		collectFindings(ch, j.report)
		collectRollup(ch, j)
	}
}

func gauge(ch chan<- prometheus.Metric, d *prometheus.Desc, value float64, labels ...string) {
	ch <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
}

// instant exports the first instant after a day; nothing where there is none.
func instant(ch chan<- prometheus.Metric, d *prometheus.Desc, day api.Date, labels ...string) {
	if !day.IsZero() {
		gauge(ch, d, float64(over(day).Unix()), labels...)
	}
}

// truth exports 1 or 0; nothing while it is unknown.
func truth(ch chan<- prometheus.Metric, d *prometheus.Desc, status metav1.ConditionStatus, labels ...string) {
	switch status {
	case metav1.ConditionTrue:
		gauge(ch, d, 1, labels...)
	case metav1.ConditionFalse:
		gauge(ch, d, 0, labels...)
	}
}

func collectKind(ch chan<- prometheus.Metric, namespace string, s *kindSummary, now time.Time) {
	kind := s.kind.Name
	for _, status := range statuses {
		gauge(ch, descRecords, float64(s.conforming[status]), namespace, kind, string(status))
	}
	gauge(ch, descNotJudged, float64(s.notJudged), namespace, kind)
	passed := countOver(s.until, now)
	if s.kind.ValidUntil != nil {
		gauge(ch, descLapsed, float64(s.lapsed), namespace, kind)
		if passed < len(s.until) {
			instant(ch, descNextLapse, s.until[passed], namespace, kind)
		}
	}
	for _, days := range horizons {
		ahead, label := now.AddDate(0, 0, days), strconv.Itoa(days)
		if s.kind.ValidUntil != nil {
			gauge(ch, descLapsing, float64(countOver(s.until, ahead)-passed), namespace, kind, label)
		}
		if s.kind.NoticeBy != nil {
			gauge(ch, descNoticeDue, float64(countOver(s.notice, ahead)), namespace, kind, label)
		}
	}
}

// collectRecords exports series that name records and the role that answers for each, so that
// an alert finds its way to it. Records about people are never named, nor are people who answer.
func collectRecords(ch chan<- prometheus.Metric, report *assess.Report) {
	known := knownRoles(report)
	for i := range report.Results {
		result := &report.Results[i]
		if result.Kind.Personal {
			continue
		}
		role := result.Owner.Role()
		if !known[role] {
			role = ""
		}
		labels := []string{report.Namespace, result.Kind.Name, result.Record.GetName(), role}
		truth(ch, descConforming, conformity(report, result), labels...)
		truth(ch, descCurrent, currency(result), labels...)
		instant(ch, descValidUntil, validUntil(result), labels...)
		instant(ch, descNotice, noticeBy(report, result), labels...)
	}
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

func collectFindings(ch chan<- prometheus.Metric, report *assess.Report) {
	type key struct{ point, rule, reason, kind, grade string }
	open := map[key]int{}
	for i := range report.Rollup.Findings {
		f := &report.Rollup.Findings[i]
		open[key{f.Point.ID, f.Rule, f.Reason, f.Record.Kind, string(f.Grade)}]++
	}
	for k, n := range open {
		gauge(ch, descFindings, float64(n), report.Namespace, k.point, k.rule, k.reason, k.kind, k.grade)
	}
}

func collectRollup(ch chan<- prometheus.Metric, j *judged) {
	namespace, rollup := j.report.Namespace, &j.report.Rollup
	for _, v := range verdicts {
		value := 0.0
		if v == rollup.Verdict {
			value = 1
		}
		gauge(ch, descVerdict, value, namespace, string(v))
	}
	worst := 0.0
	if grade, some := assess.WorstGrade(rollup.Findings); some {
		worst = severity[grade]
	}
	gauge(ch, descWorst, worst, namespace)
	for i := range rollup.Points {
		switch p := &rollup.Points[i]; p.Verdict {
		case api.VerdictConforming:
			gauge(ch, descPoint, 1, namespace, p.ID, p.Condition)
		case api.VerdictMajor, api.VerdictMinor:
			gauge(ch, descPoint, 0, namespace, p.ID, p.Condition)
		}
	}
	fields, beyond := assess.Weakened(j.report.Policy)
	gauge(ch, descPolicy, float64(len(fields)-beyond), namespace, "false")
	gauge(ch, descPolicy, float64(beyond), namespace, "true")
	instant(ch, descReviewDue, j.report.ReviewDue, namespace)
	if !j.report.Until.IsZero() {
		gauge(ch, descNext, float64(j.report.Until.Time().Unix()), namespace)
	}
	gauge(ch, descSuccess, float64(j.at.Unix()), namespace)
}
