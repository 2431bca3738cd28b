package competence

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docCertExpired = assess.Doc{
	ID: "P2-07", Aspect: assess.Current, Clause: "7.2 d",
	Requires: "Proof of a competency is current",
	Fires:    "the proof has expired or was withdrawn (minor; major if it was the only proof for a mandatory role), or nobody knows until when it counts (unknown); proof of a mandatory training is left to P2-11",
	Reasons:  []string{"CertificationExpired", "CertificationRevoked", "ValidityUnknown"},
	Grades:   []api.Grade{api.GradeUnknown, api.GradeMinor, api.GradeMajor},
	Remedy:   "Renew the proof and set spec.validity.validUntil, or record the new one as a CompetencyRecord of its own",
}

func checkCertExpired(c *assess.Context, r *api.CompetencyRecord) {
	if facts.StandingOf(c, r) == facts.Undated && !facts.ProofHistory(c, r) && !facts.OfMandatoryTraining(c, r) {
		c.Report(assess.Finding{
			Reason: "ValidityUnknown", Grade: api.GradeUnknown, Field: "spec.validity",
			Message: fmt.Sprintf("Nobody knows until when the proof of %s counts", facts.Quote(r.Spec.Competency)),
			Remedy:  "Set spec.validity.validUntil, or spec.validity.evergreen with the reason why it never lapses",
		})
	}
	if f, fires := proofLapsed(c, r); fires {
		c.Report(f)
	}
}
