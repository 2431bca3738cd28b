package rules_test

import api "github.com/isms-operator/isms-operator/api/v1alpha1"

// target gives the service one target, or two, and drops nothing else.
func target(names ...string) func(*fixture) {
	return func(f *fixture) {
		for _, name := range names {
			f.hosting.Spec.ServiceTargets = append(f.hosting.Spec.ServiceTargets, api.ServiceTarget{Name: name, Target: "99.9 %"})
		}
	}
}

// measuredOn adds a measurement of one target.
func measuredOn(on, name string, result api.MeasurementResult) func(*fixture) {
	return func(f *fixture) {
		r := aServiceReview("sla-"+name+"-"+on, api.ServiceReviewSLAMeasurement, on)
		r.Spec.Measurements = []api.ServiceMeasurement{{Target: name, Measured: "some", Result: result}}
		f.add(r)
	}
}

// quarter lets the last measurement speak of a period.
func quarter(start, end string) func(*fixture) {
	return func(f *fixture) {
		f.more[len(f.more)-1].(*api.ServiceReview).Spec.Period = &api.Period{Start: date(start), End: date(end)}
	}
}

func lastAction(f *fixture) {
	f.more[len(f.more)-1].(*api.ServiceReview).Spec.Actions = []api.ServiceReviewAction{action("2026-12-01")}
}

// twice misses the target up twice.
var twice = both(target("up"), measuredOn("2026-04-01", "up", api.MeasurementMissed), measuredOn("2026-05-01", "up", api.MeasurementMissed))

var slaRows = []row{
	// P7-04: 12 months, 6 where critical
	{name: "no targets", why: "what was not promised need not be measured"},
	{name: "measured, due today", why: "the due day is in time", change: both(target("up"), measuredOn("2025-06-15", "up", api.MeasurementMet))},
	{name: "measured too long ago", why: "the day after is not", change: both(target("up"), measuredOn("2025-06-14", "up", api.MeasurementMet)), want: []string{notMeasured}},
	{name: "critical, due today", why: "6 months where critical", change: both(critical, target("up"), measuredOn("2025-12-15", "up", api.MeasurementMet))},
	{name: "critical, too long ago", why: "and a day is too long", change: both(critical, target("up"), measuredOn("2025-12-14", "up", api.MeasurementMet)), want: []string{notMeasured}},
	{name: "measured tomorrow", why: "a measurement of tomorrow is none", change: both(target("up"), measuredOn("2026-06-16", "up", api.MeasurementMet), func(f *fixture) { f.hosting.Spec.Term.Start = date("2025-06-14") }), want: []string{notMeasured}},
	{name: "old period measured late", why: "the period counts, not the day of counting", change: both(target("up"), measuredOn("2026-06-01", "up", api.MeasurementMet), quarter("2025-04-01", "2025-06-14")), want: []string{notMeasured}},
	{name: "period in time", why: "to its last day", change: both(target("up"), measuredOn("2026-06-01", "up", api.MeasurementMet), quarter("2025-04-01", "2025-06-15"))},
	{name: "never measured, due today", why: "the first is due an interval after the start", change: both(target("up"), func(f *fixture) { f.hosting.Spec.Term.Start = date("2025-06-15") })},
	{name: "never measured", why: "not a day later", change: both(target("up"), func(f *fixture) { f.hosting.Spec.Term.Start = date("2025-06-14") }), want: []string{notMeasured}},
	{name: "never measured, start unknown", why: "a target that was never measured is not monitored", change: both(target("up"), func(f *fixture) { f.hosting.Spec.Term.Start = api.Date{} }), want: []string{notMeasured}},
	{name: "not measured", why: "a review that measured nothing is no measurement", change: both(target("up"), measuredOn("2026-06-01", "up", api.MeasurementNotMeasured), func(f *fixture) { f.hosting.Spec.Term.Start = date("2025-01-01") }), want: []string{notMeasured}},
	{name: "one of two", why: "each target is measured", change: both(target("up", "fast"), measuredOn("2026-06-01", "up", api.MeasurementMet), func(f *fixture) { f.hosting.Spec.Term.Start = date("2025-01-01") }), want: []string{notMeasured}},
	{name: "shorter policy", why: "the interval is the organisation's to set", change: both(target("up"), measuredOn("2026-05-14", "up", api.MeasurementMet), func(f *fixture) { f.isms.Spec.Policy.Outsourcing.SLAMonths = ptr[int32](1) }), want: []string{notMeasured}},
	// P7-05
	{name: "missed once", why: "once is no row", change: both(target("up"), measuredOn("2026-05-01", "up", api.MeasurementMissed))},
	{name: "missed twice", why: "twice in a row is", change: twice, want: []string{breached}},
	{name: "missed, met, missed", why: "a target that was met between is no row", change: both(twice, measuredOn("2026-04-15", "up", api.MeasurementMet))},
	{name: "missed twice, then met", why: "what is met again is mended", change: both(twice, measuredOn("2026-06-15", "up", api.MeasurementMet))},
	{name: "missed twice, met tomorrow", why: "tomorrow has not come", change: both(twice, measuredOn("2026-06-16", "up", api.MeasurementMet)), want: []string{breached}},
	{name: "missed, not measured, missed", why: "what was not measured was not met", change: both(twice, measuredOn("2026-04-15", "up", api.MeasurementNotMeasured)), want: []string{breached}},
	{name: "missed twice, counted in the order of periods", why: "a period that is reported late stands in its place", change: both(twice, measuredOn("2026-06-01", "up", api.MeasurementMet), quarter("2026-01-01", "2026-03-31")), want: []string{breached}},
	{name: "missed twice, of two targets", why: "once each is no row", change: both(target("up", "fast"), measuredOn("2026-05-01", "up", api.MeasurementMissed), measuredOn("2026-05-02", "fast", api.MeasurementMissed))},
	{name: "missed twice, no target any more", why: "what is not promised any more is not missed", change: both(twice, func(f *fixture) { f.hosting.Spec.ServiceTargets = nil })},
	{name: "missed twice, with action", why: "something is done", change: both(twice, lastAction)},
	{name: "missed twice, action before", why: "what was done before the first miss did not help", change: both(measuredOn("2026-03-31", "up", api.MeasurementMet), lastAction, twice), want: []string{breached}},
	{name: "missed twice, improvement", why: "an Improvement can be the action", change: both(twice, addressing("SlaBreachedNoAction", baseDay, ""))},
	{name: "missed twice, improvement overdue", why: "while it is in time", change: both(twice, addressing("SlaBreachedNoAction", "2026-06-14", "")), want: []string{breached}},
	{name: "missed twice, limit 3", why: "the limit is the organisation's to set", change: both(twice, func(f *fixture) { f.isms.Spec.Policy.Outsourcing.SLAMissesForFinding = ptr[int32](3) })},
	{name: "missed four times, values not stated", why: "a miss is one without a value", change: both(twice, measuredOn("2026-03-01", "up", api.MeasurementMissed), measuredOn("2026-02-01", "up", api.MeasurementMissed), func(f *fixture) {
		for _, r := range f.more {
			if s, ok := r.(*api.ServiceReview); ok && len(s.Spec.Measurements) > 0 {
				s.Spec.Measurements[0].Measured = ""
			}
		}
	}), want: []string{breached}},
}
