package improvement

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docBenefit = assess.Doc{
	ID: "P10-02", Aspect: assess.Covered, Clause: "10.1, 9.1",
	Requires: "It can be told whether an improvement has made something better",
	Fires:    "an open improvement that is no corrective action has no measure of its benefit, or a completed one states neither a result nor whether it had its effect (observation)",
	Reasons:  []string{"BenefitNotMeasured"}, Grades: []api.Grade{api.GradeObservation},
	Remedy: "Set spec.expectedBenefit with its measure, and spec.achievedBenefit once the improvement is done",
}

func checkBenefit(c *assess.Context, r *api.Improvement) {
	e, a := r.Spec.ExpectedBenefit, r.Spec.AchievedBenefit
	f := assess.Finding{Reason: "BenefitNotMeasured", Grade: api.GradeObservation, Field: "spec.expectedBenefit"}
	if evaluated(c, r) {
		return // whether it had its effect is what a corrective action brings (P10-07)
	}
	switch done := c.Today.Reached(r.Spec.CompletedOn); {
	case done && (a == nil || !facts.Stated(a.Statement) || !facts.Started(c, a.MeasuredOn)):
		f.Field, f.Since = "spec.achievedBenefit", r.Spec.CompletedOn
		f.Message = fmt.Sprintf("The improvement was completed on %s, and nobody has stated what it brought", r.Spec.CompletedOn)
	case done, r.Spec.Type == api.ImprovementCorrectiveAction, r.Spec.Nonconformity != nil:
		return
	case e == nil || !facts.Stated(e.Statement):
		f.Message = "It is not stated what the improvement is to bring"
	case !facts.Stated(e.Measure):
		f.Field, f.Message = "spec.expectedBenefit.measure", "The benefit that is expected has no measure"
	default:
		return
	}
	c.Report(f)
}
