package applicability

import (
	"fmt"

	api "github.com/isms-operator/isms-operator/api/v1alpha1"
	"github.com/isms-operator/isms-operator/internal/assess"
	"github.com/isms-operator/isms-operator/internal/facts"
)

var docContradiction = assess.Doc{
	ID: "S-07", Aspect: assess.Covered, Clause: "6.1.3 c, d",
	Requires: "What the organisation does without, nothing of it relies on",
	Fires:    "a control is excluded, and a risk is mitigated by it or a resource in use supports it (minor)",
	Reasons:  []string{"ExclusionContradicted"}, Grades: []api.Grade{api.GradeMinor},
	Remedy: "Make the control Applicable, or take it out of the records that name it",
}

func checkContradiction(c *assess.Context, e *api.ControlStatement) {
	if e.Applicability != api.ApplicabilityExcluded {
		return
	}
	var users []string
	for _, r := range risksOf(c, e) {
		if r.Spec.Treatment == api.TreatmentMitigate {
			users = append(users, "Risk "+r.Name)
		}
	}
	for _, ref := range facts.Supporters(c, e.ID) {
		users = append(users, facts.ResourceName(ref))
	}
	if len(users) > 0 {
		c.Report(assess.Finding{
			Reason: "ExclusionContradicted", Grade: api.GradeMinor, Field: facts.ControlField(e, "applicability"),
			Message: fmt.Sprintf("%s is excluded, and these rely on it: %s", facts.ControlName(e.ID), assess.List(users)),
		})
	}
}
