package competence

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docCertExpiring = assess.Doc{
	ID: "P2-08", Aspect: assess.Current, Clause: "7.2 d",
	Requires: "Proof of a competency is renewed before it lapses",
	Fires:    "the proof lapses within the warning window (observation); proof of a mandatory training is left to P2-11",
	Reasons:  []string{"CertificationExpiring"}, Grades: []api.Grade{api.GradeObservation},
	Remedy: "Renew the proof in time",
	Policy: []string{"competence.proofWarningDays"},
	Alone:  "it warns before a day, and a warning is no lapse",
}

func checkCertExpiring(c *assess.Context, r *api.CompetencyRecord) {
	v := r.Spec.Validity
	if v == nil || v.ValidUntil.IsZero() || facts.StandingOf(c, r) != facts.Proven {
		return
	}
	if c.Today.Reached(v.ValidUntil.AddDays(-c.Policy.CompetencyWarning())) && !facts.ProofHistory(c, r) && !facts.OfMandatoryTraining(c, r) {
		c.Report(assess.Finding{
			Reason: "CertificationExpiring", Grade: api.GradeObservation, Field: "spec.validity.validUntil",
			Message: fmt.Sprintf("The proof of %s of %s is valid until %s", facts.Quote(r.Spec.Competency), r.Spec.PersonRef.Name, v.ValidUntil),
		})
	}
}
