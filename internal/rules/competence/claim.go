package competence

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docClaim = assess.Doc{
	ID: "P2-16", Point: assess.Competence, Aspect: assess.Covered, Clause: "7.2 d",
	OfAct:    true,
	Requires: "What is claimed of an auditor is on record",
	Fires:    "a competency that an audit claims for an auditor has no record that proves it on the day of the audit (minor; observation while the audit lies ahead, and once it is older than the interval)",
	Reasons:  []string{"ClaimWithoutRecord"}, Grades: []api.Grade{api.GradeObservation, api.GradeMinor},
	Remedy: "Record the proof as a CompetencyRecord of the auditor under the same name, or take the claim back",
	Policy: []string{"review.auditIntervalMonths"},
	Alone:  "a review or an audit of the past cannot be mended any more",
}

func checkClaim(c *assess.Context, r *api.InternalAudit) {
	if r.Spec.Skipped != nil {
		return
	}
	for i := range r.Spec.Auditors {
		a := &r.Spec.Auditors[i]
		var claims []string
		for _, claim := range a.ClaimedCompetencies {
			if a.PersonRef == nil || !facts.Masters(c, a.PersonRef.Name, &api.RequiredCompetency{Competency: claim}, r) {
				claims = append(claims, facts.Quote(claim))
			}
		}
		if len(claims) > 0 {
			c.Report(assess.Finding{
				Reason: "ClaimWithoutRecord", Grade: facts.AuditorProofGrading(c, r)(api.GradeMinor), Field: facts.AuditorField(a, "claimedCompetencies"),
				Message: fmt.Sprintf("No record proves what is claimed of the auditor %s: %s", facts.Quote(a.Name), assess.List(claims)),
			})
		}
	}
}
