package outsourcing

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docSLAMonitored = assess.Doc{
	ID: "P7-04", Aspect: assess.Current, Clause: "A.5.22",
	Requires: "Each service target is measured",
	Fires:    "the last measurement of a target, or where there was none the start, is longer ago than the interval, or there was none and nobody knows since when the service is used (minor); a critical service has no target at all (minor)",
	Reasons:  []string{"SlaNotMonitored", "ServiceTargetsMissing"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Compare what was delivered with the target, and record that as a ServiceReview of type SLAMeasurement",
	Policy: []string{"outsourcing.slaCriticalMonths", "outsourcing.slaMonths"},
}

func checkSLAMonitored(c *assess.Context, r *api.OutsourcedService) {
	if len(r.Spec.ServiceTargets) == 0 {
		if r.Spec.Criticality == api.CriticalityCritical {
			c.Report(assess.Finding{
				Reason: "ServiceTargetsMissing", Grade: api.GradeMinor, Field: "spec.serviceTargets", Since: facts.ServiceStart(r),
				Message: "No service target is recorded for the critical service, so nobody can tell whether it delivers",
				Remedy:  "Agree on targets with the supplier, and record them in spec.serviceTargets",
			})
		}
		return
	}
	measured := samples(c, r)
	var late []string
	var since api.Date
	for _, target := range r.Spec.ServiceTargets {
		from, what := facts.ServiceStart(r), target.Name+" (never)"
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
