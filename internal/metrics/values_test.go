package metrics

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// tool is a licence that ends on the day.
func tool(name, end string, change func(*api.ToolLicenseSpec)) *api.ToolLicense {
	r := &api.ToolLicense{ObjectMeta: metav1.ObjectMeta{Name: name}, Spec: api.ToolLicenseSpec{
		Product: "Scanner", Criticality: api.CriticalityLow,
		Term: &api.Term{Start: api.MustDate("2025-07-01"), End: api.MustDate(end)},
	}}
	if change != nil {
		change(&r.Spec)
	}
	return r
}

func midnight(day string) time.Time { return api.MustDate(day).Time() }

// only returns the values of one metric in a namespace with the given records.
func only(t *testing.T, reports *Reports, name string) string {
	t.Helper()
	var short []string
	for _, l := range lines(scrape(t, reports), func(n string) bool { return n == name }) {
		l = strings.TrimPrefix(l, name)
		short = append(short, strings.NewReplacer(`namespace="ns0",`, "", `,namespace="ns0"`, "", `namespace="ns0"`, "").Replace(l))
	}
	return strings.Join(short, " ")
}

func TestLapseIsCountedOnceTheDayIsOver(t *testing.T) {
	licence := tool("scanner", "2026-06-30", nil)
	waiver := &api.SecurityException{ObjectMeta: metav1.ObjectMeta{Name: "waiver"}, Spec: api.SecurityExceptionSpec{ClosedOn: api.MustDate("2026-01-01"),
		Validity: &api.Validity{ValidUntil: api.MustDate("2026-02-01")}}}
	for _, c := range []struct {
		why    string
		at     time.Time
		record api.Record
		metric string
		want   string
	}{
		{"its last second", midnight("2026-07-01").Add(-time.Second), licence, "isms_records_lapsed", `{kind="ToolLicense",role=""} 0`},
		{"the day after", midnight("2026-07-01"), licence, "isms_records_lapsed", `{kind="ToolLicense",role=""} 1`},
		{"its last second", midnight("2026-07-01").Add(-time.Second), licence, "isms_record_current", `{kind="ToolLicense",name="scanner",role=""} 1`},
		{"the day after", midnight("2026-07-01"), licence, "isms_record_current", `{kind="ToolLicense",name="scanner",role=""} 0`},
		{"retired in time, so that nothing lapses", midnight("2026-07-01"), tool("scanner", "2026-06-30", func(s *api.ToolLicenseSpec) { s.RetiredOn = api.MustDate("2026-06-30") }), "isms_records_lapsed", `{kind="ToolLicense",role=""} 0`},
		{"it says when it ends whether it is over or not", midnight("2027-01-01"), licence, "isms_record_valid_until_timestamp_seconds", fmt.Sprintf(`{kind="ToolLicense",name="scanner",role=""} %d`, midnight("2026-07-01").Unix())},
		{"nothing is left to lapse once it goes out of use by then", midnight("2026-01-01"), tool("scanner", "2026-06-30", func(s *api.ToolLicenseSpec) { s.RetiredOn = api.MustDate("2026-06-30") }), "isms_record_valid_until_timestamp_seconds", ""},
		{"it is used a day too long", midnight("2026-01-01"), tool("scanner", "2026-06-30", func(s *api.ToolLicenseSpec) { s.RetiredOn = api.MustDate("2026-07-01") }), "isms_record_valid_until_timestamp_seconds", fmt.Sprintf(`{kind="ToolLicense",name="scanner",role=""} %d`, midnight("2026-07-01").Unix())},
		{"an exception that was closed is not to be renewed", midnight("2026-01-15"), waiver, "isms_record_valid_until_timestamp_seconds", ""},
		{"no end is known, which is no date", midnight("2026-01-01"), tool("scanner", "2026-06-30", func(s *api.ToolLicenseSpec) { s.Term = nil }), "isms_record_valid_until_timestamp_seconds", ""},
		{"no end is known, so that nobody knows whether it is current", midnight("2026-01-01"), tool("scanner", "2026-06-30", func(s *api.ToolLicenseSpec) { s.Term = nil }), "isms_record_current", ""},
	} {
		if have := only(t, judge(SeriesRecord, c.at, c.at, []api.Record{c.record}), c.metric); have != c.want {
			t.Errorf("%s at %s: %q, want %q: %s", c.metric, c.at.Format(time.RFC3339), have, c.want, c.why)
		}
	}
}

// TestLapsesAreCountedAtTheScrape judges once and reads later: no edit, and no change
// of a verdict, makes a pass when a record comes within 30 days.
func TestLapsesAreCountedAtTheScrape(t *testing.T) {
	judged := midnight("2026-01-01")
	over := midnight("2026-07-01")
	records := []api.Record{tool("a", "2026-06-30", nil), tool("b", "2026-06-30", nil), tool("c", "2027-06-30", nil)}
	for _, c := range []struct {
		at         time.Time
		in30, in60 int
		next       time.Time
	}{
		{at: over.AddDate(0, 0, -60).Add(-time.Second), in30: 0, in60: 0, next: over},
		{at: over.AddDate(0, 0, -60), in30: 0, in60: 2, next: over},
		{at: over.AddDate(0, 0, -30).Add(-time.Second), in30: 0, in60: 2, next: over},
		{at: over.AddDate(0, 0, -30), in30: 2, in60: 2, next: over},
		{at: over.Add(-time.Second), in30: 2, in60: 2, next: over},
		{at: over, in30: 0, in60: 0, next: midnight("2027-07-01")},
	} {
		reports := judge(SeriesAggregate, judged, c.at, records)
		want := fmt.Sprintf(`{days="30",kind="ToolLicense",role=""} %d {days="60",kind="ToolLicense",role=""} %d`, c.in30, c.in60)
		if have := only(t, reports, "isms_records_lapsing"); !strings.HasPrefix(have, want) {
			t.Errorf("at %s: %s, want %s", c.at.Format(time.RFC3339), have, want)
		}
		want = fmt.Sprintf(`{kind="ToolLicense"} %d`, c.next.Unix())
		if have := only(t, reports, "isms_records_next_lapse_timestamp_seconds"); have != want {
			t.Errorf("next lapse at %s: %s, want %s", c.at.Format(time.RFC3339), have, want)
		}
	}
}

func TestNoticeDeadline(t *testing.T) {
	// The term ends on 30 June with 30 days of notice: 31 May is the last day.
	open := func(s *api.ToolLicenseSpec) { s.Term.NoticePeriodDays = new(int32(30)) }
	decided := func(on string) func(*api.ToolLicenseSpec) {
		return func(s *api.ToolLicenseSpec) {
			open(s)
			s.Term.RenewalDecision = &api.RenewalDecision{Decision: api.RenewalTerminate, DecidedOn: api.MustDate(on)}
		}
	}
	deadline := fmt.Sprintf(`{kind="ToolLicense",name="scanner",role=""} %d`, midnight("2026-06-01").Unix())
	for _, c := range []struct {
		why, at string
		change  func(*api.ToolLicenseSpec)
		want    string
	}{
		{"nothing is decided", "2026-03-01", open, deadline},
		{"it is over, and nothing is decided", "2026-06-15", open, deadline},
		{"the last day of the term", "2026-06-30", open, deadline},
		{"the term is over: it has lapsed", "2026-07-01", open, ""},
		{"no notice is agreed", "2026-03-01", nil, ""},
		{"decided on the day", "2026-03-01", decided("2026-03-01"), ""},
		{"to be decided tomorrow is not decided", "2026-03-01", decided("2026-03-02"), deadline},
		{"decided for the term before", "2026-03-01", decided("2025-06-30"), deadline},
		{"decided on the first day of the term", "2026-03-01", decided("2025-07-01"), ""},
		{"out of use", "2026-03-01", func(s *api.ToolLicenseSpec) { open(s); s.RetiredOn = api.MustDate("2026-03-01") }, ""},
	} {
		at := midnight(c.at)
		reports := judge(SeriesRecord, at, at, []api.Record{tool("scanner", "2026-06-30", c.change)})
		if have := only(t, reports, "isms_record_notice_deadline_timestamp_seconds"); have != c.want {
			t.Errorf("on %s: %q, want %q: %s", c.at, have, c.want, c.why)
		}
	}
	over := midnight("2026-06-01")
	for _, c := range []struct {
		at   time.Time
		want string
	}{
		{over.AddDate(0, 0, -30).Add(-time.Second), `{days="30",kind="ToolLicense",role=""} 0`},
		{over.AddDate(0, 0, -30), `{days="30",kind="ToolLicense",role=""} 1`},
		{over.Add(time.Hour), `{days="30",kind="ToolLicense",role=""} 1`}, // over counts as due
	} {
		reports := judge(SeriesAggregate, c.at, c.at, []api.Record{tool("scanner", "2026-06-30", open)})
		if have := only(t, reports, "isms_records_notice_due"); !strings.HasPrefix(have, c.want) {
			t.Errorf("at %s: %s, want %s", c.at.Format(time.RFC3339), have, c.want)
		}
	}
}

func TestReviewDue(t *testing.T) {
	review := func(name, held, next string) *api.ManagementReview {
		r := &api.ManagementReview{ObjectMeta: metav1.ObjectMeta{Name: name}}
		if held != "" {
			r.Spec.HeldOn = api.MustDate(held)
		}
		if next != "" {
			r.Spec.NextReviewOn = api.MustDate(next)
		}
		return r
	}
	every6 := &api.ClauseAssessment{ObjectMeta: metav1.ObjectMeta{Name: "acme"}, Spec: api.ClauseAssessmentSpec{Policy: api.Policy{Review: api.ReviewPolicy{ManagementReviewIntervalMonths: ptr.To[int32](6)}}}}
	for _, c := range []struct {
		why     string
		records []api.Record
		want    string
	}{
		{"a year after the last", []api.Record{review("a", "2025-09-10", "")}, "2026-09-11"},
		{"the plan comes first", []api.Record{review("a", "2025-09-10", "2026-06-01")}, "2026-06-02"},
		{"a plan beyond the interval does not put it off", []api.Record{review("a", "2025-09-10", "2027-06-01")}, "2026-09-11"},
		{"the policy is followed", []api.Record{review("a", "2025-09-10", ""), every6}, "2026-03-11"},
		{"the latest counts, whatever an earlier one planned", []api.Record{review("a", "2025-03-10", "2025-10-01"), review("b", "2025-09-10", "")}, "2026-09-11"},
		{"one of a day that has not come was not held", []api.Record{review("a", "2025-09-10", ""), review("b", "2026-01-02", "")}, "2026-09-11"},
		{"none was held, so that nobody knows when the next is due", []api.Record{review("a", "", "")}, ""},
	} {
		at := midnight("2026-01-01")
		want := ""
		if c.want != "" {
			want = fmt.Sprintf("{} %d", midnight(c.want).Unix())
		}
		if have := only(t, judge(SeriesAggregate, at, at, c.records), "isms_management_review_due_timestamp_seconds"); have != want {
			t.Errorf("%q, want %q: %s", have, want, c.why)
		}
	}
}

// TestMetricsAgreeWithConditions compares the metrics of every story with the
// conditions that the operator publishes, also where every third record cannot be read.
func TestMetricsAgreeWithConditions(t *testing.T) {
	for _, s := range stories(t) {
		reports, _ := newReports(SeriesRecord, DefaultLimit, s.AsOf.Time())
		check := func(what string, world *assess.World) {
			report := mustRun(registry, world, s.AsOf)
			reports.Put(report, s.AsOf.Time())
			checkConditions(t, what, report, reports)
		}
		check(s.Name, assess.NewWorld("ns0", s.Records))
		var read []api.Record
		var unread []assess.Unread
		for i, r := range s.Records {
			if i%3 == 0 {
				unread = append(unread, assess.Unread{Record: r, Faults: []assess.Fault{{Field: "spec", Message: "it cannot be read"}}})
				continue
			}
			read = append(read, r)
		}
		world := assess.NewWorld("ns0", read)
		world.AddUnread(unread)
		check(s.Name+", partly unread", world)
	}
}

func checkConditions(t *testing.T, what string, report *assess.Report, reports *Reports) {
	t.Helper()
	value := map[metav1.ConditionStatus]string{metav1.ConditionTrue: " 1", metav1.ConditionFalse: " 0"}
	var want []string
	for i := range report.Results {
		result := &report.Results[i]
		conditions := result.Conditions()
		if _, ok := result.Record.(*api.ClauseAssessment); ok {
			conditions = report.Conditions()
		}
		for _, c := range conditions {
			name, ok := map[string]string{api.ConditionConforming: "isms_record_conforming", api.ConditionCurrent: "isms_record_current"}[c.Type]
			if v, known := value[c.Status]; ok && known && !result.Kind.Personal {
				role := answering(report, result.Record)
				want = append(want, fmt.Sprintf("%s{kind=%q,name=%q,namespace=\"ns0\",role=%q}%s", name, result.Kind.Name, result.Record.GetName(), role, v))
			}
		}
	}
	slices.Sort(want)
	have := lines(scrape(t, reports), func(name string) bool { return name == "isms_record_conforming" || name == "isms_record_current" })
	// A ClauseAssessment has no condition Current; its own facts have one.
	have = slices.DeleteFunc(have, func(l string) bool {
		return strings.HasPrefix(l, `isms_record_current{kind="ClauseAssessment"`)
	})
	if !slices.Equal(have, want) {
		t.Errorf("%s:\nhave %q\nwant %q", what, have, want)
	}
}

func TestWorstGradeOrdersVerdicts(t *testing.T) {
	// What a verdict can be worth; the alerts compare these numbers.
	want := map[string][]string{"Conforming": {"0", "1", "2"}, "Unknown": {"3"}, "MinorNonconformity": {"4"}, "MajorNonconformity": {"5"}}
	seen := map[string]bool{}
	for _, s := range stories(t) {
		reports := judge(SeriesAggregate, s.AsOf.Time(), s.AsOf.Time(), s.Records)
		verdict := string(mustRun(registry, assess.NewWorld("ns0", s.Records), s.AsOf).Rollup.Verdict)
		worst := strings.TrimPrefix(only(t, reports, "isms_assessment_worst_grade"), "{} ")
		if !slices.Contains(want[verdict], worst) {
			t.Errorf("%s: worst grade %s with the verdict %s", s.Name, worst, verdict)
		}
		seen[verdict] = true
	}
	if len(seen) < 3 {
		t.Errorf("the stories show only the verdicts %v", seen)
	}
}

func TestPolicyDeviations(t *testing.T) {
	policy := func(change func(*api.Policy)) []api.Record {
		a := &api.ClauseAssessment{ObjectMeta: metav1.ObjectMeta{Name: "acme"}}
		change(&a.Spec.Policy)
		return []api.Record{a}
	}
	for _, c := range []struct {
		why         string
		records     []api.Record
		beyond, not int
	}{
		{"the default", policy(func(*api.Policy) {}), 0, 0},
		{"more than the default", policy(func(p *api.Policy) { p.Review.AuditIntervalMonths = new(int32(6)) }), 0, 0},
		{"less, within the floor", policy(func(p *api.Policy) { p.Improvement.IntervalMonths = new(int32(13)) }), 0, 1},
		{"less, beyond the floor", policy(func(p *api.Policy) { p.Review.AuditIntervalMonths = new(int32(13)) }), 1, 0},
		{"both", policy(func(p *api.Policy) {
			p.Improvement.IntervalMonths, p.Review.AuditIntervalMonths = new(int32(13)), new(int32(13))
		}), 1, 1},
		{"no ClauseAssessment, so that the default holds", []api.Record{tool("a", "2026-06-30", nil)}, 0, 0},
	} {
		at := midnight("2026-01-01")
		want := fmt.Sprintf(`{beyond_floor="false"} %d {beyond_floor="true"} %d`, c.not, c.beyond)
		if have := only(t, judge(SeriesAggregate, at, at, c.records), "isms_policy_deviations"); have != want {
			t.Errorf("%q, want %q: %s", have, want, c.why)
		}
	}
}
