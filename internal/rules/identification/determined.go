package identification

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docDetermined = assess.Doc{
	ID: "P1-15", Point: assess.Identification, Aspect: assess.Covered, Clause: "6.1.2, 6.2",
	Requires: "Resources are determined from risks and objectives",
	Fires:    "from the phase Implementation on no Risk, or no SecurityObjective, is on record (major)",
	Reasons:  []string{"NoRiskRecorded", "NoObjectiveRecorded"}, Grades: []api.Grade{api.GradeMajor},
	Remedy: "Assess the risks, set objectives, and record them as Risk and SecurityObjective",
}

func checkDetermined(c *assess.Context, _ *api.ClauseAssessment) {
	if !facts.Implemented(c) {
		return
	}
	report := func(reason, what, remedy string) {
		c.Report(assess.Finding{
			Reason: reason, Grade: api.GradeMajor, Remedy: remedy,
			Message: fmt.Sprintf("No %s is on record in the phase %s, so nobody knows what resources are needed for", what, facts.PhaseOf(c)),
		})
	}
	if !anyOf[*api.Risk](c) {
		report("NoRiskRecorded", "risk", "Assess the risks, and record each as a Risk")
	}
	if !anyOf[*api.SecurityObjective](c) {
		report("NoObjectiveRecorded", "objective", "Set objectives, and record each as a SecurityObjective")
	}
}

// anyOf reports whether there is a record of a kind.
func anyOf[T api.Record](c *assess.Context) bool {
	for range assess.All[T](c.World) {
		return true
	}
	return false
}
