package improvement

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// improvementsByDecision finds improvements by the decision that they carry out.
var improvementsByDecision = &assess.Index[*api.Improvement]{
	Keys: func(r *api.Improvement, yield func(string)) {
		if d := r.Spec.DecisionRef; d != nil {
			yield(d.ReviewRef.Name + "/" + d.DecisionID)
		}
	},
}

var docDecisionTracked = assess.Doc{
	ID: "P10-05", Point: assess.Improvement, Aspect: assess.Covered, Clause: "9.3.3, 10.1",
	OfAct:    true,
	Requires: "What a review decides to improve is carried out as an improvement",
	Fires:    "an open decision on improvement that is not marked noActionNeeded is tracked by no Improvement (minor; observation once a later review was held); one that a later review carries on is judged there",
	Reasons:  []string{"DecisionNotTracked"}, Grades: []api.Grade{api.GradeObservation, api.GradeMinor},
	Remedy: "Add an Improvement, and name it in trackedByRef of the decision",
	Alone:  "a review or an audit of the past cannot be mended any more",
}

func checkDecisionTracked(c *assess.Context, r *api.ManagementReview) {
	if !facts.ReviewHeld(c, r) {
		return
	}
	grade := facts.ReviewGrading(c, r)
	last := facts.LatestReview(c)
	for i := range r.Spec.Decisions {
		d := &r.Spec.Decisions[i]
		if d.Category != api.DecisionImprovement || d.NoActionNeeded != "" || d.TrackedByRef != nil || c.Today.Reached(d.CompletedOn) {
			continue
		}
		if (last != r && facts.CarriesDecision(last, d.ID)) || len(assess.By(c.World, improvementsByDecision, r.Name+"/"+d.ID)) > 0 {
			continue
		}
		c.Report(assess.Finding{
			Reason: "DecisionNotTracked", Grade: grade(api.GradeMinor), Field: facts.DecisionField(d, "trackedByRef"),
			Message: fmt.Sprintf("No Improvement carries out the decision %s", facts.Quote(d.ID)),
		})
	}
}
