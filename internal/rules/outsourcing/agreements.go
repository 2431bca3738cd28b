package outsourcing

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docAgreements = assess.Doc{
	ID: "P7-06", Aspect: assess.Covered, Clause: "A.5.20, A.5.34",
	Requires: "A supplier that reaches confidential or personal data has agreed to protect it",
	Fires:    "security clauses, or for personal data a data processing agreement, are missing, not signed or over (minor; major for personal data with a critical service), or it is not stated when they were signed, why none is needed, or which data the supplier reaches (unknown), or none is said to be needed (observation)",
	Reasons:  []string{"AgreementMissing", "AgreementDateUnknown", "AgreementNotNeeded", "DataAccessUnknown"},
	Grades:   []api.Grade{api.GradeObservation, api.GradeUnknown, api.GradeMinor, api.GradeMajor},
	Remedy:   "Sign the agreement and record it in spec.agreements with signedOn",
	Alone:    "that no agreement is needed was decided, and is told for somebody to look at",
}

func checkAgreements(c *assess.Context, r *api.OutsourcedService) {
	if len(r.Spec.DataAccessed) == 0 {
		c.Report(assess.Finding{
			Reason: "DataAccessUnknown", Grade: api.GradeUnknown, Field: "spec.dataAccessed",
			Message: "It is not stated which data the supplier can reach", Remedy: "Set spec.dataAccessed; None is an answer",
		})
	}
	personal := slices.Contains(r.Spec.DataAccessed, api.DataPersonal) ||
		r.Spec.ProcessorRole == api.ProcessorDirect || r.Spec.ProcessorRole == api.ProcessorSub
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
		if f, done := checkAgreementState(c, &a, f, p); done {
			c.Report(f)
			return
		}
		f.Field = fmt.Sprintf("spec.agreements[%s].signedOn", p.kind)
		if a.SignedOn.IsZero() && !c.Today.Past(a.ValidUntil) {
			f.Reason, f.Grade = "AgreementDateUnknown", api.GradeUnknown
			f.Message = fmt.Sprintf("The supplier reaches %s, and nobody knows when the %s %s signed", p.data, p.name, p.was)
			f.Remedy = "Set signedOn of the agreement, or its state to NotSigned if nobody signed it"
			if a.State == api.AgreementSigned {
				f.Message = fmt.Sprintf("The supplier reaches %s, and the %s %s on record as signed, on a day that nobody knows", p.data, p.name, p.is)
			}
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

// checkAgreementState says what the state of an agreement leaves to find; false where its days
// tell.
func checkAgreementState(c *assess.Context, a *api.Agreement, f assess.Finding, p promise) (assess.Finding, bool) {
	f.Field = fmt.Sprintf("spec.agreements[%s].state", p.kind)
	switch a.State {
	case api.AgreementNotSigned:
		f.Message = fmt.Sprintf("The supplier reaches %s, and the %s %s not signed", p.data, p.name, p.is)
	case api.AgreementLapsed:
		if !a.ValidUntil.IsZero() {
			if c.Today.Past(a.ValidUntil) {
				return f, false // the day says since when
			}
			f.Reason, f.Grade = "AgreementDateUnknown", api.GradeUnknown
			f.Message = fmt.Sprintf("The supplier reaches %s, and the %s %s said to have lapsed and to run until %s", p.data, p.name, p.is, a.ValidUntil)
			f.Remedy = "Correct state or validUntil of the agreement"
			return f, true
		}
		f.Message = fmt.Sprintf("The supplier reaches %s, and the %s lapsed on a day that nobody knows", p.data, p.name)
	case api.AgreementNotNeeded:
		f.Reason, f.Grade = "AgreementNotNeeded", api.GradeObservation
		f.Message = fmt.Sprintf("The supplier reaches %s, and no %s %s said to be needed: %s", p.data, p.name, p.is, facts.Gist(a.Reason))
		f.Remedy = "Have somebody who knows the law look whether that holds"
		if !facts.Stated(a.Reason) {
			f.Grade, f.Field = api.GradeUnknown, fmt.Sprintf("spec.agreements[%s].reason", p.kind)
			f.Message = fmt.Sprintf("The supplier reaches %s, and it is not stated why no %s %s needed", p.data, p.name, p.is)
			f.Remedy = "Set reason of the agreement, or sign one"
		}
	default:
		return f, false
	}
	return f, true
}
