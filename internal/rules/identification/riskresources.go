package identification

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docRiskResources = assess.Doc{
	Policy: []string{"identification.proposalDays", "identification.needHorizonMonths", "identification.openHorizonMonths"},
	ID:     "P1-04", Aspect: assess.Covered, Clause: "7.1, 6.1.3",
	Requires: "A risk that is to be mitigated or transferred has the resources that this takes",
	Fires:    "no need that was decided, has its day within the horizon and its money, or still waits for a decision, no resource that can be relied on, and no control with such a resource carries the treatment (minor; major for a risk of rating High or Critical; observation while a need waits for a decision, once the risk is rated; one grade lower while a SecurityException waives what a resource that the risk names lacks)",
	Reasons:  []string{"RiskWithoutResources"}, Grades: []api.Grade{api.GradeObservation, api.GradeMinor, api.GradeMajor},
	Remedy: "Name the resources in spec.resourceRefs, or add a ResourceRequirement whose spec.drivers.riskRefs names the risk",
}

func checkRiskResources(c *assess.Context, r *api.Risk) {
	how := ""
	switch r.Spec.Treatment {
	case api.TreatmentMitigate:
		how = "mitigated"
	case api.TreatmentTransfer:
		how = "transferred"
	default:
		return
	}
	carried, lacks := facts.TreatmentCarried(c, r)
	if carried == facts.Carried || carried == facts.Proposed && r.Spec.Rated() == "" {
		return // how much a risk that nobody has rated takes is for P1-11 to find out first
	}
	f := assess.Finding{Reason: "RiskWithoutResources", Grade: api.GradeMinor, Field: "spec.resourceRefs"}
	if facts.HighRated(r) {
		f.Grade = api.GradeMajor
	}
	rating := "not rated"
	if r.Spec.Rated() != "" {
		rating = "rated " + string(r.Spec.Rated())
	}
	f.Message = fmt.Sprintf("The risk %s, %s and answered for by %s, is to be %s, and no need, resource or control with a resource carries this",
		facts.Quote(r.Spec.Title), rating, facts.Answerable(r.Spec.Owner), how)
	if carried == facts.Proposed {
		f.Grade = api.GradeObservation
		f.Message = fmt.Sprintf("The risk %s, %s, is to be %s, and a need that nobody has decided on is all that carries this", facts.Quote(r.Spec.Title), rating, how)
	}
	if len(lacks) > 0 {
		f.Message += "; " + assess.List(lacks)
	}
	c.Report(facts.Softened(c, r.Spec.ResourceRefs, f))
}
