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
	Fires:    "an open improvement is overdue (minor), or has no owner or no due date (observation; minor where it answers a decision, an audit or a finding, or is a corrective action)",
	Reasons:  []string{"ImprovementOverdue", "ImprovementIncomplete"},
	Grades:   []api.Grade{api.GradeObservation, api.GradeMinor},
	Remedy:   "Do it and set spec.completedOn, or agree on a new spec.dueOn",
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
	}
}
