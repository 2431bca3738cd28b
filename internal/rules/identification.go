package rules

import (
	"fmt"
	"slices"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

// identificationRules judge the ISMS as a whole on points 1 and 5.
func identificationRules() []assess.Rule {
	return []assess.Rule{
		assess.OnISMS(docNoNeeds, checkNoNeeds),
		assess.OnISMS(docPhaseServed, checkPhaseServed),
		assess.OnISMS(docResourceDecision, checkResourceDecision),
	}
}

var docNoNeeds = assess.Doc{
	ID: "P1-01", Point: assess.Identification, Aspect: assess.Covered, Clause: "7.1",
	Requires: "It is determined what resources the ISMS needs",
	Fires:    "no ResourceRequirement is recorded (major)",
	Reasons:  []string{"NoResourceNeedsIdentified"}, Grades: []api.Grade{api.GradeMajor},
	Remedy: "Determine what the risks, objectives and controls take, and record each need as a ResourceRequirement",
}

func checkNoNeeds(c *assess.Context, _ *api.ClauseAssessment) {
	for range assess.All[*api.ResourceRequirement](c.World) {
		return
	}
	c.Report(assess.Finding{
		Reason: "NoResourceNeedsIdentified", Grade: api.GradeMajor,
		Message: "No resource need is recorded; 7.1 starts with determining them",
	})
}

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
func checkPhaseServed(c *assess.Context, a *api.ClauseAssessment) {
	current := slices.Index(phasesInOrder, a.Spec.Phase)
	served := map[api.LifecyclePhase]bool{}
	recorded, silent := false, 0
	for need := range assess.All[*api.ResourceRequirement](c.World) {
		recorded = true
		if refused(c, need) {
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
	if !served[a.Spec.Phase] {
		report(api.GradeMinor, fmt.Sprintf("The ISMS is in the phase %s, and no need is recorded for it", a.Spec.Phase))
	}
	for _, phase := range phasesInOrder[:current] {
		if !served[phase] {
			report(api.GradeObservation, fmt.Sprintf("The ISMS has passed the phase %s, and no need is recorded for it", phase))
		}
	}
}

var docResourceDecision = assess.Doc{
	ID: "P5-02", Point: assess.Support, Aspect: assess.Current, Clause: "5.1 c",
	Requires: "Top management decides on resources at planned intervals",
	Fires:    "no decision of top management on resources is known, or the last is older than the interval (major); what counts is a decision on resources in a review that top management attended and whose minutes are approved, an approval of a budget, and a decision on a need",
	Reasons:  []string{"NoResourceDecision"}, Grades: []api.Grade{api.GradeMajor},
	Remedy: "Have top management decide on resources, and record it in a ManagementReview, a SecurityBudget or a ResourceRequirement",
	Policy: []string{"resourceDecisionIntervalMonths"},
}

func checkResourceDecision(c *assess.Context, _ *api.ClauseAssessment) {
	last, where := lastResourceDecision(c)
	if last.IsZero() {
		c.Report(assess.Finding{
			Reason: "NoResourceDecision", Grade: api.GradeMajor,
			Message: "No decision of top management on resources is recorded",
		})
		return
	}
	if due := last.AddMonths(c.Policy.ResourceDecisionInterval()); c.Today.Past(due) {
		c.Report(assess.Finding{
			Reason: "NoResourceDecision", Grade: api.GradeMajor, Since: due.AddDays(1),
			Message: fmt.Sprintf("Top management last decided on resources on %s (%s), and the next decision was due by %s", last, where, due),
		})
	}
}

// lastResourceDecision is the day and the record of the last decision of top
// management on resources; absent where there is none. An approval that a later edit
// made stale counts: the decision was taken, and rule X-07 shows the edit.
func lastResourceDecision(c *assess.Context) (last api.Date, where string) {
	consider := func(on api.Date, kind, name string) {
		if on.After(last) {
			last, where = on, kind+" "+name
		}
	}
	for r := range assess.All[*api.ManagementReview](c.World) {
		if decidedOnResources(c, r) {
			consider(r.Spec.HeldOn, "ManagementReview", r.Name)
		}
	}
	for r := range assess.All[*api.SecurityBudget](c.World) {
		if a := r.Spec.Approval; a != nil && c.Today.Reached(a.ApprovedOn) && wasTopManagement(c, a.By.Name, a.ApprovedOn) {
			consider(a.ApprovedOn, "SecurityBudget", r.Name)
		}
	}
	for r := range assess.All[*api.ResourceRequirement](c.World) {
		if d := needDecided(c, r); d != nil && d.By != nil && !d.DecidedOn.IsZero() && wasTopManagement(c, d.By.Name, d.DecidedOn) {
			consider(d.DecidedOn, "ResourceRequirement", r.Name)
		}
	}
	return last, where
}

// decidedOnResources reports whether top management decided on resources in the
// review, and the minutes that say so were approved after it.
func decidedOnResources(c *assess.Context, r *api.ManagementReview) bool {
	a := r.Spec.Approval
	if !held(c, r) || a == nil || !c.Today.Reached(a.ApprovedOn) || a.ApprovedOn.Before(r.Spec.HeldOn) {
		return false
	}
	attended, _ := topManagementAttended(c, r)
	return attended && decided(r, api.DecisionResource)
}
