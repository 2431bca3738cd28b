package identification

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docRefused = assess.Doc{
	ID: "P1-07", Aspect: assess.Covered, Clause: "6.1.3, 7.1",
	Requires: "Who refuses a resource decides what becomes of the risk that it was for",
	Fires:    "a need was refused, and a risk that it comes from is neither treated otherwise, nor avoided, nor accepted by its owner (major)",
	Reasons:  []string{"RefusedNeedRiskUntreated"}, Grades: []api.Grade{api.GradeMajor},
	Remedy: "Treat the risk by other resources, have its owner accept it, or take the refusal back",
}

func checkRefused(c *assess.Context, r *api.ResourceRequirement) {
	if !facts.NeedRefused(c, r) {
		return
	}
	var open []string
	for _, ref := range facts.DriversOf(r).RiskRefs {
		if risk, ok := assess.Get[*api.Risk](c.World, ref.Name); ok && leftOpen(c, risk) {
			open = append(open, ref.Name)
		}
	}
	if len(open) == 0 {
		return
	}
	who := "nobody who is named"
	if by := r.Spec.Decision.By; by != nil {
		who = by.Name()
	}
	day := ""
	if on := r.Spec.Decision.DecidedOn; !on.IsZero() {
		day = " on " + on.String()
	}
	c.Report(assess.Finding{
		Reason: "RefusedNeedRiskUntreated", Grade: api.GradeMajor, Field: "spec.decision.state",
		Message: fmt.Sprintf("The need %s was refused by %s%s, and risks that it was for are neither treated otherwise nor accepted by their owners: %s",
			facts.Gist(r.Spec.Need), who, day, assess.List(open)),
	})
}

// leftOpen reports whether nothing is done about the risk: it is not avoided, its
// owner has not accepted it, and nothing carries another treatment.
func leftOpen(c *assess.Context, r *api.Risk) bool {
	if r.Spec.Treatment == api.TreatmentAvoid {
		return false
	}
	if lack := facts.AcceptanceLack(c, r); lack == nil || lack.Grade == api.GradeObservation {
		return false
	}
	if r.Spec.Treatment == api.TreatmentAccept {
		return true
	}
	carried, _ := facts.TreatmentCarried(c, r)
	return carried == facts.Uncarried
}
