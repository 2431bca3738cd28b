package identification

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docAcceptance = assess.Doc{
	ID: "P1-05", Aspect: assess.Owned, Clause: "6.1.3 f",
	OfAct:    true,
	Requires: "A risk that is accepted instead of treated is accepted by somebody who may, and that is looked at again",
	Fires:    "no acceptance is on record, or one of which nobody knows by whom or when (unknown), or one by somebody who neither owned it on that day nor may accept any risk, or by an owner without the authority, or of a Critical risk without top management, or the acceptance has run out, is older than the policy allows or than the last assessment by more than the grace, or is of a lesser rating (minor); a High risk was accepted without top management, or by it without its owner (observation)",
	Reasons:  []string{facts.AcceptanceWithoutOwner, facts.AcceptanceExpired, facts.AcceptanceNotEntitled},
	Grades:   []api.Grade{api.GradeObservation, api.GradeUnknown, api.GradeMinor},
	Policy: []string{
		"identification.acceptanceCriticalMonths", "identification.acceptanceHighMonths", "identification.acceptanceMonths",
		"identification.reassessmentDays",
	},
	Remedy: "Have the risk owner accept the risk and record it in spec.acceptance, or treat the risk",
}

func checkAcceptance(c *assess.Context, r *api.Risk) {
	if r.Spec.Treatment != api.TreatmentAccept {
		return // what is avoided is not borne
	}
	if f := facts.AcceptanceLack(c, r); f != nil {
		f.Message = fmt.Sprintf("The risk %s is to be accepted, and %s", facts.Quote(r.Spec.Title), f.Message)
		c.Report(*f)
	}
}
