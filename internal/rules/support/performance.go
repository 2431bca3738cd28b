package support

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docPerformance = assess.Doc{
	ID: "P5-10", Point: assess.Support, Aspect: assess.Covered, Clause: "9.3.2 d, 9.3.3, 7.1",
	Requires: "What is decided on resources rests on how the ISMS performs",
	Fires:    "reviews were held within the interval at which resources are decided on and one decided on them, and none of those that did discussed measurements, audits or objectives (observation); how much was decided is never judged",
	Reasons:  []string{"DecisionsWithoutPerformance"}, Grades: []api.Grade{api.GradeObservation},
	Remedy: "Discuss measurements, audit results or objectives in the review that decides on resources, and record it in spec.inputs of the ManagementReview",
	Policy: []string{"support.resourceDecisionIntervalMonths"},
}

func checkPerformance(c *assess.Context, _ *api.ClauseAssessment) {
	var decided []string
	for _, r := range facts.ReviewsHeld(c) {
		if c.Today.Past(r.Spec.HeldOn.AddMonths(c.Policy.ResourceDecisionInterval())) || !facts.ReviewDecided(r, api.DecisionResource) {
			continue
		}
		if facts.Discussed(r, api.TopicMonitoring, api.TopicAuditResults, api.TopicObjectives) {
			return
		}
		decided = append(decided, r.Name)
	}
	if len(decided) > 0 {
		c.Report(assess.Finding{
			Reason: "DecisionsWithoutPerformance", Grade: api.GradeObservation,
			Message: fmt.Sprintf("Resources were decided on without a look at measurements, audits or objectives: %s", assess.List(decided)),
		})
	}
}
