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
	OfAct:    true,
	Requires: "A review deals with every input a to g, and says what was discussed",
	Fires:    "an input has no discussion in the review nor, for the latest one, in those before it within the interval and since the last external audit (minor for each letter; major from a number of letters on; observation once a later review was held, unless its minutes are approved and it can no longer be mended)",
	Reasons:  []string{"ReviewInputMissing"}, Grades: []api.Grade{api.GradeObservation, api.GradeMinor, api.GradeMajor},
	Remedy: "Deal with the input, and record it in spec.inputs with its discussion",
	Policy: []string{"review.missingInputsForMajor", "review.managementReviewIntervalMonths"},
	Alone:  "a review or an audit of the past cannot be mended any more",
}

func checkInputs(c *assess.Context, r *api.ManagementReview, grade facts.Grading) {
	discussed := discussedBy(c, r)
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

// discussedBy are the topics that were discussed in a review. Those of the latest one may be
// spread over the reviews before it, within the interval and since the last external audit.
func discussedBy(c *assess.Context, r *api.ManagementReview) map[api.ReviewTopic]bool {
	discussed := map[api.ReviewTopic]bool{}
	add := func(r *api.ManagementReview) {
		for _, in := range r.Spec.Inputs {
			discussed[in.Topic] = discussed[in.Topic] || facts.Stated(in.Discussion)
		}
	}
	add(r)
	if facts.LatestReview(c) != r {
		return discussed
	}
	from := r.Spec.HeldOn.AddMonths(-c.Policy.ReviewIntervalMonths())
	if audit := c.Assessment.Spec.LastExternalAudit; audit != nil && c.Today.Reached(audit.StartsOn) && audit.StartsOn.After(from) {
		from = audit.StartsOn
	}
	for other := range assess.All[*api.ManagementReview](c.World) {
		if other != r && facts.ReviewHeld(c, other) && other.Spec.HeldOn.After(from) {
			add(other)
		}
	}
	return discussed
}
