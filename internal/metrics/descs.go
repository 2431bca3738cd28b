package metrics

import (
	"github.com/prometheus/client_golang/prometheus"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// docs/metrics.md explains each of these.
var (
	descRecords    = desc("isms_records", "Records in the namespace, by kind and status of the condition Conforming (True, False or Unknown).", "namespace", "kind", "conforming")
	descLapsed     = desc("isms_records_lapsed", "Records whose date is over and that are still relied on, at the last assessment.", "namespace", "kind", "role")
	descLapsing    = desc("isms_records_lapsing", "Records whose date comes within the days.", "namespace", "kind", "role", "days")
	descNextLapse  = desc("isms_records_next_lapse_timestamp_seconds", "First instant ahead at which a date of a record of the kind is over; absent if none is.", "namespace", "kind")
	descNextNotice = desc("isms_records_next_notice_deadline_timestamp_seconds", "First instant at which the last day to give notice of a record of the kind is over, about which nothing is decided; absent if none is.", "namespace", "kind")
	descNoticeDue  = desc("isms_records_notice_due", "Records whose last day to give notice comes within the days or is over, and about which nothing is decided.", "namespace", "kind", "role", "days")
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
	descTook       = desc("isms_assessment_last_duration_seconds", "How long the last pass over the namespace took until it was known what to write.", "namespace")
	descWaiting    = desc("isms_assessment_waiting_since_timestamp_seconds", "Since when a change waits to be judged; absent while none does.", "namespace")
	descListable   = desc("isms_kind_listable", "1 if the records of the kind can be listed, 0 if not; there from the start.", "kind")
	descRights     = desc("isms_rights_observed", "1 if all that the cluster grants by the resource is seen, 0 if not; absent where rights are not observed.", "resource")
	descLifecycles = desc("isms_lifecycles_refused_since_timestamp_seconds", "Since when files of life cycles cannot be used, so that what they said before counts; 0 while they can, absent where none are named.")
	descNotJudged  = desc("isms_records_not_judged", "Records that are there and cannot be read.", "namespace", "kind")
	descSeries     = desc("isms_metrics_series", "1 for how fine the series about records are, record or aggregate, 0 for the other; absent until this replica has judged.", "mode")
	descLimit      = desc("isms_metrics_series_limit_records", "Above how many records the series are of kinds alone; absent where that is not left to the operator.")
	collectorDescs = []*prometheus.Desc{
		descRecords, descLapsed, descLapsing, descNextLapse, descNextNotice, descNoticeDue,
		descConforming, descCurrent, descValidUntil, descNotice, descFindings,
		descVerdict, descWorst, descPoint, descReviewDue, descNext, descSuccess,
		descWaiting, descListable, descNotJudged, descPolicy, descSeries, descLimit, descTook, descRights, descLifecycles,
	}
)

func desc(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc(name, help, labels, nil)
}

var (
	modes    = []Series{SeriesRecord, SeriesAggregate}
	verdicts = []api.Verdict{api.VerdictConforming, api.VerdictMinor, api.VerdictMajor, api.VerdictUnknown}
	statuses = []metav1.ConditionStatus{metav1.ConditionTrue, metav1.ConditionFalse, metav1.ConditionUnknown}
	// severity orders grades for descWorst.
	severity = map[api.Grade]float64{
		api.GradeOpportunity: 1, api.GradeObservation: 2, api.GradeUnknown: 3, api.GradeMinor: 4, api.GradeMajor: 5,
	}
)

func gauge(ch chan<- prometheus.Metric, d *prometheus.Desc, value float64, labels ...string) {
	ch <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
}

func oneIf(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

// instantOf is the first instant after a day, as Prometheus counts.
func instantOf(day api.Date) float64 { return float64(over(day).Unix()) }
