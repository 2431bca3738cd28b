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

// Run judges every record of the world on the given day, and foretells the verdict
// on the day of the next external audit. It changes neither the world's records
// nor the registry. It fails only when the context is done.
func Run(ctx context.Context, registry *Registry, w *World, today api.Date) (*Report, error) {
	day, on := NewDay(today), api.Date{}
	if audit := inForce(w).Spec.NextExternalAudit; audit != nil {
		on = audit.StartsOn
	}
	if on.IsZero() || day.Reached(on) {
		return run(ctx, registry, w, today)
	}
	report, err := next(ctx, registry, w, today, &Report{})
	if err != nil {
		return nil, err
	}
	if report.Forecast, err = forecast(ctx, registry, w, report, on); err != nil {
		return nil, err
	}
	report.Until = earlier(report.Until, day.Next())
	report.forgetCourse() // a report is kept for longer than a second day needs it
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
	report := &Report{Namespace: w.Namespace, AsOf: today, Results: results(registry, w), RightsUnasked: rightsUnasked(c.Assessment, w.Access())}
	report.Beside = Trust(c)
	if report.RightsUnasked == "" {
		report.Access = w.Access()
	}
	report.Lifecycles = w.Lifecycles()
	report.owned(w, before)
	if registry.Weakened != nil {
		report.Policy = registry.Weakened(c.Assessment)
	}
	loose := Result{Record: c.Assessment} // where no assessment is judged that could carry them
	loose.Kind = registry.assessment()
	report.whole = loose.Kind
	judge := func(after bool) error {
		if err := c.judgeAll(ctx, report.Results, before, today, after); err != nil {
			return err
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
		report.course = c.leave(loose.answers)
	}
	loose.Findings = append(loose.Findings, w.unlistedFindings(c.Assessment)...)
	report.open(c, &loose)
	if err := judge(true); err != nil {
		return nil, err
	}
	for i := range report.Results {
		report.Results[i].retain(c.Policy, today)
		c.prove(&report.Results[i], today)
		report.Until = earlier(report.Until, report.Results[i].Until)
	}
	report.Until = earlier(report.Until, loose.Until)
	if registry.ReviewDue != nil {
		report.ReviewDue = registry.ReviewDue(c)
	}
	report.rollUp(c, loose.Findings, today, before)
	return report, nil
}

// judgeAll asks rules of the records of all results.
func (c *Context) judgeAll(ctx context.Context, results []Result, before *Report, today api.Date, after bool) error {
	if !after && before.course == nil && len(results) >= 2*togetherEach {
		return c.together(ctx, results, today)
	}
	for i := range results {
		if err := ctx.Err(); err != nil {
			return err
		}
		c.judge(&results[i], before.answers(i), today, after)
	}
	return nil
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

// owned tells who answers for each record. An earlier day of the same world knows it.
func (r *Report) owned(w *World, before *Report) {
	done := w.watch() // who is named in words bears on no check that does not ask
	defer done()
	for i := range r.Results {
		result, known := &r.Results[i], false
		if result.Owner, known = before.owner(i); !known {
			result.Owner = result.Kind.actual(w, result.Record.RecordCommon().Owner)
		}
	}
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
		result.answers, result.Until = c.follow(was, today, inForce)
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
