package identification

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docAcceptance = assess.Doc{
	ID: "P1-05", Aspect: assess.Owned, Clause: "6.1.3 f",
	Requires: "A risk that is accepted or avoided instead of treated is accepted by its owner",
	Fires:    "nobody has accepted it, or somebody who did not own it on that day, or the acceptance has run out (minor)",
	Reasons:  []string{"AcceptanceWithoutOwner", "AcceptanceExpired"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Have the risk owner accept the risk and record it in spec.acceptance, or treat the risk",
}

func checkAcceptance(c *assess.Context, r *api.Risk) {
	how := ""
	switch r.Spec.Treatment {
	case api.TreatmentAccept:
		how = "accepted"
	case api.TreatmentAvoid:
		how = "avoided"
	default:
		return
	}
	f, ok := facts.AcceptanceLack(c, r)
	if !ok {
		return
	}
	f.Grade, f.Message = api.GradeMinor, fmt.Sprintf("The risk %s is to be %s, and %s", facts.Quote(r.Spec.Title), how, f.Message)
	c.Report(f)
}
