package support

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docEscalation = assess.Doc{
	ID: "P5-08", Point: assess.Support, Aspect: assess.Current, Clause: "5.1 c",
	Requires: "Top management answers what is put to it",
	Fires:    "the time for an answer is over, and nobody has decided since, or somebody who was not top management (minor), or nobody knows when or by whom it was decided or since when it waits (unknown)",
	Reasons:  []string{"EscalationUnanswered", "EscalationUndated"}, Grades: []api.Grade{api.GradeUnknown, api.GradeMinor},
	Remedy: "Have top management decide, and set state, by, decidedOn and rationale of spec.decision",
	Policy: []string{"support.escalationAnswerDays"},
}

func checkEscalation(c *assess.Context, r *api.ResourceRequirement) {
	if facts.NeedFulfilled(c, r) {
		return
	}
	on := r.Spec.EscalatedOn
	if on.IsZero() {
		if d := r.Spec.Decision; d != nil && d.State == api.RequirementEscalated {
			c.Report(assess.Finding{
				Reason: "EscalationUndated", Grade: api.GradeUnknown, Field: "spec.escalatedOn",
				Message: fmt.Sprintf("The need %s was put to top management, and it is not known when", facts.Gist(r.Spec.Need)),
				Remedy:  "Set spec.escalatedOn",
			})
		}
		return
	}
	reportUnanswered(c, r, on)
}

// reportUnanswered judges the answer to an escalation. A refusal is judged too:
// it closes the need only if it is an answer.
func reportUnanswered(c *assess.Context, r *api.ResourceRequirement, on api.Date) {
	limit := on.AddDays(c.Policy.EscalationAnswer())
	f := assess.Finding{
		Reason: "EscalationUnanswered", Grade: api.GradeUnknown, Field: "spec.decision.decidedOn", Since: limit.AddDays(1),
		Message: fmt.Sprintf("The need %s was put to top management on %s, and was to be answered by %s", facts.Gist(r.Spec.Need), on, limit),
	}
	switch d := facts.NeedDecided(c, r); {
	case d == nil || (!d.DecidedOn.IsZero() && d.DecidedOn.Before(on)):
		f.Grade, f.Field = api.GradeMinor, "spec.decision"
		f.Message += "; nobody has decided since"
	case d.DecidedOn.IsZero():
		f.Message += "; it is not known when it was decided"
	case d.By == nil:
		f.Field = "spec.decision.by"
		f.Message += fmt.Sprintf("; it is not known who decided on %s", d.DecidedOn)
	case !facts.ActedForTop(c, d.By, d.DecidedOn):
		f.Grade, f.Field = api.GradeMinor, "spec.decision.by"
		f.Message += fmt.Sprintf("; %s, who decided on %s, was not top management", d.By.Name(), d.DecidedOn)
	default:
		return
	}
	if c.Today.Past(limit) {
		c.Report(f)
	}
}
