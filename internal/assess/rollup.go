package assess

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// Rollup is the verdict on Clause 7.1: what all records say together.
type Rollup struct {
	// Verdict: the worst of all points.
	Verdict api.Verdict
	// Points, each with its findings, in the order in which an auditor asks.
	Points []PointResult
	// Findings of all records and of the roll-up itself, worst first; what sums up others
	// stands after them.
	Findings []Finding
	// Counts of the findings.
	Counts api.FindingCounts
}

// PointResult is the answer to one point.
type PointResult struct {
	Point
	// Verdict on the point alone.
	Verdict api.Verdict
	// Findings that count against the point, worst first.
	Findings []Finding
}

// Counts returns the counts of the findings of the point.
func (p *PointResult) Counts() api.FindingCounts { return count(p.Findings) }

// The rules of the roll-up itself (ISO/IEC 17021-1: minors that show a failure
// of the system are together a major).
var (
	Systemic = Doc{
		ID: "G-01", Aspect: Covered, Clause: "10.2",
		Requires: "A process works: its lapses stay single",
		Fires:    "open minors on several records share a reason on one point, and they are a notable share of what is asked or many (major); several on one record count once",
		Reasons:  []string{"SystemicNonconformity"}, Grades: []api.Grade{api.GradeMajor},
		Remedy: "Find the common cause and mend it, not only the single records",
		Policy: []string{"grading.systemicMinors", "grading.systemicPercent", "grading.systemicRecords"},
	}
	OpenTooLong = Doc{
		ID: "G-02", Aspect: Current, Clause: "10.2",
		Requires: "A minor nonconformity is closed before the next audit cycle",
		Fires:    "a minor has been open for longer than the limit (major)",
		Reasons:  []string{"MinorOpenTooLong"}, Grades: []api.Grade{api.GradeMajor},
		Remedy: "Close the finding, or decide with a reason why it stays",
		Policy: []string{"grading.minorOpenLimitMonths"},
	}
)

// RollupDocs returns the rules of the roll-up itself, for the catalogue.
func RollupDocs() []Doc { return []Doc{Systemic, OpenTooLong, NotJudged, NotListed, NotCertain} }

// rollUp makes the verdict from all results and from the loose findings, which
// belong to no record.
func (r *Report) rollUp(c *Context, loose []Finding, today api.Date) {
	each := func(do func(*Finding)) {
		for i := range loose {
			do(&loose[i])
		}
		for i := range r.Results {
			for j := range r.Results[i].Findings {
				do(&r.Results[i].Findings[j])
			}
		}
	}
	// Findings are large, and a large register has many: count before they are copied.
	total, sizes := 0, map[string]int{}
	each(func(f *Finding) { total++; sizes[f.Point.ID]++ })
	byPoint := make(map[string][]Finding, len(sizes))
	for id, n := range sizes {
		byPoint[id] = make([]Finding, 0, n)
	}
	each(func(f *Finding) { byPoint[f.Point.ID] = append(byPoint[f.Point.ID], *f) })
	r.Rollup.Findings = make([]Finding, 0, total)
	day := NewDay(today)
	sums := summing{c.Assessment, r.population(c, &day), &day}
	for _, p := range Points() {
		result := PointResult{Point: p, Findings: byPoint[p.ID]}
		result.Findings = append(result.Findings, sums.escalate(p, result.Findings)...)
		result.Findings = append(result.Findings, c.uncertain(p, sorted(result.Findings))...)
		result.Findings = sorted(result.Findings)
		result.Verdict = verdict(result.Findings)
		r.Rollup.Points = append(r.Rollup.Points, result)
		r.Rollup.Findings = append(r.Rollup.Findings, result.Findings...)
	}
	r.Rollup.Findings = sorted(r.Rollup.Findings)
	r.Rollup.Counts = count(r.Rollup.Findings)
	r.Rollup.Verdict = verdict(r.Rollup.Findings)
	r.Until = earlier(r.Until, day.Next())
}

// summing is what the roll-up sums up findings with.
type summing struct {
	assessment *api.ClauseAssessment
	population population
	day        *Day
}

// sum is a finding of the roll-up, on the ISMS.
func (s *summing) sum(p Point, doc *Doc, reason, message string) Finding {
	return Finding{
		Rule: doc.ID, Point: p, Aspect: doc.Aspect, Reason: doc.Reasons[0], Grade: doc.Grades[len(doc.Grades)-1],
		Record: Ref{Kind: assessmentKind, Name: s.assessment.Name}, Message: message, Remedy: doc.Remedy,
		Sums: Sum{reason, api.GradeMinor},
	}
}

// escalate returns the majors that minors of one point add up to.
func (s *summing) escalate(p Point, findings []Finding) []Finding {
	policy, day := &s.assessment.Spec.Policy, s.day
	reasons, by := reasonsOf(findings, api.GradeMinor)
	var majors []Finding
	for _, reason := range reasons {
		same := by[reason]
		if message := s.systemic(reason, same); message != "" {
			majors = append(majors, s.sum(p, &Systemic, reason, message))
		}
		var old []*Finding
		for _, f := range same {
			if !f.Since.IsZero() && day.Past(f.Since.AddMonths(policy.MinorOpenLimit())) {
				old = append(old, f)
			}
		}
		if len(old) > 0 {
			majors = append(majors, s.sum(p, &OpenTooLong, reason,
				fmt.Sprintf("Minors with the reason %s have been open for more than %d months: %s", reason, policy.MinorOpenLimit(), List(recordsOf(old)))))
		}
	}
	return majors
}

// systemic says what share of a population minors of one reason are, where they show a
// failure of the process; "" where they do not.
func (s *summing) systemic(reason string, same []*Finding) string {
	policy, records := &s.assessment.Spec.Policy, recordsOf(same)
	asked, plain := s.population.of(same)
	if n := len(records); n < policy.SystemicThreshold() || (n < policy.SystemicRecords() && !reached(n, asked, policy.SystemicShare())) {
		return ""
	}
	return fmt.Sprintf("%d of %d %s share the reason %s in open minors, which shows a failure of the process: %s",
		len(records), max(asked, len(records)), plain, reason, List(records))
}

// population counts what is there on the day. What it compares with the day counts for
// the report as a whole.
func (r *Report) population(c *Context, day *Day) population {
	p := population{c.asked, map[string]int{}, map[string]string{}}
	outer := c.Today
	c.Today = *day
	for i := range r.Results {
		result := &r.Results[i]
		p.plain[result.Kind.Name] = result.Kind.Plain
		if result.Unread == nil && !result.Kind.Replaced(c, result.Record) && !result.Kind.Gone(c, result.Record) {
			p.inUse[result.Kind.Name]++
		}
	}
	*day, c.Today = c.Today, outer
	return p
}

// Conditions returns one condition for each point, then the summary.
func (r *Rollup) Conditions() []Condition {
	conditions := make([]Condition, 0, len(r.Points)+1)
	for i := range r.Points {
		p := &r.Points[i]
		c := condition(p.Condition, p.Findings, "Every question of the point is answered, and none is open", true)
		conditions = append(conditions, c)
	}
	summary := condition(api.ConditionConforming, r.Findings, "Every question is answered, and no finding is open", true)
	return append(conditions, summary)
}
