package rules

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
)

var docAuditorEngaged = assess.Doc{
	ID: "D-05", Point: assess.Segregation, Aspect: assess.Covered, Clause: "7.2, 9.2.2 b",
	Requires: "Who is to carry out a planned audit is there to do it",
	Fires:    "the engagement of an auditor of an audit that is planned and not held has ended, or ends before the day planned or begins after it (observation)",
	Reasons:  []string{"AuditorNotEngaged"}, Grades: []api.Grade{api.GradeObservation},
	Remedy: "Name somebody else in spec.auditors who can audit and is independent, or plan the audit for another day",
}

// checkAuditorsEngaged leaves an audit alone that another one has replaced since.
func checkAuditorsEngaged(c *assess.Context, r *api.InternalAudit) {
	on := r.Spec.PlannedOn
	if r.Spec.Skipped != nil || !r.Spec.HeldOn.IsZero() || on.IsZero() || heldSince(c, on) {
		return
	}
	for i := range r.Spec.Auditors {
		a := &r.Spec.Auditors[i]
		p, ok := assess.Find[*api.Person](c.World, a.PersonRef)
		if !ok {
			continue // D-04 says that nobody knows them
		}
		f := assess.Finding{Reason: "AuditorNotEngaged", Grade: api.GradeObservation, Field: auditorField(a, "personRef")}
		switch until, from := p.Spec.EngagedUntil, p.Spec.EngagedFrom; {
		case !until.IsZero() && (until.Before(on) || c.Today.Past(until)):
			f.Message = fmt.Sprintf("The auditor %s is engaged until %s, and the audit planned for %s is not held", p.Name, until, on)
		case from.After(on) && !c.Today.Reached(from):
			f.Message = fmt.Sprintf("The auditor %s is engaged from %s, and the audit is planned for %s", p.Name, from, on)
		default:
			continue
		}
		c.Report(f)
	}
}
