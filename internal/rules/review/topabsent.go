package review

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docTopAbsent = assess.Doc{
	ID: "P9-03", Aspect: assess.Covered, Clause: "9.3.1",
	Requires: "Top management reviews the ISMS itself",
	Fires:    "nobody who held a role with the mandate TopManagement on the day chaired or attended (major; observation once a later review was held)",
	Reasons:  []string{"TopManagementAbsent"}, Grades: []api.Grade{api.GradeObservation, api.GradeMajor},
	Remedy: "Hold the review with top management, and name them in spec.attendeeRefs",
	Alone:  "a review or an audit of the past cannot be mended any more",
}

func checkTopAbsent(c *assess.Context, r *api.ManagementReview, grade facts.Grading) {
	attended, names := facts.TopManagementAttended(c, r)
	if attended {
		return
	}
	message := "Nobody is named who attended"
	if len(names) > 0 {
		message = "Nobody from top management attended, only " + assess.List(names)
	}
	c.Report(assess.Finding{Reason: "TopManagementAbsent", Grade: grade(api.GradeMajor), Field: "spec.attendeeRefs", Message: message})
}
