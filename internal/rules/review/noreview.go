package review

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docNoReview = assess.Doc{
	ID: "P9-01", Point: assess.Reviews, Aspect: assess.Current, Clause: "9.3.1",
	Requires: "Management reviews are held",
	Fires:    "none was ever held; a planned one is not a review (major; unknown in Establishment, where it is not due)",
	Reasons:  []string{"NoManagementReview"}, Grades: []api.Grade{api.GradeUnknown, api.GradeMajor},
	Remedy: "Hold a management review and record it as a ManagementReview with its heldOn",
}

func checkNoReview(c *assess.Context, _ *api.ClauseAssessment) {
	if facts.LatestReview(c) == nil {
		f := assess.Finding{Reason: "NoManagementReview", Grade: api.GradeMajor, Message: "No management review was ever held"}
		if facts.PhaseOf(c) == api.PhaseEstablishment {
			f.Grade = api.GradeUnknown // it is not due yet
		}
		c.Report(f)
	}
}
