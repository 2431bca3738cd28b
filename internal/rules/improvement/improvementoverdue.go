package improvement

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

// owed reports whether the improvement answers a decision, an audit or a finding, so
// that somebody waits for it.
func owed(r *api.Improvement) bool {
	return r.Spec.DecisionRef != nil || r.Spec.AuditFindingRef != nil || r.Spec.Addresses != nil ||
		r.Spec.Type == api.ImprovementCorrectiveAction
}

var docImprovementOverdue = assess.Doc{
	ID: "P10-03", Aspect: assess.Current, Clause: "10.1, 10.2",
	Requires: "An improvement has an owner and a due date, and is done by it",
	Fires:    "an open improvement is overdue (minor), or has no owner or no due date within its horizon (observation; minor where it answers a decision, an audit or a finding, or is a corrective action)",
	Reasons:  []string{"ImprovementOverdue", "ImprovementIncomplete"},
	Grades:   []api.Grade{api.GradeObservation, api.GradeMinor},
	Remedy:   "Do it and set spec.completedOn, or agree on a new spec.dueOn",
	Policy:   []string{"review.actionHorizonMonths", "identification.openHorizonMonths", "identification.needHorizonMonths"},
}

func checkImprovementOverdue(c *assess.Context, r *api.Improvement) {
	if c.Today.Reached(r.Spec.CompletedOn) {
		return
	}
	if c.Today.Past(r.Spec.DueOn) {
		c.Report(assess.Finding{
			Reason: "ImprovementOverdue", Grade: api.GradeMinor, Field: "spec.dueOn", Since: r.Spec.DueOn.AddDays(1),
			Message: fmt.Sprintf("The improvement was due on %s and is open", r.Spec.DueOn),
		})
	}
	grade := api.GradeObservation
	if owed(r) {
		grade = api.GradeMinor
	}
	incomplete := func(field, message, remedy string) {
		c.Report(assess.Finding{Reason: "ImprovementIncomplete", Grade: grade, Field: field, Message: message, Remedy: remedy})
	}
	if reason, message, field := facts.OwnerFlaw(c, r.Spec.Owner); reason != "" {
		incomplete(field, message, "Set spec.owner to who carries the improvement out")
	}
	if r.Spec.DueOn.IsZero() {
		incomplete("spec.dueOn", "The improvement has no due date", "Set spec.dueOn")
	} else if late := facts.TooLate(c, r.Spec.DueOn, r.Spec.OpenedOn, horizon(c, r)); late != "" && !c.Today.Past(r.Spec.DueOn) {
		incomplete("spec.dueOn", "The improvement is not planned in time: it is due on "+late, "Set spec.dueOn to a day in time, and plan what takes longer in steps")
	}
}

// horizon is by when an improvement is to be done: what management decided may take as long
// as what it pays for, what a finding waits for may not.
func horizon(c *assess.Context, r *api.Improvement) facts.Horizon {
	switch {
	case r.Spec.AuditFindingRef != nil || r.Spec.Addresses != nil || r.Spec.Type == api.ImprovementCorrectiveAction:
		return facts.Months(c.Policy.ActionHorizon())
	case r.Spec.DecisionRef != nil:
		return facts.Months(c.Policy.NeedHorizon())
	}
	return facts.Months(c.Policy.OpenHorizon())
}
