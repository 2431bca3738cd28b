package improvement

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docNonconformity = assess.Doc{
	ID: "P10-07", Aspect: assess.Covered, Clause: "10.2 b, 10.2 d",
	Requires: "A nonconformity is corrected at its cause, and the correction has its effect",
	Fires:    "an improvement that corrects a nonconformity was completed, and its cause is not stated (minor; of an observation or opportunity none is asked), or it was found to have had no effect (minor; major for a nonconformity of grade Major)",
	Reasons:  []string{"NonconformityCauseUnknown", "CorrectionIneffective"},
	Grades:   []api.Grade{api.GradeMinor, api.GradeMajor},
	Remedy:   "Find the cause and set spec.nonconformity.cause",
}

// evaluated reports whether somebody looked, after a corrective action was done, whether it had
// its effect.
func evaluated(c *assess.Context, r *api.Improvement) bool {
	n := r.Spec.Nonconformity
	return n != nil && n.Effectiveness != nil && c.Today.Reached(n.Effectiveness.EvaluatedOn) && !n.Effectiveness.EvaluatedOn.Before(r.Spec.CompletedOn)
}

func checkNonconformity(c *assess.Context, r *api.Improvement) {
	n := r.Spec.Nonconformity
	if n == nil || !c.Today.Reached(r.Spec.CompletedOn) {
		return
	}
	if !facts.Stated(n.Cause) && n.Grade != api.GradeObservation && n.Grade != api.GradeOpportunity {
		c.Report(assess.Finding{
			Reason: "NonconformityCauseUnknown", Grade: api.GradeMinor, Field: "spec.nonconformity.cause", Since: r.Spec.CompletedOn,
			Message: fmt.Sprintf("The improvement was completed on %s, and the cause of the nonconformity is not stated", r.Spec.CompletedOn),
		})
	}
	if e := n.Effectiveness; evaluated(c, r) && e.Result == api.ResultNotEffective {
		f := assess.Finding{
			Reason: "CorrectionIneffective", Grade: api.GradeMinor, Field: "spec.nonconformity.effectiveness", Since: e.EvaluatedOn,
			Message: fmt.Sprintf("The improvement was completed on %s, and was found on %s to have had no effect", r.Spec.CompletedOn, e.EvaluatedOn),
			Remedy:  "Take spec.completedOn out and go on, or open an improvement that removes the cause",
		}
		if ofMajor(r) {
			f.Grade = api.GradeMajor
		}
		c.Report(f)
	}
}
