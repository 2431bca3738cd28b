package metrics

import (
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// horizons are the days ahead for which lapses are counted.
var horizons = []int{30, 60, 90}

// Collector reads what Reports holds at each scrape, so that no series outlives what
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
	now := reports.Clock.Now()
	for namespace, since := range reports.Waiting() {
		gauge(ch, descWaiting, float64(since.Unix()), namespace)
	}
	for kind, can := range reports.Listable() {
		gauge(ch, descListable, oneIf(can), kind)
	}
	collectObserved(ch, reports)
	all, shown := reports.all()
	for _, mode := range modes {
		if shown != "" {
			gauge(ch, descSeries, oneIf(mode == shown), string(mode))
		}
	}
	if reports.Series == SeriesAuto {
		gauge(ch, descLimit, float64(reports.Limit))
	}
	for _, s := range all {
		for i := range s.kinds {
			collectKind(ch, s.namespace, &s.kinds[i], now)
			if shown == SeriesRecord {
				collectRecords(ch, s.namespace, &s.kinds[i])
			}
		}
		collectRollup(ch, s)
	}
}

// collectObserved tells whether what is observed beside the records is seen.
func collectObserved(ch chan<- prometheus.Metric, reports *Reports) {
	if reports.Rights != nil {
		for resource, seen := range reports.Rights() {
			gauge(ch, descRights, oneIf(seen), resource)
		}
	}
	if reports.Lifecycles == nil {
		return
	}
	switch since, named := reports.Lifecycles(); {
	case !named:
	case since.IsZero():
		gauge(ch, descLifecycles, 0)
	default:
		gauge(ch, descLifecycles, float64(since.Unix()))
	}
}

func collectKind(ch chan<- prometheus.Metric, namespace string, k *kindSummary, now time.Time) {
	kind := k.kind.Name
	for _, status := range statuses {
		gauge(ch, descRecords, float64(k.conforming[status]), namespace, kind, string(status))
	}
	gauge(ch, descNotJudged, float64(k.notJudged), namespace, kind)
	var lapse, notice api.Date
	for _, r := range k.roles {
		collectRole(ch, namespace, k, r, now)
		lapse, notice = earlier(lapse, r.until.next(now)), earlier(notice, r.notice.first())
	}
	if !lapse.IsZero() {
		gauge(ch, descNextLapse, instantOf(lapse), namespace, kind)
	}
	if !notice.IsZero() {
		gauge(ch, descNextNotice, instantOf(notice), namespace, kind)
	}
}

// collectRole exports how many records of a kind a role has to see to. Of a role that is
// named there is no 0: there are as many pairs of kind and role as a register likes.
func collectRole(ch chan<- prometheus.Metric, namespace string, k *kindSummary, r *roleSummary, now time.Time) {
	count := func(d *prometheus.Desc, n int, labels ...string) {
		if n > 0 || r.role == "" {
			gauge(ch, d, float64(n), append([]string{namespace, k.kind.Name, r.role}, labels...)...)
		}
	}
	passed := r.until.over(now)
	if k.kind.ValidUntil != nil {
		count(descLapsed, r.lapsed)
	}
	for _, days := range horizons {
		ahead, label := now.AddDate(0, 0, days), strconv.Itoa(days)
		if k.kind.ValidUntil != nil {
			count(descLapsing, r.until.over(ahead)-passed, label)
		}
		if k.kind.NoticeBy != nil {
			count(descNoticeDue, r.notice.over(ahead), label)
		}
	}
}

func collectRollup(ch chan<- prometheus.Metric, s *summary) {
	for k, n := range s.findings {
		gauge(ch, descFindings, float64(n), s.namespace, k.point, k.rule, k.reason, k.kind, k.grade)
	}
	for _, v := range verdicts {
		gauge(ch, descVerdict, oneIf(v == s.verdict), s.namespace, string(v))
	}
	gauge(ch, descWorst, s.worst, s.namespace)
	for _, p := range s.points {
		gauge(ch, descPoint, oneIf(p.conforming), s.namespace, p.id, p.condition)
	}
	gauge(ch, descPolicy, float64(s.within), s.namespace, "false")
	gauge(ch, descPolicy, float64(s.beyond), s.namespace, "true")
	if !s.reviewDue.IsZero() {
		gauge(ch, descReviewDue, instantOf(s.reviewDue), s.namespace)
	}
	if !s.until.IsZero() {
		gauge(ch, descNext, float64(s.until.Time().Unix()), s.namespace)
	}
	gauge(ch, descSuccess, float64(s.at.Unix()), s.namespace)
	if s.took > 0 {
		gauge(ch, descTook, s.took.Seconds(), s.namespace)
	}
}
