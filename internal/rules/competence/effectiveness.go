package competence

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docEffectiveness = assess.Doc{
	ID: "P2-10", Aspect: assess.Covered, Clause: "7.2 c",
	Requires: "The effect of training is evaluated",
	Fires:    "some time after a training there is no check of its effect, or one from before it was had (observation; minor if a role of the person requires it), or had no effect, so that it proves nothing (minor)",
	Reasons:  []string{"EffectivenessNotEvaluated", "TrainingNotEffective"},
	Grades:   []api.Grade{api.GradeObservation, api.GradeMinor},
	Policy:   []string{"competence.effectDays"},
	Remedy:   "Evaluate the effect and set spec.effectiveness",
}

func checkEffectiveness(c *assess.Context, r *api.CompetencyRecord) {
	if r.Spec.Basis != api.BasisTraining || facts.StandingOf(c, r) < facts.Unverified || facts.ProofHistory(c, r) {
		return
	}
	e, had := r.Spec.Effectiveness, r.Spec.AttainedOn()
	switch {
	case e != nil && c.Today.Reached(e.EvaluatedOn) && e.Result == api.ResultNotEffective:
		c.Report(assess.Finding{
			Reason: "TrainingNotEffective", Grade: api.GradeMinor, Field: "spec.effectiveness.result", Since: e.EvaluatedOn,
			Message: fmt.Sprintf("The training %s had no effect, as evaluated on %s", facts.Quote(r.Spec.Competency), e.EvaluatedOn),
			Remedy:  "Train again or otherwise, and evaluate the effect",
		})
	case !c.Today.Past(had.AddDays(c.Policy.EffectWait())):
		return // what it brought shows at work
	case e == nil || !c.Today.Reached(e.EvaluatedOn) || e.EvaluatedOn.Before(had):
		grade := api.GradeObservation
		if len(requiredBy(c, r, false)) > 0 {
			grade = api.GradeMinor
		}
		c.Report(assess.Finding{
			Reason: "EffectivenessNotEvaluated", Grade: grade, Field: "spec.effectiveness",
			Message: fmt.Sprintf("The effect of the training %s was not evaluated", facts.Quote(r.Spec.Competency)),
		})
	}
}
