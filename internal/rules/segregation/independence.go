package segregation

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docIndependence = assess.Doc{
	ID: "D-07", Point: assess.Segregation, Aspect: assess.Covered, Clause: "9.2.2 b, A.5.3",
	Requires: "The independence of internal audit is not given up",
	Fires:    "the policy takes out, or grades lower, a pair of duties on the independence of internal audit, which has no effect (minor)",
	Reasons:  []string{"IndependenceNotWaivable"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Take the pair out of spec.policy.segregation.dutyConflicts, and have the audit done by somebody who is independent, if need be from outside",
	Policy: []string{"segregation.dutyConflicts"},
}

func checkPolicyIndependence(c *assess.Context, a *api.ClauseAssessment) {
	for i := range a.Spec.Policy.Segregation.DutyConflicts {
		d := &a.Spec.Policy.Segregation.DutyConflicts[i]
		p, known := facts.DefaultDutyPair(d.First, d.Second)
		if !known || !p.Independent() || !p.WeakenedBy(d) {
			continue
		}
		how := "grades it " + string(d.Grade)
		if facts.Stated(d.DisabledBecause) {
			how = "takes it out"
		}
		c.Report(assess.Finding{
			Reason: "IndependenceNotWaivable", Grade: api.GradeMinor,
			Field:   fmt.Sprintf("spec.policy.segregation.dutyConflicts[%s/%s]", d.First, d.Second),
			Message: fmt.Sprintf("%s and %s (pair %d) are about the independence of internal audit, and the policy %s without effect", p.First, p.Second, p.Number, how),
		})
	}
}

var docWaivedIndependence = assess.Doc{
	ID: "D-07", Point: assess.Segregation, Aspect: assess.Covered, Clause: docIndependence.Clause,
	Requires: docIndependence.Requires,
	Fires:    "an exception waives a pair of duties on the independence of internal audit, which has no effect (minor)",
	Reasons:  docIndependence.Reasons, Grades: docIndependence.Grades,
	Remedy: "Close the exception, and have the audit done by somebody who is independent, if need be from outside",
}

func checkWaivedIndependence(c *assess.Context, e *api.SecurityException) {
	if !waiving(c, e) {
		return
	}
	if p, known := facts.DefaultDutyPair(e.Spec.Conflict.First, e.Spec.Conflict.Second); known && p.Independent() {
		c.Report(assess.Finding{
			Reason: "IndependenceNotWaivable", Grade: api.GradeMinor, Field: "spec.conflict",
			Message: fmt.Sprintf("%s and %s (pair %d) are about the independence of internal audit, which an exception cannot waive", p.First, p.Second, p.Number),
		})
	}
}
