// Package assess judges the records of one ISMS on one day.
//
// Run is a pure function: the same records and the same day give the same
// report, whatever the order of the records and whenever it runs. The package
// knows no cluster, no clock and no log.
package assess

import (
	"cmp"
	"context"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
)

// Result is the judgement of one record.
type Result struct {
	// Kind of the record.
	Kind *Kind
	// Record that was judged. For reading.
	Record api.Record
	// Unread says why the record was not judged, though it is there; nil where it was.
	Unread *Unread
	// InUse says that the record was judged and is neither replaced nor gone.
	InUse bool
	// Findings on it, worst first.
	Findings []Finding
	// Counts of its findings.
	Counts api.FindingCounts
	// Until is the first day on which the findings can change without an edit; absent if never.
	Until api.Date
	// RetainUntil is the last day on which the record must be kept; absent where it
	// is over, or the record need not be kept.
	RetainUntil api.Date

	// answers of its rules, and until when InUse holds: for a later day of the same world.
	answers  []answer
	useUntil api.Date
}

// Report is the judgement of a namespace on one day.
type Report struct {
	// Namespace that was judged.
	Namespace string
	// AsOf is the day that was judged.
	AsOf api.Date
	// Results of every record, in the order of kinds and names.
	Results []Result
	// Rollup of all results into the verdict on Clause 7.1.
	Rollup Rollup
	// ReviewDue is the last day for the next management review; absent where none was
	// ever held.
	ReviewDue api.Date
	// Policy is where the policy in force asks for less than the default.
	Policy []Deviation
	// Forecast for the next external audit; nil where the assessment in force names none ahead.
	Forecast *Forecast
	// Until is the first day on which anything here can change without an edit; absent if never.
	Until api.Date

	// course is what a later day of the same world can use; nil where nobody asked for it.
	course *course
	// world that was judged; nil for a report that was not made by a run.
	world *World
	// whole is the kind of the record that rules on the ISMS as a whole are asked of.
	whole      *Kind
	population population
}

// Judged counts the records that were judged, and those that are there and were not.
func (r *Report) Judged() (judged, not int) {
	for i := range r.Results {
		if r.Results[i].Unread != nil {
			not++
		}
	}
	return len(r.Results) - not, not
}

// Named counts for each record how many others name it: what hangs on it.
func (r *Report) Named() map[Ref]int {
	by := map[Ref]int{}
	if r.world == nil {
		return by
	}
	for i := range r.Results {
		result := &r.Results[i]
		if result.Unread != nil {
			continue
		}
		seen := map[Ref]bool{}
		for _, ref := range result.Kind.References(r.world, result.Record) {
			if to := (Ref{ref.Kind, ref.Name}); !seen[to] {
				seen[to] = true
				by[to]++
			}
		}
	}
	return by
}

// Run judges every record of the world on the given day, and foretells the verdict
// on the day of the next external audit. It changes neither the world's records
// nor the registry. It fails only when the context is done.
func Run(ctx context.Context, registry *Registry, w *World, today api.Date) (*Report, error) {
	report, err := run(ctx, registry, w, today)
	if err != nil {
		return nil, err
	}
	if a := inForce(w); a.Spec.NextExternalAudit != nil {
		day := NewDay(today)
		if on := a.Spec.NextExternalAudit.StartsOn; !on.IsZero() && !day.Reached(on) {
			if report.Forecast, err = forecast(ctx, registry, w, report, on); err != nil {
				return nil, err
			}
			report.Until = earlier(report.Until, day.Next())
		}
	}
	return report, nil
}

// run judges every record of the world on the given day.
func run(ctx context.Context, registry *Registry, w *World, today api.Date) (*Report, error) {
	return newContext(registry, w).run(ctx, today, &Report{}, false)
}

// next judges the world of a report on a later day, or on its first day where the report is
// empty. What still holds is not asked for again; the result is that of run.
func next(ctx context.Context, registry *Registry, w *World, today api.Date, before *Report) (*Report, error) {
	return newContext(registry, w).run(ctx, today, before, true)
}

// run judges every record of the world on the given day, with what the report of an earlier
// one has; follows says that a later day will ask for what this one leaves.
func (c *Context) run(ctx context.Context, today api.Date, before *Report, follows bool) (*Report, error) {
	registry, w := c.registry, c.World
	c.follows = follows
	c.resume(before.course, today)
	report := &Report{Namespace: w.Namespace, AsOf: today, Results: results(registry, w), world: w}
	if registry.Weakened != nil {
		report.Policy = registry.Weakened(c.Assessment)
	}
	loose := Result{Record: c.Assessment} // where no assessment is judged that could carry them
	for i := range registry.Kinds {
		if registry.Kinds[i].goType == assessmentType {
			loose.Kind = &registry.Kinds[i]
			report.whole = loose.Kind
		}
	}
	judge := func(after bool) error {
		for i := range report.Results {
			if err := ctx.Err(); err != nil {
				return err
			}
			c.judge(&report.Results[i], before.answers(i), today, after)
		}
		if loose.Kind != nil && InForce(w) != c.Assessment {
			c.judge(&loose, before.loose(), today, after)
		}
		return nil
	}
	if err := judge(false); err != nil {
		return nil, err
	}
	if follows {
		report.course = c.leave(&loose)
	}
	loose.Findings = append(loose.Findings, w.unlistedFindings(c.Assessment)...)
	report.open(c, &loose)
	if err := judge(true); err != nil {
		return nil, err
	}
	for i := range report.Results {
		report.Results[i].retain(c.Policy, today)
		report.Until = earlier(report.Until, report.Results[i].Until)
	}
	report.Until = earlier(report.Until, loose.Until)
	if registry.ReviewDue != nil {
		report.ReviewDue = registry.ReviewDue(c)
	}
	report.rollUp(c, loose.Findings, today, before)
	return report, nil
}

// answers that the report has of its record with the index, if any.
func (r *Report) answers(i int) []answer {
	if i < len(r.Results) {
		return r.Results[i].answers
	}
	return nil
}

// loose answers of the report, which belong to no record, if any.
func (r *Report) loose() []answer {
	if r.course == nil {
		return nil
	}
	return r.course.loose
}

// results returns an empty result for each record, by kind and name: those that are
// judged, and those that are there and are not.
func results(registry *Registry, w *World) []Result {
	total := 0
	for i := range registry.Kinds {
		total += len(w.records(registry.Kinds[i].goType)) + len(w.unread[registry.Kinds[i].goType])
	}
	all := make([]Result, 0, total)
	for i := range registry.Kinds {
		kind := &registry.Kinds[i]
		first := len(all)
		for _, r := range w.records(kind.goType) {
			all = append(all, Result{Kind: kind, Record: r})
		}
		for _, u := range w.unread[kind.goType] {
			all = append(all, Result{Kind: kind, Record: u.Record, Unread: u})
		}
		if len(w.unread[kind.goType]) > 0 {
			slices.SortFunc(all[first:], func(a, b Result) int { return cmp.Compare(a.Record.GetName(), b.Record.GetName()) })
		}
	}
	return all
}

// open gathers what the rules found so far, for rules that judge what others found.
func (r *Report) open(c *Context, loose *Result) {
	n := len(loose.Findings)
	for i := range r.Results {
		n += len(r.Results[i].Findings)
	}
	c.Open = make([]Finding, 0, n)
	for i := range r.Results {
		c.Open = append(c.Open, r.Results[i].Findings...)
		r.Until = earlier(r.Until, r.Results[i].Until)
	}
	c.Open = append(c.Open, loose.Findings...)
	c.openUntil = earlier(r.Until, loose.Until)
	r.Until = c.openUntil
}

// judge asks rules of the record of a result: those that judge records, or those
// that judge what the others found. Rules about the ISMS as a whole are asked only
// of the assessment in force.
func (c *Context) judge(result *Result, was []answer, today api.Date, after bool) {
	if result.Unread != nil {
		if after { // once it is known what names it
			result.Findings = []Finding{result.Unread.report(result.Kind, c.named[result.Unread])}
			result.Counts = count(result.Findings)
		}
		return
	}
	if after && !result.Kind.after {
		return
	}
	c.kind, c.subject, c.Today, c.findings = result.Kind, result.Record, NewDay(today), result.Findings
	inForce := result.Record == api.Record(c.Assessment)
	if c.follows && !after {
		c.follow(result, was, today, inForce)
	} else {
		asked := c.askAll(c.kind.Rules, inForce, after)
		if after && asked { // what it read in Open holds until any other record's findings change
			result.Until = earlier(result.Until, c.openUntil)
		}
		result.Until = earlier(result.Until, c.Today.Next())
	}
	slices.SortFunc(c.findings, compareFindings)
	result.Findings, result.Counts = c.findings, count(c.findings)
}

// askAll asks rules of the record under judgement, and reports whether any was to be asked.
func (c *Context) askAll(rules []Rule, inForce, after bool) (asked bool) {
	for i := range rules {
		if rule := &rules[i]; rule.after == after && (!rule.whole || inForce) {
			c.ask(rule)
			asked = true
		}
	}
	return asked
}

// Conditions returns the conditions of the record: the three aspects, then the summary.
func (r *Result) Conditions() []Condition {
	conditions := make([]Condition, 0, 4)
	var part []Finding
	for _, aspect := range Aspects() {
		part = part[:0]
		for _, f := range r.Findings {
			if f.Aspect == aspect || r.Unread != nil { // then nothing of it is known
				part = append(part, f)
			}
		}
		conditions = append(conditions, condition(string(aspect), part, aspectMessage[aspect], false))
	}
	return append(conditions, condition(api.ConditionConforming, r.Findings, "No finding is open", false))
}

// retain tells until when the record must be kept (Clause 7.5.3).
func (r *Result) retain(policy *api.Policy, today api.Date) {
	record, ok := r.Record.(api.Retained)
	if !ok || record.RetainedFrom().IsZero() {
		return
	}
	day := NewDay(today)
	if last := record.RetainedFrom().AddMonths(policy.Retention()); !day.Past(last) {
		r.RetainUntil = last
	}
	r.Until = earlier(r.Until, day.Next())
}

// aspectMessage says what holds where no rule of the aspect fired.
var aspectMessage = map[Aspect]string{
	Current: "Nothing that the record relies on has lapsed",
	Covered: "What the record promises is covered",
	Owned:   "Somebody answers for the record",
}

// Worst orders results for publication: the worst first, so that a reader sees
// first what needs somebody to act.
func Worst(a, b *Result) int {
	return cmp.Or(
		cmp.Compare(b.Counts.Major, a.Counts.Major),
		cmp.Compare(b.Counts.Minor, a.Counts.Minor),
		cmp.Compare(b.Counts.Unknown, a.Counts.Unknown),
		cmp.Compare(b.Counts.Observation, a.Counts.Observation),
		cmp.Compare(a.Kind.Name, b.Kind.Name),
		cmp.Compare(a.Record.GetName(), b.Record.GetName()),
	)
}
