package outsourcing

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

var docSLABreached = assess.Doc{
	ID: "P7-05", Aspect: assess.Covered, Clause: "A.5.22",
	Requires: "Something is done where a supplier misses a target again and again",
	Fires:    "the last measurements of a target missed it, as many as the limit or more, and no review since then names an action and no Improvement in time addresses the finding (minor)",
	Reasons:  []string{"SlaBreachedNoAction"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Agree with the supplier on what is done, and name it as an action in the next ServiceReview or open an Improvement that addresses this finding",
	Policy: []string{"outsourcing.slaMissesForFinding"},
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
