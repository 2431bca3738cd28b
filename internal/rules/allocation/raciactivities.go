package allocation

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docRaciActivities = assess.Doc{
	ID: "P8-05", Point: assess.Allocation, Aspect: assess.Covered, Clause: "5.3, A.5.2",
	Requires: "The matrix covers every activity that an ISMS must have",
	Fires:    "no AccountabilityMatrix has a row for a mandatory activity (minor for each)",
	Reasons:  []string{"RaciActivityMissing"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Add a row with the activity to an AccountabilityMatrix",
	Policy: []string{"allocation.mandatoryActivities"},
}

func checkRaciActivities(c *assess.Context, _ *api.ClauseAssessment) {
	for _, activity := range facts.ActivitiesWithoutRow(c) {
		c.Report(assess.Finding{
			Reason: "RaciActivityMissing", Grade: api.GradeMinor,
			Message: fmt.Sprintf("No accountability matrix says who does the mandatory activity %s", activity),
			Remedy:  fmt.Sprintf("Add a row with the activity %s to an AccountabilityMatrix", activity),
		})
	}
}
