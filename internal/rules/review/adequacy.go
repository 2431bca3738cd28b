package review

import (
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docAdequacy = assess.Doc{
	ID: "P9-05", Aspect: assess.Covered, Clause: "9.3, 7.1",
	OfAct:    true,
	Requires: "A review judges whether the resources are adequate, and decides on them",
	Fires:    "no verdict, no discussion or no decision on resources (minor), or resources that are called Inadequate and no decision on them that asks for action (major); observation once a later review was held, unless its minutes are approved and it can no longer be mended",
	Reasons:  []string{"ResourcesNotReviewed", "InadequacyNotActedOn"},
	Grades:   []api.Grade{api.GradeObservation, api.GradeMinor, api.GradeMajor},
	Remedy:   "Judge the resources in spec.resourceAdequacy and record a decision of category Resource",
	Alone:    "a review or an audit of the past cannot be mended any more",
}

func checkAdequacy(c *assess.Context, r *api.ManagementReview, grade facts.Grading) {
	var lacks []string
	field := "spec.resourceAdequacy"
	if a := r.Spec.ResourceAdequacy; a == nil {
		lacks = append(lacks, "a verdict on resources", "a discussion of resources")
	} else {
		if a.Verdict == "" {
			lacks = append(lacks, "a verdict on resources")
		}
		if !facts.Stated(a.Discussion) {
			lacks = append(lacks, "a discussion of resources")
		}
	}
	if !facts.ReviewDecided(r, api.DecisionResource) {
		if len(lacks) == 0 {
			field = "spec.decisions"
		}
		lacks = append(lacks, "a decision on resources")
	}
	if a := r.Spec.ResourceAdequacy; a != nil && a.Verdict == api.AdequacyInadequate && !actsOnResources(c, r) {
		c.Report(assess.Finding{
			Reason: "InadequacyNotActedOn", Grade: grade(api.GradeMajor), Field: "spec.resourceAdequacy.verdict",
			Message: "The review calls the resources inadequate, and no decision on resources asks for action",
			Remedy:  "Decide what is done about it, and record that as a decision of category Resource with its owner and dueOn",
		})
	}
	if len(lacks) > 0 {
		c.Report(assess.Finding{
			Reason: "ResourcesNotReviewed", Grade: grade(api.GradeMinor), Field: field,
			Message: "The review lacks " + assess.List(lacks),
		})
	}
}

// actsOnResources reports whether the review decides to do something about resources.
func actsOnResources(c *assess.Context, r *api.ManagementReview) bool {
	return slices.ContainsFunc(r.Spec.Decisions, func(d api.ReviewDecision) bool {
		planned := facts.InTime(c, d.DueOn, r.Spec.HeldOn, facts.Months(c.Policy.ActionHorizon())) || c.Today.Reached(d.CompletedOn)
		return d.Category == api.DecisionResource && facts.Stated(d.Text) && d.NoActionNeeded == "" && planned
	})
}
