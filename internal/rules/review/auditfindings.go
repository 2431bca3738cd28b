package review

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docAuditFindings = assess.Doc{
	ID: "P9-14", Aspect: assess.Current, Clause: "9.2, 10.2",
	OfAct:    true,
	Requires: "What an audit finds has an owner and a due date, and is dealt with by it",
	Fires:    "an open finding is overdue (minor; major if it was graded Major), or has no owner, grade or due date within its horizon (minor); observations and opportunities need none; a finding of grade Major was closed, and neither an owner nor an Improvement says who did what (minor; observation once the audit is older than the interval)",
	Reasons:  []string{"AuditFindingOverdue", "AuditFindingIncomplete", "AuditFindingClosedUnseen"},
	Grades:   []api.Grade{api.GradeObservation, api.GradeMinor, api.GradeMajor},
	Remedy:   "Deal with the finding and set its closedOn",
	Policy:   []string{"review.actionHorizonMonths", "review.majorHorizonDays"},
	Alone:    "a review or an audit of the past cannot be mended any more",
}

func checkAuditFindings(c *assess.Context, r *api.InternalAudit) {
	for i := range r.Spec.Findings {
		f := &r.Spec.Findings[i]
		if c.Today.Reached(f.ClosedOn) {
			checkClosed(c, r, f)
			continue
		}
		if c.Today.Past(f.DueOn) {
			grade := api.GradeMinor
			if f.Grade == api.GradeMajor {
				grade = api.GradeMajor
			}
			c.Report(assess.Finding{
				Reason: "AuditFindingOverdue", Grade: grade, Field: facts.AuditFindingField(f, "dueOn"), Since: f.DueOn.AddDays(1),
				Message: fmt.Sprintf("Finding %s was due on %s and is open", facts.Quote(f.ID), f.DueOn),
			})
		}
		if lacks, field := auditFindingLacks(c, r, f); len(lacks) > 0 {
			c.Report(assess.Finding{
				Reason: "AuditFindingIncomplete", Grade: api.GradeMinor, Field: facts.AuditFindingField(f, field),
				Message: fmt.Sprintf("Finding %s lacks %s", facts.Quote(f.ID), assess.And(lacks)),
				Remedy:  "Set owner, dueOn and grade of the finding",
			})
		}
	}
}

// auditFindingLacks says what an open finding lacks, and the field of the first lack.
func auditFindingLacks(c *assess.Context, r *api.InternalAudit, f *api.AuditFinding) (lacks []string, field string) {
	add := func(at, what string) {
		if field == "" {
			field = at
		}
		lacks = append(lacks, what)
	}
	if f.Grade == api.GradeObservation || f.Grade == api.GradeOpportunity {
		return nil, ""
	}
	if facts.RefOf(facts.Actual(c.World, f.Owner)).Name == "" {
		add("owner", "an owner")
	}
	if f.DueOn.IsZero() {
		add("dueOn", "a due date")
	} else if late := facts.TooLate(c, f.DueOn, r.Spec.HeldOn, facts.AuditFindingHorizon(c, f)); late != "" && !c.Today.Past(f.DueOn) {
		add("dueOn", "a due date in time (it is "+late+")")
	}
	if f.Grade == "" || f.Grade == api.GradeUnknown {
		add("grade", "a grade")
	}
	return lacks, field
}

// checkClosed asks who dealt with a Major, and how: one that is closed by its day alone says
// neither.
func checkClosed(c *assess.Context, r *api.InternalAudit, f *api.AuditFinding) {
	owned := facts.RefOf(facts.Actual(c.World, f.Owner)).Name != ""
	if f.Grade != api.GradeMajor || (owned && f.ClosedOn.After(r.Spec.HeldOn)) || f.TrackedByRef != nil {
		return
	}
	c.Report(assess.Finding{
		Reason: "AuditFindingClosedUnseen", Grade: facts.AuditGrading(c, r)(api.GradeMinor), Field: facts.AuditFindingField(f, "closedOn"), Since: f.ClosedOn,
		Message: fmt.Sprintf("Finding %s, a Major of %s, was closed on %s, and nothing says who did what about it", facts.Quote(f.ID), r.Spec.HeldOn, f.ClosedOn),
		Remedy:  "Name in owner of the finding who dealt with it, and in trackedByRef the Improvement that removed its cause",
	})
}
