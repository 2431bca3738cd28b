package assess

import (
	"slices"

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

// RollupDocs returns the rules of the roll-up itself, for the catalogue.
func RollupDocs() []Doc {
	return []Doc{Systemic, OpenTooLong, NotJudged, NotListed, NotCertain, Shared}
}

// rollUp makes the verdict from all results and from the loose findings, which
// belong to no record.
func (r *Report) rollUp(c *Context, loose []Finding, today api.Date, before *Report) {
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
	// Findings are large, and a large register has many: they are copied when all are in order.
	byPoint := map[string][]*Finding{}
	each(func(f *Finding) { byPoint[f.Point.ID] = append(byPoint[f.Point.ID], f) })
	var all []*Finding
	day := NewDay(today)
	r.population = r.populate(c, &day, before)
	sums := summing{c.World, c.Assessment, r.population, r.kinds(), &day}
	for _, p := range Points() {
		found := byPoint[p.ID]
		found = slices.Concat(found, sums.escalate(p, found), sums.shared(p, found))
		found = append(found, c.uncertain(p, found)...)
		result := PointResult{Point: p, Findings: inOrder(found)}
		result.Verdict = verdict(result.Findings)
		r.Rollup.Points = append(r.Rollup.Points, result)
		all = append(all, found...)
	}
	r.Rollup.Findings = inOrder(all)
	r.Rollup.Counts = count(r.Rollup.Findings)
	r.Rollup.Verdict = verdict(r.Rollup.Findings)
	r.Until = earlier(r.Until, day.Next())
}

// populate counts what is there on the day. What it compares with the day counts for
// the report as a whole.
func (r *Report) populate(c *Context, day *Day, before *Report) population {
	p := population{c.asked, map[string]int{}, map[string]string{}}
	outer := c.Today
	for i := range r.Results {
		result := &r.Results[i]
		p.plain[result.Kind.Name] = result.Kind.Plain
		if i < len(before.Results) && holds(before.Results[i].useUntil, day.today) {
			result.InUse, result.useUntil = before.Results[i].InUse, before.Results[i].useUntil
		} else {
			c.Today = NewDay(day.today)
			result.InUse = result.Unread == nil && !result.Kind.Replaced(c, result.Record) && !result.Kind.Gone(c, result.Record)
			result.useUntil = c.Today.Next()
		}
		day.next = earlier(day.next, result.useUntil)
		if result.InUse {
			p.inUse[result.Kind.Name]++
		}
	}
	c.Today = outer
	return p
}

// kinds are those of the records, by their names.
func (r *Report) kinds() map[string]*Kind {
	kinds := map[string]*Kind{}
	for i := range r.Results {
		kinds[r.Results[i].Kind.Name] = r.Results[i].Kind
	}
	return kinds
}

// Conditions of the verdict: one for each point, then the summary, which tells that the
// policy deviates as well.
func (r *Report) Conditions() []Condition {
	conditions := make([]Condition, 0, len(r.Rollup.Points)+1)
	for i := range r.Rollup.Points {
		p := &r.Rollup.Points[i]
		c := condition(p.Condition, p.Findings, "Every question of the point is answered, and none is open", true)
		conditions = append(conditions, c)
	}
	summary := condition(api.ConditionConforming, r.Rollup.Findings, "Every question is answered, and no finding is open", true)
	if text := PolicyText(r.Policy); text != "" {
		summary.Message += "; " + text
	}
	return append(conditions, summary)
}
