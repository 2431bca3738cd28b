package review

import (
	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docResults = assess.Doc{
	ID: "P9-06", Aspect: assess.Covered, Clause: "9.3.3",
	OfAct:    true,
	Requires: "A review decides on improvement and on changes, and keeps minutes",
	Fires:    "no decision on improvement or on changes, even that none is needed, or no minutes (minor; observation once a later review was held, unless its minutes are approved and it can no longer be mended)",
	Reasons:  []string{"ReviewResultsMissing"}, Grades: []api.Grade{api.GradeObservation, api.GradeMinor},
	Remedy: "Record decisions of the categories Improvement and Change, and where the minutes are in spec.minutes",
	Alone:  "a review or an audit of the past cannot be mended any more",
}

func checkResults(c *assess.Context, r *api.ManagementReview, grade facts.Grading) {
	var lacks []string
	field := "spec.decisions"
	if !facts.ReviewDecided(r, api.DecisionImprovement) {
		lacks = append(lacks, "a decision on improvement")
	}
	if !facts.ReviewDecided(r, api.DecisionChange) {
		lacks = append(lacks, "a decision on changes")
	}
	if r.Spec.Minutes == nil {
		if len(lacks) == 0 {
			field = "spec.minutes"
		}
		lacks = append(lacks, "minutes")
	}
	if len(lacks) > 0 {
		c.Report(assess.Finding{
			Reason: "ReviewResultsMissing", Grade: grade(api.GradeMinor), Field: field,
			Message: "The review lacks " + assess.List(lacks),
		})
	}
}
