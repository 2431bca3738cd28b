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
		r.Spec.Nonconformity != nil || r.Spec.Type == api.ImprovementCorrectiveAction
}

// ofMajor reports whether the improvement corrects a major nonconformity.
func ofMajor(r *api.Improvement) bool {
	return r.Spec.Nonconformity != nil && r.Spec.Nonconformity.Grade == api.GradeMajor
}

var docImprovementOverdue = assess.Doc{
	ID: "P10-03", Aspect: assess.Current, Clause: "10.1, 10.2",
	Requires: "An improvement has an owner and a due date, and is done by it",
	Fires:    "an open improvement is overdue, or one that recurs was not done again in time (minor; major where it corrects a nonconformity of grade Major), or it has no owner or no due date within its horizon (observation; minor where it answers a decision, an audit or a finding, or is a corrective action), or recurs and was done once, and nobody knows how often (observation; minor likewise)",
	Reasons:  []string{"ImprovementOverdue", "ImprovementIncomplete"},
	Grades:   []api.Grade{api.GradeObservation, api.GradeMinor, api.GradeMajor},
	Remedy:   "Do it and set spec.completedOn, or agree on a new spec.dueOn",
	Policy:   []string{"review.actionHorizonMonths", "review.majorHorizonDays", "identification.openHorizonMonths", "identification.needHorizonMonths"},
}

func checkImprovementOverdue(c *assess.Context, r *api.Improvement) {
	grade, late := api.GradeObservation, api.GradeMinor
	if owed(r) {
		grade = api.GradeMinor
	}
	if ofMajor(r) {
		late = api.GradeMajor
	}
	incomplete := func(field, message, remedy string) {
		c.Report(assess.Finding{Reason: "ImprovementIncomplete", Grade: grade, Field: field, Message: message, Remedy: remedy})
	}
	overdue := func(field string, due api.Date, message string) {
		if c.Today.Past(due) {
			c.Report(assess.Finding{Reason: "ImprovementOverdue", Grade: late, Field: field, Since: due.AddDays(1), Message: message})
		}
	}
	if done := r.Spec.CompletedOn; c.Today.Reached(done) {
		again := r.Spec.Recurrence.After(done)
		overdue("spec.completedOn", again, fmt.Sprintf("The improvement was last done on %s and was due again on %s", done, again))
		if r.Spec.Recurrence.Undated() {
			incomplete("spec.recurrence.everyMonths", "The improvement recurs, and it is not stated how often", "Set spec.recurrence.everyMonths")
		}
		return
	}
	overdue("spec.dueOn", r.Spec.DueOn, fmt.Sprintf("The improvement was due on %s and is open", r.Spec.DueOn))
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
	case ofMajor(r):
		return facts.AuditFindingHorizon(c, &api.AuditFinding{Grade: api.GradeMajor})
	case r.Spec.AuditFindingRef != nil || r.Spec.Addresses != nil || r.Spec.Nonconformity != nil || r.Spec.Type == api.ImprovementCorrectiveAction:
		return facts.Months(c.Policy.ActionHorizon())
	case r.Spec.DecisionRef != nil:
		return facts.Months(c.Policy.NeedHorizon())
	}
	return facts.Months(c.Policy.OpenHorizon())
}
