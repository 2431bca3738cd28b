package rules

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// sample is one measurement of a service target.
type sample struct {
	review *api.ServiceReview
	result api.MeasurementResult
	value  string
}

// covered is the last day that a measurement speaks of.
func covered(r *api.ServiceReview) api.Date {
	if p := r.Spec.Period; p != nil && !p.End.IsZero() && p.End.Before(r.Spec.PerformedOn) {
		return p.End
	}
	return r.Spec.PerformedOn
}

// samples returns what was really measured of each target, in the order of time.
func samples(c *assess.Context, r *api.OutsourcedService) map[string][]sample {
	reviews := serviceReviews(c, r, api.ServiceReviewSLAMeasurement)
	slices.SortStableFunc(reviews, func(a, b *api.ServiceReview) int {
		switch x, y := covered(a), covered(b); {
		case x.Before(y) || (x == y && reviewAfter(b, a)):
			return -1
		default:
			return 1
		}
	})
	all := map[string][]sample{}
	for _, review := range reviews {
		for _, m := range review.Spec.Measurements {
			if m.Result == api.MeasurementMet || m.Result == api.MeasurementMissed {
				all[m.Target] = append(all[m.Target], sample{review, m.Result, m.Measured})
			}
		}
	}
	return all
}

var docSLAMonitored = assess.Doc{
	ID: "P7-04", Aspect: assess.Current, Clause: "A.5.22",
	Requires: "Each service target is measured",
	Fires:    "the last measurement of a target, or where there was none the start, is longer ago than the interval, or there was none and nobody knows since when the service is used (minor)",
	Reasons:  []string{"SlaNotMonitored"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Compare what was delivered with the target, and record that as a ServiceReview of type SLAMeasurement",
	Policy: []string{"slaCriticalMonths", "slaMonths"},
}

func checkSLAMonitored(c *assess.Context, r *api.OutsourcedService) {
	if len(r.Spec.ServiceTargets) == 0 {
		return
	}
	measured := samples(c, r)
	var late []string
	var since api.Date
	for _, target := range r.Spec.ServiceTargets {
		from, what := startOf(r), target.Name+" (never)"
		if of := measured[target.Name]; len(of) > 0 {
			from = covered(of[len(of)-1].review)
			what = fmt.Sprintf("%s (until %s)", target.Name, from)
		}
		due := from.AddMonths(c.Policy.SLAInterval(r.Spec.Criticality))
		if from.IsZero() || c.Today.Past(due) {
			late = append(late, what)
			since = firstDay(since, due.AddDays(1))
		}
	}
	if len(late) > 0 {
		c.Report(assess.Finding{
			Reason: "SlaNotMonitored", Grade: api.GradeMinor, Field: "spec.serviceTargets", Since: since,
			Message: "Service targets are not measured in time; they were last measured: " + assess.List(late),
		})
	}
}

var docSLABreached = assess.Doc{
	ID: "P7-05", Aspect: assess.Covered, Clause: "A.5.22",
	Requires: "Something is done where a supplier misses a target again and again",
	Fires:    "the last measurements of a target missed it, as many as the limit or more, and no review since then names an action and no Improvement in time addresses the finding (minor)",
	Reasons:  []string{"SlaBreachedNoAction"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Agree with the supplier on what is done, and name it as an action in the next ServiceReview or open an Improvement that addresses this finding",
	Policy: []string{"slaMissesForFinding"},
}

func checkSLABreached(c *assess.Context, r *api.OutsourcedService) {
	if len(r.Spec.ServiceTargets) == 0 {
		return
	}
	limit := max(1, c.Policy.SLAMisses())
	measured := samples(c, r)
	var breached []string
	var since api.Date
	for _, target := range r.Spec.ServiceTargets {
		missed := missedInARow(measured[target.Name])
		if len(missed) < limit || actionSince(c, r, missed[0].review.Spec.PerformedOn) {
			continue
		}
		breached = append(breached, fmt.Sprintf("%s (%s)", target.Name, values(missed)))
		since = firstDay(since, missed[limit-1].review.Spec.PerformedOn)
	}
	if len(breached) > 0 {
		c.Report(assess.Finding{
			Reason: "SlaBreachedNoAction", Grade: api.GradeMinor, Field: "spec.serviceTargets", Since: since,
			Message: "Service targets were missed in every one of the last measurements, and no action is named: " + assess.List(breached),
		})
	}
}

// missedInARow returns the misses since the target was last met.
func missedInARow(all []sample) []sample {
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].result != api.MeasurementMissed {
			return all[i+1:]
		}
	}
	return all
}

// values says what was measured last: at most three of the misses.
func values(missed []sample) string {
	text := ""
	for i, m := range missed[max(0, len(missed)-3):] {
		if i > 0 {
			text += ", "
		}
		text += fmt.Sprintf("until %s", covered(m.review))
		if m.value != "" {
			text += ": " + m.value
		}
	}
	return text
}

// actionSince reports whether something was to be done about the supplier by a
// review since the given day, or is by an Improvement.
func actionSince(c *assess.Context, r *api.OutsourcedService, from api.Date) bool {
	for _, review := range serviceReviews(c, r) {
		if len(review.Spec.Actions) > 0 && !review.Spec.PerformedOn.Before(from) {
			return true
		}
	}
	return actedOn(c, r, "SlaBreachedNoAction", from)
}
