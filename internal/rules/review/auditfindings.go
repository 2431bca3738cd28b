package review

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docAuditFindings = assess.Doc{
	ID: "P9-14", Aspect: assess.Current, Clause: "9.2, 10.2",
	Requires: "What an audit finds has an owner and a due date, and is dealt with by it",
	Fires:    "an open finding is overdue (minor; major if it was graded Major), or has no owner, due date or grade (minor); observations and opportunities need none",
	Reasons:  []string{"AuditFindingOverdue", "AuditFindingIncomplete"},
	Grades:   []api.Grade{api.GradeMinor, api.GradeMajor},
	Remedy:   "Deal with the finding and set its closedOn",
}

func checkAuditFindings(c *assess.Context, r *api.InternalAudit) {
	for i := range r.Spec.Findings {
		f := &r.Spec.Findings[i]
		if c.Today.Reached(f.ClosedOn) {
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
		if lacks, field := auditFindingLacks(f); len(lacks) > 0 {
			c.Report(assess.Finding{
				Reason: "AuditFindingIncomplete", Grade: api.GradeMinor, Field: facts.AuditFindingField(f, field),
				Message: fmt.Sprintf("Finding %s lacks %s", facts.Quote(f.ID), assess.And(lacks)),
				Remedy:  "Set owner, dueOn and grade of the finding",
			})
		}
	}
}

// auditFindingLacks says what an open finding lacks, and the field of the first lack.
func auditFindingLacks(f *api.AuditFinding) (lacks []string, field string) {
	add := func(at, what string) {
		if field == "" {
			field = at
		}
		lacks = append(lacks, what)
	}
	if f.Grade == api.GradeObservation || f.Grade == api.GradeOpportunity {
		return nil, ""
	}
	if f.Owner == nil || (f.Owner.RoleRef == nil && f.Owner.PersonRef == nil) {
		add("owner", "an owner")
	}
	if f.DueOn.IsZero() {
		add("dueOn", "a due date")
	}
	if f.Grade == "" || f.Grade == api.GradeUnknown {
		add("grade", "a grade")
	}
	return lacks, field
}
