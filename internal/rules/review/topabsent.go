package review

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docTopAbsent = assess.Doc{
	ID: "P9-03", Aspect: assess.Covered, Clause: "9.3.1",
	OfAct:    true,
	Requires: "Top management reviews the ISMS itself",
	Fires:    "nobody who held a role with the mandate TopManagement on the day chaired or attended (major), only their deputy without a recorded absence, or who was appointed later with effect from before (minor; observation where the minutes were approved by top management since); observation once a later review was held, unless its minutes are approved and it can no longer be mended",
	Reasons:  []string{"TopManagementAbsent"}, Grades: []api.Grade{api.GradeObservation, api.GradeMinor, api.GradeMajor},
	Remedy: "Hold the review with top management, and name them in spec.attendeeRefs",
	Alone:  "a review or an audit of the past cannot be mended any more",
}

func checkTopAbsent(c *assess.Context, r *api.ManagementReview, grade facts.Grading) {
	held, names := facts.TopManagementAt(c, r)
	f := assess.Finding{Reason: "TopManagementAbsent", Grade: api.GradeMajor, Field: "spec.attendeeRefs", Message: "Nobody is named who attended"}
	switch {
	case held == facts.InOffice:
		return
	case held == facts.Backdated:
		f.Grade, f.Message = api.GradeMinor, "Who attended of top management was appointed after the review, with effect from before: "+assess.List(names)
		if facts.ReviewRatified(c, r) {
			f.Grade, f.Message = api.GradeObservation, f.Message+"; the minutes were approved since"
		}
	case held == facts.StandsIn:
		f.Grade, f.Message = api.GradeMinor, "Of top management a deputy alone attended, and no absence of its holders is recorded: "+assess.List(names)
	case len(names) > 0:
		f.Message = "Nobody from top management attended, only " + assess.List(names)
	}
	f.Grade = grade(f.Grade)
	c.Report(f)
}
