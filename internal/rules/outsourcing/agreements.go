package outsourcing

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

var docAgreements = assess.Doc{
	ID: "P7-06", Aspect: assess.Covered, Clause: "A.5.20, A.5.34",
	Requires: "A supplier that reaches confidential or personal data has agreed to protect it",
	Fires:    "security clauses, or for personal data a data processing agreement, are missing or over (minor; major for personal data with a critical service), or it is not stated when they were signed or which data the supplier reaches (unknown)",
	Reasons:  []string{"AgreementMissing", "AgreementDateUnknown", "DataAccessUnknown"},
	Grades:   []api.Grade{api.GradeUnknown, api.GradeMinor, api.GradeMajor},
	Remedy:   "Sign the agreement and record it in spec.agreements with signedOn",
}

func checkAgreements(c *assess.Context, r *api.OutsourcedService) {
	if len(r.Spec.DataAccessed) == 0 {
		c.Report(assess.Finding{
			Reason: "DataAccessUnknown", Grade: api.GradeUnknown, Field: "spec.dataAccessed",
			Message: "It is not stated which data the supplier can reach", Remedy: "Set spec.dataAccessed; None is an answer",
		})
	}
	personal := slices.Contains(r.Spec.DataAccessed, api.DataPersonal)
	confidential := slices.Contains(r.Spec.DataAccessed, api.DataConfidential)
	grade := api.GradeMinor
	if personal {
		grade = criticalService(r)
		checkAgreement(c, r, grade, promise{api.AgreementDataProcessing, "personal data", "data processing agreement", "is", "was"})
	}
	if personal || confidential {
		checkAgreement(c, r, grade, promise{api.AgreementSecurityClauses, "confidential or personal data", "security clauses", "are", "were"})
	}
}

// promise is an agreement that a supplier needs to sign, with its words for messages.
type promise struct {
	kind                api.AgreementType
	data, name, is, was string
}

func checkAgreement(c *assess.Context, r *api.OutsourcedService, grade api.Grade, p promise) {
	f := assess.Finding{
		Reason: "AgreementMissing", Grade: grade, Field: "spec.agreements",
		Message: fmt.Sprintf("The supplier reaches %s, and no %s %s recorded", p.data, p.name, p.is),
	}
	for _, a := range r.Spec.Agreements {
		if a.Type != p.kind {
			continue
		}
		f.Field = fmt.Sprintf("spec.agreements[%s].signedOn", p.kind)
		if a.SignedOn.IsZero() && !c.Today.Past(a.ValidUntil) {
			f.Reason, f.Grade = "AgreementDateUnknown", api.GradeUnknown
			f.Message = fmt.Sprintf("The supplier reaches %s, and nobody knows when the %s %s signed", p.data, p.name, p.was)
			f.Remedy = "Set signedOn of the agreement, or take the entry out if nobody signed it"
			break
		}
		if !a.SignedOn.IsZero() && !c.Today.Reached(a.SignedOn) {
			f.Message = fmt.Sprintf("The supplier reaches %s, and no %s %s signed before %s", p.data, p.name, p.is, a.SignedOn)
			break
		}
		if !c.Today.Past(a.ValidUntil) {
			return
		}
		f.Field, f.Since = fmt.Sprintf("spec.agreements[%s].validUntil", p.kind), a.ValidUntil.AddDays(1)
		f.Message = fmt.Sprintf("The supplier reaches %s, and the %s ended on %s", p.data, p.name, a.ValidUntil)
	}
	c.Report(f)
}
