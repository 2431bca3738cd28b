package outsourcing

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docExitPlan = assess.Doc{
	ID: "P7-09", Aspect: assess.Covered, Clause: "A.5.23, A.5.30",
	Requires: "It is known how to go on without a critical supplier",
	Fires:    "a critical service has no exit plan (observation)",
	Reasons:  []string{"NoExitPlan"}, Grades: []api.Grade{api.GradeObservation},
	Remedy: "Write down in spec.exitPlan how the organisation goes on without the supplier",
}

func checkExitPlan(c *assess.Context, r *api.OutsourcedService) {
	if r.Spec.Criticality == api.CriticalityCritical && (r.Spec.ExitPlan == nil || !facts.Stated(r.Spec.ExitPlan.Plan)) {
		c.Report(assess.Finding{
			Reason: "NoExitPlan", Grade: api.GradeObservation, Field: "spec.exitPlan",
			Message: "The critical service has no exit plan",
		})
	}
}
