package identification

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// phasesInOrder are the phases of an ISMS, in the order in which it passes them.
var phasesInOrder = []api.LifecyclePhase{
	api.PhaseEstablishment, api.PhaseImplementation, api.PhaseCertification, api.PhaseMaintenance,
}

var docPhaseServed = assess.Doc{
	ID: "P1-09", Point: assess.Identification, Aspect: assess.Covered, Clause: "7.1, 4.4",
	Requires: "Needs are determined for each phase: to establish, implement, maintain and continually improve the ISMS",
	Fires:    "no need that was not refused lists the current phase (minor) or an earlier one (observation)",
	Reasons:  []string{"PhaseWithoutResources"}, Grades: []api.Grade{api.GradeObservation, api.GradeMinor},
	Remedy: "List the phase in spec.phases of the ResourceRequirements that serve it, or record what it takes",
}

// checkPhaseServed leaves it to rule P1-01 to say that there is no need at all, and
// to L-01 that the phase is not stated.
func checkPhaseServed(c *assess.Context, _ *api.ClauseAssessment) {
	current := slices.Index(phasesInOrder, facts.PhaseOf(c))
	served := map[api.LifecyclePhase]bool{}
	recorded, silent := false, 0
	for need := range assess.All[*api.ResourceRequirement](c.World) {
		recorded = true
		if facts.NeedRefused(c, need) {
			continue
		}
		if len(need.Spec.Phases) == 0 {
			silent++
		}
		for _, phase := range need.Spec.Phases {
			served[phase] = true
		}
	}
	if !recorded || current < 0 {
		return
	}
	hint := ""
	if silent > 0 {
		hint = fmt.Sprintf("; %d needs state no phase", silent)
	}
	report := func(grade api.Grade, message string) {
		c.Report(assess.Finding{Reason: "PhaseWithoutResources", Grade: grade, Field: "spec.phase", Message: message + hint})
	}
	if !served[facts.PhaseOf(c)] {
		report(api.GradeMinor, fmt.Sprintf("The ISMS is in the phase %s, and no need is recorded for it", facts.PhaseOf(c)))
	}
	for _, phase := range phasesInOrder[:current] {
		if !served[phase] {
			report(api.GradeObservation, fmt.Sprintf("The ISMS has passed the phase %s, and no need is recorded for it", phase))
		}
	}
}
