package review

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// letters are the inputs of Clause 9.3.2 with the topics that answer each.
var letters = []struct {
	letter string
	topics []api.ReviewTopic
}{
	{"a", []api.ReviewTopic{api.TopicPreviousActions}},
	{"b", []api.ReviewTopic{api.TopicContextChanges}},
	{"c", []api.ReviewTopic{api.TopicInterestedParties}},
	{"d", []api.ReviewTopic{api.TopicNonconformities, api.TopicMonitoring, api.TopicAuditResults, api.TopicObjectives}},
	{"e", []api.ReviewTopic{api.TopicFeedback}},
	{"f", []api.ReviewTopic{api.TopicRiskStatus}},
	{"g", []api.ReviewTopic{api.TopicImprovementOpportunities}},
}

var docInputs = assess.Doc{
	ID: "P9-04", Aspect: assess.Covered, Clause: "9.3.2",
	Requires: "A review deals with every input a to g, and says what was discussed",
	Fires:    "an input is missing or has no discussion (minor for each letter; major from a number of letters on; observation once a later review was held)",
	Reasons:  []string{"ReviewInputMissing"}, Grades: []api.Grade{api.GradeObservation, api.GradeMinor, api.GradeMajor},
	Remedy: "Deal with the input, and record it in spec.inputs with its discussion",
	Policy: []string{"review.missingInputsForMajor"},
	Alone:  "a review or an audit of the past cannot be mended any more",
}

func checkInputs(c *assess.Context, r *api.ManagementReview, grade facts.Grading) {
	discussed := map[api.ReviewTopic]bool{}
	for _, in := range r.Spec.Inputs {
		discussed[in.Topic] = facts.Stated(in.Discussion)
	}
	type lack struct{ letter, topics string }
	var missing []lack
	for _, l := range letters {
		var topics []string
		for _, t := range l.topics {
			if !discussed[t] {
				topics = append(topics, string(t))
			}
		}
		if len(topics) > 0 {
			missing = append(missing, lack{l.letter, assess.List(topics)})
		}
	}
	worst := api.GradeMinor
	if len(missing) >= c.Policy.ReviewInputsForMajor() {
		worst = api.GradeMajor
	}
	for _, m := range missing {
		c.Report(assess.Finding{
			Reason: "ReviewInputMissing", Grade: grade(worst), Field: "spec.inputs",
			Message: fmt.Sprintf("Input %s of 9.3.2 was not discussed: %s", m.letter, m.topics),
		})
	}
}
